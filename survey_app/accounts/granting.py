"""Giving rights and taking them away; never to oneself, and never the last administrator's."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select
from sqlalchemy.orm import Session

from survey_app.accounts import approvals, letters
from survey_app.accounts.models import Approval, Organisation, Person, RoleGrant, School
from survey_app.accounts.policy import RULES, Act, Actor, Owned, demand, may
from survey_app.accounts.roles import AT_A_SCHOOL, GIVEN, Role
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.storage import hold

LONGEST_STAND_IN: Final = timedelta(days=366)
FARTHEST: Final = timedelta(days=5 * 366)
WIDE: Final = frozenset({Role.DIRECTOR, Role.PROJECT_LEADER, Role.RESEARCHER, Role.ADMINISTRATOR})
"""Only an administrator gives these, also where they are held at one school."""
DECIDES: Final = frozenset(role for role, _ in RULES[Act.DECIDE_APPROVAL])
DECIDES_ALL: Final = DECIDES - AT_A_SCHOOL
"""Who says yes or no to what takes two, anywhere or in the whole organisation."""


class OwnRightError(InputError):
    """Somebody gives oneself a right; a second person must want it too."""


class LastAdministratorError(InputError):
    """Nobody would be left who gives rights."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A right that somebody is to hold, from a day and possibly until a day, which counts."""

    role: Role
    starts_on: date
    ends_on: date | None = None
    school_id: str | None = None
    coach_id: str | None = None
    traject_id: str | None = None


def in_force(today: date | SQLColumnExpression[date]) -> tuple[ColumnElement[bool], ...]:
    """Return, as conditions of a statement, that a right holds today."""
    return (
        RoleGrant.starts_on <= today,
        RoleGrant.ends_on.is_(None) | (RoleGrant.ends_on >= today),
        RoleGrant.ended_at.is_(None),
    )


def give(session: Session, actor: Actor, person_id: str, wish: Wish, now: datetime) -> RoleGrant:
    """Give somebody of the own organisation a right; oneself one may only ask for it."""
    person = person_of(session, actor, person_id)
    demand_giving(actor, wish)
    check(session, person, wish, local_date(now))
    if person.id == actor.person_id:
        raise OwnRightError("Een recht voor jezelf moet een tweede persoon goedkeuren.")
    tell(session, person, wish, actor.person_id, now)
    return write(session, person, wish, now, given_by=actor.person_id)


def ask_for_oneself(
    session: Session, actor: Actor, wish: Wish, reason: str, now: datetime
) -> Approval:
    """Ask a second person for a right for oneself, of those that one gives to others."""
    demand_giving(actor, wish)
    check(session, person_of(session, actor, actor.person_id), wish, local_date(now))
    return approvals.ask(
        session,
        actor,
        approvals.Kind.OWN_RIGHT,
        _subject(wish),
        reason,
        now,
        school_id=wish.school_id,
    )


def carry_out(session: Session, asker: Actor, approval: Approval, now: datetime) -> RoleGrant:
    """Give the right that a second person approved, from that day on.

    `asker` is who asked, with the rights of now: who was sent away meanwhile gets nothing.
    """
    today = local_date(now)
    wish = _wish_of(approval.subject)
    if approval.asked_by != asker.person_id or not may_give(asker, wish.role, wish.school_id):
        raise InputError("Wie dit vroeg, geeft dit recht niet meer. Zeg nee.")
    wish = replace(wish, starts_on=max(wish.starts_on, today))
    person = session.get_one(Person, approval.asked_by, with_for_update={"key_share": True})
    check(session, person, wish, today)
    approvals.use(
        session,
        approval.organisation_id,
        approvals.Kind.OWN_RIGHT,
        approval.subject,
        now,
        asked_by=person.id,
    )
    tell(session, person, wish, approval.decided_by, now)
    return write(session, person, wish, now, given_by=approval.decided_by)


