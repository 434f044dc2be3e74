"""What composing a message and handing it over can come to: values, no exceptions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it goes: to one address, the text, and for a mail its head and a second form.

    `reference` is the same whenever it is tried again, so that a receiver can fold two, and another
    one when a person sends it again.
    `reader` is by what the address is known to who composed it, for when it turns out to take none.
    """

    reference: str
    to: str
    text: str
    subject: str = ""
    html: str | None = None
    sender_name: str = ""
    language: str = "nl"
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """It is not sent any more: answered, revoked, withdrawn, too late."""

    reason: str


@dataclass(frozen=True, slots=True)
class Postponed:
    """It is not sent now; the same message goes at another moment."""

    until: datetime
    reason: str


Composed = Letter | Dropped | Postponed


@dataclass(frozen=True, slots=True)
class Accepted:
    """The other side took it."""


@dataclass(frozen=True, slots=True)
class NotNow:
    """It was not taken, and may be tried again; `unreachable` says that nothing can go now."""

    reason: str
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not taken and never will be; `address` tells that the address is at fault."""

    reason: str
    address: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """It was handed over and nobody knows whether it was taken: it is never sent blindly again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """At the last moment it turned out that it should not go; nothing was handed over."""


Outcome = Accepted | NotNow | Refused | Unknown | Withheld


class Sender(Protocol):
    """Hands letters over to one channel."""

    def hand_over(self, letter: Letter, may_go: Callable[[], bool]) -> Outcome:
        """Hand a letter over.

        `may_go` is asked once, at the last moment at which nothing was handed over yet. After a
        yes, only an answer of the other side makes the outcome anything but Unknown.
        """

    def close(self) -> None:
        """Let go of connections."""
