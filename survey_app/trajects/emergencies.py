"""Opening one traject in an emergency, by somebody of the school who has no part in it.

Who the child is, who can be called and what cannot wait: that is all it shows, until the end of the
next day. It takes a reason, and the coach and whoever leads the school are told at once. Trying a
name that is not found is a way of looking, and is recorded as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts import granting
from survey_app.accounts.approvals import check_reason
from survey_app.accounts.granting import Wish
from survey_app.accounts.models import Person, RoleGrant, School
from survey_app.accounts.policy import Act, Actor, Owned, demand
from survey_app.accounts.roles import Role
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.delivery import outbox
from survey_app.delivery.models import OutboxMessage
from survey_app.delivery.outcomes import Composed, Dropped, Letter
from survey_app.errors import InputError, NotFoundError
from survey_app.trajects.models import ClassGroup, Contact, Traject, TrajectInformant
from survey_app.trajects.queries import IN_ORDER, of_own_caseload, traject_for

OPEN_DAYS: Final = timedelta(days=1)
SHOWN_FOR: Final = timedelta(days=14)
"""So long the coach's page of today tells that somebody looked."""
_KEY: Final = "emergency "


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a name: the traject that is open now, or none."""

    traject_id: str | None


@dataclass(frozen=True, slots=True)
class Reachable:
    """Somebody around the child and how they are reached, if that is known."""

    role: str
    label: str
    holds_authority: bool
    address: str | None


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody opened a traject: who, when, why and until which day."""

    traject_id: str
    child_name: str
    person: str
    opened_at: datetime
    ends_on: date
    reason: str


def open_by_name(
    session: Session,
    actor: Actor,
    *,
    school_id: str,
    child_name: str,
    group_name: str,
    reason: str,
    now: datetime,
) -> Tried:
    """Open the one running traject of a child with this name in this group, and tell of it."""
    school = session.get(School, school_id)
    owner = school.organisation_id if school is not None else None
    demand(actor, Act.OPEN_IN_EMERGENCY, Owned(owner, school_id, None))
    words = check_reason(reason)
    if not child_name.strip() or not group_name.strip():
        raise InputError("Vul de voornaam en de groep in.")
    found = [
        traject
        for traject, group in session.execute(
            select(Traject, ClassGroup.name)
            .join(ClassGroup, ClassGroup.id == Traject.class_group_id)
            .where(Traject.school_id == school_id, Traject.ended_on.is_(None))
        )
        if _same(traject.child_name, child_name) and _same(_group(group), _group(group_name))
    ]
    if len(found) != 1:
        _record(session, actor, "school", school_id, actor.organisation_id, now, "not found")
        return Tried(None)
    traject = found[0]
    person = granting.person_of(session, actor, actor.person_id)
    today = local_date(now)
    if not _is_open(session, actor, traject.id, today):
        grant = granting.write(
            session,
            person,
            Wish(
                Role.EMERGENCY,
                today,
                today + OPEN_DAYS,
                school_id=school_id,
                traject_id=traject.id,
            ),
            now,
            given_by=person.id,
            reason=words,
        )
        _tell(session, grant, traject, now)
    _record(session, actor, "traject", traject.id, actor.organisation_id, now, "done")
    return Tried(traject.id)


def opened_traject(
    session: Session, actor: Actor, traject_id: str, now: datetime
) -> tuple[Traject, list[Reachable], RoleGrant]:
    """Return what an emergency shows of a traject, and the right by which; the look is recorded."""
    traject = traject_for(session, actor, traject_id, Act.SEE_IN_EMERGENCY)
    people = session.execute(
        select(TrajectInformant, Contact.address)
        .outerjoin(Contact, Contact.id == TrajectInformant.contact_id)
        .where(TrajectInformant.traject_id == traject.id)
        .order_by(IN_ORDER, TrajectInformant.number)
    )
    grant = _right_to(session, actor, traject.id, local_date(now))
    if grant is None:  # it ended between the policy and here
        raise NotFoundError
    audit.record(
        session,
        audit.person(actor.person_id),
        "see in an emergency",
        "traject",
        traject.id,
        organisation_id=traject.organisation_id,
        now=now,
    )
    reached = [
        Reachable(each.role, each.label, bool(each.holds_authority), address)
        for each, address in people
    ]
    return traject, reached, grant


