"""The top of a chart: who says it, the notice, and the key of a band that has no room inside."""

from survey_app.charts.axes import LETTER, LINE_HEIGHT
from survey_app.charts.lettering import lines_of, width_of
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
from survey_app.charts.values import Band, Informant

BOLD_IS_WIDER = 1.12
NAME_SIZE = 14.0


def name_shapes(
    informant: Informant, number: int, name: str, width: float
) -> tuple[list[Shape], float]:
    """Return the mark of an informant with a name in bold beside it, and where they end."""
    shapes: list[Shape] = [Mark.of(informant, 11, 14, open=number > 1)]
    lines = lines_of(name, width - 32, NAME_SIZE * BOLD_IS_WIDER)
    for row, line in enumerate(lines):
        shapes.append(Words(line, 24, 19 + row * 17, size=NAME_SIZE, bold=True))
    return shapes, 26 + (len(lines) - 1) * 17


def notice_shapes(
    notice: str | None, width: float, name_right: float, top: float
) -> tuple[list[Shape], float]:
    """Return the notice, beside a name that ends at `name_right` or else below `top`."""
    if not notice:
        return [], top
    lines = lines_of(notice, width - 32, LETTER * BOLD_IS_WIDER)
    breadth = max(width_of(line, LETTER, bold=True) for line in lines) + 16
    beside = len(lines) == 1 and name_right + 12 + breadth <= width - 12
    upper = 2.0 if beside else top + 4
    left = width - 12 - breadth if beside else 4.0
    bottom = upper + len(lines) * LINE_HEIGHT + 8
    frame = rectangle(Box(left, upper, left + breadth, bottom))
    shapes: list[Shape] = [Area(frame, NOTICE_GROUND, edge=NOTICE_EDGE, facts={"kind": "notice"})]
    for row, line in enumerate(lines):
        baseline = upper + 15.5 + row * LINE_HEIGHT
        shapes.append(Words(line, left + breadth / 2, baseline, bold=True, anchor="middle"))
    return shapes, max(top, bottom)


def band_key_shapes(
    band: Band, informant: Informant, width: float, top: float
) -> tuple[list[Shape], float]:
    """Return a small band with its words, for when they find no room inside it."""
    colour = INFORMANT_COLOURS[informant]
    upper, lower = top + 5, top + 17
    shapes: list[Shape] = [Area(rectangle(Box(4, upper, 22, lower)), colour, opacity=0.13)]
    shapes += [Stroke(((4, y), (22, y)), colour, opacity=0.55) for y in (upper, lower)]
    lines = lines_of(band.words, width - 40, LETTER)
    for row, line in enumerate(lines):
        shapes.append(Words(line, 28, top + 15.5 + row * LINE_HEIGHT))
    return shapes, top + 6 + len(lines) * LINE_HEIGHT
