"""Where everything in the plane of burden and strength stands."""

import math
from dataclasses import dataclass
from itertools import pairwise

from survey_app.charts.axes import LETTER, LINE_HEIGHT, SHEETS, Line, ScaleWords
from survey_app.charts.heading import name_shapes, notice_shapes
from survey_app.charts.keys import key_shapes
from survey_app.charts.lettering import lines_of, width_of
from survey_app.charts.plane import Plane, PlaneMoment
from survey_app.charts.point_words import first_free
from survey_app.charts.shapes import (
    EDGE,
    INFORMANT_COLOURS,
    INK,
    LINE,
    SOFT,
    Area,
    Box,
    Mark,
    Picture,
    Point,
    Shape,
    Stroke,
    Words,
)
from survey_app.charts.values import Width
from survey_app.charts.words import name_of
from survey_app.dutch import short_date

HEIGHTS: dict[Width, float] = {"wide": 300.0, "panel": 220.0, "narrow": 200.0}
WORD_COLUMNS: dict[Width, float] = {"wide": 150.0, "panel": 84.0, "narrow": 76.0}
MOST_LINES = 3
"""A word between the ends that needs more lines than this is left out."""
HEAD = 9.0
START_DASH = (2.0, 4.0)
CLEAR = 10.0
"""Between the middle of a mark and an arrow."""


@dataclass(frozen=True)
class _Plot:
    across: Line
    up: Line

    def place(self, burden: float, strength: float) -> Point:
        return self.across.at(burden), self.up.at(strength)


def plane_picture(chart: Plane, width: Width) -> Picture:
    """Place the axes, the path with its arrows and the words of first and last."""
    sheet = SHEETS[width]
    name = name_of(chart.informant, chart.number)
    heading, bottom = name_shapes(chart.informant, chart.number, name, sheet)
    right = max(shape.box.right for shape in heading if isinstance(shape, Words))
    notice, bottom = notice_shapes(chart.notice, sheet, right, bottom)
    scale = ScaleWords.of(chart.strength.ticks, WORD_COLUMNS[width])
    axis = chart.strength
    height = max(HEIGHTS[width], scale.height_for(axis.lowest, axis.highest))
    title = lines_of(f"↑ {axis.word}", sheet - 16, LETTER * 1.12)
    top = bottom + 16 + len(title) * LINE_HEIGHT + scale.overhang
    plot = _Plot(
        Line(chart.burden.lowest, chart.burden.highest, max(scale.width, 16) + 20, sheet - 16),
        Line(axis.lowest, axis.highest, top + height, top),
    )
    shapes: list[Shape] = [*heading, *notice]
    shapes += [
        Words(line, 4, bottom + 16 + row * LINE_HEIGHT, bold=True) for row, line in enumerate(title)
    ]
    upright = _upright_axis(scale, plot)
    scale_bottom = max(shape.box.bottom for shape in upright if isinstance(shape, Words))
    across, bottom = _level_axis(chart, plot, scale_bottom)
    shapes += upright
    shapes += across
    path, unsaid = _path(chart, plot, [each.box for each in shapes if isinstance(each, Words)])
    shapes += path
    entries: list[tuple[tuple[Shape, ...], str]] = [
        ((Mark.of(chart.informant, 0, 0, open=chart.number > 1),), words) for words in unsaid
    ]
    entries += [
        (_cross(moment), _gap_words(moment))
        for moment in chart.by_date
        if moment.burden is None or moment.strength is None
    ]
    if len(chart.complete) > 1:
        entries.append(((Stroke(((-10, 0), (10, 0)), EDGE, dash=START_DASH),), "waar het begon"))
    key, bottom = key_shapes(entries, sheet, bottom + 4)
    return Picture(sheet, round(bottom + 8), (*shapes, *key), top)


