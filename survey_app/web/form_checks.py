"""Checks of one field that the forms of all pages share."""

from wtforms.validators import Length


def at_most(longest: int) -> Length:
    """Refuse a text with more characters than this, and say how many it may have."""
    return Length(max=longest, message="Houd het bij %(max)d tekens.")
