"""A staircase of stones with where somebody stood and stands, drawn without a figure on it."""

from dataclasses import dataclass
from typing import Final

WIDTH, HIGH, RISE = 40.0, 22.0, 9.0
PAD: Final = 14.0


@dataclass(frozen=True, slots=True)
class Stone:
    """One stone: its middle, and whether somebody stood or stands there."""

    x: float
    y: float
    mark: str


@dataclass(frozen=True, slots=True)
class Stairs:
    """Stones from low to high; `said` tells in words what the drawing shows."""

    stones: tuple[Stone, ...]
    width: float
    height: float
    said: str


def stairs_of(steps: int, then: int | None, now: int, said: str) -> Stairs:
    """Return a staircase of so many stones; `then` and `now` count from 0."""

    def mark(place: int) -> str:
        if place == now:
            return "both" if place == then else "now"
        return "then" if place == then else ""

    top = (steps - 1) * RISE
    return Stairs(
        stones=tuple(
            Stone(PAD + WIDTH * (place + 0.5), PAD + HIGH / 2 + top - place * RISE, mark(place))
            for place in range(steps)
        ),
        width=2 * PAD + WIDTH * steps,
        height=2 * PAD + HIGH + top,
        said=said,
    )
