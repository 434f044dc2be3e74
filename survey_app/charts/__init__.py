"""Charts: a plain series goes in; a figure, an accessible SVG, words and a table come out.

`progress` holds what a chart says, `words` says it in Dutch and as a table, `layout` decides where
everything stands, `drawing` makes the matplotlib figure and `accessible_svg` the picture for a
page. The chart knows its direction, range and band; what counts as better is never guessed here.
"""

from survey_app.charts.accessible_svg import progress_svg
from survey_app.charts.drawing import progress_figure
from survey_app.charts.progress import (
    Band,
    Informant,
    Moment,
    ProgressChart,
    Tick,
    UndrawableChartError,
    Width,
    fingerprint,
)
from survey_app.charts.words import description_of, in_words, table_of

__all__ = [
    "Band",
    "Informant",
    "Moment",
    "ProgressChart",
    "Tick",
    "UndrawableChartError",
    "Width",
    "description_of",
    "fingerprint",
    "in_words",
    "progress_figure",
    "progress_svg",
    "table_of",
]
