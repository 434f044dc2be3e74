"""Where a group stands: slopes between two moments, and under them the mean difference."""

import math
from collections import Counter

from survey_app.charts.axes import LETTER, LINE_HEIGHT, SHEETS, Line, ScaleWords
from survey_app.charts.group_change import Estimate, GroupChange
from survey_app.charts.heading import notice_shapes
from survey_app.charts.keys import key_shapes
from survey_app.charts.lettering import lines_of
from survey_app.charts.shapes import (
    EDGE,
    HEATHER,
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
    rectangle,
)
from survey_app.charts.values import Width
from survey_app.dutch import decimal_comma, signed

HEIGHTS: dict[Width, float] = {"wide": 260.0, "panel": 200.0, "narrow": 190.0}
WORD_COLUMNS: dict[Width, float] = {"wide": 150.0, "panel": 84.0, "narrow": 76.0}
MEAN_REACH = 8.0
VALUE_COLUMN = 44.0
EYE_HEIGHT = 20.0
"""Half the height of the cat's eye."""
EYE_ENDS = 3.0
"""The eye ends at this many standard errors, where it is as thin as a line."""


def group_change_picture(chart: GroupChange, width: Width) -> Picture:
    """Place the slopes above the cat's eye of the mean difference."""
    sheet = SHEETS[width]
    notice, bottom = notice_shapes(chart.notice, sheet, sheet, 0)
    scale = ScaleWords.of(chart.ticks, WORD_COLUMNS[width])
    height = max(HEIGHTS[width], scale.height_for(chart.lowest, chart.highest))
    top = bottom + 18 + scale.overhang
    up = Line(chart.lowest, chart.highest, top + height, top)
    left, right = max(scale.width, 16) + 14, sheet - 12
    before, after = left + VALUE_COLUMN, right - VALUE_COLUMN
    shapes: list[Shape] = [*notice, *_scale(scale, up, left, right)]
    shapes += _children(chart, up, before, after)
    shapes += _means(chart, up, before, after)
    occasions, bottom = _occasions(chart, before, after, up.start + 6 + scale.overhang)
    eye, bottom = _difference(chart, sheet, bottom + 12)
    return Picture(sheet, round(bottom + 8), (*shapes, *occasions, *eye), top)


def _scale(scale: ScaleWords, up: Line, left: float, right: float) -> list[Shape]:
    shapes: list[Shape] = []
    for tick, lines in scale.ticks:
        y = up.at(tick.value)
        facts = {"kind": "tick", "value": repr(float(tick.value))}
        shapes.append(Stroke(((left, y), (right, y)), LINE, facts=facts))
        for row, line in enumerate(lines):
            baseline = y + 0.36 * LETTER + (row - (len(lines) - 1) / 2) * LINE_HEIGHT
            shapes.append(Words(line, left - 8, baseline, colour=SOFT, anchor="end"))
    return shapes


def _children(chart: GroupChange, up: Line, before: float, after: float) -> list[Shape]:
    """Return a thin line per pair of scores, thicker when several children share it."""
    if not chart.lines_drawn:
        return []
    shapes: list[Shape] = []
    for (first, last), count in sorted(Counter(chart.pairs).items()):
        width = min(1 + 0.6 * (count - 1), 4)
        line = ((before, up.at(first)), (after, up.at(last)))
        facts = {"kind": "child", "count": str(count)}
        shapes.append(Stroke(line, EDGE, width=width, opacity=0.5, facts=facts))
    return shapes


def _means(chart: GroupChange, up: Line, before: float, after: float) -> list[Shape]:
    places = ((before, chart.mean_before), (after, chart.mean_after))
    ends: list[Point] = [(x, up.at(value)) for x, value in places]
    shapes: list[Shape] = [Stroke(tuple(ends), HEATHER, width=3.5, facts={"kind": "mean-line"})]
    for (x, y), (_, value), side in zip(ends, places, (-1, 1), strict=True):
        facts = {"kind": "mean", "value": repr(value)}
        shapes.append(Mark(x, y, "diamond", HEATHER, reach=MEAN_REACH, facts=facts))
        shapes.append(
            Words(
                decimal_comma(value),
                x + side * 12,
                y + 5,
                size=14,
                bold=True,
                anchor="end" if side < 0 else "start",
            )
        )
    return shapes


def _occasions(
    chart: GroupChange, before: float, after: float, top: float
) -> tuple[list[Shape], float]:
    shapes: list[Shape] = []
    bottom = top
    limit = (after - before) * 0.9
    for x, word in ((before, chart.before_word), (after, chart.after_word)):
        half = min(limit / 2, x - 4) if x == before else limit / 2
        half = min(half, VALUE_COLUMN + 8) if x == after else half
        for row, line in enumerate(lines_of(word, 2 * half, LETTER)):
            words = Words(line, x, top + 16 + row * LINE_HEIGHT, anchor="middle")
            shapes.append(words)
            bottom = max(bottom, words.box.bottom)
    return shapes, bottom


