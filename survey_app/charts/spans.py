"""Holidays and pauses: steen stretches along the time axis, and a key that names them."""

from survey_app.charts.axes import LETTER, LINE_HEIGHT, Room
from survey_app.charts.lettering import lines_of
from survey_app.charts.shapes import (
    STONE,
    STONE_EDGE,
    Area,
    Box,
    Facts,
    Shape,
    Stroke,
    Words,
    rectangle,
)
from survey_app.charts.values import Span

THICKNESS = 7.0
ZIG = 3.5


def span_shapes(spans: tuple[Span, ...], room: Room) -> list[Shape]:
    """Return the stretches right under the axis; what lies beyond its ends is not drawn."""
    shapes: list[Shape] = []
    for span in spans:
        left = room.x(max(span.first, room.first_day))
        right = max(room.x(min(span.last, room.last_day)), left + 2)
        facts = {
            "kind": span.kind,
            "first": span.first.isoformat(),
            "last": span.last.isoformat(),
            "word": span.word,
        }
        shapes += _stretch(Box(left, room.bottom, right, room.bottom + THICKNESS), span, facts)
    return shapes


def span_key(spans: tuple[Span, ...], width: float, top: float) -> tuple[list[Shape], float]:
    """Return one line for the school's holidays and one per word of a pause, and where they end."""
    keys: dict[str, Span] = {}
    for span in spans:
        keys.setdefault("schoolvakantie" if span.kind == "holiday" else span.word, span)
    shapes: list[Shape] = []
    for word, span in keys.items():
        shapes += _stretch(Box(4, top + 6, 24, top + 6 + THICKNESS), span, {})
        for line in lines_of(word, width - 44, LETTER):
            shapes.append(Words(line, 30, top + 14))
            top += LINE_HEIGHT
    return shapes, top + 4 if keys else top


def _stretch(box: Box, span: Span, facts: Facts) -> list[Shape]:
    """Draw a plain stretch for a holiday and one with a zigzag for a pause."""
    area = Area(rectangle(box), STONE, edge=STONE_EDGE, facts=facts)
    if span.kind == "holiday":
        return [area]
    count = max(1, round((box.right - box.left) / ZIG))
    step = (box.right - box.left) / count
    zigzag = tuple(
        (box.left + step * number, box.top if number % 2 else box.bottom)
        for number in range(count + 1)
    )
    return [area, Stroke(zigzag, STONE_EDGE)]
