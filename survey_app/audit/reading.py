"""Reading the trail: what was done about some trajects, by whom, and when.

Lines name an object by its id alone. Which objects belong to a traject is asked of the tables of
the rooms above, by their names: a room above cannot be imported here. Whoever asks has been allowed
to by the policy.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, column, func, select, table
from sqlalchemy import union_all as together
from sqlalchemy.orm import Session

from survey_app.accounts.models import Person
from survey_app.audit.models import AuditEvent
from survey_app.audit.words import BY_LINK, GONE, SYSTEM
from survey_app.storage import not_looked_up

AT_ONCE = 500
OF_TRAJECT = {
    "contact": "logged_contact",
    "decision": "decision",
    "deviation": "deviation",
    "goal": "goal",
    "informant": "traject_informant",
    "invitation": "invitation",
    "meldcode step": "meldcode_step",
    "nomination": "nomination",
    "paper": "paper",
    "rights request": "rights_request",
    "signal": "signal",
}
"""The kinds of objects that belong to a traject, with the table that says to which."""
OF_NO_TRAJECT = frozenset(
    {
        *("account", "approval", "erasure", "key", "message", "network", "organisation"),
        *("participant", "person", "questionnaire", "reference", "responses", "school"),
        *("school informant", "substitution", "way"),
    }
)
_NAMED = and_(AuditEvent.actor_kind == "person", Person.id == AuditEvent.actor_id)


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One line with the name of who acted."""

    at: datetime
    position: int
    who: str
    roles: str | None
    act: str
    object_kind: str
    object_id: str | None
    outcome: str
    reason: str | None
    origin: str | None


@dataclass(frozen=True, slots=True)
class Acted:
    """Somebody who acted, how often and when for the last time."""

    who: str
    roles: str | None
    times: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """Which lines: of one organisation, about these trajects, and possibly less than all of those.

    `staff_only` leaves out who answered by a link; `without` leaves out acts.
    """

    organisation_id: str
    trajects: Select[str]
    by_id: str | None = None
    since: datetime | None = None
    staff_only: bool = False
    without: frozenset[str] = frozenset()


def newest(session: Session, asked: Asked, *, most: int, before: int | None) -> list[TrailLine]:
    """Return the last lines, newest first: at most so many, and only before a position."""
    query = _lines(asked).order_by(AuditEvent.position.desc()).limit(most)
    if before is not None:
        query = query.where(AuditEvent.position < before)
    return [_line(*row) for row in session.execute(query)]


def all_lines(session: Session, asked: Asked) -> Iterator[TrailLine]:
    """Give every line, newest first, some at a time."""
    before = None
    while some := newest(session, asked, most=AT_ONCE, before=before):
        yield from some
        before = some[-1].position


def who_acted(session: Session, asked: Asked) -> list[Acted]:
    """Return everybody who acted, who did last first."""
    query = (
        select(
            AuditEvent.actor_kind,
            Person.name,
            func.max(AuditEvent.roles),
            func.count(),
            func.max(AuditEvent.at, type_=AuditEvent.at.type),
        )
        .select_from(AuditEvent)
        .outerjoin(Person, _NAMED)
        .where(*_conditions(asked))
        .group_by(AuditEvent.actor_kind, Person.id, Person.name)
        .order_by(func.max(AuditEvent.position).desc())
    )
    return [
        Acted(_who(kind, name), roles, times, last_at)
        for kind, name, roles, times, last_at in session.execute(query)
    ]


def _lines(asked: Asked) -> Select[AuditEvent, str]:
    return select(AuditEvent, Person.name).outerjoin(Person, _NAMED).where(*_conditions(asked))


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    # By the objects and never along a whole chain, which holds all that an organisation does.
    found = [
        not_looked_up(AuditEvent.chain) == asked.organisation_id,
        AuditEvent.object_id.in_(_objects_of(asked.trajects)),
    ]
    if asked.by_id is not None:
        found += [AuditEvent.actor_kind == "person", AuditEvent.actor_id == asked.by_id]
    if asked.since is not None:
        found.append(AuditEvent.at >= asked.since)
    if asked.staff_only:
        found.append(AuditEvent.actor_kind.in_(("person", "command")))
    if asked.without:
        found.append(AuditEvent.act.not_in(sorted(asked.without)))
    return found


def _objects_of(trajects: Select[str]) -> CompoundSelect[Any]:
    """Return the ids of trajects and of all that belongs to them; no two things share an id."""
    parts: list[Select[Any]] = [trajects]
    for name in sorted(OF_TRAJECT.values()):
        rows = table(name, column("id"), column("traject_id"))
        parts.append(select(rows.c.id).where(rows.c.traject_id.in_(trajects)))
    responses = table("response", column("id"), column("invitation_id"))
    links = table("invitation", column("id"), column("traject_id"))
    parts.append(
        select(responses.c.id)
        .join(links, links.c.id == responses.c.invitation_id)
        .where(links.c.traject_id.in_(trajects))
    )
    return together(*parts)


def _line(event: AuditEvent, name: str | None) -> TrailLine:
    return TrailLine(
        at=event.at,
        position=event.position,
        who=_who(event.actor_kind, name),
        roles=event.roles,
        act=event.act,
        object_kind=event.object_kind,
        object_id=event.object_id,
        outcome=event.outcome,
        reason=event.reason,
        # The address of a parent's or a child's own phone is nobody's business here.
        origin=None if event.actor_kind == "respondent" else event.origin,
    )


def _who(kind: str, name: str | None) -> str:
    return {"command": SYSTEM, "respondent": BY_LINK}.get(kind) or name or GONE
