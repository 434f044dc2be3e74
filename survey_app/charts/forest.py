"""Pooled effects of ways of working, in groups of what is known; never a ranking."""

import math
from dataclasses import dataclass

from survey_app.charts.values import Tick, UndrawableChartError, check_axis
from survey_app.charts.words import Table, prose
from survey_app.dutch import counted, decimal_comma, signed

BETTER = "Waarschijnlijk vooruitgang"
WORSE = "Waarschijnlijk achteruitgang"
UNSURE = "We weten het nog niet"
TOO_FEW = "Nog te weinig kinderen om te tonen"
THRESHOLD = 10
NOT_DRAWN_BY_LOT = (
    "Trajecten zijn niet door loting verdeeld. Kinderen die veel last hadden, gaan vaak vanzelf "
    "iets vooruit."
)


@dataclass(frozen=True)
class ForestRow:
    """One way of working, effects in standard deviations; positive is always better.

    Attributes
    ----------
    word : str
        Its name.
    count : int
        How many children, at least the threshold of the chart.
    pooled, low, high : float
        The effect that was made careful with all data, and its interval.
    raw : float or None
        The mean without this care.
    """

    word: str
    count: int
    pooled: float
    low: float
    high: float
    raw: float | None = None

    def __post_init__(self) -> None:
        """Refuse an interval that does not hold its own estimate."""
        edges = self.low <= self.pooled <= self.high and self.low < self.high
        if not (edges and math.isfinite(self.high - self.low)):
            raise UndrawableChartError(
                f"pooled must lie between low and high, both finite: {self.word!r}"
            )
        if self.raw is not None and not math.isfinite(self.raw):
            raise UndrawableChartError(f"raw must be finite or None: {self.word!r}")

    @property
    def group(self) -> str:
        """What is known: the whole interval lies on one side of zero, or not."""
        if self.low > 0:
            return BETTER
        return WORSE if self.high < 0 else UNSURE


@dataclass(frozen=True)
class Forest:
    """Effects of several ways of working on one outcome.

    Attributes
    ----------
    question, whose : str
        The title, and whose view with how to read it: "Volgens de ouder. Dit is geen ranglijst."
    rows : tuple of ForestRow
        In any order; shown by group and then by alphabet.
    too_few : tuple of str
        Names of those with fewer children than the threshold; nothing else of them is known here.
    lowest, highest : float
        Ends of the axis; everything that is drawn lies between them.
    ticks : tuple of Tick
        Values with their words, zero among them.
    too_small : float
        Up to this difference nobody notices it: the zone around zero.
    noun : tuple of (str, str)
        What a row is, one and more: ("principe", "principes").
    threshold : int
        From how many children on a row may be shown.
    notice : str or None
        Printed inside the picture.
    conclusion : str
        Left empty it counts the groups.
    unknown : str
        What the effects do not mean.
    """

    question: str
    whose: str
    rows: tuple[ForestRow, ...]
    too_few: tuple[str, ...]
    lowest: float
    highest: float
    ticks: tuple[Tick, ...]
    too_small: float
    noun: tuple[str, str] = ("principe", "principes")
    threshold: int = THRESHOLD
    notice: str | None = None
    conclusion: str = ""
    unknown: str = NOT_DRAWN_BY_LOT

    def __post_init__(self) -> None:
        """Refuse rows that must stay hidden, and marks that would lie off the axis."""
        check_axis(self.lowest, self.highest, self.ticks)
        if not self.lowest < 0 < self.highest:
            raise UndrawableChartError("the axis of effects must hold zero")
        if not 0 < self.too_small < min(-self.lowest, self.highest):
            raise UndrawableChartError("too_small must be above 0 and lie on the axis")
        if not (self.rows or self.too_few):
            raise UndrawableChartError("a forest plot needs at least one row")
        words = [row.word for row in self.rows] + list(self.too_few)
        if len(set(words)) < len(words):
            raise UndrawableChartError("two rows have the same word")
        for row in self.rows:
            if row.count < self.threshold:
                raise UndrawableChartError(
                    f"fewer children than the threshold belong in too_few: {row.word!r}"
                )
            drawn = [row.low, row.high, *([] if row.raw is None else [row.raw])]
            if not all(self.lowest <= value <= self.highest for value in drawn):
                raise UndrawableChartError(f"an effect lies outside the axis: {row.word!r}")

    @property
    def groups(self) -> tuple[tuple[str, tuple[ForestRow, ...]], ...]:
        """The groups that have rows, each by alphabet; those with too few children come after."""
        grouped = [
            (
                group,
                tuple(
                    sorted(
                        (row for row in self.rows if row.group == group),
                        key=lambda row: row.word.casefold(),
                    )
                ),
            )
            for group in (BETTER, WORSE, UNSURE)
        ]
        return tuple((group, rows) for group, rows in grouped if rows)

    @property
    def hidden(self) -> tuple[str, ...]:
        """The names without a mark, by alphabet."""
        return tuple(sorted(self.too_few, key=str.casefold))

    @property
    def fewer_than(self) -> str:
        """What stands instead of their number: "minder dan 10"."""
        return f"minder dan {self.threshold}"

    @property
    def said(self) -> str:
        """The conclusion that was given, or how many are in each group."""
        return self.conclusion or _conclusion(self)


def _conclusion(chart: Forest) -> str:
    """Count the groups; not knowing is said as clearly as knowing."""
    sizes = {group: len(rows) for group, rows in chart.groups}
    said = []
    for group, way in ((BETTER, "vooruit"), (WORSE, "achteruit")):
        if group in sizes:
            which = counted(sizes[group], *chart.noun)
            said.append(f"Bij {which} gingen kinderen waarschijnlijk {way}.")
    if UNSURE in sizes:
        said.append(f"Van {counted(sizes[UNSURE], *chart.noun)} weten we het nog niet.")
    if chart.too_few:
        which = counted(len(chart.too_few), *chart.noun)
        said.append(f"Voor {which} zijn er nog te weinig kinderen om iets te tonen.")
    return " ".join(said)


def forest_table(chart: Forest) -> Table:
    """Return the rows in the order of the picture; without a number where there are too few."""
    rows = [
        (
            group,
            row.word,
            str(row.count),
            signed(row.pooled, 2),
            f"{signed(row.low, 2)} en {signed(row.high, 2)}",
            "–" if row.raw is None else signed(row.raw, 2),
        )
        for group, members in chart.groups
        for row in members
    ]
    rows += [(TOO_FEW, word, chart.fewer_than, "–", "–", "–") for word in chart.hidden]
    columns = ("Groep", "Wat", "Kinderen", "Effect", "Ligt tussen", "Zonder voorzichtigheid")
    return Table(columns, tuple(rows))


def forest_description(chart: Forest) -> str:
    """Return every row in words, group by group."""
    small = decimal_comma(chart.too_small)
    sentences = [chart.whose, f"Tot {small} is een verschil te klein om te merken"]
    for group, members in chart.groups:
        rows = "; ".join(
            f"{row.word} {signed(row.pooled, 2)}, tussen {signed(row.low, 2)} en "
            f"{signed(row.high, 2)}, {row.count} kinderen"
            for row in members
        )
        sentences.append(f"{group}: {rows}")
    if chart.hidden:
        rows = "; ".join(f"{word}, {chart.fewer_than}" for word in chart.hidden)
        sentences.append(f"{TOO_FEW}: {rows}")
    return prose([*sentences, chart.notice or "", chart.said, chart.unknown])
