"""Erasing everything of one child, in the caller's transaction.

The trail keeps its lines, because a line that could be taken out would prove nothing. They hold
random ids of 128 bits and acts from a fixed list, never a name, an answer or a text. The id of a
traject was drawn by chance and not computed from anything of the child, and after this no row says
whose it was. So it is a pseudonym that nobody can compute again; only a copy of the database from
before could tell, and the certificate says until when there are any.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, cast

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, Owned, demand
from survey_app.audit import repeating
from survey_app.audit import services as audit
from survey_app.audit.models import AuditEvent
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.keeping import belongings
from survey_app.keeping.belongings import NOMINATION, PARTICIPANT, TRAJECT, Belongings
from survey_app.keeping.holding import demand_free
from survey_app.keeping.models import Erasure
from survey_app.trajects import participants
from survey_app.trajects.models import Nomination, ReferenceParticipant, Traject
from survey_app.trajects.queries import traject_for

Subject = Traject | ReferenceParticipant | Nomination
KINDS: Final[dict[str, type[Subject]]] = {
    TRAJECT: Traject,
    PARTICIPANT: ReferenceParticipant,
    NOMINATION: Nomination,
}


class Ground(StrEnum):
    """Why something was erased."""

    REQUEST = "request"
    TERM = "term"
    MISTAKE = "mistake"
    REPEATED = "repeated"


GIVEN: Final = (Ground.REQUEST, Ground.TERM, Ground.MISTAKE)
"""What a person can give as the ground; that an older copy is cleaned is nobody's choice."""


def erase_traject(
    session: Session,
    actor: Actor,
    traject_id: str,
    ground: Ground,
    *,
    copies_for_days: int,
    now: datetime,
    approved_by: str | None = None,
) -> Erasure:
    """Erase a traject, or somebody in a retest, by the will of a person; return the certificate."""
    if ground not in GIVEN:
        raise InputError("Kies waarom je alles wist.")
    subject = subject_for(session, actor, traject_id)
    return erase(
        session,
        subject,
        audit.person(actor.person_id),
        ground,
        copies_for_days=copies_for_days,
        approved_by=approved_by,
        now=now,
    )


def subject_for(session: Session, actor: Actor, subject_id: str) -> Subject:
    """Return what this person may erase, held until the end; else raise as if it did not exist."""
    participant = session.get(ReferenceParticipant, subject_id, with_for_update=True)
    if participant is not None:
        demand(actor, Act.ERASE_TRAJECT, participants.owned(participant))
        return participant
    session.get(Traject, subject_id, with_for_update=True)
    return traject_for(session, actor, subject_id, Act.ERASE_TRAJECT)


def subject_of(session: Session, kind: str, subject_id: str) -> Subject:
    """Return what is there to erase, whoever asks."""
    found = session.scalars(select(KINDS[kind]).where(KINDS[kind].id == subject_id)).one()
    return cast(Subject, found)


def erase(
    session: Session,
    subject: Subject,
    by: audit.By,
    ground: Ground,
    *,
    copies_for_days: int,
    now: datetime,
    approved_by: str | None = None,
) -> Erasure:
    """Erase all that belongs to one child; what is held by law stays, and that is said.

    The caller asked the policy. On an older copy nothing is held: it was erased rightly before.
    """
    kind, subject_id, owner = str(subject.__tablename__), subject.id, subject.organisation_id
    school_id = subject.school_id
    found = belongings.find(session, kind, subject_id)
    if not found:
        raise NotFoundError
    if ground is not Ground.REPEATED:
        demand_free(session, subject_id)
    session.expunge_all()  # what was read of these rows is not written back
    made = Erasure(
        organisation_id=owner,
        school_id=school_id,
        kind=kind,
        subject=repeating.fingerprint(subject_id),
        ground=ground,
        lines_of_trail=_lines_about(session, found),
        erased_by=by.id if by.kind == "person" else None,
        approved_by=approved_by,
        erased_at=now,
        copies_until=local_date(now) + timedelta(days=copies_for_days),
        counts={},
    )
    made.counts = belongings.by_table(belongings.remove(session, found))
    session.add(made)
    repeating.note(session, repeating.Kind.ERASED, subject_id, now)
    audit.record(session, by, f"erase, {ground}", kind, subject_id, organisation_id=owner, now=now)
    return made


def certificate_for(session: Session, actor: Actor, erasure_id: str) -> Erasure:
    """Return a certificate to who erased, else raise as if it did not exist."""
    found = session.get(Erasure, erasure_id)
    if found is None:
        raise NotFoundError
    demand(actor, Act.ERASE_TRAJECT, Owned(found.organisation_id, found.school_id, found.erased_by))
    return found


def certificates_of(session: Session, actor: Actor) -> list[Erasure]:
    """Return what this person erased, the newest first."""
    demand(actor, Act.SEE_CASELOAD)
    return list(
        session.scalars(
            select(Erasure)
            .where(
                Erasure.erased_by == actor.person_id,
                Erasure.organisation_id == actor.organisation_id,
                Erasure.school_id.in_(actor.coaches_at),
            )
            .order_by(Erasure.erased_at.desc(), Erasure.id)
        )
    )


def _lines_about(session: Session, found: Belongings) -> int:
    """Return how many lines of the trail are about what goes; they stay, without content."""
    ids = sorted({str(key[0]) for rows in found.values() for key in rows})
    total = 0
    for first in range(0, len(ids), belongings.AT_ONCE):
        some = ids[first : first + belongings.AT_ONCE]
        about = or_(AuditEvent.object_id.in_(some), AuditEvent.actor_id.in_(some))
        total += session.scalar(select(func.count()).select_from(AuditEvent).where(about)) or 0
    return total


def not_cleaned(session: Session) -> Sequence[Erasure]:
    """Return the erasures of which the files of the database may still hold something."""
    return session.scalars(
        select(Erasure).where(Erasure.cleaned_at.is_(None)).order_by(Erasure.erased_at)
    ).all()
