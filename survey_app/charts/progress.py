"""What a progress chart says: one informant's scores on one scale over the dates of a traject."""

from dataclasses import dataclass
from datetime import date

from survey_app.charts.values import (
    Band,
    Days,
    Event,
    Informant,
    Moment,
    Span,
    Tick,
    UndrawableChartError,
    check_axis,
    days_shown,
)


@dataclass(frozen=True)
class Series:
    """The measurements of one rater, earliest first, with the band of that rater only."""

    number: int
    moments: tuple[Moment, ...]
    band: Band | None

    @property
    def scored(self) -> tuple[tuple[Moment, float], ...]:
        """The moments that have a score, each with that score."""
        return tuple((moment, moment.value) for moment in self.moments if moment.value is not None)


@dataclass(frozen=True)
class Successor:
    """Another rater who took over: a new series, never joined with the one before.

    Attributes
    ----------
    on : date
        The day of the change.
    word : str
        What changed, such as "andere leerkracht".
    number : int
        Which one of this role it is; 2 for the first successor.
    moments : tuple of Moment
        The measurements of this rater, at least one, in any order.
    band : Band or None
        The band around the first score of this rater.
    """

    on: date
    word: str
    number: int
    moments: tuple[Moment, ...]
    band: Band | None

    def __post_init__(self) -> None:
        """Refuse a successor who never rated."""
        if not self.moments:
            raise UndrawableChartError("a successor needs at least one moment")


@dataclass(frozen=True)
class ProgressChart:
    """One series of one informant, and the series of who took over.

    Attributes
    ----------
    question : str
        The question the chart answers; the title of the picture.
    whose : str
        Whose view it is, a sentence: "Volgens de ouder."
    direction : str
        Which way is better, a sentence: "Hoger is meer rust."
    informant : str
        ``child``, ``parent``, ``teacher``, ``coach`` or ``ib``; decides mark and colour.
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
    spans, events : tuple of Span, tuple of Event
        What else happened, on the time axis; whatever lies outside it is left out.
    successors : tuple of Successor
        Raters who took over, each with marks and band of its own; numbers and days rise.
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
    spans: tuple[Span, ...] = ()
    events: tuple[Event, ...] = ()
    successors: tuple[Successor, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a chart that would show something else than it was given."""
        check_axis(self.lowest, self.highest, self.ticks)
        if self.number < 1:
            raise UndrawableChartError("number counts informants of one role from 1")
        if not self.moments:
            raise UndrawableChartError("a chart needs at least one moment")
        if not all(self.lowest <= value <= self.highest for _, value in self.scored):
            raise UndrawableChartError("a score lies outside the scale; it is never clipped")
        if not self.joined and any(series.band for series in self.series):
            raise UndrawableChartError("a band needs a joined chart (evidence stage 2)")
        if len({series.band.words for series in self.series if series.band}) > 1:
            raise UndrawableChartError("the bands of one chart say the same words")
        numbers = [series.number for series in self.series]
        if numbers != sorted(set(numbers)):
            raise UndrawableChartError("the number of a successor must be above the one before")
        days = [successor.on for successor in self.successors]
        if days != sorted(set(days)):
            raise UndrawableChartError("successors must stand in the order of their days")

    @property
    def series(self) -> tuple[Series, ...]:
        """The first rater and the successors, each with the moments earliest first."""
        raters = [(self.number, self.moments, self.band)]
        raters += [(each.number, each.moments, each.band) for each in self.successors]
        return tuple(
            Series(number, tuple(sorted(moments, key=lambda moment: moment.on)), band)
            for number, moments, band in raters
        )

    @property
    def band_said(self) -> Band | None:
        """The first band there is; its words stand in the picture once."""
        return next((series.band for series in self.series if series.band), None)

    @property
    def digits(self) -> int:
        """Decimals of a printed score: none for whole steps, one for means and beside a band."""
        whole = all(float(value).is_integer() for _, value in self.scored)
        return 0 if whole and self.band_said is None else 1

    @property
    def days(self) -> Days:
        """The time axis."""
        changes = [successor.on for successor in self.successors]
        return days_shown([*changes, *(moment.on for moment in self.by_date)])

    @property
    def by_date(self) -> tuple[Moment, ...]:
        """The moments of all raters, earliest first."""
        every = [moment for series in self.series for moment in series.moments]
        return tuple(sorted(every, key=lambda moment: moment.on))

    @property
    def scored(self) -> tuple[tuple[Moment, float], ...]:
        """The moments of all raters that have a score, each with that score."""
        return tuple(pair for series in self.series for pair in series.scored)
