"""Changing one's own password, and keeping it by the work of today."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

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
    """Keep a password that was right by the work of today; tell whether that was needed.

    Who goes on with `person` goes on with what is kept then, unless it was changed meanwhile.
    """
    if not passwords.needs_rehash(person.password_hash):
        return False
    fresh = passwords.hash_password(password)
    kept = session.execute(
        update(Person)
        .where(Person.id == person.id, Person.password_hash == person.password_hash)
        .values(password_hash=fresh)
    )
    if kept.rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        set_committed_value(person, "password_hash", fresh)
    return True
