"""Any chart as a figure, as an SVG for a page and as a PNG to keep."""

import io
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from survey_app.charts.accessible_svg import accessible_svg
from survey_app.charts.drawing import ONE_AT_A_TIME, PX_PER_INCH, any_script, drawn_figure
from survey_app.charts.kinds import Chart, description_of, fingerprint, picture_of
from survey_app.charts.values import Width

if TYPE_CHECKING:
    from matplotlib.figure import Figure

KEPT = 256
"""Drawn pictures that a process remembers, some 10 kB each."""


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


def png_of(chart: Chart, width: Width) -> bytes:
    """Draw a chart as a picture to keep or to paste, with twice as many dots as px.

    Parameters
    ----------
    chart : Chart
        Any kind of chart.
    width : str
        ``wide`` (1280 dots), ``panel`` (680 dots) or ``narrow`` (588 dots).

    Returns
    -------
    bytes
        A PNG on a white ground, the same bytes for the same chart.
    """
    written = io.BytesIO()
    with ONE_AT_A_TIME, any_script():
        figure_of(chart, width).savefig(
            written, format="png", dpi=2 * PX_PER_INCH, metadata={"Software": None}
        )
    return written.getvalue()


@dataclass(frozen=True)
class _Order:
    """Equal when the pictures would be."""

    fingerprint: str
    width: Width
    chart: Chart = field(compare=False)


@lru_cache(maxsize=KEPT)
def _kept(order: _Order) -> str:
    chart, width = order.chart, order.width
    name = f"{order.fingerprint[:12]}-{width}"
    return accessible_svg(picture_of(chart, width), name, chart.question, description_of(chart))
