"""Reading accounts."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.models import Organisation, Person, School
from survey_app.accounts.policy import Actor


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


def person_by_email(session: Session, email: str) -> Person | None:
    """Return the person with this address."""
    return session.scalar(select(Person).where(Person.email == email.strip().casefold()))


def holds_simulated_data(session: Session) -> bool:
    """Tell whether any organisation here is simulated."""
    return (
        session.scalar(select(Organisation.id).where(Organisation.simulated).limit(1)) is not None
    )
