"""From placed shapes to a matplotlib figure; never through pyplot, which keeps figures alive."""

from typing import TYPE_CHECKING, Literal

from survey_app.charts.layout import picture_of
from survey_app.charts.lettering import FONT
from survey_app.charts.progress import ProgressChart, Width
from survey_app.charts.shapes import (
    INFORMANT_COLOURS,
    WHITE,
    Anchor,
    Area,
    Mark,
    Picture,
    Point,
    Stroke,
    Words,
)

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

PX_PER_INCH = 72
"""One px of the design is one unit of the SVG."""
ALIGNMENTS: dict[Anchor, Literal["left", "center", "right"]] = {
    "start": "left",
    "middle": "center",
    "end": "right",
}


def progress_figure(chart: ProgressChart, width: Width) -> "Figure":
    """Draw a progress chart.

    Parameters
    ----------
    chart : ProgressChart
        What is to be shown; gaps stay open and the axis is never turned.
    width : str
        ``wide`` (640 px) or ``narrow`` (294 px).

    Returns
    -------
    matplotlib.figure.Figure
        On a white ground; save it as PNG with twice the dpi for a sharp picture.
    """
    return figure_of(picture_of(chart, width))


def figure_of(picture: Picture) -> "Figure":
    """Draw placed shapes in one axes whose units are px from the top left corner.

    Each artist carries the number of its shape as group id, so that the SVG can say what it is.
    """
    from matplotlib.figure import Figure

    size = (picture.width / PX_PER_INCH, picture.height / PX_PER_INCH)
    figure = Figure(figsize=size, dpi=PX_PER_INCH, facecolor=WHITE)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, picture.width)
    axes.set_ylim(picture.height, 0)
    axes.set_axis_off()
    for number, shape in enumerate(picture.shapes):
        artist = _artist(shape)
        artist.set_gid(f"shape-{number}")
        artist.set_zorder(number + 1)
        axes.add_artist(artist)
        artist.set_clip_on(False)
    return figure


def _artist(shape: Words | Stroke | Area | Mark) -> "Artist":
    from matplotlib.lines import Line2D
    from matplotlib.patches import Polygon
    from matplotlib.text import Text

    match shape:
        case Words():
            return Text(
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


def _mark(mark: Mark) -> "Artist":
    """Draw the mark around its data point; an open one has the same outer size."""
    from matplotlib.patches import Circle, Polygon

    colour = INFORMANT_COLOURS[mark.informant]
    edge = 2.5 if mark.open else 0.0
    face = WHITE if mark.open else colour
    if mark.informant == "child":
        return Circle(
            (mark.x, mark.y), 6 - edge / 2, facecolor=face, edgecolor=colour, linewidth=edge
        )
    corners: dict[str, tuple[Point, ...]] = {
        "parent": ((-5.5, -5.5), (5.5, -5.5), (5.5, 5.5), (-5.5, 5.5)),
        "teacher": ((-7, 4.2), (7, 4.2), (0, -8.4)),
        "coach": ((0, -7.5), (7.5, 0), (0, 7.5), (-7.5, 0)),
    }
    shrink = 0.82 if mark.open else 1.0
    points = [(mark.x + dx * shrink, mark.y + dy * shrink) for dx, dy in corners[mark.informant]]
    return Polygon(
        points,
        closed=True,
        facecolor=face,
        edgecolor=colour if mark.open else "none",
        linewidth=edge,
        joinstyle="miter",
    )
