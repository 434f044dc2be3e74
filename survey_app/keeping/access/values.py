"""What an access request comes to: sections of rows, the texts to look over, what is left out."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

Cell = str | int | float | bool | date | datetime | None

OTHERS: Final = "others"
CONFIDENCE: Final = "confidence"
SAFETY: Final = "safety"
PROTECTION: Final = "protection"
GROUNDS: Final = (OTHERS, CONFIDENCE, SAFETY, PROTECTION)
"""Why something is left out: it is about or of others, was told in confidence, telling it endangers
somebody, or it is a step of the meldcode (UAVG art. 41 lid 1 onder i; AVG art. 15 lid 4 and 23)."""


MONTH: Final = "month"
"""What a column of months says, each as 2017-02."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a section; `words` names the list that says what its codes mean."""

    key: str
    label: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One subject, and the tables it is read from."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StaffText:
    """Something that staff wrote, which the coach looks over before it is given.

    `place` names table and column and `row_id` the row. With `whole_row` all of the row is left out
    with it. `ground` is why it is kept back, or proposed to be before the coach looked.
    """

    place: str
    row_id: str
    when: date
    what: str
    words: str
    whole_row: bool
    ground: str | None

    @property
    def key(self) -> str:
        """What it is called in a form."""
        return f"{self.place}:{self.row_id}"


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that one person may have of one child.

    `left_out` counts, per ground, what that person is told is left out. `unsaid` counts what is not
    even told: that would say that somebody else asks for the child, or that a step was taken.
    """

    sections: tuple[Section, ...]
    texts: tuple[StaffText, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    unsaid: int = 0

    @property
    def texts_print(self) -> str:
        """A print of all texts of staff: another one means that there is something new to read."""
        lines = sorted(f"{each.key}\n{each.words}" for each in self.texts)
        return hashlib.sha256("\0".join(lines).encode()).hexdigest()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each subject there are."""
        return {each.key: len(each.rows) for each in self.sections if each.rows}
