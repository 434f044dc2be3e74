"""From placed shapes to a matplotlib figure; never through pyplot, which keeps figures alive."""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from survey_app.charts.lettering import FONT
from survey_app.charts.shapes import (
    WHITE,
    Anchor,
    Area,
    Mark,
    Picture,
    Point,
    Shape,
    Sign,
    Stroke,
    Words,
)

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure
    from matplotlib.text import Text

# Settings of matplotlib belong to the whole process, so one thread draws at a time.
ONE_AT_A_TIME = threading.Lock()
PX_PER_INCH = 72
"""One px of the design is one unit of the SVG."""
ALIGNMENTS: dict[Anchor, Literal["left", "center", "right"]] = {
    "start": "left",
    "middle": "center",
    "end": "right",
}


@contextmanager
def any_script() -> Iterator[None]:
    """Let names in any script be drawn: a page has letters that matplotlib's own font lacks."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        warnings.filterwarnings("ignore", message="Matplotlib currently does not support")
        yield


def drawn_figure(picture: Picture, text: "type[Text] | None" = None) -> "Figure":
    """Draw placed shapes straight on the figure, in px from the top left corner.

    An axes would cost as much as all shapes together and draw nothing. Each artist carries the
    number of its shape as group id, so that the SVG can say what it is. `text` is the artist for
    words, by default matplotlib's own.
    """
    from matplotlib.figure import Figure
    from matplotlib.transforms import Affine2D

    size = (picture.width / PX_PER_INCH, picture.height / PX_PER_INCH)
    figure = Figure(figsize=size, dpi=PX_PER_INCH, facecolor=WHITE)
    from_px = Affine2D().scale(1, -1).translate(0, picture.height).scale(1 / PX_PER_INCH)
    on_sheet = from_px + figure.dpi_scale_trans
    for number, shape in enumerate(picture.shapes):
        artist = _artist(shape, text)
        artist.set_gid(f"shape-{number}")
        artist.set_zorder(number + 1)
        artist.set_transform(on_sheet)
        figure.add_artist(artist)
    return figure


def _artist(shape: Shape, text: "type[Text] | None") -> "Artist":
    from matplotlib.lines import Line2D
    from matplotlib.patches import Polygon
    from matplotlib.text import Text

    match shape:
        case Words():
            return (text or Text)(
                shape.x,
                shape.y,
                shape.text,
                color=shape.colour,
                fontfamily=FONT,
                fontsize=shape.size,
                fontweight=700 if shape.bold else 400,
                horizontalalignment=ALIGNMENTS[shape.anchor],
                verticalalignment="baseline",
                # A "$" in a word is a sign, not a formula.
                parse_math=False,
            )
        case Stroke():
            return Line2D(
                [x for x, _ in shape.points],
                [y for _, y in shape.points],
                color=shape.colour,
                linewidth=shape.width,
                # matplotlib counts dashes in widths of the line; ours are in px.
                linestyle=(0, [px / shape.width for px in shape.dash]) if shape.dash else "-",
                dash_capstyle="round",
                alpha=shape.opacity if shape.opacity < 1 else None,
                solid_capstyle="butt",
                solid_joinstyle="round",
            )
        case Area():
            return Polygon(
                shape.points,
                closed=True,
                facecolor=shape.fill,
                edgecolor=shape.edge or "none",
                linewidth=1 if shape.edge else 0,
                alpha=shape.opacity if shape.opacity < 1 else None,
            )
        case Mark():
            return _mark(shape)


CORNERS: dict[Sign, tuple[Point, ...]] = {
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "triangle": ((-5 / 6, 0.5), (5 / 6, 0.5), (0, -1)),
    "diamond": ((0, -1), (1, 0), (0, 1), (-1, 0)),
}
"""For a mark that reaches 1."""


def _mark(mark: Mark) -> "Artist":
    """Draw the mark around its data point; an open one has the same outer size."""
    from matplotlib.patches import Circle, Polygon

    face = WHITE if mark.open else mark.colour
    if mark.sign == "circle":
        return Circle(
            (mark.x, mark.y),
            mark.radius,
            facecolor=face,
            edgecolor=mark.colour,
            linewidth=mark.edge,
        )
    reach = mark.reach * (0.82 if mark.open else 1.0)
    return Polygon(
        [(mark.x + dx * reach, mark.y + dy * reach) for dx, dy in CORNERS[mark.sign]],
        closed=True,
        facecolor=face,
        edgecolor=mark.colour if mark.open else "none",
        linewidth=mark.edge,
        joinstyle="miter",
    )
