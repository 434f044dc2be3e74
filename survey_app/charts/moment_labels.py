"""The words and dates under the time axis: of the measurements in two rows, then of the events."""

from dataclasses import dataclass

from survey_app.charts.axes import LETTER, LINE_HEIGHT, RIGHT_MARGIN, Room
from survey_app.charts.lettering import lines_of, width_of
from survey_app.charts.point_words import MOST_LABELLED_POINTS
from survey_app.charts.shapes import INK, SOFT, Box, Mark, Shape, Words
from survey_app.charts.values import Event, Moment
from survey_app.dutch import short_date

LABEL_ROWS = 2
DAYS_WITHOUT_YEAR = 330
"""Over a longer time "16 sep" would not say which."""
EVENT_REACH = 3.5


@dataclass(frozen=True)
class _Label:
    middle: float
    words: tuple[str, ...]
    quiet: tuple[str, ...]
    breadth: float

    @property
    def box(self) -> Box:
        return Box(self.middle - self.breadth / 2 - 4, 0, self.middle + self.breadth / 2 + 4, 1)


def moment_labels(
    moments: tuple[Moment, ...], room: Room, top: float, unsaid: set[Moment]
) -> tuple[list[Shape], float]:
    """Return the labels from `top` down and where they end; the last and the first go first.

    `unsaid` are gaps whose reason found no room at the cross; their label says it.
    """
    with_year = _needs_year(moments)
    labels = []
    for number in _order(moments):
        moment = moments[number]
        quiet = [short_date(moment.on, with_year=with_year)]
        if moment.remark:
            quiet += lines_of(moment.remark, _width(room) * 0.4, LETTER)
        words = lines_of(moment.word, _width(room) * 0.4, LETTER)
        if moment in unsaid:
            words += lines_of(moment.gap, _width(room) * 0.4, LETTER)
        labels.append(_label(words, tuple(quiet), room.x(moment.on), room))
    rows, _ = _in_rows(labels)
    return _drawn(rows, top)


def event_labels(
    events: tuple[Event, ...], moments: tuple[Moment, ...], room: Room, top: float
) -> tuple[list[Shape], float]:
    """Return a dot on the axis per event, and its words from `top` down.

    Words that find no room under their dot stand on a line of their own with their date.
    """
    with_year = _needs_year(moments)
    shapes: list[Shape] = []
    labels: dict[_Label, Event] = {}
    for event in events:
        facts = {"kind": "event", "on": event.on.isoformat(), "word": event.word}
        shapes.append(
            Mark(room.x(event.on), room.bottom, "circle", INK, reach=EVENT_REACH, facts=facts)
        )
        words = lines_of(event.word, _width(room) * 0.4, LETTER)
        day = short_date(event.on, with_year=with_year)
        labels[_label(words, (day,), room.x(event.on), room, signed=True)] = event
    rows, left_over = _in_rows(list(labels))
    drawn, top = _drawn(rows, top, signed=True)
    shapes += drawn
    for label in left_over:
        event = labels[label]
        text = f"{short_date(event.on, with_year=with_year)}: {event.word}"
        shapes.append(Mark(8, top + 9.5, "circle", INK, reach=EVENT_REACH))
        for line in lines_of(text, _width(room) - 28, LETTER):
            shapes.append(Words(line, 18, top + 14))
            top += LINE_HEIGHT
    return shapes, top


def _width(room: Room) -> float:
    return room.right + RIGHT_MARGIN


def _needs_year(moments: tuple[Moment, ...]) -> bool:
    return (moments[-1].on - moments[0].on).days > DAYS_WITHOUT_YEAR


def _label(
    words: tuple[str, ...], quiet: tuple[str, ...], x: float, room: Room, *, signed: bool = False
) -> _Label:
    breadth = max(width_of(line, LETTER) for line in (*words, *quiet)) + (24 if signed else 0)
    middle = min(max(x, breadth / 2 + 4), _width(room) - 4 - breadth / 2)
    return _Label(middle, words, quiet, breadth)


def _in_rows(labels: list[_Label]) -> tuple[list[list[_Label]], list[_Label]]:
    """Give each label, in this order, a place in the first row with room; return also the rest."""
    rows: list[list[_Label]] = [[] for _ in range(LABEL_ROWS)]
    rest = []
    for label in labels:
        for row in rows:
            if label.box.free_of(other.box for other in row):
                row.append(label)
                break
        else:
            rest.append(label)
    return [row for row in rows if row], rest


def _drawn(
    rows: list[list[_Label]], top: float, *, signed: bool = False
) -> tuple[list[Shape], float]:
    shapes: list[Shape] = []
    for row in rows:
        for label in row:
            lines = (*label.words, *label.quiet)
            for number, line in enumerate(lines):
                colour = INK if number < len(label.words) else SOFT
                baseline = top + 14 + number * LINE_HEIGHT
                shapes.append(Words(line, label.middle, baseline, colour=colour, anchor="middle"))
            if signed:
                x = label.middle - width_of(lines[0], LETTER) / 2 - 8
                shapes.append(Mark(x, top + 9.5, "circle", INK, reach=EVENT_REACH))
        top += max(len(label.words) + len(label.quiet) for label in row) * LINE_HEIGHT + 6
    return shapes, top


def _order(moments: tuple[Moment, ...]) -> list[int]:
    """Return which moments may claim room for their label, the most telling ones first."""
    telling = [number for number, each in enumerate(moments) if each.value is None or each.remark]
    rest = range(len(moments)) if len(moments) <= MOST_LABELLED_POINTS else []
    return list(dict.fromkeys([len(moments) - 1, 0, *telling, *rest]))
