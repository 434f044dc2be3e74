"""Where the rows of a forest plot stand; on a phone the name stands above its row."""

from dataclasses import dataclass

from survey_app.charts.axes import LETTER, LINE_HEIGHT, SHEETS, Line
from survey_app.charts.forest import TOO_FEW, UNSURE, Forest, ForestRow
from survey_app.charts.heading import notice_shapes
from survey_app.charts.lettering import lines_of, width_of
from survey_app.charts.shapes import (
    DOTTED,
    EDGE,
    HEATHER,
    HEATHER_LIGHT,
    INK,
    LINE,
    SOFT,
    STONE,
    Area,
    Box,
    Mark,
    Picture,
    Shape,
    Stroke,
    Words,
    rectangle,
)
from survey_app.charts.values import Width

NAMES = 214.0
COUNTS = 104.0
ROW = 38.0
STRIP = 30.0
"""The height of the plot under a name on a phone."""
HEADING = 30.0
AIR = 10.0
POOLED_REACH = 9.0
RAW_REACH = 4.5
ZONE_WORDS = "verschil te klein om te merken"
COUNT_WORD = "kinderen"


@dataclass(frozen=True)
class _Sheet:
    """Where things stand across, and how much of a row is plot."""

    width: float
    axis: Line
    roomy: bool


def forest_picture(chart: Forest, width: Width) -> Picture:
    """Place the groups with their headings and rows above the axis of effects."""
    sheet = SHEETS[width]
    roomy = width == "wide"
    left, right = (NAMES + 20, sheet - COUNTS - 12) if roomy else (26.0, sheet - 26)
    page = _Sheet(sheet, Line(chart.lowest, chart.highest, left, right), roomy)
    notice, top = notice_shapes(chart.notice, sheet, sheet, 0)
    zone, top = _zone_words(chart, page, top + 4)
    ground: list[Shape] = []
    rows: list[Shape] = []
    for group, members in chart.groups:
        heading, top = _heading(group, page, top)
        rows += heading
        first = top
        for row in members:
            strip, placed, top = _row(row, page, top)
            ground += [] if roomy else _ground(chart, page, strip)
            rows += placed
        top += AIR
        ground += _ground(chart, page, Box(0, first, 0, top)) if roomy else []
    if chart.hidden:
        heading, top = _heading(TOO_FEW, page, top)
        rows += heading
        first = top
        for word in chart.hidden:
            placed, end = _names(word, chart.fewer_than, SOFT, page, top)
            rows += placed
            top = max(end, top + ROW) if roomy else end + 8
        ground += _ground(chart, page, Box(0, first, 0, top)) if roomy else []
    axis, bottom = _axis(chart, page, top)
    return Picture(sheet, round(bottom + 8), (*notice, *zone, *ground, *rows, *axis))


def _zone_words(chart: Forest, page: _Sheet, top: float) -> tuple[list[Shape], float]:
    """Return the words above the zone around zero."""
    middle = page.axis.at(0)
    shapes: list[Shape] = []
    lines = lines_of(ZONE_WORDS, 120, LETTER)
    half = max(width_of(line, LETTER) for line in lines) / 2
    middle = min(max(middle, half + 4), page.width - 4 - half)
    for row, line in enumerate(lines):
        baseline = top + 12 + row * LINE_HEIGHT
        shapes.append(Words(line, middle, baseline, colour=SOFT, anchor="middle"))
    return shapes, top + len(lines) * LINE_HEIGHT + 8


def _heading(group: str, page: _Sheet, top: float) -> tuple[list[Shape], float]:
    lines = lines_of(group, page.width - 30, 14 * 1.12)
    bottom = top + HEADING + (len(lines) - 1) * 17
    facts = {"kind": "group", "word": group}
    bar = Area(rectangle(Box(2, top, page.width - 2, bottom)), HEATHER_LIGHT, facts=facts)
    words = [
        Words(line, 10, top + 20 + number * 17, size=14, bold=True)
        for number, line in enumerate(lines)
    ]
    return [bar, *words], bottom


def _row(row: ForestRow, page: _Sheet, top: float) -> tuple[Box, list[Shape], float]:
    """Return the strip of the plot, the row's shapes, and where the row ends."""
    counted = f"{row.count} {COUNT_WORD}"
    names, names_end = _names(row.word, counted, INK, page, top)
    if page.roomy:
        strip = Box(0, top, 0, max(top + ROW, names_end))
    else:
        strip = Box(0, names_end + 2, 0, names_end + 2 + STRIP)
    y = (strip.top + strip.bottom) / 2
    return strip, [*names, *_effect(row, page.axis, y)], strip.bottom


