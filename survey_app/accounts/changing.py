"""Changing one's own password, and keeping it by the work of today."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from survey_app.accounts import letters, passwords
from survey_app.accounts.models import Person
from survey_app.accounts.services import end_links


def change_password(session: Session, person: Person, password: str, now: datetime) -> None:
    """Change the password of who gave the old one; links end, and a mail tells it.

    The caller decides which session goes on.
    """
    passwords.check_strength(password, name=person.name, email=person.email)
    if passwords.is_right(password, person.password_hash):
        raise passwords.WeakPasswordError("Kies een ander wachtwoord dan je nu hebt.")
    person.password_hash = passwords.hash_password(password)
    letters.put(session, person, letters.Kind.PASSWORD_CHANGED, now)
    end_links(session, person.id, now)


def rehash(session: Session, person: Person, password: str) -> bool:
    """Keep a password that was right by the work of today; tell whether that was needed."""
    if not passwords.needs_rehash(person.password_hash):
        return False
    session.execute(
        update(Person)
        .where(Person.id == person.id, Person.password_hash == person.password_hash)
        .values(password_hash=passwords.hash_password(password))
    )
    return True
