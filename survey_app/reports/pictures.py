"""A chart with all that stands around it: question, conclusion, what is not known, table."""

from dataclasses import dataclass

from survey_app.charts import Caption, Chart


@dataclass(frozen=True, slots=True)
class Picture:
    """One chart as a page shows it.

    `key` names it within its traject; `list_title` are the lists it is made of.
    """

    key: str
    chart: Chart
    question: str
    whose: str
    direction: str
    conclusion: str
    unknown: str
    badge: str
    list_title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def caption(self) -> Caption:
        """What stands around the chart when it is kept as a picture of its own."""
        return Caption(
            above=tuple(filter(None, (self.whose, self.direction))),
            said=self.conclusion,
            below=(
                self.badge,
                self.unknown,
                "" if self.list_title == self.question else f"Lijst: {self.list_title}.",
            ),
        )


def key_of(informant_id: str, fingerprint: str, name: str) -> str:
    """Return the key of a picture; a version is told by the start of its fingerprint."""
    return f"{informant_id}-{fingerprint[:12]}-{name}"
