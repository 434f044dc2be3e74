"""Counting wrong codes per internet address.

Only what is wrong is counted and only what is wrong is slowed down: behind one address may sit a
whole school, so a right code always opens, and opening with one takes nothing off the count. What
keeps codes from being guessed is their length; the count tells who tries to stop, and above the
limit a wrong code writes nothing, so that a flood of them costs no more than reading.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from survey_app.invitations.models import WrongCode

ALLOWED: Final = 50
WINDOW: Final = timedelta(minutes=10)


def wait_for(session: Session, place: str, now: datetime) -> timedelta | None:
    """Return how long this address has to wait after a wrong code; None while there were few."""
    count, first = session.execute(
        select(func.count(), func.min(WrongCode.at)).where(
            WrongCode.counter_key == place, WrongCode.at > now - WINDOW
        )
    ).one()
    return min(first + WINDOW - now, WINDOW) if count >= ALLOWED else None


def note_wrong(session: Session, place: str, now: datetime) -> None:
    """Count a wrong code and forget those that are too old to count, of every address."""
    session.execute(delete(WrongCode).where(WrongCode.at <= now - WINDOW))
    session.add(WrongCode(counter_key=place, at=now))
    session.flush()
