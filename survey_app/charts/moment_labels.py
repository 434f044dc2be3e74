"""The words and dates of the moments, under the axis in at most two rows."""

from dataclasses import dataclass

from survey_app.charts.axes import LETTER, LINE_HEIGHT, RIGHT_MARGIN, Room
from survey_app.charts.lettering import lines_of, width_of
from survey_app.charts.point_words import MOST_LABELLED_POINTS
from survey_app.charts.progress import Moment, ProgressChart
from survey_app.charts.shapes import INK, SOFT, Box, Shape, Words
from survey_app.dutch import short_date

LABEL_ROWS = 2
DAYS_WITHOUT_YEAR = 330
"""Over a longer time "16 sep" would not say which."""


@dataclass(frozen=True)
class _Label:
    middle: float
    words: tuple[str, ...]
    day: str
    breadth: float

    @property
    def box(self) -> Box:
        return Box(self.middle - self.breadth / 2 - 4, 0, self.middle + self.breadth / 2 + 4, 1)


def moment_labels(
    chart: ProgressChart, room: Room, top: float, unsaid: set[Moment]
) -> tuple[list[Shape], float]:
    """Return the labels from `top` down and where they end; the last and the first go first.

    `unsaid` are gaps whose reason found no room at the cross; their label says it.
    """
    moments = chart.by_date
    width = room.right + RIGHT_MARGIN
    with_year = (moments[-1].on - moments[0].on).days > DAYS_WITHOUT_YEAR
    rows: list[list[_Label]] = [[] for _ in range(LABEL_ROWS)]
    for number in _order(moments):
        moment = moments[number]
        day = short_date(moment.on, with_year=with_year)
        label = _label(moment, day, room.x(moment.on), width, unsaid=moment in unsaid)
        for row in rows:
            if label.box.free_of(other.box for other in row):
                row.append(label)
                break
    shapes: list[Shape] = []
    for row in filter(None, rows):
        for label in row:
            for number, line in enumerate((*label.words, label.day)):
                colour = SOFT if number == len(label.words) else INK
                baseline = top + 14 + number * LINE_HEIGHT
                shapes.append(Words(line, label.middle, baseline, colour=colour, anchor="middle"))
        top += max(len(label.words) + 1 for label in row) * LINE_HEIGHT + 6
    return shapes, top


def _label(moment: Moment, day: str, x: float, width: float, *, unsaid: bool) -> _Label:
    words = lines_of(moment.word, width * 0.4, LETTER)
    if unsaid:
        words = (*words, moment.gap)
    breadth = max(width_of(line, LETTER) for line in (*words, day))
    middle = min(max(x, breadth / 2 + 4), width - 4 - breadth / 2)
    return _Label(middle, words, day, breadth)


def _order(moments: tuple[Moment, ...]) -> list[int]:
    """Return which moments may claim room for their label, the most telling ones first."""
    gaps = [number for number, moment in enumerate(moments) if moment.value is None]
    rest = range(len(moments)) if len(moments) <= MOST_LABELLED_POINTS else []
    return list(dict.fromkeys([len(moments) - 1, 0, *gaps, *rest]))