def tell(session: Session, person: Person, wish: Wish, given_by: str | None, now: datetime) -> None:
    """Tell by mail of a right that opens much to whom it concerns, other than who gave it.

    A coach hears that a person may do the own work, which opens everything. Who decides on what
    takes two hears of one more who does: nobody makes a second account to agree with oneself.
    """
    if wish.role is Role.SUBSTITUTE and wish.coach_id not in (None, given_by):
        coach = session.get_one(Person, wish.coach_id)
        letters.put(session, coach, letters.Kind.STOOD_IN_FOR, now)
    if wish.role in DECIDES:
        deciding = select(Person).where(
            Person.organisation_id == person.organisation_id,
            Person.id.not_in([each for each in (person.id, given_by) if each is not None]),
            Person.active,
            Person.id.in_(
                select(RoleGrant.person_id).where(
                    RoleGrant.role.in_(DECIDES_ALL), *in_force(local_date(now))
                )
            ),
        )
        for other in session.scalars(deciding.order_by(Person.id)):
            letters.put(session, other, letters.Kind.ONE_MORE_DECIDES, now)


def _subject(wish: Wish) -> dict[str, str | None]:
    return {
        "role": wish.role.value,
        "starts_on": wish.starts_on.isoformat(),
        "ends_on": wish.ends_on.isoformat() if wish.ends_on else None,
        "school_id": wish.school_id,
        "coach_id": wish.coach_id,
    }


def _wish_of(subject: Mapping[str, Any]) -> Wish:
    return Wish(
        role=Role(subject["role"]),
        starts_on=date.fromisoformat(subject["starts_on"]),
        ends_on=date.fromisoformat(subject["ends_on"]) if subject["ends_on"] else None,
        school_id=subject["school_id"],
        coach_id=subject["coach_id"],
    )


def demand_giving(actor: Actor, wish: Wish) -> None:
    """Refuse a right that this person does not give away."""
    demand(actor, _giving(wish.role), Owned(actor.organisation_id, wish.school_id, None))


def may_give(actor: Actor, role: Role, school_id: str | None) -> bool:
    """Tell whether this person gives this right, and so may take it away."""
    return may(actor, _giving(role), Owned(actor.organisation_id, school_id, None))


def _giving(role: Role) -> Act:
    return Act.GIVE_WIDE_RIGHT if role in WIDE else Act.GIVE_SCHOOL_RIGHT


def person_of(session: Session, actor: Actor, person_id: str) -> Person:
    """Return somebody of the own organisation; rights are given to one person at a time."""
    person = session.get(Person, person_id, with_for_update={"key_share": True})
    if person is None or person.organisation_id != actor.organisation_id:
        raise NotFoundError
    return person


def check(session: Session, person: Person, wish: Wish, today: date) -> None:
    """Refuse a wish that makes no sense, with what to do instead."""
    if wish.role not in GIVEN:
        raise InputError(
            "Dit recht geeft niemand een ander.", english="Nobody gives this right to another."
        )
    if not person.active:
        raise InputError(
            "Dit account is gesloten. Open het eerst weer.",
            english="This account is switched off: 'user activate' it first.",
        )
    if (wish.role in AT_A_SCHOOL) != (wish.school_id is not None):
        raise InputError(
            "Kies een school bij een rol op een school, en anders geen school.",
            english="Give a school with a role at a school, and none with the others.",
        )
    if wish.school_id is not None:
        school = session.get(School, wish.school_id)
        if school is None or school.organisation_id != person.organisation_id:
            raise NotFoundError
    _check_days(wish, today)
    if wish.role is Role.SUBSTITUTE:
        _check_stand_in(session, person, wish, today)
    elif wish.coach_id is not None or wish.traject_id is not None:
        raise InputError(
            "Alleen een vervanger doet iets voor een andere kansencoach.",
            english="Only a substitute stands in for a coach.",
        )


def _check_days(wish: Wish, today: date) -> None:
    if wish.ends_on is not None and wish.ends_on < max(wish.starts_on, today):
        raise InputError(
            "De laatste dag is al voorbij. Kijk de datums na.",
            english="The last day is over already. Give a later one.",
        )
    if wish.starts_on > today + FARTHEST or (wish.ends_on or today) > today + FARTHEST:
        raise InputError(
            "Die datum ligt te ver weg. Kijk het jaar na.",
            english="That day lies too far ahead. Look at the year.",
        )


