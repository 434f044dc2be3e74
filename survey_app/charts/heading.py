"""The top of a chart: who says it, the notice, and the key of a band that has no room inside."""

from survey_app.charts.axes import LETTER, LINE_HEIGHT
from survey_app.charts.lettering import lines_of, width_of
from survey_app.charts.progress import ProgressChart
from survey_app.charts.shapes import (
    INFORMANT_COLOURS,
    NOTICE_EDGE,
    NOTICE_GROUND,
    Area,
    Box,
    Mark,
    Shape,
    Stroke,
    Words,
    rectangle,
)
from survey_app.charts.words import INFORMANT_WORDS

BOLD_IS_WIDER = 1.12


def heading_shapes(
    chart: ProgressChart, width: float, *, band_key: bool
) -> tuple[list[Shape], float]:
    """Return the heading and the height at which it ends."""
    shapes, bottom = _name_and_notice(chart, width)
    if not band_key or chart.band is None:
        return shapes, bottom
    colour = INFORMANT_COLOURS[chart.informant]
    top, end = bottom + 5, bottom + 17
    shapes.append(Area(rectangle(Box(4, top, 22, end)), colour, opacity=0.13))
    shapes += [Stroke(((4, y), (22, y)), colour, opacity=0.55) for y in (top, end)]
    lines = lines_of(chart.band.words, width - 40, LETTER)
    for row, line in enumerate(lines):
        shapes.append(Words(line, 28, bottom + 15.5 + row * LINE_HEIGHT))
    return shapes, bottom + 6 + len(lines) * LINE_HEIGHT


def _name_and_notice(chart: ProgressChart, width: float) -> tuple[list[Shape], float]:
    """Place the informant's mark and word, and the notice beside or below it."""
    word = INFORMANT_WORDS[chart.informant]
    if chart.number > 1:
        word = f"{word} {chart.number}"
    name = Words(word, 24, 19, size=14, bold=True)
    shapes: list[Shape] = [Mark(11, 14, chart.informant, chart.number > 1), name]
    if not chart.notice:
        return shapes, 26
    lines = lines_of(chart.notice, width - 32, LETTER * BOLD_IS_WIDER)
    breadth = max(width_of(line, LETTER, bold=True) for line in lines) + 16
    beside = len(lines) == 1 and name.box.right + 12 + breadth <= width - 12
    top = 2.0 if beside else 30.0
    left = width - 12 - breadth if beside else 4.0
    bottom = top + len(lines) * LINE_HEIGHT + 8
    frame = rectangle(Box(left, top, left + breadth, bottom))
    shapes.append(Area(frame, NOTICE_GROUND, edge=NOTICE_EDGE, facts={"kind": "notice"}))
    for row, line in enumerate(lines):
        baseline = top + 15.5 + row * LINE_HEIGHT
        shapes.append(Words(line, left + breadth / 2, baseline, bold=True, anchor="middle"))
    return shapes, bottom
