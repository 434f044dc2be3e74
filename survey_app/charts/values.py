"""The small values that charts share: a measurement, the words of an axis, a band, a stretch."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from survey_app.errors import InputError

Informant = Literal["child", "parent", "teacher", "coach", "ib"]
Width = Literal["wide", "panel", "narrow"]
"""640 px, 340 px for one of several beside each other, 294 px for a phone."""


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
    remark : str
        What sets this one apart, such as "op papier" or "laat begin"; empty for an ordinary one.
    """

    on: date
    word: str
    value: float | None
    gap: str = "niet ingevuld"
    remark: str = ""


@dataclass(frozen=True)
class Tick:
    """One line of an axis: a value of the scale and the word or number beside it."""

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

    def __post_init__(self) -> None:
        """Refuse a band without a finite height."""
        if not (math.isfinite(self.low) and self.low < self.high < math.inf):
            raise UndrawableChartError("low must be below high in a band, both finite")


@dataclass(frozen=True)
class Span:
    """A stretch of time in which nothing could be expected.

    Attributes
    ----------
    first, last : date
        First and last day, both included.
    word : str
        What it is called, such as "herfstvakantie" or "pauze".
    kind : str
        ``holiday`` of the school, or ``pause`` of this traject.
    """

    first: date
    last: date
    word: str
    kind: Literal["holiday", "pause"]

    def __post_init__(self) -> None:
        """Refuse a stretch that ends before it begins."""
        if self.last < self.first:
            raise UndrawableChartError("last must not lie before first in a span")


@dataclass(frozen=True)
class Event:
    """Something that happened in the life of the child or the class, on one day."""

    on: date
    word: str


Days = tuple[date, date]
"""The first and the last day of a time axis."""


def days_shown(days: Iterable[date]) -> Days:
    """Return the time axis on which these days can be seen.

    It begins with the month of the first day and ends just past the last one; a single day still
    gets six weeks, so that it reads as a moment in time.

    Parameters
    ----------
    days : iterable of date
        At least one.

    Returns
    -------
    tuple of date
        First and last day.
    """
    every = sorted(days)
    first, last = every[0], every[-1]
    air = timedelta(days=max(5, round((last - first).days * 0.04)))
    begin = min(first.replace(day=1), first - air)
    return begin, max(last + air, begin + timedelta(days=45))


def spans_within(spans: Iterable[Span], days: Days) -> tuple[Span, ...]:
    """Return the stretches that lie at least partly on a time axis, earliest first."""
    seen = [span for span in spans if span.first <= days[1] and span.last >= days[0]]
    return tuple(sorted(seen, key=lambda span: (span.first, span.last)))


def events_within(events: Iterable[Event], days: Days) -> tuple[Event, ...]:
    """Return the events on a time axis, earliest first."""
    seen = [event for event in events if days[0] <= event.on <= days[1]]
    return tuple(sorted(seen, key=lambda event: event.on))


def check_axis(lowest: float, highest: float, ticks: tuple[Tick, ...]) -> None:
    """Refuse an axis without a direction or with words that lie outside it.

    Parameters
    ----------
    lowest, highest : float
        Ends of the axis, in its own unit.
    ticks : tuple of Tick
        At least two, at different values.

    Raises
    ------
    UndrawableChartError
        The text says what is wrong.
    """
    if not (math.isfinite(lowest) and lowest < highest < math.inf):
        raise UndrawableChartError("lowest must be below highest, both finite")
    if len(ticks) < 2:
        raise UndrawableChartError("an axis needs at least two ticks")
    if not all(lowest <= tick.value <= highest for tick in ticks):
        raise UndrawableChartError("a tick lies outside the scale")
    if len({tick.value for tick in ticks}) < len(ticks):
        raise UndrawableChartError("two ticks stand at the same value")
