"""Locking a signed-in browser while somebody else holds it, and opening it again with a PIN."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey_app.accounts import passwords
from survey_app.accounts.models import LoginSession, Person
from survey_app.accounts.services import end_session, secret_hash
from survey_app.errors import ForbiddenError, InputError

MOST_WRONG_PINS = 5
LONGEST_LOCK = timedelta(hours=2)
"""Nobody answers longer; after it a PIN is not enough."""
SHORTEST_PIN, LONGEST_PIN = 4, 8


class WeakPinError(InputError):
    """The chosen PIN is no row of digits, or the first that anybody tries."""


class Unlocking(StrEnum):
    """What became of a PIN that was typed."""

    OPENED = "opened"
    WRONG = "wrong"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Lock:
    """A browser that was handed over: for which invitation, and whose it is.

    `has_ended` tells that only a new sign-in helps: the session ended, or there is no PIN.
    """

    lent_for: str
    owner_id: str
    owner_name: str
    has_pin: bool
    has_ended: bool


def set_pin(session: Session, person_id: str, pin: str) -> None:
    """Set the PIN of a person, of 4 to 8 digits that are not the first to try."""
    person = session.get_one(Person, person_id)
    if not (pin.isascii() and pin.isdigit() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
        raise WeakPinError(f"Kies {SHORTEST_PIN} tot {LONGEST_PIN} cijfers.")
    steps = {int(second) - int(first) for first, second in pairwise(pin)}
    if steps in ({0}, {1}, {-1}):
        raise WeakPinError("Deze pincode is te makkelijk te raden. Kies losse cijfers.")
    person.pin_hash = passwords.hash_password(pin)
    session.flush()


def lock_session(session: Session, secret: str, lent_for: str, now: datetime) -> None:
    """Lock a session in every tab at once, with all tries; meanwhile one invitation opens on it.

    One that ended, or goes on under another secret, cannot be locked: nobody hands over by it.
    """
    locked = session.execute(
        update(LoginSession)
        .where(LoginSession.secret_hash == secret_hash(secret), LoginSession.ended_at.is_(None))
        .values(locked_at=now, lent_for=lent_for, wrong_pins=0)
    )
    if locked.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        raise ForbiddenError("Log eerst in.")


def lend_on(session: Session, secret: str, lent_for: str) -> bool:
    """Let a locked session open another invitation, and no other page; tell if that is new."""
    done = session.execute(
        update(LoginSession)
        .where(
            LoginSession.secret_hash == secret_hash(secret),
            LoginSession.locked_at.is_not(None),
            LoginSession.lent_for != lent_for,
        )
        .values(lent_for=lent_for)
    )
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult


def lock_of(session: Session, secret: str) -> Lock | None:
    """Return the lock on a browser; it stays when its session ended, until somebody signs in."""
    found = session.execute(
        select(LoginSession, Person)
        .join(Person, Person.id == LoginSession.person_id)
        .where(LoginSession.secret_hash == secret_hash(secret), LoginSession.locked_at.is_not(None))
    ).one_or_none()
    if found is None:
        return None
    login, owner = found
    return Lock(
        lent_for=login.lent_for or "",
        owner_id=owner.id,
        owner_name=owner.name,
        has_pin=owner.pin_hash is not None,
        has_ended=login.ended_at is not None,
    )


def unlock(session: Session, secret: str, pin: str, now: datetime) -> Unlocking:
    """Open a locked session with the PIN; after 5 wrong ones it ends.

    A try is counted before it is judged, in a statement that others wait for, so that many tries
    at once are no more than 5. After `LONGEST_LOCK` only a new sign-in helps.
    """
    claimed = session.execute(
        update(LoginSession)
        .where(
            LoginSession.secret_hash == secret_hash(secret),
            LoginSession.ended_at.is_(None),
            LoginSession.locked_at >= now - LONGEST_LOCK,
            LoginSession.wrong_pins < MOST_WRONG_PINS,
        )
        .values(wrong_pins=LoginSession.wrong_pins + 1)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        if _is_open(session, secret):
            return Unlocking.OPENED  # by the first of two taps
        end_session(session, secret, now)
        return Unlocking.ENDED
    login, owner = session.execute(
        select(LoginSession, Person)
        .join(Person, Person.id == LoginSession.person_id)
        .where(LoginSession.secret_hash == secret_hash(secret))
        .execution_options(populate_existing=True)
    ).one()
    if owner.active and passwords.is_right(pin, owner.pin_hash):
        login.locked_at, login.lent_for = None, None
        login.seen_at = now
        session.flush()
        return Unlocking.OPENED
    if login.wrong_pins < MOST_WRONG_PINS:
        return Unlocking.WRONG
    end_session(session, secret, now)
    return Unlocking.ENDED


def _is_open(session: Session, secret: str) -> bool:
    """Tell whether a session is nobody else's and goes on."""
    open_now = select(LoginSession.locked_at.is_(None) & LoginSession.ended_at.is_(None))
    return bool(session.scalar(open_now.where(LoginSession.secret_hash == secret_hash(secret))))
