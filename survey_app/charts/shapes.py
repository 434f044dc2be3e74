"""The few shapes a chart is made of, in px from the top left corner."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from survey_app.charts.lettering import width_of
from survey_app.charts.values import Informant

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]
Sign = Literal["circle", "square", "triangle", "diamond"]
Facts = dict[str, str]
"""What a shape stands for; becomes data attributes in the SVG."""

INK = "#221D26"
SOFT = "#57505C"
EDGE = "#7C7482"
LINE = "#DCD6DB"
WHITE = "#FFFFFF"
HEATHER = "#6B3572"
HEATHER_LIGHT = "#F4ECF5"
STONE = "#EAE5E0"
STONE_EDGE = "#8A8079"
NOTICE_GROUND = "#FFF3D6"
NOTICE_EDGE = "#8A6200"
INFORMANT_COLOURS: dict[Informant, str] = {
    "child": "#C8720C",
    "parent": "#1D4F91",
    "teacher": "#1A8574",
    "coach": "#2F2A35",
    "ib": "#1A8574",
}
"""Who works at the school shares a colour; the signs differ."""
INFORMANT_SIGNS: dict[Informant, Sign] = {
    "child": "circle",
    "parent": "square",
    "teacher": "triangle",
    "coach": "diamond",
    "ib": "diamond",
}
REACHES: dict[Sign, float] = {"circle": 6.0, "square": 5.5, "triangle": 8.4, "diamond": 7.5}
"""From the middle of an informant's mark to its farthest point along an axis."""
MARK_REACH = 8.5
"""The largest of these, so that words keep clear of any mark."""
DOTTED = (2.0, 5.0)


@dataclass(frozen=True)
class Box:
    """A rectangle that is taken."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        """Tell whether two rectangles share any area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: "Box") -> bool:
        """Tell whether this rectangle lies wholly inside another."""
        return (
            other.left <= self.left
            and other.top <= self.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )

    def free_of(self, taken: Iterable["Box"]) -> bool:
        """Tell whether nothing taken is touched."""
        return not any(self.touches(box) for box in taken)


@dataclass(frozen=True)
class Words:
    """One line of text on its baseline."""

    text: str
    x: float
    y: float
    size: float = 13
    bold: bool = False
    colour: str = INK
    anchor: Anchor = "start"
    facts: Facts = field(default_factory=dict)

    @property
    def box(self) -> Box:
        """The room the line takes."""
        width = width_of(self.text, self.size, bold=self.bold)
        before = {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        left = self.x - before
        return Box(left, self.y - 0.78 * self.size, left + width, self.y + 0.24 * self.size)


@dataclass(frozen=True)
class Stroke:
    """A line through points."""

    points: tuple[Point, ...]
    colour: str
    width: float = 1
    opacity: float = 1
    dash: tuple[float, ...] = ()
    facts: Facts = field(default_factory=dict)

    def boxes(self) -> list[Box]:
        """Boxes along the line, small on a slope, so that no word slips through."""
        boxes = []
        for (x0, y0), (x1, y1) in pairwise(self.points):
            if x0 == x1 or y0 == y1:
                left, right = sorted((x0, x1))
                top, bottom = sorted((y0, y1))
                boxes.append(Box(left - 2, top - 2, right + 2, bottom + 2))
                continue
            steps = math.ceil(math.hypot(x1 - x0, y1 - y0) / 3)
            for step in range(steps + 1):
                x = x0 + (x1 - x0) * step / steps
                y = y0 + (y1 - y0) * step / steps
                boxes.append(Box(x - 2, y - 2, x + 2, y + 2))
        return boxes


@dataclass(frozen=True)
class Area:
    """A filled polygon."""

    points: tuple[Point, ...]
    fill: str
    opacity: float = 1
    edge: str | None = None
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class Mark:
    """A sign whose middle is the data point.

    `reach` goes from the middle to the farthest point along an axis.
    """

    x: float
    y: float
    sign: Sign
    colour: str
    open: bool = False
    reach: float = 0
    facts: Facts = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        informant: Informant,
        x: float,
        y: float,
        *,
        open: bool = False,
        facts: Facts | None = None,
    ) -> "Mark":
        """Return the mark of an informant; an open one is a second person of that role."""
        sign = INFORMANT_SIGNS[informant]
        colour = INFORMANT_COLOURS[informant]
        return cls(x, y, sign, colour, open, REACHES[sign], facts or {})

    @property
    def box(self) -> Box:
        """The room the mark takes."""
        reach = MARK_REACH if self.reach > 5 else self.reach + 1
        return Box(self.x - reach, self.y - reach, self.x + reach, self.y + reach)

    @property
    def edge(self) -> float:
        """The thickness of the line of an open mark."""
        if not self.open:
            return 0
        return 2.5 if self.reach > 5 else 1.5

    @property
    def radius(self) -> float:
        """The radius of a circle up to the middle of its line."""
        return self.reach - self.edge / 2

    def dot(self) -> "Mark":
        """Return the dot that marks a measurement made differently, seen without colour."""
        colour = self.colour if self.open else WHITE
        return Mark(self.x, self.y, "circle", colour, reach=2.2, facts={"kind": "remark"})


Shape = Words | Stroke | Area | Mark


def rectangle(box: Box) -> tuple[Point, ...]:
    """Return the four corners of a box."""
    return (
        (box.left, box.top),
        (box.right, box.top),
        (box.right, box.bottom),
        (box.left, box.bottom),
    )


def moved(shape: Shape, across: float, down: float) -> Shape:
    """Return the same shape at another place."""
    if isinstance(shape, Words | Mark):
        return replace(shape, x=shape.x + across, y=shape.y + down)
    return replace(shape, points=tuple((x + across, y + down) for x, y in shape.points))


@dataclass(frozen=True)
class Picture:
    """All shapes of one chart, in the order in which they are drawn.

    `plot_top` is where the plot begins, for who wants several at one height.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...]
    plot_top: float = 0
