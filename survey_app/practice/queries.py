"""Reading what was done, always through the policy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from survey_app.accounts.models import School
from survey_app.accounts.policy import Act, Actor, demand
from survey_app.practice.models import (
    ContactPrinciple,
    Deviation,
    LoggedContact,
    PublishedPrinciple,
)
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import of_own_caseload
from survey_app.trajects.services import owned


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact with the names of its principles, in their order, and of its child or school."""

    contact: LoggedContact
    principles: tuple[str, ...]
    school: str
    child: str | None


@dataclass(frozen=True, slots=True)
class DeviationLine:
    """A deviation with the name of its principle and of the child."""

    deviation: Deviation
    principle: str
    child: str


@dataclass(frozen=True, slots=True)
class MinutesAtSchool:
    """How many minutes were logged at one school, and how many of them went to no traject.

    `apart` went to travel and writing.
    """

    school: str
    contacts: int
    minutes: int
    apart: int
    without_traject: int


def contacts_of_traject(session: Session, actor: Actor, traject: Traject) -> list[ContactLine]:
    """Return the contacts about one child, the newest first."""
    demand(actor, Act.SEE_TRAJECT, owned(traject))
    return _lines(session, _contacts().where(LoggedContact.traject_id == traject.id))


def own_contacts(
    session: Session, actor: Actor, first_on: date, last_on: date
) -> list[ContactLine]:
    """Return what this coach logged from a day to a day, with and without a traject.

    Of a traject that somebody else coaches now it is that coach's to read.
    """
    demand(actor, Act.SEE_CASELOAD)
    return _lines(
        session,
        _contacts().where(
            or_(LoggedContact.traject_id.is_(None), and_(*of_own_caseload(actor))),
            LoggedContact.coach_id == actor.person_id,
            LoggedContact.school_id.in_(actor.coaches_at),
            LoggedContact.held_on.between(first_on, last_on),
        ),
    )


def minutes_at_schools(
    session: Session, actor: Actor, first_on: date, last_on: date
) -> list[MinutesAtSchool]:
    """Return the minutes that this coach logged, school by school, from a day to a day."""
    demand(actor, Act.SEE_CASELOAD)
    alone = func.sum(LoggedContact.minutes).filter(LoggedContact.traject_id.is_(None))
    rows = session.execute(
        select(
            School.name,
            func.count(),
            func.sum(LoggedContact.minutes),
            func.sum(LoggedContact.minutes_apart),
            func.coalesce(alone, 0),
        )
        .join(School, School.id == LoggedContact.school_id)
        .where(
            LoggedContact.removed_at.is_(None),
            LoggedContact.coach_id == actor.person_id,
            LoggedContact.school_id.in_(actor.coaches_at),
            LoggedContact.held_on.between(first_on, last_on),
        )
        .group_by(School.id, School.name)
        .order_by(School.name)
    )
    return [MinutesAtSchool(*row) for row in rows]


def line_of(session: Session, contact: LoggedContact) -> ContactLine | None:
    """Return one contact with its names; None when it is out of sight."""
    lines = _lines(session, _contacts().where(LoggedContact.id == contact.id))
    return next(iter(lines), None)


def principle_keys(session: Session, contact_id: str) -> list[str]:
    """Return the keys of the principles of a contact."""
    return list(
        session.scalars(
            select(PublishedPrinciple.key)
            .join(ContactPrinciple, ContactPrinciple.principle_id == PublishedPrinciple.id)
            .where(ContactPrinciple.contact_id == contact_id)
            .order_by(PublishedPrinciple.place)
        )
    )


def successor(session: Session, actor: Actor, contact_id: str) -> LoggedContact | None:
    """Return what a contact was changed into, however often; None when it is gone.

    Only what this coach logged: a change keeps the coach.
    """
    current: str | None = contact_id
    found = None
    while current is not None:
        found = session.scalar(
            select(LoggedContact).where(
                LoggedContact.replaces_id == current,
                LoggedContact.coach_id == actor.person_id,
            )
        )
        current = found.id if found is not None and found.removed_at is not None else None
    return found


