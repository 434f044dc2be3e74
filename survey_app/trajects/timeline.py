"""What happened during a traject: pauses and events that lie on the time axis of every chart."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.accounts.names import clean_line
from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import services as audit
from survey_app.errors import InputError, NotFoundError
from survey_app.trajects.models import Traject, TrajectEvent
from survey_app.trajects.services import owned

LONGEST_WORDS = 40
FARTHEST_DAYS = 5 * 366
LONGEST_PAUSE_DAYS = 366
MOST_EVENTS = 30
"""So many can be read on one time axis; all charts of a traject draw them."""


def add_event(
    session: Session,
    actor: Actor,
    traject: Traject,
    *,
    kind: str,
    words: str,
    first_on: date,
    last_on: date | None,
    now: datetime,
) -> TrajectEvent:
    """Put a pause (from a day to a day) or an event (one day) on the time axis."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    line = clean_line(words, LONGEST_WORDS, "Vul in een paar woorden in wat er was.")
    if kind == "pause":
        if last_on is None or last_on < first_on:
            raise InputError("Een pauze heeft een eerste en een laatste dag. Vul beide in.")
    elif kind != "event":
        raise InputError("Kies pauze of gebeurtenis.")
    far = abs((first_on - traject.started_on).days) > FARTHEST_DAYS
    if far or (last_on is not None and (last_on - first_on).days > LONGEST_PAUSE_DAYS):
        raise InputError("Die datum ligt te ver van dit traject. Kijk het jaar na.")
    if len(events(session, traject.id)) >= MOST_EVENTS:
        raise InputError(f"Er staan al {MOST_EVENTS} dingen op de tijdlijn. Haal er eerst een weg.")
    event = TrajectEvent(
        organisation_id=traject.organisation_id,
        traject_id=traject.id,
        kind=kind,
        first_on=first_on,
        last_on=last_on if kind == "pause" else None,
        words=line,
        added_by=actor.person_id,
        added_at=now,
    )
    session.add(event)
    session.flush()
    _record(session, actor, "add event", event, now)
    return event


def remove_event(
    session: Session, actor: Actor, traject: Traject, event_id: str, now: datetime
) -> None:
    """Take something off the time axis; the row stays, with the day it was removed."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    event = session.get(TrajectEvent, event_id)
    if event is None or event.traject_id != traject.id:
        raise NotFoundError
    if event.removed_at is None:
        event.removed_at = now
        session.flush()
        _record(session, actor, "remove event", event, now)


def events(session: Session, traject_id: str) -> list[TrajectEvent]:
    """Return what happened during a traject, in the order of time."""
    return list(
        session.scalars(
            select(TrajectEvent)
            .where(TrajectEvent.traject_id == traject_id, TrajectEvent.removed_at.is_(None))
            .order_by(TrajectEvent.first_on, TrajectEvent.added_at)
        )
    )


def pauses_on(session: Session, traject_ids: Iterable[str], day: date) -> dict[str, date]:
    """Return the last day of the pause that a day lies in, of the trajects that have one."""
    rows = session.execute(
        select(TrajectEvent.traject_id, func.max(TrajectEvent.last_on))
        .where(
            TrajectEvent.traject_id.in_(traject_ids),
            TrajectEvent.removed_at.is_(None),
            TrajectEvent.kind == "pause",
            TrajectEvent.first_on <= day,
            TrajectEvent.last_on >= day,
        )
        .group_by(TrajectEvent.traject_id)
    )
    return {traject_id: last for traject_id, last in rows if last is not None}


def pause_on(session: Session, traject_id: str, day: date) -> date | None:
    """Return the last day of the pause that a day lies in, or None."""
    return pauses_on(session, [traject_id], day).get(traject_id)


def _record(session: Session, actor: Actor, act: str, event: TrajectEvent, now: datetime) -> None:
    audit.record(
        session,
        audit.person(actor.person_id),
        act,
        "traject",
        event.traject_id,
        organisation_id=event.organisation_id,
        now=now,
    )
