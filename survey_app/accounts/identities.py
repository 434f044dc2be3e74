"""School accounts that open an account here: linked once by somebody known, never by an address."""

import hashlib
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from survey_app.accounts.factor_models import SchoolIdentity
from survey_app.accounts.models import Person
from survey_app.accounts.openid import Subject
from survey_app.errors import InputError


class UnknownIdentityError(InputError):
    """No account here is opened by this school account, or the account was closed."""


class IdentityTakenError(InputError):
    """The school account opens somebody else's account here, or this person has another one."""


def person_of(session: Session, subject: Subject, now: datetime) -> Person:
    """Return whose account a school account opens."""
    found = session.execute(
        select(SchoolIdentity, Person)
        .join(Person, Person.id == SchoolIdentity.person_id)
        .where(SchoolIdentity.subject_hash == _hash(subject), Person.active)
    ).one_or_none()
    if found is None:
        raise UnknownIdentityError("Dit schoolaccount hoort bij geen account van Kansmeter.")
    identity, person = found
    session.execute(
        update(SchoolIdentity)
        .where(SchoolIdentity.subject_hash == identity.subject_hash)
        .values(used_at=now)
    )
    return person


def link(session: Session, person: Person, subject: Subject, now: datetime) -> None:
    """Let a school account open the account of a person; an earlier one opens nothing any more."""
    kept = session.get(SchoolIdentity, _hash(subject))
    if kept is not None and kept.person_id != person.id:
        raise IdentityTakenError("Dit schoolaccount hoort al bij een ander account van Kansmeter.")
    unlink(session, person.id)
    session.add(
        SchoolIdentity(
            subject_hash=_hash(subject),
            organisation_id=person.organisation_id,
            person_id=person.id,
            made_at=now,
        )
    )
    session.flush()


def unlink(session: Session, person_id: str) -> None:
    """Let no school account open the account of a person any more."""
    session.execute(delete(SchoolIdentity).where(SchoolIdentity.person_id == person_id))


def _hash(subject: Subject) -> str:
    """Return what is kept of a subject.

    Without a key, so that a change of keys breaks no link; who has the database has the person too.
    """
    return hashlib.sha256(f"{subject.issuer}\n{subject.name}".encode()).hexdigest()
