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


def person_by_email(session: Session, email: str) -> Person | None:
    """Return the person with this address."""
    return session.scalar(select(Person).where(Person.email == email.strip().casefold()))


def holds_simulated_data(session: Session) -> bool:
    """Tell whether any organisation here is simulated."""
    return (
        session.scalar(select(Organisation.id).where(Organisation.simulated).limit(1)) is not None
    )
