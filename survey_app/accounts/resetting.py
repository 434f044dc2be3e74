"""Who forgot the password asks for a link, which goes to the address of the account alone.

Asking writes the same whether an address is known or not; whose it is, is looked up afterwards by
who plans messages. So neither the answer nor the time it takes tells who has an account. At most
three an hour are taken for one address. What is asked above that leaves no trace, so that asking on
and on for somebody else keeps nobody out for longer than that.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from survey_app.accounts import letters
from survey_app.accounts.mail_models import ResetRequest
from survey_app.accounts.models import Person
from survey_app.accounts.queries import person_by_email
from survey_app.accounts.services import make_credential_link, spelled
from survey_app.storage import fingerprints

WINDOW: Final = timedelta(hours=1)
MOST_OF_AN_ADDRESS: Final = 3


def ask(session: Session, email: str, now: datetime) -> None:
    """Note that somebody asks for a link, as long as it is no more than three in an hour."""
    session.execute(delete(ResetRequest).where(ResetRequest.at <= now - WINDOW))
    address = spelled(email)
    key = fingerprints(session, address, "reset_request")[0]
    asked = session.scalar(select(func.count()).where(ResetRequest.address_key == key))
    if (asked or 0) < MOST_OF_AN_ADDRESS:
        session.add(ResetRequest(address=address, address_key=key, is_new=True, at=now))
    session.flush()


def is_anybody_waiting(session: Session) -> bool:
    """Tell whether somebody asked and was not looked up yet."""
    return session.scalar(select(ResetRequest.id).where(ResetRequest.is_new).limit(1)) is not None


def answer(session: Session, now: datetime) -> list[Person]:
    """Put a link in the outbox for everybody who asked and has an account; return who that are.

    Two who answer at once do not bring one reader the same: the second passes over what the first
    has in hands.
    """
    session.execute(delete(ResetRequest).where(ResetRequest.at <= now - WINDOW))
    asked = session.scalars(
        select(ResetRequest)
        .where(ResetRequest.is_new)
        .order_by(ResetRequest.at)
        .with_for_update(skip_locked=True)
    ).all()
    found = []
    for request in asked:
        request.is_new = False
        person = person_by_email(session, request.address)
        if person is not None and person.active:
            link_id = make_credential_link(session, person, now, "reset")
            letters.put(session, person, letters.Kind.RESET, now, link_id)
            found.append(person)
    session.flush()
    return found
