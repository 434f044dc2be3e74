"""What a chart says on its page, around a picture that leaves the page."""

from dataclasses import dataclass

from survey_app.charts.axes import LETTER
from survey_app.charts.heading import BOLD_IS_WIDER
from survey_app.charts.lettering import lines_of
from survey_app.charts.shapes import INK, SOFT, Picture, Shape, Words, moved

LEFT, RIGHT = 4.0, 12.0
TITLE = 16.0
LEADING = 1.38
"""From baseline to baseline, in letter sizes."""
AIR = 10.0


@dataclass(frozen=True)
class Caption:
    """The words around a picture.

    Attributes
    ----------
    above : tuple of str
        Whose view it is and which way is better, under the question.
    said : str
        What can be concluded, under the picture.
    below : tuple of str
        What is claimed of the list, what is not known, which list it is; each in small letters.
    """

    above: tuple[str, ...]
    said: str
    below: tuple[str, ...]


def captioned(picture: Picture, question: str, caption: Caption) -> Picture:
    """Return a picture with its question above and its caption around it, as wide as it was."""
    shapes, top = _lines(question, TITLE, picture.width, 0, bold=True)
    for text in caption.above:
        more, top = _lines(text, LETTER, picture.width, top, colour=SOFT)
        shapes += more
    top = round(top + AIR)
    shapes += [moved(shape, 0, top) for shape in picture.shapes]
    bottom: float = top + picture.height
    if caption.said:
        more, bottom = _lines(caption.said, LETTER + 1, picture.width, bottom)
        shapes += more
    for text in filter(None, caption.below):
        more, bottom = _lines(text, LETTER, picture.width, bottom + 3, colour=SOFT)
        shapes += more
    return Picture(picture.width, round(bottom + AIR), tuple(shapes), picture.plot_top + top)


def _lines(
    text: str, size: float, width: float, top: float, *, bold: bool = False, colour: str = INK
) -> tuple[list[Shape], float]:
    """Return a text as lines below each other, and where they end."""
    shapes: list[Shape] = []
    for line in lines_of(text, width - LEFT - RIGHT, size * (BOLD_IS_WIDER if bold else 1)):
        top += size * LEADING
        shapes.append(Words(line, LEFT, top, size=size, bold=bold, colour=colour))
    return shapes, top + 4