def _names(
    word: str, count: str, colour: str, page: _Sheet, top: float
) -> tuple[list[Shape], float]:
    """Return the name at the left and the number of children at the right."""
    breadth = width_of(count, LETTER)
    limit = NAMES - 8 if page.roomy else page.width - breadth - 30
    lines = lines_of(word, limit, LETTER)
    height = len(lines) * LINE_HEIGHT
    first = top + (max(ROW - height, 8) / 2 if page.roomy else 5)
    shapes: list[Shape] = [
        Words(line, 10, first + 12 + number * LINE_HEIGHT, colour=colour)
        for number, line in enumerate(lines)
    ]
    middle = first + height / 2 + 4.5 if page.roomy else first + 12
    shapes.append(Words(count, page.width - 8, middle, colour=SOFT, anchor="end"))
    return shapes, first + height + (4 if page.roomy else 0)


def _effect(row: ForestRow, axis: Line, y: float) -> list[Shape]:
    """Return interval, raw mean and pooled effect; dotted and open when the sign is not known."""
    unsure = row.group == UNSURE
    ends = ((axis.at(row.low), y), (axis.at(row.high), y))
    facts = {
        "kind": "effect",
        "word": row.word,
        "value": repr(float(row.pooled)),
        "low": repr(float(row.low)),
        "high": repr(float(row.high)),
        "count": str(row.count),
    }
    shapes: list[Shape] = [
        Stroke(ends, HEATHER, width=3, dash=DOTTED if unsure else (), facts={"kind": "interval"})
    ]
    if row.raw is not None:
        raw = {"kind": "raw", "word": row.word, "value": repr(float(row.raw))}
        x = axis.at(row.raw)
        shapes.append(Mark(x, y, "circle", EDGE, open=True, reach=RAW_REACH, facts=raw))
    x = axis.at(row.pooled)
    shapes.append(Mark(x, y, "diamond", HEATHER, open=unsure, reach=POOLED_REACH, facts=facts))
    return shapes


def _ground(chart: Forest, page: _Sheet, strip: Box) -> list[Shape]:
    """Return zone, grid and zero behind one strip of the plot."""
    axis = page.axis
    zone = Box(axis.at(-chart.too_small), strip.top, axis.at(chart.too_small), strip.bottom)
    shapes: list[Shape] = [
        Stroke(((axis.at(tick.value), strip.top), (axis.at(tick.value), strip.bottom)), LINE)
        for tick in chart.ticks
        if abs(tick.value) > chart.too_small
    ]
    shapes.append(Area(rectangle(zone), STONE))
    zero = ((axis.at(0), strip.top), (axis.at(0), strip.bottom))
    return [*shapes, Stroke(zero, INK, width=1.5)]


def _axis(chart: Forest, page: _Sheet, top: float) -> tuple[list[Shape], float]:
    """Return the values and the two directions in words."""
    axis = page.axis
    zone = {"kind": "too-small", "value": repr(float(chart.too_small))}
    box = Box(axis.at(-chart.too_small), top, axis.at(chart.too_small), top + 8)
    shapes: list[Shape] = [Area(rectangle(box), STONE, facts=zone)]
    zero = ((axis.at(0), top), (axis.at(0), top + 8))
    shapes.append(Stroke(zero, INK, width=1.5, facts={"kind": "zero"}))
    right = 0.0
    for tick in sorted(chart.ticks, key=lambda tick: tick.value):
        x = axis.at(tick.value)
        facts = {"kind": "tick", "value": repr(float(tick.value))}
        shapes.append(Stroke(((x, top), (x, top + 8)), LINE, facts=facts))
        words = Words(tick.word, x, top + 24, colour=SOFT, anchor="middle")
        if words.box.left > right + 4:
            shapes.append(words)
            right = words.box.right
    ends = page.axis.start - 20, page.axis.end + 20
    shapes.append(Words("← achteruitgang", ends[0], top + 46, bold=True))
    shapes.append(Words("vooruitgang →", ends[1], top + 46, bold=True, anchor="end"))
    return shapes, top + 50
