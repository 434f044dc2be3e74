"""Where the bars of a response flow stand: one per step, with who dropped out in between."""

from survey_app.charts.axes import LETTER, LINE_HEIGHT, SHEETS
from survey_app.charts.heading import notice_shapes
from survey_app.charts.lettering import lines_of, width_of
from survey_app.charts.response_flow import FlowStep, ResponseFlow, lost_text, share_text
from survey_app.charts.shapes import (
    HEATHER,
    INK,
    LINE,
    SOFT,
    Area,
    Box,
    Picture,
    Shape,
    Stroke,
    Words,
    rectangle,
)
from survey_app.charts.values import Width

NAMES = 150.0
BAR = 26.0
AIR = 12.0


def flow_picture(chart: ResponseFlow, width: Width) -> Picture:
    """Place a bar per step from one start line, and before each who did not come along."""
    sheet = SHEETS[width]
    roomy = width == "wide"
    left = NAMES if roomy else 4.0
    notice, top = notice_shapes(chart.notice, sheet, sheet, 0)
    top = start = top + 8
    shapes: list[Shape] = []
    for step, lost in zip(chart.steps, chart.lost, strict=True):
        dropped = lost_text(lost, step)
        if dropped:
            for text in lines_of(dropped, sheet - left - 30, LETTER):
                shapes.append(Words(text, left + 18, top + 10, colour=SOFT))
                top += LINE_HEIGHT
            top += AIR - 4
        placed, top = _step(chart, step, sheet, left, top)
        shapes += placed
        top += AIR
    if roomy:
        shapes.append(Stroke(((left, start - 4), (left, top - AIR + 4)), LINE))
    return Picture(sheet, round(top), (*notice, *shapes))


def _step(
    chart: ResponseFlow, step: FlowStep, sheet: float, left: float, top: float
) -> tuple[list[Shape], float]:
    """Return the bar of a step; its word stands at the left, or above it on a phone."""
    beside = left > 100
    lines = lines_of(step.word, (left - 16 if beside else sheet - 12) / 1.12, 14)
    shapes: list[Shape] = []
    bar_top = top if beside else top + len(lines) * 17 + 2
    first = top + (BAR - len(lines) * 17) / 2 if beside else top
    for row, text in enumerate(lines):
        shapes.append(Words(text, 4, max(first, top - 2) + 13.5 + row * 17, size=14, bold=True))
    most = max(chart.steps[0].count, 1)
    length = (sheet - left - _after_bar(chart)) * step.count / most
    facts = {"kind": "step", "word": step.word, "value": str(step.count)}
    box = Box(left, bar_top, left + max(length, 0.5), bar_top + BAR)
    shapes.append(Area(rectangle(box), HEATHER, facts=facts))
    number = Words(str(step.count), box.right + 8, bar_top + 18, size=14, bold=True)
    shapes.append(number)
    share = f"({share_text(chart, step)})"
    x = number.x + width_of(number.text, 14, bold=True) + 6
    if chart.steps[0].count and step is not chart.steps[0]:
        shapes.append(Words(share, x, bar_top + 18, colour=INK))
    bottom = max(bar_top + BAR, *(shape.box.bottom for shape in shapes if isinstance(shape, Words)))
    return shapes, bottom


def _after_bar(chart: ResponseFlow) -> float:
    """Return the room that the widest number and share need after the longest bar."""
    number = width_of(str(chart.steps[0].count), 14, bold=True)
    return 8 + number + 6 + width_of("(100%)", LETTER) + 8
