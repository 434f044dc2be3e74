"""Who acts with a command: somebody with an account, decided by the one policy as on a page."""

from sqlalchemy.orm import Session

from survey_app.accounts.policy import Actor
from survey_app.accounts.queries import person_by_email
from survey_app.accounts.services import actor
from survey_app.audit.origin import acting_as
from survey_app.clock import local_date, utc_now
from survey_app.errors import InputError


def acting(session: Session, email: str, option: str) -> Actor:
    """Return the person with this address as one who acts today."""
    person = person_by_email(session, email)
    if person is None or not person.active:
        raise InputError(f"There is no active account with the address after {option}.")
    found = actor(person, local_date(utc_now()))
    acting_as(found)
    return found
