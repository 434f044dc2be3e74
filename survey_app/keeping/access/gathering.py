"""What every section is read with: who asks, what the coach keeps back, and what is counted."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.models import Person
from survey_app.clock import local_date
from survey_app.keeping.access.sight import Sight, sight_of
from survey_app.keeping.access.values import OTHERS, PROTECTION, StaffText
from survey_app.keeping.rights_models import RightsRequest, WithheldText
from survey_app.trajects.models import Traject


@dataclass(slots=True)
class Gathering:
    """One reading of all data of a traject for one request."""

    session: Session
    traject: Traject
    request: RightsRequest
    sight: Sight
    withheld: Mapping[tuple[str, str], str]
    staff: Mapping[str, str]
    texts: list[StaffText] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    unsaid: int = 0

    @property
    def was_looked_over(self) -> bool:
        """Whether the coach went through the texts for this request."""
        return self.request.looked_over is not None

    def by(self, person_id: str | None) -> str:
        """Return the name of somebody with an account."""
        return self.staff.get(person_id or "", "")

    def shown(
        self,
        place: str,
        row_id: str,
        when: date | datetime,
        what: str,
        words: str | None,
        *,
        about_id: str | None = None,
        whole_row: bool = False,
        propose: str | None = None,
    ) -> bool:
        """Tell whether a text of staff may be given, and let the coach look it over.

        Without words there is nothing to look over. `about_id` is in whose words it was said. What
        is proposed to be kept back is kept back until the coach looked.
        """
        if words is None and not whole_row:
            return True
        text = words or ""
        if self.was_looked_over:
            ground = self.withheld.get((place, row_id))
        else:
            ground = propose or self._names_others(text, about_id)
        on = when if not isinstance(when, datetime) else local_date(when)
        self.texts.append(StaffText(place, row_id, on, what, text, whole_row, ground))
        if ground is None:
            return True
        if ground == PROTECTION:
            self.unsaid += 1
        else:
            self.left_out[ground] += 1
        return False

    def text(
        self,
        place: str,
        row_id: str,
        when: date | datetime,
        what: str,
        words: str | None,
        *,
        about_id: str | None = None,
        propose: str | None = None,
    ) -> str | None:
        """Return a text of staff, or nothing where it is kept back."""
        given = self.shown(place, row_id, when, what, words, about_id=about_id, propose=propose)
        return words if given else None

    def leave_out(self, informant_id: str) -> None:
        """Count something that is of somebody else; of whom who asks knows nothing, untold."""
        if self.sight.knows(informant_id):
            self.left_out[OTHERS] += 1
        else:
            self.unsaid += 1

    def _names_others(self, text: str, about_id: str | None) -> str | None:
        """Propose to keep back what somebody else said, or what names who must stay unknown."""
        if about_id not in (None, self.sight.own_id):
            return OTHERS
        found = any(
            re.search(rf"\b{re.escape(each.label.casefold())}\b", text.casefold())
            for each in self.sight.hidden
        )
        return OTHERS if found else None


def gathering(session: Session, traject: Traject, request: RightsRequest) -> Gathering:
    """Begin to read for a request."""
    kept_back = session.scalars(select(WithheldText).where(WithheldText.request_id == request.id))
    names = session.execute(
        select(Person.id, Person.name).where(Person.organisation_id == traject.organisation_id)
    )
    return Gathering(
        session=session,
        traject=traject,
        request=request,
        sight=sight_of(session, traject, request),
        withheld={(each.place, each.row_id): each.ground for each in kept_back},
        staff={each[0]: each[1] for each in names},
    )
