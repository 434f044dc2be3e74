"""Making accounts, setting passwords, signing in and out."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from survey_app.accounts import granting, passwords
from survey_app.accounts.granting import Wish
from survey_app.accounts.models import (
    CredentialLink,
    FailedSignIn,
    LoginSession,
    Organisation,
    Person,
    School,
)
from survey_app.accounts.policy import Act, Actor, Owned, demand
from survey_app.accounts.roles import Right, Role, holds
from survey_app.clock import local_date
from survey_app.errors import InputError

IDLE = timedelta(minutes=30)
LONGEST_SESSION = timedelta(hours=12)
SEEN_STEP = timedelta(minutes=1)
LINK_HOURS = 24
REGIONS = ("Noord", "Midden", "Zuid")
FAILURES_ALLOWED = 10
FAILURE_WINDOW = timedelta(minutes=15)


class SignInError(InputError):
    """The address and password do not fit together; says nothing about which one."""


class TooManyTriesError(InputError):
    """Too many wrong passwords from one place for one account."""


class KnownAddressError(InputError):
    """There is an account with this address; nothing is told of whose it is."""


class LinkUsedError(InputError):
    """The one-time link was used, replaced or is too old."""


def find_or_make_organisation(session: Session, name: str, *, simulated: bool) -> Organisation:
    """Return the organisation with this name, made when it did not exist."""
    owner = session.scalar(select(Organisation).where(Organisation.name == name))
    if owner is None:
        owner = Organisation(name=name, simulated=simulated)
        session.add(owner)
        session.flush()
    return owner


def find_or_make_school(
    session: Session, organisation: str, school: str, *, simulated: bool
) -> School:
    """Return the school of that organisation, made when it did not exist."""
    owner = find_or_make_organisation(session, organisation, simulated=simulated)
    found = session.scalar(
        select(School).where(School.organisation_id == owner.id, School.name == school)
    )
    if found is None:
        found = School(organisation_id=owner.id, name=school)
        session.add(found)
        session.flush()
    return found


def add_school(session: Session, actor: Actor, name: str, region: str) -> School:
    """Add a school to the own organisation; refuses a name that is taken."""
    demand(actor, Act.KEEP_SCHOOLS, Owned(actor.organisation_id, None, None))
    called = " ".join(name.split())
    if not called:
        raise InputError("Vul de naam van de school in.")
    if region not in REGIONS:
        raise InputError("Kies een regio.")
    taken = select(School.id).where(
        School.organisation_id == actor.organisation_id, School.name == called
    )
    if session.scalar(taken) is not None:
        raise InputError("Een school met deze naam is er al.")
    school = School(organisation_id=actor.organisation_id, name=called, region=region)
    session.add(school)
    session.flush()
    return school


def add_person(
    session: Session, organisation_id: str, *, name: str, email: str, phone: str | None = None
) -> Person:
    """Make an account without a password and without rights; refuses a known address."""
    address = clean_email(email)
    if not name.strip():
        raise InputError("Vul in hoe deze persoon heet.")
    if session.scalar(select(Person.id).where(Person.email == address)):
        raise KnownAddressError(
            "An account with this e-mail address exists; use 'user link' for a new link."
        )
    person = Person(organisation_id=organisation_id, name=name.strip(), email=address, phone=phone)
    session.add(person)
    session.flush()
    return person


def add_coach(
    session: Session, school: School, *, name: str, email: str, phone: str | None, now: datetime
) -> Person:
    """Make an account without a password for a coach at a school; refuses a known address."""
    person = add_person(session, school.organisation_id, name=name, email=email, phone=phone)
    wish = Wish(Role.COACH, local_date(now), school_id=school.id)
    granting.write(session, person, wish, now, given_by=None)
    return person


def account_kept(session: Session, actor: Actor, person_id: str) -> Person:
    """Return an account of the own organisation that this person keeps, else as if it were not."""
    person = session.get(Person, person_id)
    demand(actor, Act.KEEP_ACCOUNTS, Owned(person.organisation_id if person else None, None, None))
    return session.get_one(Person, person_id, with_for_update={"key_share": True})


def clean_email(email: str) -> str:
    """Return an address in the one form it is stored in, or raise InputError."""
    address = email.strip().casefold()
    local, at, domain = address.partition("@")
    if (
        not (local and at and "." in domain)
        or any(c.isspace() for c in address)
        or len(address) > 254
    ):
        raise InputError("This is no e-mail address: write it like name@school.example.")
    return address


def make_credential_link(session: Session, person: Person, now: datetime) -> str:
    """Return the id of a new one-time link; earlier ones of this person stop working."""
    session.execute(
        update(CredentialLink)
        .where(CredentialLink.person_id == person.id, CredentialLink.used_at.is_(None))
        .values(used_at=now)
    )
    link = CredentialLink(organisation_id=person.organisation_id, person_id=person.id, made_at=now)
    session.add(link)
    session.flush()
    return link.id


def person_of_link(session: Session, link_id: str, now: datetime) -> Person:
    """Return whose link this is, or raise LinkUsedError."""
    link = session.get(CredentialLink, link_id)
    if link is None or link.used_at is not None or link.made_at < now - timedelta(hours=LINK_HOURS):
        raise LinkUsedError("Deze link werkt niet meer. Vraag de beheerder om een nieuwe.")
    person = session.get(Person, link.person_id)
    if person is None or not person.active:
        raise LinkUsedError("Deze link werkt niet meer. Vraag de beheerder om een nieuwe.")
    return person


def set_password(session: Session, link_id: str, password: str, now: datetime) -> Person:
    """Set the password through a one-time link, which is used up.

    Other sessions of the person end, and an old PIN opens nothing any more.
    """
    person = person_of_link(session, link_id, now)
    passwords.check_strength(password, name=person.name, email=person.email)
    claimed = session.execute(
        update(CredentialLink)
        .where(CredentialLink.id == link_id, CredentialLink.used_at.is_(None))
        .values(used_at=now)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        raise LinkUsedError("Deze link werkt niet meer. Vraag de beheerder om een nieuwe.")
    person.password_hash = passwords.hash_password(password)
    person.pin_hash = None
    end_all_sessions(session, person.id, now)
    return person


def give_password(session: Session, person: Person, password: str) -> None:
    """Set a password directly; only for throw-away demonstration data."""
    person.password_hash = passwords.hash_password(password)
    session.flush()


def check_password(
    session: Session, email: str, password: str, address: str, now: datetime
) -> Person:
    """Return the person whose address and password these are, or raise.

    Never tells which was wrong.
    """
    key = _counter_key(email, address)
    failures = session.scalar(
        select(func.count()).where(
            FailedSignIn.counter_key == key, FailedSignIn.at > now - FAILURE_WINDOW
        )
    )
    if failures is not None and failures >= FAILURES_ALLOWED:
        raise TooManyTriesError(
            "Te vaak geprobeerd. Wacht een kwartier en probeer het dan opnieuw."
        )
    person = session.scalar(select(Person).where(Person.email == email.strip().casefold()))
    fits = passwords.is_right(password, person.password_hash if person else None)
    if person is None or not fits or not person.active:
        raise SignInError("E-mailadres en wachtwoord passen niet bij elkaar.")
    return person


def note_failure(session: Session, email: str, address: str, now: datetime) -> None:
    """Count a wrong password and forget those that are too old to count."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.at < now - FAILURE_WINDOW))
    session.add(FailedSignIn(counter_key=_counter_key(email, address), at=now))
    session.flush()


