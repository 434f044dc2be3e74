"""Reading accounts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select
from sqlalchemy.orm import Session, aliased

from survey_app.accounts.granting import in_force
from survey_app.accounts.models import Organisation, Person, RoleGrant, School
from survey_app.accounts.policy import Act, Actor, Owned, could, demand, may
from survey_app.accounts.roles import Role
from survey_app.errors import NotFoundError
from survey_app.storage import fingerprints

_COACH = aliased(Person)


def schools_coached(session: Session, actor: Actor) -> list[School]:
    """Return the schools where this person is a coach today, by name."""
    return schools_as(session, actor, Role.COACH)


def schools_named(
    session: Session, name: str, organisation: str | None
) -> list[tuple[School, Organisation]]:
    """Return the schools with this name and whose they are, by name of the organisation."""
    query = (
        select(School, Organisation)
        .join(Organisation, Organisation.id == School.organisation_id)
        .where(School.name == name.strip())
        .order_by(Organisation.name)
    )
    if organisation is not None:
        query = query.where(Organisation.name == organisation.strip())
    return [(school, owner) for school, owner in session.execute(query)]


def organisations(session: Session, name: str | None = None) -> list[Organisation]:
    """Return every organisation, or those of this name, by name."""
    query = select(Organisation).order_by(Organisation.name)
    if name is not None:
        query = query.where(Organisation.name == name.strip())
    return list(session.scalars(query))


def count_coaches(session: Session, organisation_id: str, today: date) -> int:
    """Return how many people coach at some school of an organisation today."""
    counted = session.scalar(
        select(func.count(func.distinct(Person.id)))
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            Person.organisation_id == organisation_id,
            Person.active,
            RoleGrant.role == Role.COACH,
            *in_force(today),
        )
    )
    return counted or 0


def coach_id_at(
    school_id: SQLColumnExpression[str] | str,
    first_choice_id: SQLColumnExpression[str] | str,
    today: SQLColumnExpression[date] | date,
) -> ColumnElement[str]:
    """Return, as part of a statement, who coaches at a school: this person as long as they do.

    Otherwise it is who began first. Names are sealed, so the database cannot go by those.
    """
    coaches = (
        select(_COACH.id)
        .join(RoleGrant, RoleGrant.person_id == _COACH.id)
        .where(
            RoleGrant.school_id == school_id,
            RoleGrant.role == Role.COACH,
            *in_force(today),
            _COACH.active,
        )
        .order_by(RoleGrant.starts_on, _COACH.id)
        .limit(1)
    )
    # Two questions: SQLite does not know the outer table in the order of an inner statement.
    first_choice = coaches.where(_COACH.id == first_choice_id)
    return func.coalesce(first_choice.scalar_subquery(), coaches.scalar_subquery())


def person_by_email(session: Session, email: str) -> Person | None:
    """Return the person with this address."""
    return session.scalar(select(Person).where(has_address(session, email)))


def email_prints(session: Session, email: str) -> tuple[str, ...]:
    """Return by what an address of somebody with an account is found, newest key first."""
    return fingerprints(session, email.strip().casefold(), "person.email")


def has_address(session: Session, email: str) -> ColumnElement[bool]:
    """Return the condition that a person has this address, whichever key it was stored under."""
    return Person.email_print.in_(email_prints(session, email))


def by_name(person: Person) -> tuple[str, str]:
    """Return by what people are put in order; their names are sealed to the database."""
    return person.name, person.id


def names_here(session: Session, actor: Actor, ids: Collection[str]) -> dict[str, str]:
    """Return the names of these people, as far as they are of the own organisation."""
    demand(actor, Act.SEE_ACCOUNT_TRAIL, Owned(actor.organisation_id, None, None))
    rows = session.execute(
        select(Person.id, Person.name).where(
            Person.id.in_(ids), Person.organisation_id == actor.organisation_id
        )
    )
    return {each.id: each.name for each in rows}


def holds_simulated_data(session: Session) -> bool:
    """Tell whether any organisation here is simulated."""
    return (
        session.scalar(select(Organisation.id).where(Organisation.simulated).limit(1)) is not None
    )


@dataclass(frozen=True, slots=True)
class Held:
    """A right with the names of whose it is, where it is held and for whom somebody stands in."""

    grant: RoleGrant
    person: str
    organisation: str
    school: str | None
    stands_in_for: str | None


def rights_of(session: Session, person_id: str) -> list[Held]:
    """Return every right a person holds or held, the newest last."""
    return _held(session, RoleGrant.person_id == person_id)


def rights_in(session: Session, actor: Actor, today: date) -> list[Held]:
    """Return the rights of today and later at the schools this person may see people of."""
    found = _held(
        session,
        RoleGrant.organisation_id == actor.organisation_id,
        RoleGrant.ended_at.is_(None),
        RoleGrant.ends_on.is_(None) | (RoleGrant.ends_on >= today),
    )
    return [
        each
        for each in found
        if may(
            actor,
            Act.SEE_PEOPLE,
            Owned(each.grant.organisation_id, each.grant.school_id, each.grant.person_id),
        )
    ]


def _held(session: Session, *which: ColumnElement[bool]) -> list[Held]:
    rows = session.execute(
        select(RoleGrant, Person.name, Organisation.name, School.name, _COACH.name)
        .join(Person, Person.id == RoleGrant.person_id)
        .join(Organisation, Organisation.id == RoleGrant.organisation_id)
        .outerjoin(School, School.id == RoleGrant.school_id)
        .outerjoin(_COACH, _COACH.id == RoleGrant.coach_id)
        .where(*which)
        .order_by(RoleGrant.starts_on, RoleGrant.given_at, RoleGrant.id)
    )
    return [Held(*row) for row in rows]


def schools_led(session: Session, actor: Actor) -> list[School]:
    """Return the schools where this person gives rights, by name."""
    found = session.scalars(
        select(School)
        .where(School.organisation_id == actor.organisation_id)
        .order_by(School.name, School.id)
    )
    return [
        school
        for school in found
        if may(actor, Act.GIVE_SCHOOL_RIGHT, Owned(school.organisation_id, school.id, None))
    ]


def schools_as(session: Session, actor: Actor, *roles: Role) -> list[School]:
    """Return the schools where this person holds one of these roles, by name."""
    ids = actor.schools_as(*roles)
    return list(session.scalars(select(School).where(School.id.in_(ids)).order_by(School.name)))


def coaches_at(session: Session, schools: Collection[School], today: date) -> list[Person]:
    """Return who coaches at one of these schools today, by name."""
    there = select(RoleGrant.person_id).where(
        RoleGrant.role == Role.COACH,
        RoleGrant.school_id.in_({school.id for school in schools}),
        *in_force(today),
    )
    found = session.scalars(select(Person).where(Person.active, Person.id.in_(there)))
    return sorted(found, key=by_name)


def people_seen(session: Session, actor: Actor, today: date) -> list[tuple[Person, list[Held]]]:
    """Return whom this person may see with the rights they may see, by name.

    Who keeps accounts sees everybody of the organisation, who leads a school who works there.
    """
    rights: dict[str, list[Held]] = {}
    for held in rights_in(session, actor, today):
        rights.setdefault(held.grant.person_id, []).append(held)
    everybody = could(actor, Act.KEEP_ACCOUNTS)
    people = session.scalars(select(Person).where(Person.organisation_id == actor.organisation_id))
    return [
        (person, rights.get(person.id, [])) for person in people if everybody or person.id in rights
    ]


def person_seen(
    session: Session, actor: Actor, person_id: str, today: date
) -> tuple[Person, list[Held]]:
    """Return one of them, else raise as if there were nobody."""
    for person, rights in people_seen(session, actor, today):
        if person.id == person_id:
            return person, rights
    raise NotFoundError