def _cross(moment: PlaneMoment) -> tuple[Stroke, Stroke]:
    facts = {"kind": "gap", "on": moment.on.isoformat(), "word": moment.word}
    return (
        Stroke(((-5, -5), (5, 5)), SOFT, width=2, facts=facts),
        Stroke(((-5, 5), (5, -5)), SOFT, width=2),
    )


def _gap_words(moment: PlaneMoment) -> str:
    return f"{moment.word}, {short_date(moment.on)}: {moment.gap}"


def _upright_axis(scale: ScaleWords, plot: _Plot) -> list[Shape]:
    shapes: list[Shape] = []
    for tick, lines in scale.ticks:
        y = plot.up.at(tick.value)
        facts = {"kind": "tick", "value": repr(float(tick.value))}
        shapes.append(Stroke(((plot.across.start, y), (plot.across.end, y)), LINE, facts=facts))
        for row, line in enumerate(lines):
            baseline = y + 0.36 * LETTER + (row - (len(lines) - 1) / 2) * LINE_HEIGHT
            shapes.append(Words(line, plot.across.start - 14, baseline, colour=SOFT, anchor="end"))
    return shapes


def _level_axis(chart: Plane, plot: _Plot, scale_bottom: float) -> tuple[list[Shape], float]:
    """Return the lines of the burden; words at both ends always, in between where they fit."""
    bottom = plot.up.start
    ticks = sorted(chart.burden.ticks, key=lambda tick: tick.value)
    breadth = plot.across.end - plot.across.start
    limit = breadth * 0.42
    shapes: list[Shape] = []
    placed: list[Box] = []
    lowest = bottom
    top = max(bottom + 5, scale_bottom)
    for tick in (ticks[0], ticks[-1], *ticks[1:-1]):
        x = plot.across.at(tick.value)
        facts = {"kind": "tick-across", "value": repr(float(tick.value))}
        shapes.append(Stroke(((x, plot.up.end), (x, bottom + 5)), LINE, facts=facts))
        at_end = tick in (ticks[0], ticks[-1])
        lines = lines_of(tick.word, limit if at_end else breadth / len(ticks), LETTER)
        half = max(width_of(line, LETTER) for line in lines) / 2
        middle = min(max(x, half + 4), plot.across.end + 12 - half)
        words = [
            Words(line, middle, top + 14 + row * LINE_HEIGHT, colour=SOFT, anchor="middle")
            for row, line in enumerate(lines)
        ]
        room = Box(middle - half - 8, bottom, middle + half + 8, bottom + 1)
        if room.free_of(placed) and (at_end or len(lines) <= MOST_LINES):
            placed.append(room)
            shapes += words
            lowest = max(lowest, words[-1].box.bottom)
    for row, line in enumerate(lines_of(f"{chart.burden.word} →", limit * 2, LETTER)):
        baseline = lowest + 16 + row * LINE_HEIGHT
        words_of_axis = Words(line, plot.across.end, baseline, bold=True, anchor="end")
        shapes.append(words_of_axis)
    shapes.append(Stroke(((plot.across.start, bottom), (plot.across.end, bottom)), EDGE))
    return shapes, max(shape.box.bottom for shape in shapes if isinstance(shape, Words))


