"""The course of a traject: ended, opened again, given to another coach or school; how it is kept.

The legal regime, who is responsible for the data and how long they are kept belong to the traject,
because they differ per school and municipality. Until somebody says so they are unknown.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from survey_app.accounts.granting import in_force
from survey_app.accounts.models import Person, RoleGrant, School
from survey_app.accounts.names import clean_line
from survey_app.accounts.policy import Act, Actor, demand
from survey_app.accounts.queries import by_name
from survey_app.accounts.roles import Role
from survey_app.clock import local_date
from survey_app.errors import InputError
from survey_app.trajects.contacts import forget_contact
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import informants
from survey_app.trajects.services import (
    AT_SCHOOL,
    group_of,
    owned,
    record_act,
    succeed_coach,
)

FAMILY_STOPS: Final = "family_stops"
ENDINGS: Final = {
    "goal": "het doel is bereikt",
    "no_longer_needed": "hulp is niet meer nodig",
    "other_help": "andere hulp neemt het over",
    FAMILY_STOPS: "het gezin stopt ermee",
    "moved": "het kind gaat naar een andere school",
    "other": "iets anders",
}
REGIMES: Final = {
    "school": "leerlingdossier van de school",
    "youth_care": "dossier van de jeugdhulp",
    "research": "onderzoek",
}
LONGEST_CONTROLLER: Final = 80
LONGEST_RETENTION_YEARS: Final = 30


class EndedError(InputError):
    """Something new would be asked in a traject that was ended."""


def end_traject(
    session: Session, actor: Actor, traject: Traject, reason: str, now: datetime
) -> None:
    """End a traject today; what is open can still be answered, nothing new is asked."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    if reason not in ENDINGS:
        raise InputError("Kies waarom het traject stopt.")
    if traject.ended_on is not None:
        raise InputError("Dit traject is al afgesloten.")
    traject.ended_on, traject.ending = local_date(now), reason
    session.flush()
    record_act(session, actor, "end traject", traject, now)


def reopen_traject(session: Session, actor: Actor, traject: Traject, now: datetime) -> date:
    """Open an ended traject again: the same child, the same series; return when it had ended."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    if traject.ended_on is None:
        raise InputError("Dit traject loopt al.")
    ended_on = traject.ended_on
    traject.ended_on = traject.ending = None
    session.flush()
    record_act(session, actor, "reopen traject", traject, now)
    return ended_on


def colleagues(session: Session, traject: Traject, now: datetime) -> list[Person]:
    """Return who else coaches at the school of a traject today, by name."""
    return [
        person
        for person, _ in _coaches(
            session,
            traject,
            now,
            RoleGrant.school_id == traject.school_id,
            Person.id != traject.coach_id,
        )
    ]


@dataclass(frozen=True, slots=True)
class Receiver:
    """A coach at another school of the organisation, who can go on with a traject there."""

    person_id: str
    person_name: str
    school_id: str
    school_name: str


def receivers(session: Session, traject: Traject, now: datetime) -> list[Receiver]:
    """Return who coaches at another school today, by school and name."""
    found = [
        Receiver(person.id, person.name, school.id, school.name)
        for person, school in _coaches(
            session, traject, now, RoleGrant.school_id != traject.school_id
        )
    ]
    return sorted(found, key=lambda each: (each.school_name, each.person_name, each.person_id))


def _coaches(
    session: Session, traject: Traject, now: datetime, *which: ColumnElement[bool]
) -> list[tuple[Person, School]]:
    """Return who coaches today in the organisation of a traject, and where, by name."""
    today = local_date(now)
    rows = session.execute(
        select(Person, School)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(School, School.id == RoleGrant.school_id)
        .where(
            RoleGrant.role == Role.COACH,
            *in_force(today),
            Person.active,
            Person.organisation_id == traject.organisation_id,
            School.organisation_id == traject.organisation_id,
            *which,
        )
    )
    found: dict[tuple[str, str], tuple[Person, School]] = {}
    for person, school in sorted(rows, key=lambda row: by_name(row[0])):
        found.setdefault((person.id, school.id), (person, school))
    return list(found.values())


def hand_over(
    session: Session, actor: Actor, traject: Traject, colleague_id: str, now: datetime
) -> None:
    """Give a traject to another coach of the same school; who gives it away sees it no more.

    Use `invitations.transferring`, which ends what the giver was asked.
    """
    demand(actor, Act.GIVE_AWAY_TRAJECT, owned(traject))
    if colleague_id not in {each.id for each in colleagues(session, traject, now)}:
        raise InputError("Kies een collega die op deze school coach is.")
    record_act(session, actor, "hand over traject", traject, now)
    _to_coach(session, traject, colleague_id, now)


def _to_coach(session: Session, traject: Traject, person_id: str, now: datetime) -> None:
    """Let another person coach; on the same day the plan is looked at, which asks the new one."""
    traject.coach_id, traject.next_moment_on = person_id, local_date(now)
    session.flush()
    succeed_coach(session, traject, now)


def transfer(
    session: Session,
    actor: Actor,
    traject: Traject,
    *,
    person_id: str,
    school_id: str,
    group_name: str,
    family_knows: bool,
    now: datetime,
) -> None:
    """Give a traject to a coach of another school; use `invitations.transferring`, which asks less.

    How it is kept is unknown again, because that is for the new school to say. What the child and
    the parents said and answered goes along; who works at the old school is asked nothing more.
    """
    demand(actor, Act.GIVE_AWAY_TRAJECT, owned(traject))
    demand_running(traject)
    known = {(each.person_id, each.school_id) for each in receivers(session, traject, now)}
    if (person_id, school_id) not in known:
        raise InputError("Kies een coach van een andere school.")
    if not family_knows:
        raise InputError("Vertel het eerst aan de ouders. Vink daarna aan dat zij het weten.")
    school = session.get_one(School, school_id)
    group = group_of(session, school, group_name, local_date(now))
    record_act(session, actor, "transfer traject", traject, now)
    for each in informants(session, traject.id):
        if each.role in AT_SCHOOL:
            each.is_asked = False
            forget_contact(session, each)
    traject.school_id, traject.class_group_id = school.id, group.id
    traject.regime = traject.controller = traject.retention_years = None
    _to_coach(session, traject, person_id, now)


def set_keeping(
    session: Session,
    actor: Actor,
    traject: Traject,
    *,
    regime: str,
    controller: str,
    retention_years: int,
    now: datetime,
) -> None:
    """Record under which law a traject is kept, who is responsible, and for how many years."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    if regime not in REGIMES:
        raise InputError("Kies in welk dossier dit traject hoort.")
    if not 1 <= retention_years <= LONGEST_RETENTION_YEARS:
        raise InputError(f"Vul een bewaartermijn in van 1 tot {LONGEST_RETENTION_YEARS} jaar.")
    traject.controller = clean_line(
        controller, LONGEST_CONTROLLER, "Vul in wie voor de gegevens verantwoordelijk is."
    )
    traject.regime, traject.retention_years = regime, retention_years
    session.flush()
    record_act(session, actor, "set keeping", traject, now)


def choose_plan(
    session: Session, actor: Actor, traject: Traject, plan_key: str, now: datetime
) -> None:
    """Follow another measurement plan from now on; what was planned already stays."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    traject.plan_key, traject.next_moment_on = plan_key, local_date(now)
    session.flush()
    record_act(session, actor, "choose plan", traject, now)


def demand_running(traject: Traject) -> None:
    """Raise EndedError unless something new may be asked in a traject."""
    if traject.ended_on is not None:
        raise EndedError("Dit traject is afgesloten. Open het eerst weer.")
