"""Reading the trail: what was done about some trajects, by whom, and when.

Lines name an object by its id alone. Which objects belong to a traject is asked of the tables of
the rooms above, by their names: a room above cannot be imported here. Whoever asks has been allowed
to by the policy.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, column, func, select, table
from sqlalchemy import union_all as together
from sqlalchemy.orm import Session

from survey_app.accounts.models import Person
from survey_app.audit.models import AuditEvent
from survey_app.audit.tried import ALARMING, EMERGENCIES
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
        *("account", "approval", "closure", "command", "erasure", "key", "message", "network"),
        *("organisation", "page", "participant", "passkey", "person", "questionnaire"),
        *("reference", "responses", "school", "school informant", "session", "substitution", "way"),
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
    person_id: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which lines: of one organisation, about something, and possibly less than all of those.

    `about` finds them by their objects or by who acted, never along a whole chain, which holds all
    that an organisation does. `staff_only` leaves out who answered by a link; `without` leaves out
    acts; `alarming` leaves only what was refused and what was opened in an emergency.
    """

    organisation_id: str
    about: ColumnElement[bool]
    by_id: str | None = None
    since: datetime | None = None
    staff_only: bool = False
    without: frozenset[str] = frozenset()
    alarming: bool = False


@dataclass(frozen=True, slots=True)
class Whose:
    """The traject to which an object belongs, and the name of its coach."""

    traject_id: str
    coach: str


def newest(session: Session, asked: Asked, *, most: int, before: int | None) -> list[TrailLine]:
    """Return the last lines, newest first: at most so many, and only before a position."""
    query = _lines(asked).order_by(AuditEvent.position.desc()).limit(most)
    if before is not None:
        query = query.where(AuditEvent.position < before)
    return [_line(*row) for row in session.execute(query)]


def was_done(
    session: Session, person_id: str, object_id: str, acts: Collection[str], since: datetime
) -> bool:
    """Tell whether this person did one of these acts with something since a moment."""
    query = select(AuditEvent.position).where(
        AuditEvent.object_id == object_id,
        AuditEvent.actor_kind == "person",
        AuditEvent.actor_id == person_id,
        AuditEvent.act.in_(acts),
        AuditEvent.at >= since,
    )
    return session.scalar(query.limit(1)) is not None


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
            Person.id,
        )
        .select_from(AuditEvent)
        .outerjoin(Person, _NAMED)
        .where(*_conditions(asked))
        .group_by(AuditEvent.actor_kind, Person.id, Person.name)
        .order_by(func.max(AuditEvent.position).desc())
    )
    return [
        Acted(_who(kind, name), roles, times, last_at, person_id)
        for kind, name, roles, times, last_at, person_id in session.execute(query)
    ]


def about_trajects(trajects: Select[str]) -> ColumnElement[bool]:
    """Return what makes a line one about these trajects or something that belongs to them."""
    ids = together(
        *(part.with_only_columns(part.selected_columns.id) for part in _objects_of(trajects))
    )
    return AuditEvent.object_id.in_(ids)


def whose(session: Session, object_ids: Collection[str], trajects: Select[str]) -> dict[str, Whose]:
    """Return of which of these trajects each object is; what is of none of them is left out."""
    owner = table("traject", column("id"), column("coach_id"))
    found = together(*_objects_of(trajects, object_ids)).subquery()
    rows = session.execute(
        select(found.c.id, owner.c.id, Person.name)
        .join(owner, owner.c.id == found.c.traject_id)
        .join(Person, Person.id == owner.c.coach_id)
    )
    return {object_id: Whose(traject_id, coach) for object_id, traject_id, coach in rows}


def _lines(asked: Asked) -> Select[AuditEvent, str]:
    return select(AuditEvent, Person.name).outerjoin(Person, _NAMED).where(*_conditions(asked))


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    found = [not_looked_up(AuditEvent.chain) == asked.organisation_id, asked.about]
    if asked.by_id is not None:
        found += [AuditEvent.actor_kind == "person", AuditEvent.actor_id == asked.by_id]
    if asked.since is not None:
        found.append(AuditEvent.at >= asked.since)
    if asked.staff_only:
        found.append(AuditEvent.actor_kind.in_(("person", "command")))
    if asked.without:
        found.append(AuditEvent.act.not_in(sorted(asked.without)))
    if asked.alarming:
        found.append(AuditEvent.outcome.in_(ALARMING) | AuditEvent.act.in_(EMERGENCIES))
    return found


def _objects_of(
    trajects: Select[str], object_ids: Collection[str] | None = None
) -> list[Select[Any]]:
    """Return the ids of trajects and of all that belongs to them, each with its traject.

    No two things share an id.
    """
    owner = table("traject", column("id"))
    links = table("invitation", column("id"), column("traject_id"))
    parts: list[Select[Any]] = [_part(owner.c.id, owner.c.id, trajects, object_ids)]
    for name in sorted(OF_TRAJECT.values()):
        rows = table(name, column("id"), column("traject_id"))
        parts.append(_part(rows.c.id, rows.c.traject_id, trajects, object_ids))
    responses = table("response", column("id"), column("invitation_id"))
    of_response = _part(responses.c.id, links.c.traject_id, trajects, object_ids)
    return [*parts, of_response.join(links, links.c.id == responses.c.invitation_id)]


def _part(
    object_id: ColumnElement[Any],
    traject_id: ColumnElement[Any],
    trajects: Select[str],
    object_ids: Collection[str] | None,
) -> Select[Any]:
    found = select(object_id.label("id"), traject_id.label("traject_id"))
    found = found.where(traject_id.in_(trajects))
    return found if object_ids is None else found.where(object_id.in_(object_ids))


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
