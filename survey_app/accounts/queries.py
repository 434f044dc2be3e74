"""Reading accounts."""

from datetime import date

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select
from sqlalchemy.orm import Session, aliased

from survey_app.accounts.models import Organisation, Person, RoleGrant, School
from survey_app.accounts.policy import Actor

_COACH = aliased(Person)


def schools_coached(session: Session, actor: Actor) -> list[School]:
    """Return the schools where this person is a coach today, by name."""
    return list(
        session.scalars(select(School).where(School.id.in_(actor.coaches_at)).order_by(School.name))
    )


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
            RoleGrant.role == "coach",
            RoleGrant.starts_on <= today,
            RoleGrant.ends_on.is_(None) | (RoleGrant.ends_on > today),
        )
    )
    return counted or 0


def coach_id_at(
    school_id: SQLColumnExpression[str] | str,
    first_choice_id: SQLColumnExpression[str] | str,
    today: SQLColumnExpression[date] | date,
) -> ColumnElement[str]:
    """Return, as part of a statement, who coaches at a school: this person as long as they do."""
    coaches = (
        select(_COACH.id)
        .join(RoleGrant, RoleGrant.person_id == _COACH.id)
        .where(
            RoleGrant.school_id == school_id,
            RoleGrant.role == "coach",
            RoleGrant.starts_on <= today,
            RoleGrant.ends_on.is_(None) | (RoleGrant.ends_on > today),
            _COACH.active,
        )
        .order_by(_COACH.name, _COACH.id)
        .limit(1)
    )
    # Two questions: SQLite does not know the outer table in the order of an inner statement.
    first_choice = coaches.where(_COACH.id == first_choice_id)
    return func.coalesce(first_choice.scalar_subquery(), coaches.scalar_subquery())


def person_by_email(session: Session, email: str) -> Person | None:
    """Return the person with this address."""
    return session.scalar(select(Person).where(Person.email == email.strip().casefold()))


def holds_simulated_data(session: Session) -> bool:
    """Tell whether any organisation here is simulated."""
    return (
        session.scalar(select(Organisation.id).where(Organisation.simulated).limit(1)) is not None
    )
