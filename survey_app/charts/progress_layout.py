"""Where everything on a progress chart stands, so that nothing overlaps or is cut."""

from dataclasses import dataclass, replace

from survey_app.charts.axes import RIGHT_MARGIN, SHEETS, Room, ScaleWords, month_shapes
from survey_app.charts.band_of_chance import band_area, band_box, band_edges, band_words
from survey_app.charts.handover import handover_shapes
from survey_app.charts.heading import band_key_shapes, name_shapes, notice_shapes
from survey_app.charts.moment_labels import event_labels, moment_labels
from survey_app.charts.point_words import gap_words, value_words
from survey_app.charts.progress import ProgressChart, Series
from survey_app.charts.shapes import (
    INFORMANT_COLOURS,
    LINE,
    SOFT,
    Area,
    Box,
    Facts,
    Mark,
    Picture,
    Point,
    Shape,
    Stroke,
    Words,
)
from survey_app.charts.spans import span_key, span_shapes
from survey_app.charts.values import (
    Days,
    Informant,
    Moment,
    UndrawableChartError,
    Width,
    events_within,
    spans_within,
)
from survey_app.charts.words import name_of


@dataclass(frozen=True)
class Design:
    """Sizes in px: the picture, the column of scale words, the least height of the plot."""

    width: float
    scale_words: float
    plot_height: float


DESIGNS: dict[Width, Design] = {
    "wide": Design(width=SHEETS["wide"], scale_words=150, plot_height=230),
    "panel": Design(width=SHEETS["panel"], scale_words=92, plot_height=150),
    "narrow": Design(width=SHEETS["narrow"], scale_words=92, plot_height=170),
}


@dataclass(frozen=True)
class Shared:
    """What panels beside each other have in common; an ordinary chart leaves it open."""

    name: str | None = None
    days: Days | None = None
    plot_top: float = 0
    scale_width: float = 0


def progress_picture(chart: ProgressChart, width: Width, shared: Shared | None = None) -> Picture:
    """Place all shapes of a chart.

    Parameters
    ----------
    chart : ProgressChart
        What is to be shown.
    width : str
        ``wide`` (640 px), ``panel`` (340 px) or ``narrow`` (294 px); the height follows from what
        must fit.
    shared : Shared, optional
        What other panels ask of this one.

    Returns
    -------
    Picture
        Shapes in px, in drawing order.

    Raises
    ------
    UndrawableChartError
        The words of the band find no room; not seen, because they may stand in the heading.
    """
    shared = shared or Shared()
    for band_key in (False, True):
        picture = _placed(chart, DESIGNS[width], shared, band_key=band_key)
        if picture is not None:
            return picture
    raise UndrawableChartError("the words of the band find no room")


def _placed(
    chart: ProgressChart, design: Design, shared: Shared, *, band_key: bool
) -> Picture | None:
    """Place all shapes; None when the words of the band find no room in the plot."""
    heading, heading_bottom = _heading(chart, design, shared, band_key=band_key)
    room = _room(chart, design, shared, heading_bottom + 22)
    scale = ScaleWords.of(chart.ticks, design.scale_words).shapes(room)
    scale_boxes = [shape.box for shape in scale if isinstance(shape, Words)]
    crosses = cross_shapes(chart.by_date, room)
    marks, lines = [], []
    for series in chart.series:
        marks.append(mark_shapes(series, chart.informant, room))
        lines += line_shapes(series.moments, chart.informant, room) if chart.joined else []
    solid = [mark.box for row in marks for mark in row]
    solid += [box for stroke in (*lines, *crosses) for box in stroke.boxes()]
    handovers = handover_shapes(chart.successors, room, solid, scale_boxes)
    taken = [*scale_boxes, *solid, *_taken_by(handovers)]

    areas: list[Area] = []
    edges: list[Stroke] = []
    boxes: list[Box] = []
    for series, row in zip(chart.series, marks, strict=True):
        if series.band is not None and row:
            box = band_box(series.band, room, row[0].x, _last_x(chart, series, row, room))
            boxes.append(box)
            areas.append(band_area(chart.informant, series.band, box))
            edges += band_edges(chart.informant, series.band, box, room)
    thin = [box for edge in edges for box in edge.boxes()]
    values = []
    if chart.shown_values:
        values = value_words(chart.series, chart.digits, room, taken, thin)
    taken += [words.box for words in values]
    said, unsaid = gap_words(chart.by_date, room, taken, thin)
    taken += [words.box for words in said]
    in_band: list[Words] = []
    if chart.band_said and boxes and not band_key:
        places = (band_words(chart.band_said, box, room, [*taken, *thin]) for box in boxes)
        in_band = next(filter(None, places), [])
        if not in_band:
            return None

    spans = spans_within(chart.spans, room.days)
    shapes: list[Shape] = [*areas, *heading, *scale, *span_shapes(spans, room)]
    shapes += [*month_shapes(room), *edges]
    if not chart.joined:
        shapes += drop_shapes(chart.scored, room)
    shapes += [*in_band, *handovers, *lines, *crosses]
    for series, row in zip(chart.series, marks, strict=True):
        shapes += row
        shapes += [
            mark.dot()
            for mark, (moment, _) in zip(row, series.scored, strict=True)
            if moment.remark
        ]
    shapes += [*values, *said]
    below, bottom = under_axis(chart, room, scale_boxes, unsaid)
    return Picture(design.width, round(bottom + 8), (*shapes, *below), room.top)


