"""The languages a questionnaire can be written in, and how far its text in each has come."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

DIRECTIONS: Final = {
    "nl": "ltr",
    "en": "ltr",
    "ar": "rtl",
    "tr": "ltr",
    "pl": "ltr",
    "uk": "ltr",
    "ti": "ltr",
}
"""Reading direction of every language there can be; Tigrinya is written from left to right."""


class TextStatus(StrEnum):
    """Where a text in one language comes from and who has read it."""

    OWN = "own"
    """Written or translated by ourselves and not yet read by native reviewers: a draft."""
    REVIEWED = "reviewed"
    """Read and approved by reviewers who speak the language as their own."""
    OFFICIAL = "official"
    """Released by the holder of the instrument, and the review is the holder's."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found of a form in one language: stage 0 (new) to 5 (normed), in which study.

    Attributes
    ----------
    version : str or None
        The version that was studied; None is the version it stands in. What later versions may
        still claim of it is said by the room `evidence`, not by this number.
    """

    stage: int
    study: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """The text of a questionnaire in one language.

    Attributes
    ----------
    language : str
        One of `DIRECTIONS`.
    status : TextStatus
        Only a reviewed or official text is offered to anybody.
    evidence : Evidence
        What may be claimed of answers given in this language.
    """

    language: str
    status: TextStatus
    evidence: Evidence

    @property
    def is_offered(self) -> bool:
        """Whether somebody may be asked in this language."""
        return self.status is not TextStatus.OWN

    @property
    def direction(self) -> str:
        """Reading direction, ``ltr`` or ``rtl``."""
        return DIRECTIONS[self.language]
