"""From the response of a group back to who counts in each step; it names no child.

The children themselves are not listed: two steps beside each other would tell of the few between
them, which the page leaves out for that reason.
"""

from dataclasses import dataclass

from survey_app import __version__
from survey_app.charts import ResponseFlow
from survey_app.reports.group import GroupList
from survey_app.reports.group_explaining import FEW_RULE, RESPONSE
from survey_app.reports.group_wording import WHO_COUNTS

SHARE = "Het deel is het aantal gedeeld door het aantal van de eerste stap, in hele procenten."
ONE_COUNT = "Elk kind telt in elke stap hoogstens één keer, ook bij twee invullers."
VERSIONS = "Andere versies van deze vragenlijst tellen mee."


@dataclass(frozen=True, slots=True)
class ResponseExplanation:
    """How the numbers of the response were counted: word, number and who counts, per step."""

    question: str
    whose: str
    steps: tuple[tuple[str, str, str], ...]
    rules: tuple[str, ...]
    versions: tuple[str, ...]
    software: str


def response_explanation(found: GroupList) -> ResponseExplanation | None:
    """Return how the response of a list was counted, or nothing where it is not shown."""
    if found.response is None or not isinstance(found.response.chart, ResponseFlow):
        return None
    chart = found.response.chart
    return ResponseExplanation(
        question=chart.question,
        whose=chart.whose,
        steps=tuple((step.word, str(step.count), WHO_COUNTS[step.word]) for step in chart.steps),
        rules=(ONE_COUNT, SHARE, RESPONSE, FEW_RULE),
        versions=(f"{found.made_with}.", VERSIONS),
        software=f"Kansmeter {__version__}",
    )
