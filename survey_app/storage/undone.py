"""Doing an act once more that the database undid, because two waited for each other (AC-109).

PostgreSQL ends such a wait by undoing one of the two transactions, whole. That one can simply be
done again, unless the act stored something before in a transaction of its own.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, TypeVar

from sqlalchemy.exc import SQLAlchemyError

Done = TypeVar("Done")
MOST_TIMES: Final = 3
_UNDONE: Final = frozenset({"40001", "40P01"})
"""Could not serialise, and deadlock detected: https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html"""


@dataclass(slots=True)
class _Act:
    """What the transactions of an act came to so far."""

    stored: bool = False
    undone: bool = False


_ACT: ContextVar[_Act | None] = ContextVar("act", default=None)


def once_more_when_undone(
    do: Callable[[], Done], before_again: Callable[[], None] = lambda: None
) -> Done:
    """Return what `do` gives; do it again, three times at most, while nothing of it was stored.

    `do` may raise that its transaction failed, or give an answer that says so. What was read before
    it is forgotten by `before_again`.
    """
    for _ in range(MOST_TIMES - 1):
        act = _Act()
        token = _ACT.set(act)
        try:
            done = do()
        except Exception:
            if act.stored or not act.undone:
                raise
        else:
            if act.stored or not act.undone:
                return done
        finally:
            _ACT.reset(token)
        before_again()
    return do()


def note_stored() -> None:
    """Note that a transaction of the act under way was committed."""
    act = _ACT.get()
    if act is not None:
        act.stored = True


def note_failure(error: SQLAlchemyError) -> None:
    """Note that a transaction of the act under way failed."""
    act = _ACT.get()
    if act is not None and getattr(getattr(error, "orig", None), "sqlstate", None) in _UNDONE:
        act.undone = True
