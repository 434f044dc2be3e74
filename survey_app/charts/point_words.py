"""The words beside points: the score of a measurement, and that one was not filled in."""

from survey_app.charts.axes import LETTER, LINE_HEIGHT, RIGHT_MARGIN, Room
from survey_app.charts.lettering import lines_of, width_of
from survey_app.charts.progress import Series
from survey_app.charts.shapes import Box, Words
from survey_app.charts.values import Moment
from survey_app.dutch import decimal_comma

MOST_LABELLED_POINTS = 6
"""With more points only the first and the last carry words; the table has them all."""
VALUE_PLACES = (
    (0, -14),
    (-9, -14),
    (9, -14),
    (-16, -13),
    (16, -13),
    (0, 23),
    (-16, 21),
    (16, 21),
    (-24, 5),
    (24, 5),
)
"""From the point to the baseline of its value; a steep line leaves one of them free."""


def value_words(
    every: tuple[Series, ...], digits: int, room: Room, taken: list[Box], edges: list[Box]
) -> list[Words]:
    """Print the scores, above the points where that is free; first the ends of each series.

    Where nothing is free a score is not printed: the table has it.
    """
    ends = [pair for series in every for pair in (*series.scored[-1:], *series.scored[:1])]
    scored = [pair for series in every for pair in series.scored]
    chosen = ends if len(scored) > MOST_LABELLED_POINTS else [*ends, *scored]
    placed: list[Words] = []
    for moment, value in dict.fromkeys(chosen):
        text = decimal_comma(value, digits)
        x, y = room.x(moment.on), room.y(value)
        options = [
            Words(text, x + dx, y + dy, size=14, bold=True, anchor="middle")
            for dx, dy in VALUE_PLACES
        ]
        inside = Box(room.left - 20, 0, room.right + RIGHT_MARGIN - 1, room.bottom)
        options = [words for words in options if words.box.within(inside)]
        busy = [*taken, *(words.box for words in placed)]
        words = first_free([(option,) for option in options], busy, edges)
        placed += words
    return placed


def gap_words(
    moments: tuple[Moment, ...], room: Room, taken: list[Box], edges: list[Box]
) -> tuple[list[Words], set[Moment]]:
    """Say above each cross why there is no score; return also the gaps where that does not fit."""
    placed: list[Words] = []
    unsaid: set[Moment] = set()
    for moment in moments:
        if moment.value is not None:
            continue
        options = [
            _above_cross(lines, room, room.x(moment.on), lift)
            for lift in (11, 26)
            for limit in (room.right - room.left, 60)
            for lines in [lines_of(moment.gap, limit, LETTER)]
        ]
        words = first_free(options, [*taken, *(other.box for other in placed)], edges)
        placed += words
        if not words:
            unsaid.add(moment)
    return placed, unsaid


def _above_cross(lines: tuple[str, ...], room: Room, x: float, lift: float) -> tuple[Words, ...]:
    half = max(width_of(line, LETTER) for line in lines) / 2
    middle = min(max(x, room.left + half), room.right + 8 - half)
    return tuple(
        Words(line, middle, room.bottom - lift - up * LINE_HEIGHT, anchor="middle")
        for up, line in enumerate(reversed(lines))
    )


def first_free(
    options: list[tuple[Words, ...]], taken: list[Box], edges: list[Box]
) -> tuple[Words, ...]:
    """Return the first words that touch nothing, else the first that only touch a thin edge."""
    for busy in ([*taken, *edges], taken):
        for words in options:
            if all(line.box.free_of(busy) for line in words):
                return words
    return ()
