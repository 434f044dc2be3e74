"""A chart with all that stands around it: question, conclusion, what is not known, table."""

from dataclasses import dataclass

from survey_app.charts import Chart


@dataclass(frozen=True, slots=True)
class Picture:
    """One chart as a page shows it.

    `key` names it within its traject.
    """

    key: str
    chart: Chart
    question: str
    whose: str
    direction: str
    conclusion: str
    unknown: str
    badge: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def key_of(informant_id: str, fingerprint: str, name: str) -> str:
    """Return the key of a picture; a version is told by the start of its fingerprint."""
    return f"{informant_id}-{fingerprint[:12]}-{name}"