def deviation_line(session: Session, deviation_id: str) -> DeviationLine | None:
    """Return one deviation with its names; None when it is out of sight."""
    lines = _deviations(session, _argued().where(Deviation.id == deviation_id))
    return next(iter(lines), None)


def last_talks(session: Session, actor: Actor) -> dict[str, date]:
    """Return the day of the last talk with somebody that was logged in each own traject."""
    demand(actor, Act.SEE_CASELOAD)
    rows = session.execute(
        select(Traject.id, func.max(LoggedContact.held_on))
        .join(LoggedContact, LoggedContact.traject_id == Traject.id)
        .where(
            *of_own_caseload(actor),
            LoggedContact.removed_at.is_(None),
            LoggedContact.kind == "talk",
        )
        .group_by(Traject.id)
    )
    return {each[0]: each[1] for each in rows}


def with_method(session: Session, actor: Actor) -> set[str]:
    """Return the ids of the own trajects of which a contact with its principles was logged."""
    demand(actor, Act.SEE_CASELOAD)
    return set(
        session.scalars(
            select(Traject.id)
            .join(LoggedContact, LoggedContact.traject_id == Traject.id)
            .join(ContactPrinciple, ContactPrinciple.contact_id == LoggedContact.id)
            .where(
                LoggedContact.removed_at.is_(None),
                *of_own_caseload(actor),
            )
            .distinct()
        )
    )


def deviations_of(session: Session, actor: Actor, traject: Traject) -> list[DeviationLine]:
    """Return the deviations in one traject, the newest first."""
    demand(actor, Act.SEE_TRAJECT, owned(traject))
    return _deviations(session, _argued().where(Deviation.traject_id == traject.id))


def to_look_back_on(session: Session, actor: Actor, today: date) -> list[DeviationLine]:
    """Return the deviations whose day has come, of the trajects that this coach has now."""
    demand(actor, Act.SEE_CASELOAD)
    return _deviations(
        session,
        _argued().where(
            *of_own_caseload(actor),
            Deviation.outcome.is_(None),
            Deviation.look_back_on <= today,
        ),
    )


def _contacts() -> Select[LoggedContact, str, Traject]:
    return (
        select(LoggedContact, School.name, Traject)
        .join(School, School.id == LoggedContact.school_id)
        .outerjoin(Traject, Traject.id == LoggedContact.traject_id)
        .where(LoggedContact.removed_at.is_(None))
        .order_by(LoggedContact.held_on.desc(), LoggedContact.logged_at.desc())
    )


def _lines(session: Session, query: Select[LoggedContact, str, Traject]) -> list[ContactLine]:
    rows = session.execute(query).all()
    names = _principles(session, [contact.id for contact, _, _ in rows])
    return [
        ContactLine(
            contact,
            tuple(names.get(contact.id, ())),
            school,
            traject.child_name if traject else None,
        )
        for contact, school, traject in rows
    ]


def _principles(session: Session, contact_ids: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = session.execute(
        select(ContactPrinciple.contact_id, PublishedPrinciple.name)
        .join(PublishedPrinciple, PublishedPrinciple.id == ContactPrinciple.principle_id)
        .where(ContactPrinciple.contact_id.in_(contact_ids))
        .order_by(PublishedPrinciple.place)
    )
    for contact_id, name in rows:
        found.setdefault(contact_id, []).append(name)
    return found


def _argued() -> Select[Deviation, str, Traject]:
    return (
        select(Deviation, PublishedPrinciple.name, Traject)
        .join(PublishedPrinciple, PublishedPrinciple.id == Deviation.principle_id)
        .join(Traject, Traject.id == Deviation.traject_id)
        .where(Deviation.removed_at.is_(None))
        .order_by(Deviation.argued_at.desc())
    )


def _deviations(session: Session, query: Select[Deviation, str, Traject]) -> list[DeviationLine]:
    return [
        DeviationLine(deviation, principle, traject.child_name)
        for deviation, principle, traject in session.execute(query)
    ]
