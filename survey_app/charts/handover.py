"""The change of rater: two thin lines through the plot and the words for it."""

from survey_app.charts.axes import LETTER, LINE_HEIGHT, Room
from survey_app.charts.lettering import lines_of, width_of
from survey_app.charts.progress import Successor
from survey_app.charts.shapes import INK, Box, Shape, Stroke, Words

APART = 4.0
NARROW_PLOT = 400.0
NARROW_WORD = "wissel"


def handover_shapes(
    successors: tuple[Successor, ...], room: Room, solid: list[Box], taken: list[Box]
) -> list[Shape]:
    """Return the lines of each change, with its words beside them where no mark is hit.

    `solid` are marks and lines, which words avoid; `taken` are words that stand already.
    """
    shapes: list[Shape] = []
    busy = [*solid, *taken]
    top = room.top - 16
    for each in successors:
        x = room.x(each.on)
        facts = {
            "kind": "handover",
            "on": each.on.isoformat(),
            "word": each.word,
            "rater": str(each.number),
        }
        pair = [
            Stroke(((x + side, top), (x + side, room.bottom)), INK)
            for side in (-APART / 2, APART / 2)
        ]
        shapes += [Stroke(pair[0].points, INK, facts=facts), pair[1]]
        words = _words(each.word, x, top, room, busy)
        shapes += words
        busy += [line.box for line in words]
        busy += [box for stroke in pair for box in stroke.boxes()]
    return shapes


def _words(word: str, x: float, top: float, room: Room, busy: list[Box]) -> list[Words]:
    """Return the words beside the top of the lines, else the short word, else none."""
    narrow = room.right - room.left < NARROW_PLOT
    sheet = Box(2, top - 6, room.right + 8, room.bottom)
    for text in (NARROW_WORD,) if narrow else (word, NARROW_WORD):
        lines = lines_of(text, 150, LETTER)
        breadth = max(width_of(line, LETTER) for line in lines)
        for drop in (0.0, 16.0, 32.0, room.bottom - top - 40):
            for left in (x - breadth - 6, x + 6):
                words = [
                    Words(line, left, top + 10 + drop + row * LINE_HEIGHT)
                    for row, line in enumerate(lines)
                ]
                if all(one.box.free_of(busy) and one.box.within(sheet) for one in words):
                    return words
    return []
