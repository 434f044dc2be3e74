"""Counting wrong passwords, so that guessing gets nowhere and nobody is locked out by a stranger.

Three counters, each of which slows down only what it counts:

- an account at one place (a network): ten in a quarter of an hour, then it waits;
- an account wherever it is tried: after twenty in a day each next try waits longer, up to a quarter
  of an hour. That is for who has many addresses;
- an account on a device its owner signed in on before: ten in a quarter of an hour, whatever was
  tried elsewhere. So 1,000 tries from abroad do not keep a director out of the own computer.

Nothing is refused because of a place alone: behind one address sits a whole school. That many
accounts are tried from one is noticed and told. A success takes nothing off any counter. All are in
the database, so they hold over all workers; they keep keyed fingerprints, no names or addresses.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, false, func, or_, select
from sqlalchemy.orm import Session

from survey_app.accounts.models import FailedSignIn
from survey_app.accounts.networks import network_of
from survey_app.storage import fingerprints

FAILURES_ALLOWED: Final = 10
FAILURE_WINDOW: Final = timedelta(minutes=15)
ACCOUNT_ALLOWED: Final = 20
ACCOUNT_WINDOW: Final = timedelta(days=1)
FIRST_DELAY: Final = timedelta(seconds=15)
LONGEST_DELAY: Final = timedelta(minutes=15)
SPRAY_ACCOUNTS: Final = 20
SPRAY_WINDOW: Final = timedelta(hours=1)
"""More accounts than a team room mistypes in an hour."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Under which names a try is counted; on a known device the account as a whole is not."""

    counter: str
    account: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Spray:
    """So many accounts were tried from one place in the last hour."""

    place: str
    accounts: int


def attempt_of(session: Session, email: str, address: str, device: str | None) -> Attempt:
    """Return how a try of this account is counted; `device` is a known one of its owner."""
    network = network_of(address)
    where = f"place {network}" if device is None else f"device {device}"
    return Attempt(
        counter=_key(session, f"{email}|{where}"),
        account=_key(session, f"account {email}") if device is None else None,
        place=_key(session, f"place {network}"),
    )


def wait_for(session: Session, attempt: Attempt, now: datetime) -> timedelta | None:
    """Return how long the next try has to wait; None when it need not."""
    here = (FailedSignIn.counter_key == attempt.counter) & (FailedSignIn.at > now - FAILURE_WINDOW)
    anywhere = (FailedSignIn.account_key == attempt.account) if attempt.account else false()
    lately, first, tried, last = session.execute(
        select(
            func.count().filter(here),
            func.min(FailedSignIn.at).filter(here),
            func.count().filter(anywhere),
            func.max(FailedSignIn.at).filter(anywhere),
        ).where(
            or_(FailedSignIn.counter_key == attempt.counter, anywhere),
            FailedSignIn.at > now - ACCOUNT_WINDOW,
        )
    ).one()
    waits: list[timedelta] = []
    if lately >= FAILURES_ALLOWED:
        waits.append(first + FAILURE_WINDOW - now)
    if tried >= ACCOUNT_ALLOWED:
        waits.append(last + delay_after(tried) - now)
    longest = max(waits, default=timedelta())
    return longest if longest > timedelta() else None


def delay_after(failures: int) -> timedelta:
    """Return how long an account waits after so many wrong passwords: twice as long each time."""
    doublings = min(failures - ACCOUNT_ALLOWED, 10)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


def note(session: Session, attempt: Attempt, now: datetime) -> Spray | None:
    """Count a wrong password and forget what is too old; tell when it is one of a spray.

    For the account as a whole one place counts no more often than it may guess.
    """
    session.execute(delete(FailedSignIn).where(FailedSignIn.at < now - ACCOUNT_WINDOW))
    mine = FailedSignIn.counter_key == attempt.counter
    in_window, in_hour = session.execute(
        select(
            func.count().filter(FailedSignIn.at > now - FAILURE_WINDOW),
            func.count().filter(FailedSignIn.at > now - SPRAY_WINDOW),
        ).where(mine, FailedSignIn.at > now - max(FAILURE_WINDOW, SPRAY_WINDOW))
    ).one()
    session.add(
        FailedSignIn(
            counter_key=attempt.counter,
            account_key=attempt.account if in_window < FAILURES_ALLOWED else None,
            place_key=attempt.place,
            at=now,
        )
    )
    session.flush()
    accounts = session.scalar(
        select(func.count(func.distinct(FailedSignIn.counter_key))).where(
            FailedSignIn.place_key == attempt.place, FailedSignIn.at > now - SPRAY_WINDOW
        )
    )
    is_new_account = in_hour == 0
    if accounts and is_new_account and accounts % SPRAY_ACCOUNTS == 0:
        return Spray(attempt.place, accounts)
    return None


def sprays(session: Session, now: datetime) -> list[Spray]:
    """Return from which places many accounts were tried in the last hour, most first."""
    accounts = func.count(func.distinct(FailedSignIn.counter_key))
    found = session.execute(
        select(FailedSignIn.place_key, accounts)
        .where(FailedSignIn.at > now - SPRAY_WINDOW, FailedSignIn.place_key.is_not(None))
        .group_by(FailedSignIn.place_key)
        .having(accounts >= SPRAY_ACCOUNTS)
        .order_by(accounts.desc())
    )
    return [Spray(str(place), number) for place, number in found]


def _key(session: Session, text: str) -> str:
    return fingerprints(session, text, "failed_sign_in")[0]