def _path(chart: Plane, plot: _Plot, taken: list[Box]) -> tuple[list[Shape], list[str]]:
    """Return the points in order with arrows between neighbours; a gap between them stays open.

    Also returned: the words of the first or last point that found no room beside it.
    """
    if not chart.complete:
        return [], []
    colour = INFORMANT_COLOURS[chart.informant]
    marks = []
    for order, (moment, burden, strength) in enumerate(chart.complete, start=1):
        x, y = plot.place(burden, strength)
        facts = {
            "kind": "point",
            "on": moment.on.isoformat(),
            "word": moment.word,
            "burden": repr(float(burden)),
            "strength": repr(float(strength)),
            "order": str(order),
        }
        marks.append(Mark.of(chart.informant, x, y, open=chart.number > 1, facts=facts))
    place = dict(zip((moment for moment, _, _ in chart.complete), marks, strict=True))
    arrows: list[Shape] = []
    for one, other in pairwise(chart.by_date):
        if one in place and other in place:
            arrows += _arrow(place[one], place[other], colour)
    start = _start_cross(marks[0], plot) if len(marks) > 1 else []
    busy = [*taken, *(mark.box for mark in marks)]
    busy += [box for arrow in arrows if isinstance(arrow, Stroke) for box in arrow.boxes()]
    ends = [chart.complete[0][0], chart.complete[-1][0]]
    thin = [box for line in start for box in line.boxes()]
    labels, unsaid = _labels(list(dict.fromkeys(ends)), place, plot, busy, thin)
    called = {ends[-1]: "laatst", ends[0]: "eerst"}
    words = [f"{called[each]}: {each.word}, {short_date(each.on)}" for each in unsaid]
    return [*start, *arrows, *marks, *labels], words


def _start_cross(first: Mark, plot: _Plot) -> list[Stroke]:
    """Draw both thin lines through the first point: along one of them that score stayed."""
    return [
        Stroke(((first.x, plot.up.end), (first.x, plot.up.start)), EDGE, dash=START_DASH),
        Stroke(((plot.across.start, first.y), (plot.across.end, first.y)), EDGE, dash=START_DASH),
    ]


def _arrow(one: Mark, other: Mark, colour: str) -> list[Shape]:
    """Return a line with a head at its end; points on each other have none."""
    length = math.hypot(other.x - one.x, other.y - one.y)
    if length < 2 * CLEAR + HEAD / 2:
        return []
    dx, dy = (other.x - one.x) / length, (other.y - one.y) / length
    start = (one.x + dx * CLEAR, one.y + dy * CLEAR)
    tip = (other.x - dx * CLEAR, other.y - dy * CLEAR)
    neck = (tip[0] - dx * HEAD, tip[1] - dy * HEAD)
    side = HEAD / 2
    head = (
        tip,
        (neck[0] - dy * side, neck[1] + dx * side),
        (neck[0] + dy * side, neck[1] - dx * side),
    )
    line = Stroke((start, neck), colour, width=2.5, facts={"kind": "arrow"})
    return [line, Area(head, colour)]


def _labels(
    moments: list[PlaneMoment],
    place: dict[PlaneMoment, Mark],
    plot: _Plot,
    busy: list[Box],
    thin: list[Box],
) -> tuple[list[Words], list[PlaneMoment]]:
    """Put word and date beside a point, where nothing stands; return also those without room."""
    sheet = Box(plot.across.start - 8, plot.up.end - 8, plot.across.end + 14, plot.up.start - 1)
    placed: list[Words] = []
    unsaid = []
    for moment in moments:
        mark = place[moment]
        lines = (*lines_of(moment.word, 130, LETTER), short_date(moment.on))
        half = max(width_of(line, LETTER) for line in lines) / 2
        tall = len(lines) * LINE_HEIGHT
        options = []
        for across, drop in (
            (1, -tall / 2),
            (-1, -tall / 2),
            (1, 8),
            (-1, 8),
            (1, -tall - 8),
            (-1, -tall - 8),
            (0, -tall - 10),
            (0, 12),
        ):
            middle, top = mark.x + across * (half + 12), mark.y + drop
            words = [
                Words(
                    line,
                    middle,
                    top + 12 + row * LINE_HEIGHT,
                    colour=INK if row < len(lines) - 1 else SOFT,
                    anchor="middle",
                )
                for row, line in enumerate(lines)
            ]
            options.append(tuple(words))
        inside = [each for each in options if all(one.box.within(sheet) for one in each)]
        found = first_free(inside, busy, thin)
        placed += found
        busy = [*busy, *(one.box for one in found)]
        if not found:
            unsaid.append(moment)
    return placed, unsaid
