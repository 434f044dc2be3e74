"""One informant's sheet as it is now.

The invitation, who asks, the definition and what was saved.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from survey_app.accounts.models import Person, School
from survey_app.answering.models import Draft, Response
from survey_app.definitions import Informant, Page, Questionnaire
from survey_app.errors import NotFoundError
from survey_app.invitations.models import Invitation
from survey_app.invitations.publishing import questionnaire_of
from survey_app.trajects.models import Consent, Occasion, Traject, TrajectInformant

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
    """Return the sheet of an invitation; with `lock` no other writer can pass it.

    The lock is taken in a statement of its own: what is read in the statement that waits is as old
    as that statement, so a draft or response of the one waited for would not be seen. On SQLite a
    writer holds the whole database from its first statement on.
    """
    if lock and session.get_bind().dialect.name == "postgresql":
        session.execute(
            select(Invitation.id).where(Invitation.id == invitation_id).with_for_update()
        )
    session.flush()
    found = session.connection().execute(_SHEET, {"invitation_id": invitation_id})
    row = found.one_or_none()
    if row is None:
        raise NotFoundError("Deze link werkt niet.")
    begun = row.started_at is not None
    return Sheet(
        invitation_id=invitation_id,
        organisation_id=row.organisation_id,
        traject_id=row.traject_id,
        informant_id=row.informant_id,
        occasion_id=row.occasion_id,
        occasion_kind=row.occasion_kind,
        role=Informant(row.role),
        label=row.label,
        child_name=row.child_name,
        coach_name=row.coach_name,
        coach_phone=row.coach_phone,
        school_name=row.school_name,
        questionnaire=questionnaire_of(session, row.fingerprint),
        language=row.language,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        state=_state(row, today),
        sent_by=row.sent_by,
        started_at=row.started_at,
        revision=row.revision if begun else 0,
        saved=_saved(row.entries, row.texts) if begun else {},
        posted=tuple(json.loads(row.posted)) if begun else (),
    )


_SHEET = (
    select(
        Invitation.organisation_id,
        Invitation.traject_id,
        Invitation.informant_id,
        Invitation.fingerprint,
        Invitation.language,
        Invitation.opens_on,
        Invitation.closes_on,
        Invitation.revoked_at,
        TrajectInformant.role,
        TrajectInformant.label,
        Traject.child_name,
        Occasion.id.label("occasion_id"),
        Occasion.kind.label("occasion_kind"),
        Person.name.label("coach_name"),
        Person.phone.label("coach_phone"),
        School.name.label("school_name"),
        Draft.started_at,
        Draft.revision,
        Draft.entries,
        Draft.texts,
        Draft.posted,
        Response.browser.label("sent_by"),
        select(Consent.id)
        .where(Consent.traject_id == Invitation.traject_id, Consent.withdrawn_at.is_(None))
        .exists()
        .label("agreed"),
    )
    .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
    .join(Traject, Traject.id == Invitation.traject_id)
    .join(Occasion, Occasion.id == Invitation.occasion_id)
    .join(Person, Person.id == Traject.coach_id)
    .join(School, School.id == Traject.school_id)
    .outerjoin(Draft, Draft.invitation_id == Invitation.id)
    .outerjoin(Response, Response.invitation_id == Invitation.id)
    .where(Invitation.id == bindparam("invitation_id"))
)
"""All that a page needs, in one statement that is built once."""


def _state(row: Row[*tuple[Any, ...]], today: date) -> SheetState:
    if row.sent_by is not None:
        return SheetState.CLOSED
    if row.revoked_at is not None or not row.agreed:
        return SheetState.REVOKED
    if today < row.opens_on:
        return SheetState.NOT_YET
    grace = GRACE_DAYS if row.started_at is not None else 0
    return SheetState.PAST if today > row.closes_on + timedelta(days=grace) else SheetState.OPEN


def _saved(entries: dict[str, Any], texts_json: str) -> dict[str, Saved]:
    texts = json.loads(texts_json)
    return {
        key: Saved(
            option=entry.get("o"),
            text=texts.get(key),
            skipped=entry.get("skipped", False),
            browser=entry["b"],
            revision=entry["r"],
        )
        for key, entry in entries.items()
    }
