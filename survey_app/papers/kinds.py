"""The kinds of paper, and how many pages each may fill."""

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a paper is for."""

    TALK = "talk"
    REPORT = "report"
    STEPS = "steps"


PAGES: Final = {Kind.TALK: 1, Kind.REPORT: 2, Kind.STEPS: 1}
"""A paper that would need more is not made: the coach hears that before anything is printed."""
