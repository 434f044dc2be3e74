"""Any chart as a figure, as an SVG for a page and as a PNG to keep."""

import io
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from survey_app.charts.accessible_svg import accessible_svg
from survey_app.charts.captions import Caption, captioned
from survey_app.charts.drawing import ONE_AT_A_TIME, PX_PER_INCH, any_script, drawn_figure
from survey_app.charts.kinds import Chart, description_of, fingerprint, picture_of
from survey_app.charts.values import Width

if TYPE_CHECKING:
    from matplotlib.figure import Figure

KEPT = 256
"""Drawn pictures that a process remembers, some 10 kB each."""
KEPT_PNG = 64
"""Of those to keep, which are asked for less and are some 100 kB each."""


def svg_of(chart: Chart, width: Width) -> str:
    """Draw a chart as accessible SVG; an equal chart is drawn once.

    Parameters
    ----------
    chart : Chart
        Any kind of chart.
    width : str
        ``wide``, ``panel`` or ``narrow``; the SVG itself has no fixed size.

    Returns
    -------
    str
        One ``svg`` element: role img, title (the question), description (every point in words),
        live text, presentation attributes only, ids that are unique for this chart and width, the
        same signs for the same chart. Groups say what they are with ``data-kind``: ``point`` or
        ``gap`` (with ``data-on``, ``data-word``, ``data-value``, ``data-remark``, ``data-rater``),
        ``band`` (``data-low``, ``data-high``), ``tick`` (``data-value``), ``month`` (``data-on``),
        ``holiday`` and ``pause`` (``data-first``, ``data-last``, ``data-word``), ``event`` and
        ``handover`` (``data-on``, ``data-word``), ``line``, ``notice``.
    """
    return _kept(_Order(fingerprint(chart), width, chart))


def figure_of(chart: Chart, width: Width) -> "Figure":
    """Draw a chart as a matplotlib figure.

    Parameters
    ----------
    chart : Chart
        Any kind of chart.
    width : str
        ``wide``, ``panel`` or ``narrow``.

    Returns
    -------
    matplotlib.figure.Figure
        On a white ground, 72 dots per inch.
    """
    return drawn_figure(picture_of(chart, width))


def png_of(chart: Chart, width: Width, caption: Caption | None = None) -> bytes:
    """Draw a chart as a picture to keep or to paste; an equal one is drawn once.

    With twice as many dots as px.

    Parameters
    ----------
    chart : Chart
        Any kind of chart.
    width : str
        ``wide`` (1280 dots), ``panel`` (680 dots) or ``narrow`` (588 dots).
    caption : Caption or None
        What the page says around the chart. A picture that is pasted elsewhere has no page, so it
        takes its question and its caveats along; None draws the chart alone.

    Returns
    -------
    bytes
        A PNG on a white ground, the same bytes for the same chart.
    """
    return _kept_png(_Order(fingerprint(chart), width, chart, caption))


@dataclass(frozen=True)
class _Order:
    """Equal when the pictures would be."""

    fingerprint: str
    width: Width
    chart: Chart = field(compare=False)
    caption: Caption | None = None


def forget_pictures() -> None:
    """Let this process keep no picture, as when what was drawn is erased."""
    _kept.cache_clear()
    _kept_png.cache_clear()


@lru_cache(maxsize=KEPT)
def _kept(order: _Order) -> str:
    chart, width = order.chart, order.width
    name = f"{order.fingerprint[:12]}-{width}"
    return accessible_svg(picture_of(chart, width), name, chart.question, description_of(chart))


@lru_cache(maxsize=KEPT_PNG)
def _kept_png(order: _Order) -> bytes:
    picture = picture_of(order.chart, order.width)
    if order.caption is not None:
        picture = captioned(picture, order.chart.question, order.caption)
    written = io.BytesIO()
    with ONE_AT_A_TIME, any_script():
        drawn_figure(picture).savefig(
            written, format="png", dpi=2 * PX_PER_INCH, metadata={"Software": None}
        )
    return written.getvalue()
