"""Making accounts, setting passwords, signing in and out."""

import hashlib
import math
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey_app.accounts import granting, letters, passwords, throttling
from survey_app.accounts.factor_queries import lacks_second_factor
from survey_app.accounts.granting import Wish
from survey_app.accounts.models import (
    CredentialLink,
    LoginSession,
    Organisation,
    Person,
    School,
)
from survey_app.accounts.names import (
    LONGEST_PERSON,
    LONGEST_PHONE,
    LONGEST_PLACE,
    clean_line,
)
from survey_app.accounts.policy import Act, Actor, Owned, demand
from survey_app.accounts.queries import email_prints, has_address, person_by_email
from survey_app.accounts.roles import Right, Role, holds
from survey_app.clock import local_date
from survey_app.errors import InputError
from survey_app.storage import hold

IDLE = timedelta(minutes=30)
LONGEST_SESSION = timedelta(hours=12)
SEEN_STEP = timedelta(minutes=1)
REGIONS = ("Noord", "Midden", "Zuid")
LINK_HOURS = {"invite": 24, "reset": 1}
NOT_IN_AN_ADDRESS = frozenset(',;:<>()[]\\"')
"""What makes a mail server read two addresses, or a comment, where one is meant."""
NO_SCHOOL = "Vul de naam van de school in."
LINK_OVER = "Deze link werkt niet meer. Vraag op de bladzijde Inloggen een nieuwe."
DeviceOf = Callable[[str], str | None]
"""From a person to the id of this browser, where that person signed in on it before."""


class SignInError(InputError):
    """The address and password do not fit together; says nothing about which one."""


class TooManyTriesError(InputError):
    """Too many wrong passwords for one account; `wait` is how long the next try has to wait."""

    def __init__(self, wait: timedelta) -> None:
        minutes = math.ceil(wait / timedelta(minutes=1))
        words = "1 minuut" if minutes == 1 else f"{minutes} minuten"
        super().__init__(f"Te vaak geprobeerd. Wacht {words} en probeer het dan opnieuw.")
        self.wait = wait


class NotAnAddressError(InputError):
    """What was typed can be no e-mail address."""


class KnownAddressError(InputError):
    """There is an account with this address; nothing is told of whose it is."""


class LinkUsedError(InputError):
    """The one-time link was used, replaced or is too old."""


def find_or_make_organisation(session: Session, name: str, *, simulated: bool) -> Organisation:
    """Return the organisation with this name, made when it did not exist."""
    called = clean_line(name, LONGEST_PLACE, "Vul in hoe de organisatie heet.")
    owner = session.scalar(select(Organisation).where(Organisation.name == called))
    if owner is None:
        owner = Organisation(name=called, simulated=simulated)
        session.add(owner)
        session.flush()
    return owner


def find_or_make_school(
    session: Session, organisation: str, school: str, *, simulated: bool
) -> School:
    """Return the school of that organisation, made when it did not exist."""
    owner = find_or_make_organisation(session, organisation, simulated=simulated)
    called = clean_line(school, LONGEST_PLACE, NO_SCHOOL)
    found = session.scalar(
        select(School).where(School.organisation_id == owner.id, School.name == called)
    )
    if found is None:
        found = School(organisation_id=owner.id, name=called)
        session.add(found)
        session.flush()
    return found


def add_school(session: Session, actor: Actor, name: str, region: str) -> School:
    """Add a school to the own organisation; refuses a name that is taken."""
    demand(actor, Act.KEEP_SCHOOLS, Owned(actor.organisation_id, None, None))
    called = clean_line(name, LONGEST_PLACE, NO_SCHOOL)
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
    called = clean_line(name, LONGEST_PERSON, "Vul in hoe deze persoon heet.")
    if session.scalar(select(Person.id).where(has_address(session, address))):
        raise KnownAddressError(
            "An account with this e-mail address exists; use 'user link' for a new link."
        )
    person = Person(
        organisation_id=organisation_id,
        name=called,
        email=address,
        email_print=email_prints(session, address)[0],
        phone=clean_line(phone, LONGEST_PHONE, "Vul het nummer in.") if phone else None,
    )
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


def spelled(email: str) -> str:
    """Return an address in the one spelling by which accounts are stored, found and counted."""
    return email.strip().casefold()


def clean_email(email: str) -> str:
    """Return an address in the one form it is stored in, or raise InputError."""
    address = spelled(email)
    local, at, domain = address.partition("@")
    if (
        not (local and at and "." in domain)
        or any(sign in NOT_IN_AN_ADDRESS or not "!" <= sign <= "~" for sign in address)
        or "@" in domain
        or len(address) > 254
    ):
        raise NotAnAddressError("This is no e-mail address: write it like name@school.example.")
    return address


def make_credential_link(
    session: Session, person: Person, now: datetime, purpose: str = "invite"
) -> str:
    """Return the id of a new one-time link; earlier ones of this person stop working."""
    end_links(session, person.id, now)
    link = CredentialLink(
        organisation_id=person.organisation_id, person_id=person.id, purpose=purpose, made_at=now
    )
    session.add(link)
    session.flush()
    return link.id


