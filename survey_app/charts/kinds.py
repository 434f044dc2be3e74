"""The one way from any chart to its picture, table and words."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from survey_app.charts.forest import Forest, forest_description, forest_table
from survey_app.charts.forest_layout import forest_picture
from survey_app.charts.group_change import GroupChange, group_change_description, group_change_table
from survey_app.charts.group_change_layout import group_change_picture
from survey_app.charts.plane import Plane, plane_description, plane_table
from survey_app.charts.plane_layout import plane_picture
from survey_app.charts.progress import ProgressChart
from survey_app.charts.progress_layout import progress_picture
from survey_app.charts.progress_words import progress_description, progress_table
from survey_app.charts.response_flow import ResponseFlow, flow_description, flow_table
from survey_app.charts.response_flow_layout import flow_picture
from survey_app.charts.session import SessionChart, session_description, session_table
from survey_app.charts.session_layout import session_picture
from survey_app.charts.shapes import Picture
from survey_app.charts.small_multiples import (
    SmallMultiples,
    panels_description,
    panels_table,
)
from survey_app.charts.small_multiples_layout import panels_picture
from survey_app.charts.three_views import ThreeViews, views_description, views_table
from survey_app.charts.three_views_layout import views_picture
from survey_app.charts.values import Width
from survey_app.charts.words import Table

Chart = (
    ProgressChart
    | SmallMultiples
    | SessionChart
    | ThreeViews
    | Plane
    | GroupChange
    | Forest
    | ResponseFlow
)

DRAWING_VERSION = "3"
"""Raise it when the same chart is drawn differently, so that kept pictures are made again."""


@dataclass(frozen=True)
class _Kind:
    """How one kind of chart is placed, put in a table and said."""

    # Each function takes only charts of its own kind; KINDS pairs them.
    picture: Callable[[Any, Width], Picture]
    table: Callable[[Any], Table]
    description: Callable[[Any], str]


KINDS: dict[type[Chart], _Kind] = {
    ProgressChart: _Kind(progress_picture, progress_table, progress_description),
    SmallMultiples: _Kind(panels_picture, panels_table, panels_description),
    SessionChart: _Kind(session_picture, session_table, session_description),
    ThreeViews: _Kind(views_picture, views_table, views_description),
    Plane: _Kind(plane_picture, plane_table, plane_description),
    GroupChange: _Kind(group_change_picture, group_change_table, group_change_description),
    Forest: _Kind(forest_picture, forest_table, forest_description),
    ResponseFlow: _Kind(flow_picture, flow_table, flow_description),
}


def picture_of(chart: Chart, width: Width) -> Picture:
    """Place all shapes of a chart.

    Parameters
    ----------
    chart : Chart
        Any kind of chart.
    width : str
        ``wide`` (640 px), ``panel`` (340 px) or ``narrow`` (294 px); the height follows from what
        must fit.

    Returns
    -------
    Picture
        Shapes in px, in drawing order.
    """
    return KINDS[type(chart)].picture(chart, width)


def table_of(chart: Chart) -> Table:
    """Return the same facts as the picture, as a table.

    Parameters
    ----------
    chart : Chart
        Any kind of chart.

    Returns
    -------
    Table
        Column words and rows of text, with numbers in Dutch; a gap is a row too.
    """
    return KINDS[type(chart)].table(chart)


def description_of(chart: Chart) -> str:
    """Return everything the picture shows in sentences, for who does not see it.

    Parameters
    ----------
    chart : Chart
        Any kind of chart; its empty sentences are left out.

    Returns
    -------
    str
        Dutch sentences.
    """
    return KINDS[type(chart)].description(chart)


def fingerprint(chart: Chart) -> str:
    """Return 32 hexadecimal signs that differ when the picture would.

    Parameters
    ----------
    chart : Chart
        Equal charts have equal fingerprints, in every process.

    Returns
    -------
    str
        Start of the SHA-256 of the drawing version and of everything the chart says.
    """
    return hashlib.sha256(f"{DRAWING_VERSION} {chart!r}".encode()).hexdigest()[:32]