def openings(session: Session, actor: Actor, now: datetime) -> list[Opening]:
    """Return who opened one of the own trajects in the last two weeks, the newest first."""
    rows = session.execute(
        select(RoleGrant, Person.name, Traject)
        .join(Traject, Traject.id == RoleGrant.traject_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            *of_own_caseload(actor),
            RoleGrant.role == Role.EMERGENCY,
            RoleGrant.given_at >= now - SHOWN_FOR,
        )
        .order_by(RoleGrant.given_at.desc(), RoleGrant.id)
    )
    return [
        Opening(
            traject_id=traject.id,
            child_name=traject.child_name,
            person=person,
            opened_at=grant.given_at,
            ends_on=grant.ends_on or grant.starts_on,
            reason=grant.reason or "",
        )
        for grant, person, traject in rows
    ]


def is_about_emergency(message: OutboxMessage) -> bool:
    """Tell whether a message of the outbox tells that somebody opened a traject."""
    return message.key.startswith(_KEY)


def compose(session: Session, message: OutboxMessage) -> Composed:
    """Return the letter: that it happened, by whom and where; never about which child."""
    _, grant_id, reader_id = message.key.split(" ")
    grant, reader = session.get(RoleGrant, grant_id), session.get(Person, reader_id)
    if grant is None or reader is None or not reader.active:
        return Dropped("nobody to tell")
    person = session.get_one(Person, grant.person_id)
    school = session.get_one(School, grant.school_id).name
    return Letter(
        reference=message.reference,
        to=reader.email,
        subject="Iemand heeft noodtoegang geopend",
        text="\n\n".join(
            (
                f"Dag {reader.name.split()[0]},",
                f"{person.name} heeft op {school} noodtoegang geopend tot één traject.",
                "Over wie het gaat en waarom, staat niet in dit bericht. "
                "Dat ziet de kansencoach na het inloggen, op de bladzijde Vandaag.",
                f"Groeten,\nKansmeter, {school}",
            )
        )
        + "\n",
        sender_name=" ".join(school.split()),
        reader=reader.id,
    )


def _tell(session: Session, grant: RoleGrant, traject: Traject, now: datetime) -> None:
    """Put a mail in the outbox for the coach and for everybody who leads the school today."""
    for reader in _told(session, grant, traject, local_date(now)):
        outbox.put(
            session,
            organisation_id=traject.organisation_id,
            key=f"{_KEY}{grant.id} {reader}",
            channel="mail",
            due_at=now,
            now=now,
        )


def _told(session: Session, grant: RoleGrant, traject: Traject, today: date) -> Sequence[str]:
    directors = session.scalars(
        select(RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.school_id == grant.school_id,
            RoleGrant.role == Role.DIRECTOR,
            Person.active,
            *granting.in_force(today),
        )
    )
    return sorted({traject.coach_id, *directors} - {grant.person_id})


def _is_open(session: Session, actor: Actor, traject_id: str, today: date) -> bool:
    return _right_to(session, actor, traject_id, today) is not None


def _right_to(session: Session, actor: Actor, traject_id: str, today: date) -> RoleGrant | None:
    return session.scalars(
        select(RoleGrant).where(
            RoleGrant.person_id == actor.person_id,
            RoleGrant.role == Role.EMERGENCY,
            RoleGrant.traject_id == traject_id,
            *granting.in_force(today),
        )
    ).first()


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _group(name: str) -> str:
    """Return a group without the word before it: who is in a hurry types 5 for groep 5."""
    return " ".join(name.split()).casefold().removeprefix("groep").strip()


def _record(
    session: Session,
    actor: Actor,
    object_kind: str,
    object_id: str,
    organisation_id: str,
    now: datetime,
    outcome: str,
) -> None:
    audit.record(
        session,
        audit.person(actor.person_id),
        "open in an emergency",
        object_kind,
        object_id,
        organisation_id=organisation_id,
        now=now,
        outcome=outcome,
    )