def end_links(session: Session, person_id: str, now: datetime, purpose: str | None = None) -> None:
    """Let the open one-time links of a person work no more, all or those of one purpose."""
    query = update(CredentialLink).where(
        CredentialLink.person_id == person_id, CredentialLink.used_at.is_(None)
    )
    if purpose is not None:
        query = query.where(CredentialLink.purpose == purpose)
    session.execute(query.values(used_at=now))


def person_of_link(session: Session, link_id: str, now: datetime) -> Person:
    """Return whose link this is, or raise LinkUsedError."""
    link = session.get(CredentialLink, link_id)
    if link is None or not is_open(link, now):
        raise LinkUsedError(LINK_OVER)
    person = session.get(Person, link.person_id)
    if person is None or not person.active:
        raise LinkUsedError(LINK_OVER)
    return person


def is_open(link: CredentialLink, now: datetime) -> bool:
    """Tell whether a one-time link can still be used."""
    return link.used_at is None and link.made_at >= now - timedelta(hours=LINK_HOURS[link.purpose])


def set_password(session: Session, link_id: str, password: str, now: datetime) -> Person:
    """Set the password through a one-time link, which is used up.

    Other sessions and links of the person end, an old PIN opens nothing any more, and whoever had a
    password before is told by mail.
    """
    person = person_of_link(session, link_id, now)
    passwords.check_strength(password, name=person.name, email=person.email)
    use_up_link(session, person, link_id, now)
    if person.password_hash is not None:
        letters.put(session, person, letters.Kind.PASSWORD_CHANGED, now)
    person.password_hash = passwords.hash_password(password)
    person.pin_hash = None
    end_links(session, person.id, now)
    end_all_sessions(session, person.id, now)
    return person


def use_up_link(session: Session, person: Person, link_id: str, now: datetime) -> None:
    """Use a one-time link of a person; of two at the same instant one raises LinkUsedError.

    The account is held before its links, as whoever closes it does, so that no two wait for each
    other.
    """
    hold(session, person, with_key=False)
    claimed = session.execute(
        update(CredentialLink)
        .where(CredentialLink.id == link_id, CredentialLink.used_at.is_(None))
        .values(used_at=now)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        raise LinkUsedError(LINK_OVER)


def give_password(session: Session, person: Person, password: str) -> None:
    """Set a password directly; only for throw-away demonstration data."""
    person.password_hash = passwords.hash_password(password)
    session.flush()


def nowhere(person_id: str) -> str | None:
    """Say of every browser that nobody signed in on it before."""
    return None


def check_password(
    session: Session,
    email: str,
    password: str,
    address: str,
    now: datetime,
    device_of: DeviceOf = nowhere,
) -> Person:
    """Return the person whose address and password these are, or raise.

    Never tells which was wrong: a name that nobody has waits and takes as long as any other.
    """
    person = person_by_email(session, email)
    attempt = _attempt(session, email, person, address, device_of)
    wait = throttling.wait_for(session, attempt, now)
    if wait is not None:
        raise TooManyTriesError(wait)
    fits = passwords.is_right(password, person.password_hash if person else None)
    if person is None or not fits or not person.active:
        raise SignInError("E-mailadres en wachtwoord passen niet bij elkaar.")
    return person


def note_failure(
    session: Session, email: str, address: str, now: datetime, device_of: DeviceOf = nowhere
) -> throttling.Spray | None:
    """Count a wrong password; tell when many accounts are tried from that place."""
    person = person_by_email(session, email)
    return throttling.note(session, _attempt(session, email, person, address, device_of), now)


def _attempt(
    session: Session, email: str, person: Person | None, address: str, device_of: DeviceOf
) -> throttling.Attempt:
    device = device_of(person.id if person else "")
    return throttling.attempt_of(session, spelled(email), address, device)


def start_session(
    session: Session, person: Person, now: datetime, browser: str | None = None
) -> str:
    """Begin a signed-in session and return its secret for the cookie.

    Whoever signs in needs no link to reset the password any more.
    """
    end_links(session, person.id, now, "reset")
    secret = secrets.token_urlsafe(32)
    session.add(
        LoginSession(
            secret_hash=secret_hash(secret),
            organisation_id=person.organisation_id,
            person_id=person.id,
            started_at=now,
            seen_at=now,
            browser=browser,
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


def end_all_sessions(
    session: Session, person_id: str, now: datetime, but: str | None = None
) -> None:
    """End every session of a person, or all but the one with this secret."""
    query = update(LoginSession).where(
        LoginSession.person_id == person_id, LoginSession.ended_at.is_(None)
    )
    if but is not None:
        query = query.where(LoginSession.secret_hash != secret_hash(but))
    session.execute(query.values(ended_at=now))


def actor_of_session(session: Session, secret: str, now: datetime, today: date) -> Actor | None:
    """Return who holds this session now, or None when it ended, idled too long or is locked."""
    found = session.execute(
        select(LoginSession, Person, lacks_second_factor())
        .join(Person, Person.id == LoginSession.person_id)
        .where(
            LoginSession.secret_hash == secret_hash(secret),
            LoginSession.ended_at.is_(None),
            LoginSession.locked_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        return None
    login, person, lacks = found
    if login.seen_at < now - IDLE or login.started_at < now - LONGEST_SESSION or not person.active:
        return None
    return replace(actor(person, today), lacks_second_factor=lacks)


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
