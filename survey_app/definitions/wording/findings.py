"""What a rule has to say of a text, before and after it is known whose text it is."""

from dataclasses import dataclass

from survey_app.definitions.faults import Severity
from survey_app.definitions.nodes import Step

Path = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """What breaks a rule.

    Attributes
    ----------
    what : str
        What is the case, without a verdict.
    advice : str
        What an author of the text can do; kept from texts that nobody may change.
    start : int or None
        Where in the text the offending word begins, from 0; None for the text as a whole.
    is_certain : bool
        False for what a list of words can only suspect.
    """

    what: str
    advice: str
    start: int | None = None
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on one text of one questionnaire.

    Attributes
    ----------
    path : tuple of str and int
        Where the text stands in the canonical document, so options always stand at their item.
    start : int or None
        Where in that text the offending word begins, from 0; None for the text as a whole.
    """

    path: Path
    start: int | None
    message: str
    severity: Severity
