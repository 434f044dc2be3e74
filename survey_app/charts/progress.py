"""What a progress chart says: one informant's scores on one scale over the dates of a traject."""

import hashlib
import math
from dataclasses import dataclass
from datetime import date
from typing import Literal

from survey_app.errors import InputError

Informant = Literal["child", "parent", "teacher", "coach"]
Width = Literal["wide", "narrow"]

DRAWING_VERSION = "1"
"""Raise it when the same chart is drawn differently, so that kept pictures are made again."""


class UndrawableChartError(InputError, ValueError):
    """The values of a chart contradict each other; the text says which."""


@dataclass(frozen=True)
class Moment:
    """One measurement.

    Attributes
    ----------
    on : date
        The day it was filled in, or was due when it was not.
    word : str
        Dutch word of the occasion, such as "intake".
    value : float or None
        Score in points of the scale; None is a gap.
    gap : str
        What a gap is called: nothing was filled in, or no score can be computed from it.
    """

    on: date
    word: str
    value: float | None
    gap: str = "niet ingevuld"


@dataclass(frozen=True)
class Tick:
    """One line of the vertical axis: a value of the scale and the word or number beside it."""

    value: float
    word: str


@dataclass(frozen=True)
class Band:
    """The band of chance around the first score, in points of the scale, and what it says.

    The edges may lie outside the scale; what is drawn stops at the scale.
    """

    low: float
    high: float
    words: str


@dataclass(frozen=True)
class ProgressChart:
    """One series of one informant.

    Attributes
    ----------
    question : str
        The question the chart answers; the title of the picture.
    whose : str
        Whose view it is, a sentence: "Volgens de ouder."
    direction : str
        Which way is better, a sentence: "Hoger is meer rust."
    informant : str
        ``child``, ``parent``, ``teacher`` or ``coach``; decides mark and colour.
    number : int
        1 for the first of this role (filled marks), 2 and on for a next one (open marks).
    moments : tuple of Moment
        At least one, in any order; drawn by date.
    lowest, highest : float
        Ends of the scale in points; the axis runs between them and is never turned.
    ticks : tuple of Tick
        At least two, within the scale.
    band : Band or None
        Only from evidence stage 2, so only on a joined chart.
    joined : bool
        False below evidence stage 2: points and dates, no line. A gap is never bridged.
    shown_values : bool
        True prints the score above each point; False leaves the words of the axis to speak.
    notice : str or None
        Printed inside the picture, such as "voorbeeld, verzonnen referentie".
    conclusion, unknown : str
        What can be said, and what is not known; in the description of the picture.
    """

    question: str
    whose: str
    direction: str
    informant: Informant
    number: int
    moments: tuple[Moment, ...]
    lowest: float
    highest: float
    ticks: tuple[Tick, ...]
    band: Band | None
    joined: bool
    shown_values: bool
    notice: str | None
    conclusion: str
    unknown: str

    def __post_init__(self) -> None:
        """Refuse a chart that would show something else than it was given."""
        if not (math.isfinite(self.lowest) and self.lowest < self.highest < math.inf):
            raise UndrawableChartError("lowest must be below highest, both finite")
        if self.number < 1:
            raise UndrawableChartError("number counts informants of one role from 1")
        if not self.moments:
            raise UndrawableChartError("a chart needs at least one moment")
        if not all(self.lowest <= value <= self.highest for _, value in self.scored):
            raise UndrawableChartError("a score lies outside the scale; it is never clipped")
        if len(self.ticks) < 2:
            raise UndrawableChartError("an axis needs at least two ticks")
        if not all(self.lowest <= tick.value <= self.highest for tick in self.ticks):
            raise UndrawableChartError("a tick lies outside the scale")
        if len({tick.value for tick in self.ticks}) < len(self.ticks):
            raise UndrawableChartError("two ticks stand at the same value")
        if self.band is not None:
            if not (math.isfinite(self.band.low) and self.band.low < self.band.high < math.inf):
                raise UndrawableChartError("low must be below high in a band, both finite")
            if not self.joined:
                raise UndrawableChartError("a band needs a joined chart (evidence stage 2)")

    @property
    def by_date(self) -> tuple[Moment, ...]:
        """The moments, earliest first."""
        return tuple(sorted(self.moments, key=lambda moment: moment.on))

    @property
    def scored(self) -> tuple[tuple[Moment, float], ...]:
        """The moments that have a score, each with that score, earliest first."""
        return tuple((moment, moment.value) for moment in self.by_date if moment.value is not None)


def fingerprint(chart: ProgressChart) -> str:
    """Return 32 hexadecimal signs that differ when the picture would.

    Parameters
    ----------
    chart : ProgressChart
        Equal charts have equal fingerprints, in every process.

    Returns
    -------
    str
        Start of the SHA-256 of the drawing version and of everything the chart says.
    """
    return hashlib.sha256(f"{DRAWING_VERSION} {chart!r}".encode()).hexdigest()[:32]