def under_axis(
    chart: ProgressChart, room: Room, scale_boxes: list[Box], unsaid: set[Moment]
) -> tuple[list[Shape], float]:
    """Return the words under the axis: moments, events, the key of the stretches."""
    top = max(room.bottom + 26, *(box.bottom for box in scale_boxes))
    labels, top = moment_labels(chart.by_date, room, top, unsaid)
    events = events_within(chart.events, room.days)
    happened, top = event_labels(events, chart.by_date, room, top)
    key, top = span_key(spans_within(chart.spans, room.days), room.right + RIGHT_MARGIN, top)
    return [*labels, *happened, *key], top


def _heading(
    chart: ProgressChart, design: Design, shared: Shared, *, band_key: bool
) -> tuple[list[Shape], float]:
    name = shared.name or name_of(chart.informant, chart.number)
    named, bottom = name_shapes(chart.informant, chart.number, name, design.width)
    right = max(shape.box.right for shape in named if isinstance(shape, Words))
    notice, bottom = notice_shapes(chart.notice, design.width, right, bottom)
    key: list[Shape] = []
    if band_key and chart.band_said is not None:
        key, bottom = band_key_shapes(chart.band_said, chart.informant, design.width, bottom)
    return [*named, *notice, *key], bottom


def _room(chart: ProgressChart, design: Design, shared: Shared, top: float) -> Room:
    scale = ScaleWords.of(chart.ticks, design.scale_words)
    height = max(design.plot_height, scale.height_for(chart.lowest, chart.highest))
    top = max(top + scale.overhang, shared.plot_top)
    first_day, last_day = shared.days or chart.days
    return Room(
        left=max(scale.width, 16, shared.scale_width) + 10,
        top=top,
        right=design.width - RIGHT_MARGIN,
        bottom=top + height,
        lowest=chart.lowest,
        highest=chart.highest,
        first_day=first_day,
        last_day=last_day,
    )


def _last_x(chart: ProgressChart, series: Series, row: list[Mark], room: Room) -> float:
    """Return where the band of a rater ends; never beyond the day the next one took over."""
    ends = [room.x(each.on) for each in chart.successors if each.number > series.number]
    return min([row[-1].x, *(x - BAND_BEFORE_HANDOVER for x in ends if x > row[-1].x)])


BAND_BEFORE_HANDOVER = 18.0
"""A band goes on a little past its last point; it must not reach the next rater."""


def _taken_by(shapes: list[Shape]) -> list[Box]:
    boxes = [shape.box for shape in shapes if isinstance(shape, Words)]
    return boxes + [box for shape in shapes if isinstance(shape, Stroke) for box in shape.boxes()]


def facts_of(kind: str, moment: Moment) -> Facts:
    """Return what a measurement says, to be read back from the picture."""
    facts = {"kind": kind, "on": moment.on.isoformat(), "word": moment.word}
    if moment.value is not None:
        facts["value"] = repr(float(moment.value))
    if moment.remark:
        facts["remark"] = moment.remark
    return facts


def mark_shapes(series: Series, informant: Informant, room: Room) -> list[Mark]:
    """Return a mark per score, open for a second rater of this role."""
    second = {"rater": str(series.number)} if series.number > 1 else {}
    return [
        Mark.of(
            informant,
            room.x(moment.on),
            room.y(value),
            open=series.number > 1,
            facts=facts_of("point", moment) | second,
        )
        for moment, value in series.scored
    ]


def line_shapes(moments: tuple[Moment, ...], informant: Informant, room: Room) -> list[Stroke]:
    """Join neighbours that both have a score; a gap between them stays open."""
    runs: list[list[Point]] = [[]]
    for moment in moments:
        if moment.value is None:
            runs.append([])
        else:
            runs[-1].append((room.x(moment.on), room.y(moment.value)))
    colour = INFORMANT_COLOURS[informant]
    return [
        Stroke(tuple(run), colour, width=2.5, facts={"kind": "line"})
        for run in runs
        if len(run) > 1
    ]


def drop_shapes(scored: tuple[tuple[Moment, float], ...], room: Room) -> list[Stroke]:
    """Lead the eye from an unjoined point down to its date."""
    return [
        Stroke(((room.x(moment.on), room.y(value)), (room.x(moment.on), room.bottom)), LINE)
        for moment, value in scored
    ]


def cross_shapes(moments: tuple[Moment, ...], room: Room) -> list[Stroke]:
    """Put a cross on the axis for each gap."""
    strokes = []
    for moment in moments:
        if moment.value is None:
            x, y, reach = room.x(moment.on), room.bottom, 5.0
            falling = ((x - reach, y - reach), (x + reach, y + reach))
            rising = ((x - reach, y + reach), (x + reach, y - reach))
            cross = Stroke(falling, SOFT, width=2, facts=facts_of("gap", moment))
            strokes += [cross, replace(cross, points=rising, facts={})]
    return strokes