def _check_stand_in(session: Session, person: Person, wish: Wish, today: date) -> None:
    if wish.ends_on is None:
        raise InputError(
            "Een vervanger is er tot een dag. Vul de laatste dag in.",
            english="A substitute is there until a day. Give the last day.",
        )
    if wish.ends_on - wish.starts_on > LONGEST_STAND_IN:
        raise InputError(
            "Kies ten hoogste een jaar. Daarna kun je het opnieuw afspreken.",
            english="Give a year at most. After that it can be agreed on again.",
        )
    if wish.coach_id == person.id:
        raise InputError(
            "Niemand vervangt zichzelf. Kies iemand anders.",
            english="Nobody stands in for oneself. Name somebody else.",
        )
    coached = session.scalar(
        select(RoleGrant.id).where(
            RoleGrant.person_id == (wish.coach_id or ""),
            RoleGrant.school_id == wish.school_id,
            RoleGrant.role == Role.COACH,
            *in_force(max(today, wish.starts_on)),
        )
    )
    if coached is None:
        raise InputError(
            "Kies wie er wordt vervangen: een kansencoach van deze school.",
            english="Name the coach of this school for whom the substitute stands in.",
        )


def write(
    session: Session,
    person: Person,
    wish: Wish,
    now: datetime,
    *,
    given_by: str | None,
    reason: str | None = None,
) -> RoleGrant:
    """Write a right that was decided on; refuses one that is held already."""
    scope = " ".join(each or "-" for each in (wish.school_id, wish.coach_id, wish.traject_id))
    grant = RoleGrant(
        organisation_id=person.organisation_id,
        person_id=person.id,
        school_id=wish.school_id,
        coach_id=wish.coach_id,
        traject_id=wish.traject_id,
        role=wish.role,
        scope=scope,
        starts_on=wish.starts_on,
        ends_on=wish.ends_on,
        given_by=given_by,
        given_at=now,
        reason=reason,
    )
    held = session.scalar(
        select(RoleGrant.id).where(
            RoleGrant.person_id == person.id,
            RoleGrant.role == wish.role,
            RoleGrant.scope == scope,
            RoleGrant.ended_at.is_(None),
            RoleGrant.ends_on.is_(None) | (RoleGrant.ends_on >= wish.starts_on),
            RoleGrant.starts_on <= (wish.ends_on or date.max),
        )
    )
    if held is not None:
        raise InputError(
            "Dit recht heeft deze persoon al op een van die dagen.",
            english="This person holds this right already on one of those days.",
        )
    session.add(grant)
    session.flush()
    return grant


def take_away(
    session: Session, actor: Actor, person_id: str, grant_id: str, now: datetime
) -> RoleGrant:
    """End a right of somebody at once; the next page of whose it was knows."""
    grant = session.get(RoleGrant, grant_id)
    if grant is None or grant.person_id != person_id or grant.role == Role.EMERGENCY:
        raise NotFoundError
    demand(actor, _giving(Role(grant.role)), Owned(grant.organisation_id, grant.school_id, None))
    if grant.role == Role.ADMINISTRATOR:
        today = local_date(now)
        demand_another_administrator(session, actor.organisation_id, grant.person_id, today)
        demand_still_administrator(session, actor.person_id, today)
    hold(session, grant)
    if grant.ended_at is None:
        grant.ended_at, grant.ended_by = now, actor.person_id
        session.flush()
    return grant


def is_administrator(session: Session, person: Person, today: date) -> bool:
    """Tell whether a person gives rights today."""
    held = select(RoleGrant.id).where(
        RoleGrant.person_id == person.id,
        RoleGrant.role == Role.ADMINISTRATOR,
        *in_force(today),
    )
    return person.active and session.scalar(held.limit(1)) is not None


def demand_still_administrator(session: Session, person_id: str, today: date) -> None:
    """Refuse who was sent away while waiting to send somebody away, as if nobody were there."""
    person = session.get_one(Person, person_id, populate_existing=True)
    if not is_administrator(session, person, today):
        raise NotFoundError


def demand_another_administrator(
    session: Session, organisation_id: str, person_id: str, today: date
) -> None:
    """Refuse when this person is the last who gives rights; others wait for the answer."""
    session.get_one(Organisation, organisation_id, with_for_update={"key_share": True})
    others = session.scalar(
        select(func.count(func.distinct(Person.id)))
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            Person.organisation_id == organisation_id,
            Person.id != person_id,
            Person.active,
            RoleGrant.role == Role.ADMINISTRATOR,
            *in_force(today),
        )
    )
    if not others:
        raise LastAdministratorError(
            "Dit is de laatste beheerder. Maak eerst iemand anders beheerder.",
            english="This is the last administrator. Make somebody else administrator first.",
        )
