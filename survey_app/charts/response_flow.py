"""How many were invited, opened, completed and can be compared; and who dropped out on the way."""

from dataclasses import dataclass
from itertools import pairwise

from survey_app.charts.values import UndrawableChartError
from survey_app.charts.words import NOTHING, Table, prose
from survey_app.dutch import decimal_comma

UNKNOWN = "We weten niet hoe het gaat met wie niet antwoordde."


@dataclass(frozen=True)
class FlowStep:
    """One step of the way.

    Attributes
    ----------
    word : str
        What happened: "uitgenodigd", "geopend", "ingevuld", "te vergelijken".
    count : int
        How many came this far; never more than in the step before.
    dropped : str
        Who did not come from the step before to this one: "vooral ouders zonder e-mailadres".
    """

    word: str
    count: int
    dropped: str = ""

    def __post_init__(self) -> None:
        """Refuse a negative number of people."""
        if self.count < 0:
            raise UndrawableChartError(f"count must be 0 or more: {self.word!r}")


@dataclass(frozen=True)
class ResponseFlow:
    """The steps of a group of people.

    Attributes
    ----------
    question, whose : str
        The title, and whom it counts: "Ouders van 40 trajecten, schooljaar 2025-2026."
    steps : tuple of FlowStep
        At least two, in order.
    notice : str or None
        Printed inside the picture, such as a caution when few can be compared.
    conclusion : str
        Left empty it is made from the first and the last step.
    unknown : str
        What is not known of who dropped out.
    """

    question: str
    whose: str
    steps: tuple[FlowStep, ...]
    notice: str | None = None
    conclusion: str = ""
    unknown: str = UNKNOWN

    def __post_init__(self) -> None:
        """Refuse a flow in which people appear on the way."""
        if len(self.steps) < 2:
            raise UndrawableChartError("a response flow needs at least two steps")
        if any(later.count > earlier.count for earlier, later in pairwise(self.steps)):
            raise UndrawableChartError("count may not rise from one step to the next")
        if len({step.word for step in self.steps}) < len(self.steps):
            raise UndrawableChartError("two steps have the same word")

    @property
    def lost(self) -> tuple[int, ...]:
        """How many did not come from the step before to this one; 0 for the first."""
        return (0, *(before.count - after.count for before, after in pairwise(self.steps)))

    @property
    def said(self) -> str:
        """The conclusion that was given, or how many of the first step reached the last."""
        return self.conclusion or _conclusion(self)


def share_text(chart: ResponseFlow, step: FlowStep) -> str:
    """Return the share of the first step in whole per cents, or nothing of nobody."""
    invited = chart.steps[0].count
    return f"{decimal_comma(100 * step.count / invited, 0)}%" if invited else "–"


def lost_text(count: int, step: FlowStep) -> str:
    """Return "9 niet geopend: vooral ouders zonder e-mailadres", or nothing."""
    if count == 0:
        return ""
    said = f"{count} niet {step.word}"
    return f"{said}: {step.dropped}" if step.dropped else said


def _conclusion(chart: ResponseFlow) -> str:
    first, last = chart.steps[0], chart.steps[-1]
    if first.count == 0:
        return f"Er is nog niemand {first.word}."
    return f"Van de {first.count} {first.word} zijn er {last.count} {last.word}."


def flow_table(chart: ResponseFlow) -> Table:
    """Return a row per step: how many, what share of the first, and who dropped out before it."""
    rows = [
        (step.word, str(step.count), share_text(chart, step), lost_text(lost, step) or NOTHING)
        for step, lost in zip(chart.steps, chart.lost, strict=True)
    ]
    return Table(("Stap", "Aantal", "Deel", "Wie viel af"), tuple(rows))


def flow_description(chart: ResponseFlow) -> str:
    """Return every step with its number and who dropped out."""
    sentences = [chart.whose]
    for step, lost in zip(chart.steps, chart.lost, strict=True):
        sentences.append(lost_text(lost, step))
        sentences.append(f"{step.word}: {step.count}")
    return prose([*sentences, chart.notice or "", chart.said, chart.unknown])
