"""Progress charts beside each other: one per scale or one per informant, on equal axes."""

from dataclasses import dataclass

from survey_app.charts.progress import ProgressChart
from survey_app.charts.progress_words import progress_description, progress_table
from survey_app.charts.values import Days, UndrawableChartError
from survey_app.charts.words import Table, name_of, prose


@dataclass(frozen=True)
class SmallMultiples:
    """The same question of several informants, or several questions of one.

    Attributes
    ----------
    question : str
        The question the panels answer together; the title of the picture.
    whose : str
        A sentence over all panels: "De drie lijnen zijn niet op te tellen."
    panels : tuple of ProgressChart
        At least two, in the order in which they are shown, with the same scale, ticks and way of
        saying a score. Panels with one question are named by their informant, else by question.
    conclusion, unknown : str
        What can be said over the panels together, and what is not known.
    """

    question: str
    whose: str
    panels: tuple[ProgressChart, ...]
    conclusion: str = ""
    unknown: str = ""

    def __post_init__(self) -> None:
        """Refuse panels that cannot be compared by eye."""
        if len(self.panels) < 2:
            raise UndrawableChartError("small multiples need at least two panels")
        axes = {(each.lowest, each.highest, each.ticks) for each in self.panels}
        if len(axes) > 1:
            raise UndrawableChartError("the panels of small multiples need equal axes")
        if len({each.shown_values for each in self.panels}) > 1:
            raise UndrawableChartError("the panels say their scores in one way: shown_values")
        if len(set(self.names)) < len(self.panels):
            raise UndrawableChartError("two panels have the same name")

    @property
    def names(self) -> tuple[str, ...]:
        """What tells the panels apart."""
        if len({each.question for each in self.panels}) == 1:
            return tuple(name_of(each.informant, each.number) for each in self.panels)
        return tuple(each.question for each in self.panels)

    @property
    def days(self) -> Days:
        """The time axis of every panel."""
        every = [each.days for each in self.panels]
        return min(first for first, _ in every), max(last for _, last in every)


def panels_table(chart: SmallMultiples) -> Table:
    """Return the tables of the panels under each other, each row with the name of its panel."""
    tables = [progress_table(panel, chart.days) for panel in chart.panels]
    rows = [
        (name, *row) for name, table in zip(chart.names, tables, strict=True) for row in table.rows
    ]
    return Table(("Grafiek", *tables[0].columns), tuple(rows))


def panels_description(chart: SmallMultiples) -> str:
    """Return what each panel says, after its name."""
    parts = [prose([chart.whose])]
    for name, panel in zip(chart.names, chart.panels, strict=True):
        parts += [prose([name]), progress_description(panel, chart.days)]
    parts.append(prose([chart.conclusion, chart.unknown]))
    return " ".join(filter(None, parts))
