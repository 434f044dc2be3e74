"""The people around a school who answer outside a traject: teachers, director, IB'er, municipality.

Every coach of a school keeps them, and sees who is there. Whoever left is asked nothing more, and
their address goes.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.models import School
from survey_app.accounts.names import clean_line
from survey_app.accounts.policy import Act, Actor, Owned, demand
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.storage import hold
from survey_app.trajects.contacts import contact_for, demand_channel, forget_when_unused
from survey_app.trajects.models import ClassGroup, SchoolInformant
from survey_app.trajects.services import LONGEST_LABEL, group_of

ROLES: Final = ("teacher", "director", "ib", "municipality")
MOST_PEOPLE: Final = 200
_LANGUAGE = re.compile("[a-z]{2}")


@dataclass(frozen=True, slots=True)
class SchoolPerson:
    """Somebody around a school, with the names of the own group and of the school."""

    informant: SchoolInformant
    group_name: str | None
    school_name: str


def school_people(session: Session, actor: Actor) -> list[SchoolPerson]:
    """Return who is around the schools where somebody coaches, in the order of adding."""
    demand(actor, Act.SEE_CASELOAD)
    rows = session.execute(
        select(SchoolInformant, ClassGroup.name, School.name)
        .join(School, School.id == SchoolInformant.school_id)
        .outerjoin(ClassGroup, ClassGroup.id == SchoolInformant.class_group_id)
        .where(
            SchoolInformant.organisation_id == actor.organisation_id,
            SchoolInformant.school_id.in_(actor.coaches_at),
            SchoolInformant.left_at.is_(None),
        )
        .order_by(School.name, SchoolInformant.added_at, SchoolInformant.id)
    )
    return [SchoolPerson(*row) for row in rows]


def add_school_informant(
    session: Session,
    actor: Actor,
    *,
    school_id: str,
    role: str,
    name: str,
    group_name: str | None = None,
    channel: str = "person",
    address: str = "",
    language: str = "nl",
    now: datetime,
) -> SchoolInformant:
    """Add somebody around a school, under the name the coach knows them by."""
    school = _school(session, actor, school_id)
    if role not in ROLES:
        raise InputError("Kies leerkracht, directeur, intern begeleider of gemeente.")
    if not _LANGUAGE.fullmatch(language):
        raise InputError("Kies een taal uit de lijst.")
    people = _people_at(session, school.id)
    if len(people) >= MOST_PEOPLE:
        raise InputError("Er staan al heel veel mensen. Haal eerst weg wie er niet meer werkt.")
    informant = SchoolInformant(
        organisation_id=school.organisation_id,
        school_id=school.id,
        role=role,
        name=_free_name(people, name),
        class_group_id=_group_id(session, school, role, group_name, now),
        channel=_checked(channel),
        language=language,
        contact_id=contact_for(session, school.organisation_id, channel, address, now),
        added_by=actor.person_id,
        added_at=now,
    )
    session.add(informant)
    session.flush()
    _record(session, actor, "add school informant", informant, now)
    return informant


def change_school_informant(
    session: Session,
    actor: Actor,
    informant_id: str,
    *,
    name: str,
    group_name: str | None,
    channel: str,
    address: str,
    now: datetime,
) -> SchoolInformant:
    """Change a name, a group or how somebody is reached; an address nobody uses more is removed."""
    informant = school_informant_for(session, actor, informant_id)
    school = session.get_one(School, informant.school_id)
    others = [each for each in _people_at(session, school.id) if each.id != informant.id]
    informant.name = _free_name(others, name)
    informant.class_group_id = _group_id(session, school, informant.role, group_name, now)
    before = informant.contact_id
    contact_id = contact_for(session, school.organisation_id, _checked(channel), address, now)
    informant.channel, informant.contact_id = channel, contact_id
    session.flush()
    if before is not None and before != informant.contact_id:
        forget_when_unused(session, before)
    _record(session, actor, "change school informant", informant, now)
    return informant


def leave(session: Session, actor: Actor, informant_id: str, now: datetime) -> SchoolInformant:
    """Note that somebody does not work here any more; the links stop too (see `invitations`)."""
    informant = school_informant_for(session, actor, informant_id)
    before = informant.contact_id
    informant.left_at = now
    informant.channel, informant.contact_id = "person", None
    session.flush()
    if before is not None:
        forget_when_unused(session, before)
    _record(session, actor, "let school informant go", informant, now)
    return informant


def school_informant_for(session: Session, actor: Actor, informant_id: str) -> SchoolInformant:
    """Return somebody around an own school who did not leave, else raise as if there were none.

    PostgreSQL locks the row, so that nobody asks something of whom a colleague lets go now.
    """
    informant = session.get(SchoolInformant, informant_id)
    if informant is None:
        raise NotFoundError
    demand(actor, Act.CHANGE_SCHOOL_PEOPLE, owned(informant))
    hold(session, informant, with_key=False)
    if informant.left_at is not None:
        raise NotFoundError
    return informant


def owned(informant: SchoolInformant) -> Owned:
    """Return whose somebody around a school is, for the policy: of each coach of the school."""
    return Owned(informant.organisation_id, informant.school_id, None)


def _school(session: Session, actor: Actor, school_id: str) -> School:
    school = session.get(School, school_id)
    if school is None:
        raise NotFoundError
    demand(actor, Act.CHANGE_SCHOOL_PEOPLE, Owned(school.organisation_id, school.id, None))
    return school


def _people_at(session: Session, school_id: str) -> list[SchoolInformant]:
    return list(
        session.scalars(
            select(SchoolInformant).where(
                SchoolInformant.school_id == school_id, SchoolInformant.left_at.is_(None)
            )
        )
    )


def _free_name(others: list[SchoolInformant], typed: str) -> str:
    name = clean_line(typed, LONGEST_LABEL, "Vul in wie het is, bijvoorbeeld 'juf Anouk'.")
    if any(each.name == name for each in others):
        raise InputError(f"Er is al een '{name}'. Kies een naam waaraan je het verschil ziet.")
    return name


def _group_id(
    session: Session, school: School, role: str, group_name: str | None, now: datetime
) -> str | None:
    if role != "teacher" or not (group_name or "").strip():
        return None
    return group_of(session, school, str(group_name), local_date(now)).id


def _checked(channel: str) -> str:
    demand_channel(channel)
    return channel


def _record(
    session: Session, actor: Actor, act: str, informant: SchoolInformant, now: datetime
) -> None:
    audit.record(
        session,
        audit.person(actor.person_id),
        act,
        "school informant",
        informant.id,
        organisation_id=informant.organisation_id,
        now=now,
    )
