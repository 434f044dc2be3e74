"""From where something is done and in which roles, told once by the edge and read by every line.

The edge sets it for a request or a command; nobody between the edge and the trail passes it on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from survey_app.accounts.policy import Actor


@dataclass(frozen=True, slots=True)
class Origin:
    """The address of a client or the name of a command, and who is known to act there."""

    place: str | None = None
    person_id: str | None = None
    roles: tuple[str, ...] = ()


NOWHERE = Origin()
"""Where a thread acts that nobody told from where."""
_HERE = ContextVar("kansmeter_origin", default=NOWHERE)


def command_line(name: str) -> Origin:
    """Return the command line as an origin, with the name of the command."""
    return Origin(f"command line: {name}")


def here() -> Origin:
    """Return from where this thread acts now."""
    return _HERE.get()


def move_to(origin: Origin) -> None:
    """Act from here from now on; for an edge that has a hook at the begin and one at the end."""
    _HERE.set(origin)


@contextmanager
def coming_from(origin: Origin) -> Iterator[None]:
    """Act from here inside the block."""
    before = _HERE.set(origin)
    try:
        yield
    finally:
        _HERE.reset(before)


def acting_as(actor: Actor) -> None:
    """Tell who acts here, once that is known; lines of anybody else get no roles."""
    move_to(replace(here(), person_id=actor.person_id, roles=roles_of(actor)))


def roles_of(actor: Actor) -> tuple[str, ...]:
    """Return the roles that a person holds today."""
    return tuple(sorted(actor.roles))
