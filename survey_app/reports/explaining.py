"""From a figure on screen back to what it was made of: answers, rule, reference, versions."""

from collections.abc import Sequence
from dataclasses import dataclass

from survey_app import __version__
from survey_app.measurements.queries import Placed
from survey_app.reports.explaining_line import LineExplanation, ReadDefinition, line_explained
from survey_app.reports.scale import ScaleReport


@dataclass(frozen=True, slots=True)
class Explanation:
    """How the figures of one chart were computed."""

    question: str
    whose: str
    lines: tuple[LineExplanation, ...]
    software: str


def explanation_of(
    child: str, report: ScaleReport, responses: Sequence[Placed], read: ReadDefinition
) -> Explanation:
    """Return how every figure of a chart was computed, for the line and those of who took over."""
    return Explanation(
        question=report.chart.question,
        whose=report.chart.whose,
        lines=tuple(line_explained(child, line, responses, read) for line in report.lines),
        software=f"Kansmeter {__version__}",
    )