def _difference(chart: GroupChange, sheet: float, top: float) -> tuple[list[Shape], float]:
    """Return the axis of the difference with zero, the cat's eye and the mean."""
    change = chart.change
    heading = f"Gemiddeld verschil ({chart.count} kinderen)"
    reach = _reach(change)
    step = _step(reach)
    reach = math.ceil(reach / step) * step
    axis = Line(-reach, reach, 36, sheet - 36)
    shapes: list[Shape] = []
    for row, text in enumerate(lines_of(heading, sheet - 12, 14 * 1.12)):
        shapes.append(Words(text, 4, top + 16 + row * 17, size=14, bold=True))
        bottom = top + 20 + row * 17
    middle = bottom + EYE_HEIGHT + 26
    floor = middle + EYE_HEIGHT + 8
    for number in range(-round(reach / step), round(reach / step) + 1):
        value = number * step
        x = axis.at(value)
        facts = {"kind": "tick-across", "value": repr(value)}
        upper = middle - EYE_HEIGHT - 6
        line = Stroke(((x, upper), (x, floor + 5)), LINE, facts=facts)
        if number == 0:
            line = Stroke(line.points, INK, width=1.5, facts={"kind": "zero"})
        digits = 0 if step >= 1 else 1 if step >= 0.1 else 2
        shapes += [
            line,
            Words(signed(value, digits), x, floor + 19, colour=SOFT, anchor="middle"),
        ]
    shapes += _eye(change, axis, middle)
    bottom = floor + 42
    if change.low is not None:
        share = decimal_comma(change.confidence * 100, 0)
        dark = Area(rectangle(Box(-10, -5, 10, 5)), HEATHER, opacity=0.5)
        key, bottom = key_shapes([((dark,), f"{share}%-interval")], sheet, bottom + 6)
        shapes += key
    shapes += [
        Words("← lager", axis.start - 32, floor + 38, bold=True),
        Words("hoger →", axis.end + 28, floor + 38, bold=True, anchor="end"),
    ]
    return shapes, bottom


def _eye(change: Estimate, axis: Line, middle: float) -> list[Shape]:
    """Return the cat's eye: how likely each difference is; the dark part is the interval."""
    shapes: list[Shape] = []
    x = axis.at(change.mean)
    facts = {"kind": "change", "value": repr(float(change.mean))}
    error = change.standard_error
    if error is not None and change.low is not None and change.high is not None:
        facts |= {"low": repr(float(change.low)), "high": repr(float(change.high))}
        ends = (change.mean - EYE_ENDS * error, change.mean + EYE_ENDS * error)
        shapes.append(Area(_lens(change.mean, error, ends, axis, middle), HEATHER, opacity=0.2))
        inner = _lens(change.mean, error, (change.low, change.high), axis, middle)
        shapes.append(Area(inner, HEATHER, opacity=0.5, facts={"kind": "interval"}))
        line = ((axis.at(change.low), middle), (axis.at(change.high), middle))
        shapes.append(Stroke(line, HEATHER, width=3))
    shapes.append(Mark(x, middle, "diamond", HEATHER, reach=MEAN_REACH, facts=facts))
    value = Words(
        signed(change.mean), x, middle - EYE_HEIGHT - 10, size=14, bold=True, anchor="middle"
    )
    return [*shapes, value]


def _lens(
    mean: float, error: float, ends: tuple[float, float], axis: Line, middle: float
) -> tuple[Point, ...]:
    values = [ends[0] + (ends[1] - ends[0]) * number / 24 for number in range(25)]
    heights = [EYE_HEIGHT * math.exp(-(((value - mean) / error) ** 2) / 2) for value in values]
    upper = [(axis.at(x), middle - h) for x, h in zip(values, heights, strict=True)]
    lower = [(axis.at(x), middle + h) for x, h in zip(values, heights, strict=True)]
    return (*upper, *reversed(lower))


def _reach(change: Estimate) -> float:
    """Return how far from zero the axis must go to show the eye, at least a little."""
    error = change.standard_error
    beyond = abs(change.mean) * 0.5 if error is None else EYE_ENDS * error
    return max(abs(change.mean) + beyond, 0.1)


def _step(reach: float) -> float:
    """Return a round distance between ticks: two or three on each side of zero."""
    power = 10.0 ** math.floor(math.log10(reach / 2))
    return next(step * power for step in (1, 2, 5, 10) if reach / (step * power) <= 3)
