"""Erasing what a teacher wrote about a child whose parents did not agree.

It is the one way in which a response goes: only what still stands under a nomination is found here,
so nothing that became part of a traject can be reached by it. A correction that nobody sent in time
goes as well: the answers it began with are kept elsewhere.
"""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from survey_app.answering.correcting import CORRECTABLE_FOR
from survey_app.answering.models import Correction, Draft, Response
from survey_app.audit import repeating
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.invitations.models import Invitation
from survey_app.trajects.models import Nomination, SchoolInformant
from survey_app.trajects.nominations import record_act


def erase_nomination(session: Session, nomination: Nomination, by: audit.By, now: datetime) -> None:
    """Delete a nomination with its link and all that was saved or sent, in this transaction.

    The caller holds its lock. A traject that began with it stays.
    """
    sealed = session.scalars(
        select(Invitation.id).where(Invitation.nomination_id == nomination.id).with_for_update()
    ).all()
    sent = select(Response.id).where(Response.invitation_id.in_(sealed))
    session.execute(delete(Correction).where(Correction.response_id.in_(sent)))
    for kept in (Draft, Response):
        session.execute(delete(kept).where(kept.invitation_id.in_(sealed)))
    session.execute(delete(Invitation).where(Invitation.id.in_(sealed)))
    if nomination.traject_id is None:
        session.execute(
            update(SchoolInformant)
            .where(SchoolInformant.id == nomination.school_informant_id)
            .values(nominations_erased=SchoolInformant.nominations_erased + 1)
        )
    record_act(session, by, "erase nomination", nomination, now)
    repeating.note(session, repeating.Kind.ERASED, nomination.id, now)
    session.delete(nomination)
    session.flush()


def count_due(session: Session, now: datetime) -> int:
    """Return how many nominations have come to their day."""
    due = select(func.count()).where(Nomination.erase_on <= local_date(now))
    return session.scalar(due) or 0


def erase_due(session: Session, now: datetime, size: int) -> int:
    """Erase the nominations whose day has come, at most so many; return how many."""
    due = session.scalars(
        select(Nomination)
        .where(Nomination.erase_on <= local_date(now))
        .order_by(Nomination.erase_on, Nomination.id)
        .limit(size)
        .with_for_update(skip_locked=True)
    ).all()
    for nomination in due:
        erase_nomination(session, nomination, audit.COMMAND, now)
    return len(due)


def drop_unsent_corrections(session: Session, now: datetime) -> None:
    """Delete what was filled in for a correction that can no longer be sent."""
    past = select(Response.invitation_id).where(
        Response.invitation_id == Draft.invitation_id,
        Response.submitted_at < now - CORRECTABLE_FOR,
    )
    session.execute(delete(Draft).where(past.exists()))


def take_back(session: Session, nomination_id: str, by: audit.By, now: datetime) -> None:
    """Erase a nomination because the teacher who made it takes it back."""
    nomination = session.get(Nomination, nomination_id, with_for_update=True)
    if nomination is not None:
        erase_nomination(session, nomination, by, now)
