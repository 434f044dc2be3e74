"""What changed between two versions of a questionnaire, as its history tells it."""

from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """What a change means to those who compare its answers with earlier ones, least first."""

    RECORD = "record"
    """Neither what is asked nor how it counts: minutes, sources, facets, signals, a language."""
    SPELLING = "spelling"
    """The same words, spelt right: answers mean the same, and the version stays."""
    WORDING = "wording"
    """Something else is asked or can be answered: a new version."""
    SCORING = "scoring"
    """The same answers count in another way: a new scoring version."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the history of a questionnaire: what changed after an earlier version.

    Attributes
    ----------
    version, scoring_version : str
        Of the version before the step.
    change : ChangeKind
        Wording or scoring; scoring when both changed.
    items : tuple of str
        Items whose words changed; empty for a step in wording means all of them.
    options : bool
        Whether answers that can be chosen changed.
    comparable : tuple of str
        Keys of the scales whose scores go on in one line over this step.
    """

    version: str
    scoring_version: str
    change: ChangeKind
    items: tuple[str, ...] = ()
    options: bool = False
    comparable: tuple[str, ...] = ()
