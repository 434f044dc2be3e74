"""What changed in a group: every child as a thin line, and the mean difference with its margin."""

import math
from dataclasses import dataclass
from statistics import NormalDist

from survey_app.charts.values import Tick, UndrawableChartError, check_axis
from survey_app.charts.words import Table, prose
from survey_app.dutch import counted, decimal_comma, signed

LINES_FROM = 10
NOT_DRAWN_BY_LOT = (
    "Deze kinderen zijn niet door loting gekozen. Kinderen die veel last hadden, gaan vaak vanzelf "
    "iets vooruit."
)


@dataclass(frozen=True)
class Estimate:
    """A mean difference, later minus earlier in points of the scale, with its interval.

    `low` and `high` are None together when no margin can be computed; `confidence` is the share of
    such intervals that hold the true value.
    """

    mean: float
    low: float | None
    high: float | None
    confidence: float = 0.95

    def __post_init__(self) -> None:
        """Refuse an interval that does not hold its own mean."""
        if not math.isfinite(self.mean):
            raise UndrawableChartError("mean must be finite")
        if (self.low is None) != (self.high is None):
            raise UndrawableChartError("low and high are known together or not at all")
        if self.low is not None and self.high is not None:
            ordered = self.low <= self.mean <= self.high and self.low < self.high
            if not (ordered and math.isfinite(self.high - self.low)):
                raise UndrawableChartError("mean must lie between low and high, both finite")
        if not 0 < self.confidence < 1:
            raise UndrawableChartError("confidence must lie between 0 and 1")

    @property
    def standard_error(self) -> float | None:
        """The standard error of a normal curve with this interval, for the shape of the eye."""
        if self.low is None or self.high is None:
            return None
        return (self.high - self.low) / 2 / NormalDist().inv_cdf(0.5 + self.confidence / 2)


@dataclass(frozen=True)
class GroupChange:
    """One scale of a group at two moments.

    Attributes
    ----------
    question, whose, direction : str
        As in a progress chart; the direction says which way is better.
    before_word, after_word : str
        The two occasions: "intake", "afsluiting".
    lowest, highest : float
        Ends of the scale in points; the axis is never turned.
    ticks : tuple of Tick
        At least two, within the scale.
    pairs : tuple of (float, float)
        Scores before and after of every child with both, at least 2.
    change : Estimate
        The mean of the differences with its interval, as `effects` computes it.
    lines_from : int
        From how many children on single children are drawn; below it only the means.
    notice : str or None
        Printed inside the picture.
    conclusion : str
        Left empty it is made from means and interval.
    unknown : str
        What the difference does not mean.
    """

    question: str
    whose: str
    direction: str
    before_word: str
    after_word: str
    lowest: float
    highest: float
    ticks: tuple[Tick, ...]
    pairs: tuple[tuple[float, float], ...]
    change: Estimate
    lines_from: int = LINES_FROM
    notice: str | None = None
    conclusion: str = ""
    unknown: str = NOT_DRAWN_BY_LOT

    def __post_init__(self) -> None:
        """Refuse a group of one, scores off the scale, and a mean that is not that of the pairs."""
        check_axis(self.lowest, self.highest, self.ticks)
        if len(self.pairs) < 2:
            raise UndrawableChartError("a group needs at least two children with both scores")
        if self.lines_from < 2:
            raise UndrawableChartError("lines_from must be at least 2")
        scores = [score for pair in self.pairs for score in pair]
        if not all(self.lowest <= score <= self.highest for score in scores):
            raise UndrawableChartError("a score lies outside the scale; it is never clipped")
        if not math.isclose(self.mean_after - self.mean_before, self.change.mean, abs_tol=1e-9):
            raise UndrawableChartError("change.mean is not the mean difference of the pairs")

    @property
    def count(self) -> int:
        """How many children have both scores."""
        return len(self.pairs)

    @property
    def mean_before(self) -> float:
        """Mean of the earlier scores."""
        return math.fsum(before for before, _ in self.pairs) / self.count

    @property
    def mean_after(self) -> float:
        """Mean of the later scores."""
        return math.fsum(after for _, after in self.pairs) / self.count

    @property
    def lines_drawn(self) -> bool:
        """Whether there are enough children to show single ones."""
        return self.count >= self.lines_from

    @property
    def said(self) -> str:
        """The conclusion that was given, or the plain one."""
        return self.conclusion or _conclusion(self)


def margin_text(change: Estimate) -> str:
    """Return "tussen +0,3 en +1,5 (95%-interval)", or that there is no margin."""
    if change.low is None or change.high is None:
        return "zonder marge: die is niet te berekenen"
    share = decimal_comma(change.confidence * 100, 0)
    return f"tussen {signed(change.low)} en {signed(change.high)} ({share}%-interval)"


def _conclusion(chart: GroupChange) -> str:
    """Say both means, the difference with its margin, and whether zero lies inside."""
    change = chart.change
    children = counted(chart.count, "kind", "kinderen")
    before, after = decimal_comma(chart.mean_before), decimal_comma(chart.mean_after)
    said = (
        f"Bij {children} ging het gemiddelde van {before} naar {after}. "
        f"Het verschil is {signed(change.mean)}, {margin_text(change)}."
    )
    if change.low is None or change.high is None:
        return said
    if change.low <= 0 <= change.high:
        return f"{said} Nul hoort daar nog bij: we weten nog niet of de groep veranderde."
    return f"{said} Nul hoort daar niet bij."


def group_change_table(chart: GroupChange) -> Table:
    """Return the two means, the difference and its margin; never a row of one child."""
    rows = (
        ("Kinderen met beide metingen", str(chart.count)),
        (f"Gemiddelde, {chart.before_word}", decimal_comma(chart.mean_before)),
        (f"Gemiddelde, {chart.after_word}", decimal_comma(chart.mean_after)),
        ("Gemiddeld verschil", signed(chart.change.mean)),
        ("Dat verschil ligt", margin_text(chart.change)),
    )
    return Table(("Wat", "Waarde"), rows)


def group_change_description(chart: GroupChange) -> str:
    """Return what the means and the margin say; the lines of single children only as a number."""
    lines = f"{chart.count} dunne lijnen, één per kind" if chart.lines_drawn else ""
    return prose(
        [chart.whose, chart.direction, lines, chart.notice or "", chart.said, chart.unknown]
    )
