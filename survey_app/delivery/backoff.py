"""How long to wait before a message is tried again, and when it is given up."""

import hashlib
from datetime import datetime, timedelta
from typing import Final

STEPS: Final = tuple(timedelta(minutes=each) for each in (1, 2, 5, 10, 20, 40))
LONGEST: Final = timedelta(hours=1)
GIVE_UP_AFTER: Final = timedelta(days=4)
"""As long as mail servers keep trying (RFC 5321, 4.5.4.1: at least 4 to 5 days)."""
SPREAD: Final = 0.25


def next_try(message_id: str, attempts: int, now: datetime) -> datetime:
    """Return when a message is tried again after so many attempts.

    Up to a quarter later than the step says, each message its own share, so that what failed
    together does not come back together.
    """
    step = STEPS[attempts - 1] if attempts <= len(STEPS) else LONGEST
    share = hashlib.sha256(f"{message_id} {attempts}".encode()).digest()[0] / 255
    return now + step * (1 + SPREAD * share)


def is_given_up(trying_since: datetime, now: datetime) -> bool:
    """Tell whether a message was tried long enough."""
    return now - trying_since >= GIVE_UP_AFTER
