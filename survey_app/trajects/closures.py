"""The days a school itself is closed, and the region whose holidays it has."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.models import School
from survey_app.accounts.names import clean_line
from survey_app.accounts.policy import Act, Actor, Owned, demand
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.trajects.calendar import REGIONS, SchoolCalendar, SchoolHoliday
from survey_app.trajects.closure_models import SchoolClosure

LONGEST_WORDS: Final = 40
LONGEST_DAYS: Final = 60
FARTHEST_DAYS: Final = 2 * 366
MOST_CLOSURES: Final = 100


def calendars(session: Session, school_ids: Iterable[str]) -> dict[str, SchoolCalendar]:
    """Return the calendar of each of these schools."""
    wanted = set(school_ids)
    closed: dict[str, list[SchoolHoliday]] = defaultdict(list)
    rows = session.execute(
        select(School.id, School.region, SchoolClosure)
        .outerjoin(SchoolClosure, SchoolClosure.school_id == School.id)
        .where(School.id.in_(wanted))
        .order_by(SchoolClosure.first_on)
    ).all()
    for school_id, _, closure in rows:
        if closure is not None:
            closed[school_id].append(
                SchoolHoliday(closure.words, closure.first_on, closure.last_on)
            )
    return {
        school_id: SchoolCalendar(region, tuple(closed[school_id])) for school_id, region, _ in rows
    }


def calendar_of(session: Session, school_id: str) -> SchoolCalendar:
    """Return the calendar of one school."""
    return calendars(session, [school_id])[school_id]


def closures(session: Session, school_id: str, today: date) -> list[SchoolClosure]:
    """Return the own days of a school that are not over yet, in the order of time."""
    return list(
        session.scalars(
            select(SchoolClosure)
            .where(SchoolClosure.school_id == school_id, SchoolClosure.last_on >= today)
            .order_by(SchoolClosure.first_on)
        )
    )


def close_school(
    session: Session,
    actor: Actor,
    school_id: str,
    *,
    first_on: date,
    last_on: date | None,
    words: str,
    now: datetime,
) -> SchoolClosure:
    """Put days on which a school is closed in its calendar; without a last day it is one day."""
    school = _school(session, actor, school_id)
    line = clean_line(words, LONGEST_WORDS, "Vul in wat het is, bijvoorbeeld: studiedag.")
    last = last_on or first_on
    if last < first_on:
        raise InputError("De laatste dag ligt voor de eerste. Kijk de datums na.")
    if (last - first_on).days > LONGEST_DAYS:
        raise InputError(f"Dat is langer dan {LONGEST_DAYS} dagen. Kijk de datums na.")
    if abs((first_on - local_date(now)).days) > FARTHEST_DAYS:
        raise InputError("Die datum ligt te ver weg. Kijk het jaar na.")
    if len(closures(session, school.id, local_date(now))) >= MOST_CLOSURES:
        raise InputError("Er staan al heel veel dagen. Haal er eerst een weg.")
    closure = SchoolClosure(
        organisation_id=school.organisation_id,
        school_id=school.id,
        first_on=first_on,
        last_on=last,
        words=line,
    )
    session.add(closure)
    session.flush()
    _record(session, actor, "close school", school, now)
    return closure


def reopen_school(session: Session, actor: Actor, closure_id: str, now: datetime) -> None:
    """Take days off the calendar of a school."""
    closure = session.get(SchoolClosure, closure_id)
    if closure is None:
        raise NotFoundError
    school = _school(session, actor, closure.school_id)
    session.delete(closure)
    session.flush()
    _record(session, actor, "reopen school", school, now)


def set_region(session: Session, actor: Actor, school_id: str, region: str, now: datetime) -> None:
    """Say of which region a school has the holidays."""
    school = _school(session, actor, school_id)
    if region not in REGIONS:
        raise InputError("Kies een regio: Noord, Midden of Zuid.")
    school.region = region
    session.flush()
    _record(session, actor, "set region", school, now)


def _school(session: Session, actor: Actor, school_id: str) -> School:
    school = session.get(School, school_id)
    if school is None:
        raise NotFoundError
    demand(actor, Act.CHANGE_CALENDAR, Owned(school.organisation_id, school.id, None))
    return school


def _record(session: Session, actor: Actor, act: str, school: School, now: datetime) -> None:
    audit.record(
        session,
        audit.person(actor.person_id),
        act,
        "school",
        school.id,
        organisation_id=school.organisation_id,
        now=now,
    )
