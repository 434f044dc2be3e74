"""The two axes: a height for every score and a place in time for every day."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from survey_app.charts.lettering import lines_of, width_of
from survey_app.charts.shapes import EDGE, LINE, SOFT, Shape, Stroke, Words
from survey_app.charts.values import Days, Tick, Width
from survey_app.dutch import SHORT_MONTHS

LETTER = 13.0
LINE_HEIGHT = 15.0
TICK = 5.0
SHEETS: dict[Width, float] = {"wide": 640.0, "panel": 340.0, "narrow": 294.0}
"""How wide a picture is, in px."""
CLOSEST_TICKS = 14.0
RIGHT_MARGIN = 12.0


@dataclass(frozen=True)
class Line:
    """A numeric axis from one place to another."""

    lowest: float
    highest: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the place of a value in px."""
        share = (value - self.lowest) / (self.highest - self.lowest)
        return self.start + share * (self.end - self.start)


@dataclass(frozen=True)
class Room:
    """The rectangle of the plot and the ranges it stands for."""

    left: float
    top: float
    right: float
    bottom: float
    lowest: float
    highest: float
    first_day: date
    last_day: date

    @property
    def days(self) -> Days:
        """The first and the last day of the time axis."""
        return self.first_day, self.last_day

    def x(self, day: date) -> float:
        """Return the place of a day; equal numbers of days are equally wide."""
        share = (day - self.first_day).days / (self.last_day - self.first_day).days
        return self.left + share * (self.right - self.left)

    def y(self, value: float) -> float:
        """Return the height of a score; more points are always higher."""
        return Line(self.lowest, self.highest, self.bottom, self.top).at(value)


@dataclass(frozen=True)
class ScaleWords:
    """The words of the vertical axis, broken into lines."""

    ticks: tuple[tuple[Tick, tuple[str, ...]], ...]

    @classmethod
    def of(cls, ticks: tuple[Tick, ...], limit: float) -> "ScaleWords":
        """Break each word so that none is wider than `limit` px."""
        upward = sorted(ticks, key=lambda tick: tick.value)
        return cls(tuple((tick, lines_of(tick.word, limit, LETTER)) for tick in upward))

    @property
    def width(self) -> float:
        """The widest line in px."""
        return max(width_of(line, LETTER) for _, lines in self.ticks for line in lines)

    @property
    def overhang(self) -> float:
        """How far words of several lines at either end reach beyond those of one line, in px."""
        longest = max(len(lines) for _, lines in (self.ticks[0], self.ticks[-1]))
        return (longest - 1) / 2 * LINE_HEIGHT

    def height_for(self, lowest: float, highest: float) -> float:
        """Return the least height in px at which no two words touch."""
        needs = [
            ((len(above) + len(below)) / 2 * LINE_HEIGHT + 5) / (upper.value - lower.value)
            for (lower, below), (upper, above) in pairwise(self.ticks)
        ]
        return max(needs) * (highest - lowest)

    def shapes(self, room: Room) -> list[Shape]:
        """Return the horizontal lines with their words at the left."""
        shapes: list[Shape] = []
        for tick, lines in self.ticks:
            y = room.y(tick.value)
            facts = {"kind": "tick", "value": repr(float(tick.value))}
            shapes.append(Stroke(((room.left, y), (room.right, y)), LINE, facts=facts))
            for row, line in enumerate(lines):
                baseline = y + 0.36 * LETTER + (row - (len(lines) - 1) / 2) * LINE_HEIGHT
                shapes.append(Words(line, room.left - 8, baseline, colour=SOFT, anchor="end"))
        return shapes


def month_shapes(room: Room) -> list[Shape]:
    """Return the ticks at the first day of each month, with as many month words as fit."""
    starts = _month_starts(room.first_day, room.last_day)
    widest = max(width_of(word, LETTER) for word in SHORT_MONTHS) + 20
    gap = room.x(starts[1]) - room.x(starts[0]) if len(starts) > 1 else widest
    every = next((step for step in (1, 2, 3, 6, 12) if step * gap >= widest), 12)
    shapes: list[Shape] = []
    for number, start in enumerate(starts):
        if number % every and gap < CLOSEST_TICKS:
            continue
        x = room.x(start)
        shapes.append(Stroke(((x, room.bottom), (x, room.bottom + TICK)), EDGE))
        if number % every:
            continue
        word = SHORT_MONTHS[start.month - 1]
        half = width_of(word, LETTER) / 2
        middle = min(max(x, room.left + half), room.right - half + 8)
        facts = {"kind": "month", "on": start.isoformat()}
        shapes.append(
            Words(word, middle, room.bottom + 19, colour=SOFT, anchor="middle", facts=facts)
        )
    return shapes


def _month_starts(first: date, last: date) -> list[date]:
    starts = []
    day = first if first.day == 1 else _next_month(first)
    while day <= last:
        starts.append(day)
        day = _next_month(day)
    return starts


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
