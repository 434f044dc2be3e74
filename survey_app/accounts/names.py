"""What somebody calls a person, a school or a thing: one line that is only text."""

from survey_app.errors import InputError

LONGEST_PERSON = 100
LONGEST_PLACE = 200
LONGEST_PHONE = 40


def clean_line(text: str, longest: int, when_empty: str) -> str:
    """Return text on one line without control characters, or raise InputError that says what to
    do.
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not line:
        raise InputError(when_empty)
    if len(line) > longest:
        raise InputError(
            f"Houd het bij {longest} tekens.", english=f"Keep it within {longest} characters."
        )
    return line
