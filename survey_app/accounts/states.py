"""Switching accounts off and on, and who there are."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.models import Organisation, Person, School
from survey_app.accounts.roles import holds
from survey_app.accounts.services import end_all_sessions, end_links
from survey_app.errors import InputError


@dataclass(frozen=True, slots=True)
class Account:
    """An account as an operator sees it, with the roles of today."""

    email: str
    name: str
    organisation: str
    active: bool
    has_password: bool
    roles: tuple[str, ...]


def switch_off(session: Session, person: Person, now: datetime) -> None:
    """Switch an account off: nobody signs in, and its sessions and open links end at once."""
    if not person.active:
        raise InputError("This account is switched off already.")
    person.active = False
    end_all_sessions(session, person.id, now)
    end_links(session, person.id, now)
    session.flush()


def switch_on(session: Session, person: Person) -> None:
    """Switch an account on again; its password and roles are those it had."""
    if person.active:
        raise InputError("This account is not switched off.")
    person.active = True
    session.flush()


def accounts(session: Session, today: date) -> list[Account]:
    """Return every account, by organisation and address."""
    schools = dict(session.execute(select(School.id, School.name)).all())
    found = session.execute(
        select(Person, Organisation.name).join(
            Organisation, Organisation.id == Person.organisation_id
        )
    )
    return [
        Account(
            email=person.email,
            name=person.name,
            organisation=organisation,
            active=person.active,
            has_password=person.password_hash is not None,
            roles=tuple(
                f"{grant.role} at {schools.get(grant.school_id or '', organisation)}"
                for grant in person.roles
                if grant.ended_at is None and holds(grant.starts_on, grant.ends_on, today)
            ),
        )
        for person, organisation in sorted(found, key=lambda row: (row[1], row[0].email))
    ]
