"""The key under a chart: a sample of a mark or line with what it stands for."""

from collections.abc import Iterable

from survey_app.charts.axes import LETTER, LINE_HEIGHT
from survey_app.charts.lettering import lines_of
from survey_app.charts.shapes import Shape, Words, moved

SAMPLE_MIDDLE = 14.0
TEXT_LEFT = 32.0


def key_shapes(
    samples: Iterable[tuple[tuple[Shape, ...], str]], width: float, top: float
) -> tuple[list[Shape], float]:
    """Return one entry under the other and where they end; a sample is drawn around (0, 0)."""
    shapes: list[Shape] = []
    for sample, word in samples:
        shapes += [moved(shape, SAMPLE_MIDDLE, top + 9) for shape in sample]
        for line in lines_of(word, width - TEXT_LEFT - 12, LETTER):
            shapes.append(Words(line, TEXT_LEFT, top + 14))
            top += LINE_HEIGHT
        top += 3
    return shapes, top
