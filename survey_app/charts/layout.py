"""Where everything on a progress chart stands, so that nothing overlaps or is cut."""

from dataclasses import dataclass

from survey_app.charts.axes import RIGHT_MARGIN, Room, ScaleWords, days_shown, month_shapes
from survey_app.charts.band_of_chance import band_area, band_box, band_edges, band_words
from survey_app.charts.heading import heading_shapes
from survey_app.charts.moment_labels import moment_labels
from survey_app.charts.point_words import gap_words, value_words
from survey_app.charts.progress import Moment, ProgressChart, UndrawableChartError, Width
from survey_app.charts.shapes import (
    INFORMANT_COLOURS,
    LINE,
    SOFT,
    Area,
    Facts,
    Mark,
    Picture,
    Point,
    Shape,
    Stroke,
    Words,
)


@dataclass(frozen=True)
class _Design:
    """Sizes in px: the picture, the column of scale words, the least height of the plot."""

    width: float
    scale_words: float
    plot_height: float


DESIGNS: dict[Width, _Design] = {
    "wide": _Design(width=640, scale_words=150, plot_height=230),
    "narrow": _Design(width=294, scale_words=92, plot_height=170),
}


def picture_of(chart: ProgressChart, width: Width) -> Picture:
    """Place all shapes of a chart.

    Parameters
    ----------
    chart : ProgressChart
        What is to be shown.
    width : str
        ``wide`` (640 px) or ``narrow`` (294 px); the height follows from what must fit.

    Returns
    -------
    Picture
        Shapes in px, in drawing order.

    Raises
    ------
    UndrawableChartError
        The words of the band find no room; not seen, because they may stand in the heading.
    """
    design = DESIGNS[width]
    picture = _placed(chart, design, band_key=False) or _placed(chart, design, band_key=True)
    if picture is None:
        raise UndrawableChartError("the words of the band find no room")
    return picture


def _placed(chart: ProgressChart, design: _Design, *, band_key: bool) -> Picture | None:
    """Place all shapes; None when the words of the band find no room in the plot."""
    heading, heading_bottom = heading_shapes(chart, design.width, band_key=band_key)
    room = _room(chart, design, heading_bottom + 22)
    scale = ScaleWords.of(chart, design.scale_words).shapes(room)
    scale_boxes = [shape.box for shape in scale if isinstance(shape, Words)]
    marks, lines, crosses = _marks(chart, room), _lines(chart, room), _crosses(chart, room)
    taken = [*scale_boxes, *(mark.box for mark in marks)]
    taken += [box for stroke in (*lines, *crosses) for box in stroke.boxes()]

    areas: list[Area] = []
    edges: list[Stroke] = []
    if chart.band is not None and marks:
        box = band_box(chart.band, room, marks[0].x, marks[-1].x)
        areas = [band_area(chart, chart.band, box)]
        edges = band_edges(chart, chart.band, box)
    thin = [box for edge in edges for box in edge.boxes()]
    values = value_words(chart, room, taken, thin)
    taken += [words.box for words in values]
    said, unsaid = gap_words(chart, room, taken, thin)
    taken += [words.box for words in said]
    in_band: list[Words] = []
    if chart.band is not None and marks and not band_key:
        in_band = band_words(chart.band, box, room, [*taken, *thin])
        if not in_band:
            return None

    below_axis = max(room.bottom + 26, *(box.bottom for box in scale_boxes))
    labels, bottom = moment_labels(chart, room, below_axis, unsaid)
    shapes: list[Shape] = [*areas, *heading, *scale, *month_shapes(room)]
    shapes += [*edges, *_drops(chart, room), *in_band]
    shapes += [*lines, *crosses, *marks, *values, *said, *labels]
    return Picture(design.width, round(bottom + 8), tuple(shapes))


def _room(chart: ProgressChart, design: _Design, top: float) -> Room:
    scale = ScaleWords.of(chart, design.scale_words)
    height = max(design.plot_height, scale.height_for(chart.lowest, chart.highest))
    first_day, last_day = days_shown(chart)
    return Room(
        left=max(scale.width, 16) + 10,
        top=top,
        right=design.width - RIGHT_MARGIN,
        bottom=top + height,
        lowest=chart.lowest,
        highest=chart.highest,
        first_day=first_day,
        last_day=last_day,
    )


def _facts(kind: str, moment: Moment) -> Facts:
    facts = {"kind": kind, "on": moment.on.isoformat(), "word": moment.word}
    if moment.value is not None:
        facts["value"] = repr(float(moment.value))
    return facts


def _marks(chart: ProgressChart, room: Room) -> list[Mark]:
    return [
        Mark(
            room.x(moment.on),
            room.y(value),
            chart.informant,
            chart.number > 1,
            _facts("point", moment),
        )
        for moment, value in chart.scored
    ]


def _lines(chart: ProgressChart, room: Room) -> list[Stroke]:
    """Join neighbours that both have a score; a gap between them stays open."""
    if not chart.joined:
        return []
    runs: list[list[Point]] = [[]]
    for moment in chart.by_date:
        if moment.value is None:
            runs.append([])
        else:
            runs[-1].append((room.x(moment.on), room.y(moment.value)))
    colour = INFORMANT_COLOURS[chart.informant]
    return [
        Stroke(tuple(run), colour, width=2.5, facts={"kind": "line"})
        for run in runs
        if len(run) > 1
    ]


def _drops(chart: ProgressChart, room: Room) -> list[Stroke]:
    """Lead the eye from an unjoined point down to its date."""
    if chart.joined:
        return []
    return [
        Stroke(((room.x(moment.on), room.y(value)), (room.x(moment.on), room.bottom)), LINE)
        for moment, value in chart.scored
    ]


def _crosses(chart: ProgressChart, room: Room) -> list[Stroke]:
    """Put a cross on the axis for each gap."""
    strokes = []
    for moment in chart.by_date:
        if moment.value is None:
            x, y, reach = room.x(moment.on), room.bottom, 5.0
            falling = ((x - reach, y - reach), (x + reach, y + reach))
            rising = ((x - reach, y + reach), (x + reach, y - reach))
            strokes.append(Stroke(falling, SOFT, width=2, facts=_facts("gap", moment)))
            strokes.append(Stroke(rising, SOFT, width=2))
    return strokes
