"""One chart beside the same picture by plain matplotlib; its size on the line; a second view.

python -m tests.benchmarks.charts

"The same" is what someone would write who wants this very picture: one Figure of the same size
with the same lines, polygons, circles and texts, with the same colours and letters, saved as SVG
with live text. It decides no places, checks nothing, says nothing about what it shows and is drawn
in two ways: with the artists in one axes, as examples do, and straight on the figure, which is
the fastest way there is. The bound counts against the fastest. Ours makes everything anew: placing,
measuring of words, figure, SVG, and the accessible text; only importing is left out of both.

Exits with 1 when a chart takes more than 1.3 times as long as the fastest plain figure, when any
sample is 20 kB or more compressed, or when a second view of an equal chart draws anything.
"""

import gzip
import io
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import click
from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from survey_app.charts import Chart, description_of, fingerprint, svg_of
from survey_app.charts.accessible_svg import accessible_svg
from survey_app.charts.drawing import CORNERS
from survey_app.charts.kinds import picture_of
from survey_app.charts.shapes import Area, Picture, Stroke, Words
from tests.charts.group_samples import EVERY

TIME_RATIO, COMPRESSED_BYTES, SECOND_VIEW_RATIO = 1.3, 20_000, 0.05
ROUNDS = 15
TIMED = ("band", "what happened", "panels", "session with goals", "views", "plane", "group")
TIMED += ("forest", "flow")
WIDTHS = ("wide", "panel", "narrow")
ALIGN = {"start": "left", "middle": "center", "end": "right"}


def artist(shape):
    """Return the artist that anyone would take for this shape."""
    if isinstance(shape, Words):
        return Text(
            shape.x,
            shape.y,
            shape.text,
            color=shape.colour,
            fontsize=shape.size,
            fontweight=700 if shape.bold else 400,
            ha=ALIGN[shape.anchor],
        )
    if isinstance(shape, Stroke):
        xs, ys = zip(*shape.points, strict=True)
        return Line2D(xs, ys, color=shape.colour, lw=shape.width, alpha=shape.opacity)
    if isinstance(shape, Area):
        return Polygon(shape.points, fc=shape.fill, ec=shape.edge or "none", alpha=shape.opacity)
    face, edge = ("#FFFFFF" if shape.open else shape.colour), shape.colour
    if shape.sign == "circle":
        return Circle((shape.x, shape.y), shape.radius, fc=face, ec=edge, lw=shape.edge)
    points = [
        (shape.x + dx * shape.reach, shape.y + dy * shape.reach) for dx, dy in CORNERS[shape.sign]
    ]
    return Polygon(points, fc=face, ec=edge, lw=shape.edge)


def in_axes(picture: Picture) -> str:
    """Draw the picture the usual way: one axes with the limits of the sheet."""
    figure = Figure(figsize=(picture.width / 72, picture.height / 72), dpi=72)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, picture.width)
    axes.set_ylim(picture.height, 0)
    axes.set_axis_off()
    for shape in picture.shapes:
        axes.add_artist(artist(shape))
    return saved(figure)


def on_figure(picture: Picture) -> str:
    """Draw the picture the fastest way: no axes at all."""
    figure = Figure(figsize=(picture.width / 72, picture.height / 72), dpi=72)
    to_figure = Affine2D().scale(1, -1).translate(0, picture.height).scale(1 / 72)
    transform = to_figure + figure.dpi_scale_trans
    for shape in picture.shapes:
        each = artist(shape)
        each.set_transform(transform)
        figure.add_artist(each)
    return saved(figure)


def saved(figure: Figure) -> str:
    written = io.BytesIO()
    with rc_context({"svg.fonttype": "none"}):
        figure.savefig(written, format="svg")
    return written.getvalue().decode()


def ours(chart: Chart) -> str:
    """Make a chart anew, without the memory of what was drawn before."""
    picture = picture_of(chart, "wide")
    name = f"{fingerprint(chart)[:12]}-wide"
    return accessible_svg(picture, name, chart.question, description_of(chart))


def shortest(*works: Callable[[], object]) -> list[float]:
    """Return the shortest time in seconds of each, taken in turns so that all meet the same."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, taken in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return [min(taken) for taken in times]


def compare_times() -> bool:
    """Print our time beside both plain ways; return whether all are within the bound."""
    within = True
    click.echo(f"{'chart':<20} {'shapes':>6} {'ours':>8} {'axes':>8} {'figure':>8} {'ratio':>6}")
    for name in TIMED:
        chart = EVERY[name]
        picture = picture_of(chart, "wide")
        works = partial(ours, chart), partial(in_axes, picture), partial(on_figure, picture)
        mine, usual, fastest = shortest(*works)
        ratio = mine / min(usual, fastest)
        within &= ratio <= TIME_RATIO
        times = " ".join(f"{seconds * 1000:6.1f}ms" for seconds in (mine, usual, fastest))
        click.echo(f"{name:<20} {len(picture.shapes):6} {times} {ratio:6.2f}")
    return within


def largest_on_the_line() -> bool:
    """Print the largest sample after gzip; return whether it is small enough."""
    sizes = {
        (name, width): len(gzip.compress(svg_of(chart, width).encode()))
        for name, chart in EVERY.items()
        for width in WIDTHS
    }
    (name, width), size = max(sizes.items(), key=lambda each: each[1])
    click.echo(f"largest of {len(sizes)} pictures: {size:,} bytes compressed ({name}, {width})")
    return size < COMPRESSED_BYTES


def second_view() -> bool:
    """Print what a second view of an equal chart costs; return whether nothing was drawn."""
    chart, equal = EVERY["band"], replace(EVERY["band"])
    (drawn,) = shortest(partial(ours, chart))
    first = svg_of(chart, "wide")
    (again,) = shortest(partial(svg_of, equal, "wide"))
    click.echo(f"first view {drawn * 1000:.1f} ms, second view {again * 1000:.3f} ms")
    return svg_of(equal, "wide") is first and again <= SECOND_VIEW_RATIO * drawn


@click.command()
def main() -> None:
    """Measure, print, and exit with 1 beyond the bounds."""
    within = [compare_times(), largest_on_the_line(), second_view()]
    sys.exit(0 if all(within) else 1)


if __name__ == "__main__":
    main()
