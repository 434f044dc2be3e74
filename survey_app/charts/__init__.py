"""Charts: plain values go in; a figure, an accessible SVG, words and a table come out.

Every kind of chart has a frozen value with its words (`progress`, …) and a file that decides where
everything stands (`progress_layout`, …). `kinds` pairs them, `drawing` makes the matplotlib figure
and `pictures` hands out SVG and PNG. A chart knows its direction, range and band; what counts as
better is never guessed here.
"""

from survey_app.charts.captions import Caption
from survey_app.charts.forest import Forest, ForestRow
from survey_app.charts.group_change import Estimate, GroupChange
from survey_app.charts.kinds import Chart, description_of, fingerprint, table_of
from survey_app.charts.pictures import figure_of, png_of, svg_of
from survey_app.charts.plane import Plane, PlaneAxis, PlaneMoment
from survey_app.charts.progress import ProgressChart, Successor
from survey_app.charts.response_flow import FlowStep, ResponseFlow
from survey_app.charts.session import Answer, Goal, GoodEnough, SessionChart
from survey_app.charts.small_multiples import SmallMultiples
from survey_app.charts.three_views import Theme, ThreeViews, View
from survey_app.charts.values import (
    Band,
    Event,
    Informant,
    Moment,
    Span,
    Tick,
    UndrawableChartError,
    Width,
)
from survey_app.charts.words import Table, in_words

__all__ = [
    "Answer",
    "Band",
    "Caption",
    "Chart",
    "Estimate",
    "Event",
    "FlowStep",
    "Forest",
    "ForestRow",
    "Goal",
    "GoodEnough",
    "GroupChange",
    "Informant",
    "Moment",
    "Plane",
    "PlaneAxis",
    "PlaneMoment",
    "ProgressChart",
    "ResponseFlow",
    "SessionChart",
    "SmallMultiples",
    "Span",
    "Successor",
    "Table",
    "Theme",
    "ThreeViews",
    "Tick",
    "UndrawableChartError",
    "View",
    "Width",
    "description_of",
    "figure_of",
    "fingerprint",
    "in_words",
    "png_of",
    "svg_of",
    "table_of",
]
