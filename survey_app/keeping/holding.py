"""Keeping a traject from being erased, because a law or a court asks that it is kept."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.names import clean_line
from survey_app.accounts.policy import Act, Actor
from survey_app.audit import services as audit
from survey_app.errors import InputError
from survey_app.keeping.models import LegalHold
from survey_app.storage import hold as hold_row
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import traject_for

LONGEST_REASON: Final = 200


class HeldError(InputError):
    """Something is not erased, because it must be kept for now."""


def hold(session: Session, actor: Actor, traject_id: str, why: str, now: datetime) -> LegalHold:
    """Let nothing erase a traject until this is lifted."""
    traject = _traject(session, actor, traject_id)
    reason = clean_line(why, LONGEST_REASON, "Schrijf op waarom het bewaard moet blijven.")
    if in_force(session, traject.id) is not None:
        raise InputError(
            "Dit traject wordt al vastgehouden.", english="This traject is held already."
        )
    made = LegalHold(
        organisation_id=traject.organisation_id,
        traject_id=traject.id,
        why=reason,
        held_by=actor.person_id,
        held_at=now,
    )
    session.add(made)
    _record(session, actor, "hold traject", made, now)
    return made


def lift(session: Session, actor: Actor, traject_id: str, now: datetime) -> None:
    """Let a traject be erased again, at its own time."""
    traject = _traject(session, actor, traject_id)
    held = in_force(session, traject.id)
    if held is None:
        raise InputError(
            "Dit traject wordt niet vastgehouden.", english="This traject is not held."
        )
    held.lifted_at, held.lifted_by = now, actor.person_id
    _record(session, actor, "lift hold", held, now)


def _traject(session: Session, actor: Actor, traject_id: str) -> Traject:
    """Return a traject that this person decides on, held: nobody erases it at that moment."""
    traject = traject_for(session, actor, traject_id, Act.ERASE_TRAJECT)
    hold_row(session, traject, with_key=False)
    return traject


def in_force(session: Session, traject_id: str) -> LegalHold | None:
    """Return what keeps a traject from being erased now."""
    return session.scalar(
        select(LegalHold).where(LegalHold.traject_id == traject_id, LegalHold.lifted_at.is_(None))
    )


def held_among(session: Session, traject_id: str | None = None) -> set[str]:
    """Return which trajects are held: of all, or of this one."""
    held = select(LegalHold.traject_id).where(LegalHold.lifted_at.is_(None))
    if traject_id is not None:
        held = held.where(LegalHold.traject_id == traject_id)
    return set(session.scalars(held))


def demand_free(session: Session, traject_id: str) -> None:
    """Raise when a traject is held, with why."""
    held = in_force(session, traject_id)
    if held is not None:
        raise HeldError(
            f"Dit traject mag nu niet gewist worden: {held.why}",
            english=f"This traject is held and is not erased: {held.why}",
        )


def _record(session: Session, actor: Actor, act: str, held: LegalHold, now: datetime) -> None:
    audit.record(
        session,
        audit.person(actor.person_id),
        act,
        "traject",
        held.traject_id,
        organisation_id=held.organisation_id,
        now=now,
    )
