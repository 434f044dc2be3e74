"""Whom and whose answers one person may see in the data of a child.

A parent never learns whether there is another parent, and somebody from outside never who the
parents are. What somebody else answered is theirs, until they released it for the talk.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from survey_app.keeping.rights_models import RightsRequest
from survey_app.trajects import releasing
from survey_app.trajects.models import Traject, TrajectInformant
from survey_app.trajects.queries import informants

CHILD, PARENT, COACH = "child", "parent", "coach"


@dataclass(frozen=True, slots=True)
class Sight:
    """One person who asks, among all people of a traject; `own_id` is None for who is not one."""

    own_id: str | None
    people: Mapping[str, TrajectInformant]
    released_until: Mapping[str, date]

    @property
    def is_child(self) -> bool:
        """Whether the child itself asks."""
        return self.own_id is not None and self.people[self.own_id].role == CHILD

    @property
    def known(self) -> list[TrajectInformant]:
        """The people whom who asks may know of."""
        return [each for each in self.people.values() if self.knows(each.id)]

    @property
    def hidden(self) -> list[TrajectInformant]:
        """The people whom who asks may not even know of."""
        return [each for each in self.people.values() if not self.knows(each.id)]

    def knows(self, informant_id: str) -> bool:
        """Tell whether who asks may know that somebody is there."""
        is_parent = self.people[informant_id].role == PARENT
        return not is_parent or informant_id == self.own_id or self.is_child

    def sees(self, informant_id: str, on: date) -> bool:
        """Tell whether who asks may see what somebody answered on a day.

        The own answers, those of the coach, and what was released for the talk.
        """
        if informant_id == self.own_id or self.people[informant_id].role == COACH:
            return True
        until = self.released_until.get(informant_id)
        return self.knows(informant_id) and until is not None and on <= until

    def name(self, informant_id: str | None) -> str:
        """Return what somebody is called; a number would tell how many there are."""
        return "" if informant_id is None else self.people[informant_id].label


def sight_of(session: Session, traject: Traject, request: RightsRequest) -> Sight:
    """Return what who asks may see."""
    return Sight(
        own_id=request.informant_id,
        people={each.id: each for each in informants(session, traject.id)},
        released_until=releasing.released_until(releasing.standing(session, traject.id)),
    )
