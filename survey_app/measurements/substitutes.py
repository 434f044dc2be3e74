"""Who looks at the urgent signals of a coach who is away: a colleague, for a stretch of days.

Any coach of the organisation can stand in. Most schools have one coach, so a colleague of the same
school alone would leave most children with nobody.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, aliased

from survey_app.accounts.granting import in_force
from survey_app.accounts.models import Person, RoleGrant, School
from survey_app.accounts.policy import Act, Actor, Owned, demand
from survey_app.accounts.queries import by_name
from survey_app.accounts.roles import Role
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.measurements.models import Substitution

LONGEST: Final = timedelta(weeks=8)
FARTHEST: Final = timedelta(days=366)
_COACH, _SUBSTITUTE = aliased(Person), aliased(Person)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who can stand in, with the names of the schools where they coach."""

    person_id: str
    name: str
    schools: tuple[str, ...]
    at_same_school: bool


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who stands in for whom, on which days."""

    id: str
    coach_id: str
    coach: str
    substitute: str
    first_on: date
    last_on: date


def colleagues(session: Session, actor: Actor, today: date) -> list[Colleague]:
    """Return who can stand in for this coach, those of the same school first."""
    demand(actor, Act.SEE_CASELOAD)
    rows = session.execute(
        select(Person.id, Person.name, School.id, School.name)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(School, School.id == RoleGrant.school_id)
        .where(
            Person.organisation_id == actor.organisation_id,
            Person.id != actor.person_id,
            Person.active,
            RoleGrant.role == Role.COACH,
            *in_force(today),
        )
    ).all()
    rows = sorted(rows, key=lambda row: (row[1], row[0], row[3]))
    schools: dict[str, list[str]] = {}
    for person_id, _, _, school in rows:
        schools.setdefault(person_id, []).append(school)
    near = {person_id for person_id, _, school_id, _ in rows if school_id in actor.coaches_at}
    names = {person_id: name for person_id, name, _, _ in rows}
    found = [
        Colleague(each, name, tuple(schools[each]), each in near) for each, name in names.items()
    ]
    return sorted(found, key=lambda each: not each.at_same_school)


def name_substitute(
    session: Session,
    actor: Actor,
    substitute_id: str,
    *,
    first_on: date,
    last_on: date,
    now: datetime,
) -> Substitution:
    """Let a colleague see and take up the urgent signals of this coach on these days.

    One at a time: two who stand in together each think the other looks.
    """
    demand(actor, Act.NAME_SUBSTITUTE, Owned(actor.organisation_id, None, actor.person_id))
    today = local_date(now)
    if substitute_id not in {each.person_id for each in colleagues(session, actor, today)}:
        raise InputError("Kies een collega uit de lijst.")
    if last_on < first_on:
        raise InputError("De laatste dag ligt voor de eerste. Kijk de datums na.")
    if first_on < today:
        raise InputError("Kies vandaag of een latere dag om te beginnen.")
    if first_on > today + FARTHEST:
        raise InputError("Die datum ligt te ver weg. Kijk het jaar na.")
    if last_on - first_on >= LONGEST:
        raise InputError("Kies ten hoogste 8 weken. Daarna kun je het opnieuw afspreken.")
    # Two forms sent at the same moment come one after the other.
    session.get_one(Person, actor.person_id, with_for_update={"key_share": True})
    other = session.scalar(
        select(Substitution.id)
        .join(_SUBSTITUTE, _SUBSTITUTE.id == Substitution.substitute_id)
        .where(
            _SUBSTITUTE.active,
            Substitution.coach_id == actor.person_id,
            Substitution.ended_at.is_(None),
            Substitution.first_on <= last_on,
            Substitution.last_on >= first_on,
        )
    )
    if other is not None:
        raise InputError("Op een van die dagen vervangt al iemand je. Stop die vervanging eerst.")
    named = Substitution(
        organisation_id=actor.organisation_id,
        coach_id=actor.person_id,
        substitute_id=substitute_id,
        first_on=first_on,
        last_on=last_on,
        named_at=now,
    )
    session.add(named)
    session.flush()
    _record(session, actor, "name substitute", named, now)
    return named


def end(session: Session, actor: Actor, substitution_id: str, now: datetime) -> None:
    """End it at once; ending it again changes nothing."""
    named = session.get(Substitution, substitution_id)
    if named is None:
        raise NotFoundError
    demand(actor, Act.NAME_SUBSTITUTE, Owned(named.organisation_id, None, named.coach_id))
    if named.ended_at is None:
        named.ended_at = now
        session.flush()
        _record(session, actor, "end substitution", named, now)


def substitutes_of(session: Session, coach_id: str, today: date) -> frozenset[str]:
    """Return who stands in for a coach today."""
    return frozenset(
        session.scalars(
            select(Substitution.substitute_id).where(
                Substitution.coach_id == coach_id, *_standing(today)
            )
        )
    )


def who_stand_in(session: Session, coach_ids: Collection[str], today: date) -> list[Person]:
    """Return who stands in today for one of these coaches, by name."""
    them = (
        select(Person)
        .join(Substitution, Substitution.substitute_id == Person.id)
        .where(Substitution.coach_id.in_(coach_ids), Person.active, *_standing(today))
    )
    return sorted(session.scalars(them).unique(), key=by_name)


def _standing(today: date) -> tuple[ColumnElement[bool], ...]:
    """Return what makes a substitution one of today."""
    return (
        Substitution.first_on <= today,
        Substitution.last_on >= today,
        Substitution.ended_at.is_(None),
    )


def coaches_away(actor: Actor, today: date) -> Select[str]:
    """Return, as part of a statement, for whom somebody stands in today."""
    return select(Substitution.coach_id).where(
        Substitution.substitute_id == actor.person_id, *_standing(today)
    )


def stand_ins(session: Session, actor: Actor, today: date) -> list[StandIn]:
    """Return who stands in for this coach and for whom this coach does, today or later."""
    rows = session.execute(
        select(Substitution, _COACH.name, _SUBSTITUTE.name)
        .join(_COACH, _COACH.id == Substitution.coach_id)
        .join(_SUBSTITUTE, _SUBSTITUTE.id == Substitution.substitute_id)
        .where(
            (Substitution.coach_id == actor.person_id)
            | (Substitution.substitute_id == actor.person_id),
            Substitution.last_on >= today,
            Substitution.ended_at.is_(None),
            _SUBSTITUTE.active,
        )
        .order_by(Substitution.first_on)
    )
    return [
        StandIn(each.id, each.coach_id, coach, substitute, each.first_on, each.last_on)
        for each, coach, substitute in rows
    ]


def _record(session: Session, actor: Actor, act: str, named: Substitution, now: datetime) -> None:
    audit.record(
        session,
        audit.person(actor.person_id),
        act,
        "substitution",
        named.id,
        organisation_id=named.organisation_id,
        now=now,
    )
