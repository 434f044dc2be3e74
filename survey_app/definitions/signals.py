"""Which answers of a questionnaire a coach must see, and how soon."""

from dataclasses import dataclass
from enum import StrEnum


class SignalLevel(StrEnum):
    """How soon the coach must see an answer."""

    TODAY = "today"
    TWO_DAYS = "two_days"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Signal:
    """Answers that a coach must see, and how soon.

    One of three ways: the answer to `item` is one of `options`; at least `at_least` of `items`
    have such an answer; the step of `item` is `drop` or more lower than the last time.

    Attributes
    ----------
    item : str or None
        The one item that is watched; None when several are counted.
    options : tuple of str
        The answers that count; empty for a drop.
    items : tuple of str
        The items that are counted together.
    drop : int or None
        In steps, against what the same informant answered last on the same list.
    """

    item: str | None
    options: tuple[str, ...]
    level: SignalLevel
    items: tuple[str, ...] = ()
    at_least: int | None = None
    drop: int | None = None

    @property
    def watched(self) -> tuple[str, ...]:
        """The items whose answers can raise it."""
        return self.items if self.item is None else (self.item,)
