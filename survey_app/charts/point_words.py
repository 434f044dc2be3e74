"""The words beside points: the score of a measurement, and that one was not filled in."""

from survey_app.charts.axes import LETTER, LINE_HEIGHT, RIGHT_MARGIN, Room
from survey_app.charts.lettering import width_of
from survey_app.charts.progress import Moment, ProgressChart
from survey_app.charts.shapes import Box, Words
from survey_app.charts.words import digits_of
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
    chart: ProgressChart, room: Room, taken: list[Box], edges: list[Box]
) -> list[Words]:
    """Print the scores, above the points where that is free."""
    scored = chart.scored
    if not chart.shown_values or not scored:
        return []
    ends = [scored[-1], *scored[:1]] if len(scored) > 1 else list(scored)
    chosen = ends if len(scored) > MOST_LABELLED_POINTS else [*ends, *scored[1:-1]]
    placed: list[Words] = []
    for moment, value in chosen:
        text = decimal_comma(value, digits_of(chart))
        x, y = room.x(moment.on), room.y(value)
        options = [
            Words(text, x + dx, y + dy, size=14, bold=True, anchor="middle")
            for dx, dy in VALUE_PLACES
        ]
        inside = Box(room.left - 20, 0, room.right + RIGHT_MARGIN - 1, room.bottom)
        options = [words for words in options if words.box.within(inside)] or options
        busy = [*taken, *(words.box for words in placed)]
        words = _first_free([(option,) for option in options], busy, edges)
        placed.append(words[0] if words else options[0])
    return placed


def gap_words(
    chart: ProgressChart, room: Room, taken: list[Box], edges: list[Box]
) -> tuple[list[Words], set[Moment]]:
    """Say above each cross why there is no score; return also the gaps where that does not fit."""
    placed: list[Words] = []
    unsaid: set[Moment] = set()
    for moment in chart.by_date:
        if moment.value is not None:
            continue
        options = [
            _above_cross(lines, room, room.x(moment.on), lift)
            for lift in (11, 26)
            for lines in ((moment.gap,), tuple(moment.gap.split()))
        ]
        words = _first_free(options, [*taken, *(other.box for other in placed)], edges)
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


def _first_free(
    options: list[tuple[Words, ...]], taken: list[Box], edges: list[Box]
) -> tuple[Words, ...]:
    """Return the first words that touch nothing, else the first that only touch a thin edge."""
    for busy in ([*taken, *edges], taken):
        for words in options:
            if all(line.box.free_of(busy) for line in words):
                return words
    return ()
