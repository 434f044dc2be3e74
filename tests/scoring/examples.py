"""The lists on which scoring is tried: all that are shipped, and one with reversed items."""

from pathlib import Path

from survey_app.definitions import Questionnaire, load, shipped

TURNED_FILE = Path(__file__).parent / "lists" / "turned.yaml"


def turned() -> Questionnaire:
    """Load the list with reversed items, other lowest values, fractions and kinds of missing."""
    return load(TURNED_FILE)


def every_list() -> list[Questionnaire]:
    """Load all lists on which the two computations must agree."""
    return [*shipped(), turned()]
