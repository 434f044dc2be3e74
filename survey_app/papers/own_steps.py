"""The steps an informant gave to how it goes now, then and now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from survey_app.definitions import Item
from survey_app.measurements.queries import Placed
from survey_app.papers.views import ReadDefinition
from survey_app.reports.steps import step_lines

HOW_IT_GOES: Final = "hoe het nu gaat"
"""The facet of the question that everybody is asked; the other steps of a list are about a talk,
the next step, or a goal, which has steps of its own.
"""


@dataclass(frozen=True, slots=True)
class OwnStep:
    """One question with the first and the last answer to it, as places on its stairs from 0.

    `first` is None when it was answered once.
    """

    informant_id: str
    role: str
    number: int
    item: Item
    first: int | None
    last: int
    answered_on: date

    @property
    def steps(self) -> int:
        """How many stones the stairs have."""
        return len(self.item.values)


def own_steps(placed: Sequence[Placed], read: ReadDefinition) -> tuple[OwnStep, ...]:
    """Return the steps of one informant, the one that was asked last first."""
    found = []
    for line in step_lines(placed, [read(each.fingerprint) for each in placed]):
        given = [
            (each, item)
            for each, item in line
            if item.key in each.answers and item.facet == HOW_IT_GOES
        ]
        if not given:
            continue
        places = [
            sorted(item.values).index(item.option(each.answers[item.key]).value or 0.0)
            for each, item in given
        ]
        last, item = given[-1]
        found.append(
            OwnStep(
                informant_id=last.informant_id,
                role=last.role,
                number=last.number,
                item=item,
                first=places[0] if len(places) > 1 else None,
                last=places[-1],
                answered_on=last.answered_on,
            )
        )
    return tuple(sorted(found, key=lambda each: each.answered_on, reverse=True))
