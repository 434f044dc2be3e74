"""The children that teachers put forward by an own standing link.

A coach takes a nomination up or erases it. Until the parents agree nobody reads what stands in it,
and after 30 school days of the school without that it is gone.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.accounts.models import Person, School
from survey_app.accounts.names import clean_line
from survey_app.accounts.policy import Act, Actor, Owned, demand
from survey_app.accounts.queries import coach_id_at
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.trajects.closures import calendar_of
from survey_app.trajects.models import ClassGroup, Nomination, SchoolInformant
from survey_app.trajects.services import LONGEST_NAME

KEPT_SCHOOL_DAYS: Final = 30
"""6 school weeks (`lists.md` 4B)."""
MOST_A_DAY: Final = 10
"""More than a teacher puts forward after going through a whole class, and few enough that a link
in wrong hands does not bury the coach."""
LONGEST_GROUP: Final = 40


class TooManyNominationsError(InputError):
    """One link put more children forward today than a teacher does."""


@dataclass(frozen=True, slots=True)
class Nominator:
    """The holder of a standing link, who to call when it cannot wait, and what became of it all.

    `taken_up` and `erased` count nominations; which child each was about is not told.
    """

    informant_id: str
    name: str
    group_name: str
    school_name: str
    coach_name: str
    coach_phone: str | None
    taken_up: int
    erased: int


def nominator(session: Session, informant_id: str, today: date) -> Nominator:
    """Return what the page of a standing link tells, or raise as if there were no such link."""
    teacher = _teacher(session, informant_id)
    row = session.execute(
        select(Person.name, Person.phone, School.name, ClassGroup.name)
        .select_from(School)
        .join(Person, Person.id == coach_id_at(teacher.school_id, teacher.added_by, today))
        .outerjoin(ClassGroup, ClassGroup.id == teacher.class_group_id)
        .where(School.id == teacher.school_id)
    ).one_or_none()
    if row is None:
        raise NotFoundError("Deze link werkt niet.")
    coach_name, coach_phone, school_name, group_name = row
    return Nominator(
        informant_id=teacher.id,
        name=teacher.name,
        group_name=group_name or "",
        school_name=school_name,
        coach_name=coach_name,
        coach_phone=coach_phone,
        taken_up=teacher.nominations_taken_up,
        erased=teacher.nominations_erased,
    )


@dataclass(frozen=True, slots=True)
class SealedPart:
    """Whose words about the child of a traject are sealed, and on which day they are erased."""

    teacher_name: str
    erase_on: date


def sealed_of(session: Session, traject_id: str, today: date) -> SealedPart | None:
    """Return what is still sealed of the nomination that a traject began with."""
    row = session.execute(
        select(SchoolInformant.name, Nomination.erase_on)
        .join(SchoolInformant, SchoolInformant.id == Nomination.school_informant_id)
        .where(Nomination.traject_id == traject_id, Nomination.erase_on > today)
    ).one_or_none()
    return SealedPart(*row) if row else None


def nominate(
    session: Session, informant_id: str, *, child_name: str, group_name: str, now: datetime
) -> Nomination:
    """Put a child forward; the same child again, by a double tap, is the same nomination.

    The teacher is locked meanwhile: names are sealed, so no constraint can tell two apart.
    """
    teacher = _teacher(session, informant_id, lock=True)
    name = clean_line(child_name, LONGEST_NAME, "Vul de voornaam van het kind in.")
    group = clean_line(group_name, LONGEST_GROUP, "Vul de groep in.")
    for known in _open_of(session, teacher):
        if _same(known.child_name, name) and _same(known.group_name, group):
            return known
    today = local_date(now)
    _demand_room(session, teacher, today)
    nomination = Nomination(
        organisation_id=teacher.organisation_id,
        school_id=teacher.school_id,
        school_informant_id=teacher.id,
        child_name=name,
        group_name=group,
        nominated_on=today,
        nominated_at=now,
        erase_on=calendar_of(session, teacher.school_id).days_later(today, KEPT_SCHOOL_DAYS),
    )
    session.add(nomination)
    session.flush()
    record_act(session, audit.respondent(teacher.id), "nominate", nomination, now)
    return nomination


def nomination_for(session: Session, actor: Actor, nomination_id: str, today: date) -> Nomination:
    """Return a nomination that this person decides on, else raise as if it did not exist.

    It is locked, so that two coaches do so one after another. From the day on which it is to be
    erased it is gone, whether or not that was done.
    """
    nomination = session.get(Nomination, nomination_id, with_for_update=True)
    if nomination is None:
        raise NotFoundError
    owner = Owned(nomination.organisation_id, nomination.school_id, None)
    demand(actor, Act.DECIDE_NOMINATION, owner)
    if nomination.erase_on <= today:
        raise NotFoundError
    return nomination


def mark_of(nomination_id: str) -> str:
    """Return the few signs by which a teacher and a coach mean the same child without a name."""
    return nomination_id[:4].upper()


def record_act(
    session: Session, by: audit.By, act: str, nomination: Nomination, now: datetime
) -> None:
    """Write in the trail what happened to a nomination, without anything that stands in it."""
    audit.record(
        session,
        by,
        act,
        "nomination",
        nomination.id,
        organisation_id=nomination.organisation_id,
        now=now,
    )


def _teacher(session: Session, informant_id: str, *, lock: bool = False) -> SchoolInformant:
    locking = {"key_share": True} if lock else None
    teacher = session.get(SchoolInformant, informant_id, with_for_update=locking)
    if teacher is None or teacher.role != "teacher" or teacher.left_at is not None:
        raise NotFoundError("Deze link werkt niet.")
    return teacher


def _open_of(session: Session, teacher: SchoolInformant) -> list[Nomination]:
    return list(
        session.scalars(
            select(Nomination).where(
                Nomination.school_informant_id == teacher.id, Nomination.traject_id.is_(None)
            )
        )
    )


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _demand_room(session: Session, teacher: SchoolInformant, today: date) -> None:
    made = session.scalar(
        select(func.count()).where(
            Nomination.school_informant_id == teacher.id, Nomination.nominated_on == today
        )
    )
    if (made or 0) >= MOST_A_DAY:
        raise TooManyNominationsError(
            f"Je hebt vandaag al {MOST_A_DAY} kinderen aangemeld. Morgen kan het weer. "
            "Kan het niet wachten? Bel dan."
        )
