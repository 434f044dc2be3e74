"""One informant's sheet as it is now.

The invitation, who asks, the definition and what was saved.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.models import Person, School
from survey_app.answering.models import Draft, Response
from survey_app.definitions import Informant, Page, Questionnaire
from survey_app.errors import NotFoundError
from survey_app.invitations.models import Invitation
from survey_app.invitations.publishing import questionnaire_of
from survey_app.trajects.models import Occasion, Traject, TrajectInformant

GRACE_DAYS = 2
"""Who began in time may finish this many days after the last day, so that nothing is lost."""


class SheetState(StrEnum):
    """Whether a sheet can be filled in now."""

    OPEN = "open"
    NOT_YET = "not yet"
    PAST = "past"
    REVOKED = "revoked"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved for one item."""

    option: str | None
    text: str | None
    skipped: bool
    browser: str
    revision: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a page about this invitation needs."""

    invitation_id: str
    organisation_id: str
    traject_id: str
    informant_id: str
    occasion_id: str
    occasion_kind: str
    role: Informant
    label: str
    child_name: str
    coach_name: str
    coach_phone: str | None
    school_name: str
    questionnaire: Questionnaire
    language: str
    opens_on: date
    closes_on: date
    state: SheetState
    sent_by: str | None
    started_at: datetime | None
    revision: int
    saved: dict[str, Saved] = field(default_factory=dict)
    posted: tuple[Any, ...] = ()

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages this informant sees, in order."""
        return self.questionnaire.pages_for(self.role)

    def first_open_page(self) -> int:
        """Return the index of the first page with an item that was neither answered nor skipped."""
        for index, page in enumerate(self.pages):
            if any(item.key not in self.saved for item in page.items):
                return index
        return len(self.pages) - 1


def read_sheet(session: Session, invitation_id: str, today: date, *, lock: bool = False) -> Sheet:
    """Return the sheet of an invitation with one query; with `lock` no other writer can pass it."""
    query = (
        select(
            Invitation,
            TrajectInformant,
            Traject,
            Occasion,
            Person,
            School.name,
            Draft,
            Response.browser,
        )
        .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
        .join(Traject, Traject.id == Invitation.traject_id)
        .join(Occasion, Occasion.id == Invitation.occasion_id)
        .join(Person, Person.id == Traject.coach_id)
        .join(School, School.id == Traject.school_id)
        .outerjoin(Draft, Draft.invitation_id == Invitation.id)
        .outerjoin(Response, Response.invitation_id == Invitation.id)
        .where(Invitation.id == invitation_id)
    )
    if lock:
        query = query.with_for_update(of=Invitation)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFoundError("Deze link werkt niet.")
    invitation, informant, traject, occasion, coach, school_name, draft, sent_by = row
    return Sheet(
        invitation_id=invitation.id,
        organisation_id=invitation.organisation_id,
        traject_id=traject.id,
        informant_id=informant.id,
        occasion_id=occasion.id,
        occasion_kind=occasion.kind,
        role=Informant(informant.role),
        label=informant.label,
        child_name=traject.child_name,
        coach_name=coach.name,
        coach_phone=coach.phone,
        school_name=school_name,
        questionnaire=questionnaire_of(session, invitation.fingerprint),
        language=invitation.language,
        opens_on=invitation.opens_on,
        closes_on=invitation.closes_on,
        state=_state(invitation, sent_by, today, begun=draft is not None),
        sent_by=sent_by,
        started_at=draft.started_at if draft else None,
        revision=draft.revision if draft else 0,
        saved=_saved(draft) if draft else {},
        posted=tuple(json.loads(draft.posted)) if draft else (),
    )


def _state(invitation: Invitation, sent_by: str | None, today: date, *, begun: bool) -> SheetState:
    last_day = invitation.closes_on + timedelta(days=GRACE_DAYS if begun else 0)
    if sent_by is not None:
        return SheetState.CLOSED
    if invitation.revoked_at is not None:
        return SheetState.REVOKED
    if today < invitation.opens_on:
        return SheetState.NOT_YET
    if today > last_day:
        return SheetState.PAST
    return SheetState.OPEN


def _saved(draft: Draft) -> dict[str, Saved]:
    texts = json.loads(draft.texts)
    return {
        key: Saved(
            option=entry.get("o"),
            text=texts.get(key),
            skipped=entry.get("skipped", False),
            browser=entry["b"],
            revision=entry["r"],
        )
        for key, entry in draft.entries.items()
    }