def start_session(session: Session, person: Person, now: datetime) -> str:
    """Begin a signed-in session and return its secret for the cookie."""
    secret = secrets.token_urlsafe(32)
    session.add(
        LoginSession(
            secret_hash=secret_hash(secret),
            organisation_id=person.organisation_id,
            person_id=person.id,
            started_at=now,
            seen_at=now,
        )
    )
    session.flush()
    return secret


def end_session(session: Session, secret: str, now: datetime) -> None:
    """End one session: its cookie is worthless from now on, also a copied one."""
    session.execute(
        update(LoginSession)
        .where(LoginSession.secret_hash == secret_hash(secret), LoginSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_all_sessions(session: Session, person_id: str, now: datetime) -> None:
    """End every session of a person."""
    session.execute(
        update(LoginSession)
        .where(LoginSession.person_id == person_id, LoginSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def actor_of_session(session: Session, secret: str, now: datetime, today: date) -> Actor | None:
    """Return who holds this session now, or None when it ended, idled too long or is locked."""
    found = session.execute(
        select(LoginSession, Person)
        .join(Person, Person.id == LoginSession.person_id)
        .where(
            LoginSession.secret_hash == secret_hash(secret),
            LoginSession.ended_at.is_(None),
            LoginSession.locked_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        return None
    login, person = found
    if login.seen_at < now - IDLE or login.started_at < now - LONGEST_SESSION or not person.active:
        return None
    return actor(person, today)


def is_stale(session: Session, secret: str, now: datetime) -> bool:
    """Tell whether the idle clock of a session must be moved on."""
    seen_at = session.scalar(
        select(LoginSession.seen_at).where(LoginSession.secret_hash == secret_hash(secret))
    )
    return seen_at is not None and seen_at < now - SEEN_STEP


def note_seen(session: Session, secret: str, now: datetime) -> None:
    """Move the idle clock of a session on, at most once a minute."""
    session.execute(
        update(LoginSession)
        .where(
            LoginSession.secret_hash == secret_hash(secret), LoginSession.seen_at < now - SEEN_STEP
        )
        .values(seen_at=now)
    )


def actor(person: Person, today: date) -> Actor:
    """Return the person as an actor with the rights of today."""
    return Actor(
        person_id=person.id,
        organisation_id=person.organisation_id,
        name=person.name,
        rights=frozenset(
            Right(Role(grant.role), grant.school_id, grant.coach_id, grant.traject_id)
            for grant in person.roles
            if grant.ended_at is None and holds(grant.starts_on, grant.ends_on, today)
        ),
    )


def secret_hash(secret: str) -> str:
    """Return what is kept of the secret of a session."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _counter_key(email: str, address: str) -> str:
    return secret_hash(f"{email.strip().casefold()}|{address}")
