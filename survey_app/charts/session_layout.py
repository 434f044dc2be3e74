"""Where everything on a session chart stands."""

from survey_app.charts.axes import (
    LETTER,
    RIGHT_MARGIN,
    Room,
    ScaleWords,
    month_shapes,
)
from survey_app.charts.heading import name_shapes, notice_shapes
from survey_app.charts.keys import key_shapes
from survey_app.charts.lettering import lines_of
from survey_app.charts.moment_labels import event_labels, moment_labels
from survey_app.charts.point_words import gap_words, value_words
from survey_app.charts.progress import Series
from survey_app.charts.progress_layout import (
    DESIGNS,
    cross_shapes,
    facts_of,
    line_shapes,
    mark_shapes,
)
from survey_app.charts.session import ASKED_WORDS, Answer, SessionChart
from survey_app.charts.shapes import (
    INK,
    SOFT,
    Anchor,
    Box,
    Mark,
    Picture,
    Shape,
    Stroke,
    Words,
)
from survey_app.charts.spans import span_key, span_shapes
from survey_app.charts.values import Moment, Width, events_within, spans_within
from survey_app.charts.words import digits_of, name_of

PLOT_HEIGHT = 150.0
GOAL_DASHES = ((7.0, 4.0), (2.0, 4.0), (9.0, 4.0, 2.0, 4.0))
GOOD_ENOUGH_DASH = (4.0, 3.0)
GOAL_REACH = 3.5


def session_picture(chart: SessionChart, width: Width) -> Picture:
    """Place all shapes of a session chart; there is never a band."""
    design = DESIGNS[width]
    name = name_of(chart.informant, 1)
    heading, bottom = name_shapes(chart.informant, 1, name, design.width)
    right = max(shape.box.right for shape in heading if isinstance(shape, Words))
    notice, bottom = notice_shapes(chart.notice, design.width, right, bottom)
    room = _room(chart, width, bottom + 22)
    scale = ScaleWords.of(chart.ticks, design.scale_words).shapes(room)

    series = Series(1, tuple(_moment(answer) for answer in chart.by_date), None)
    marks = mark_shapes(series, chart.informant, room)
    asked = [answer for answer in chart.by_date if answer.step is not None]
    lines = line_shapes(series.moments, chart.informant, room)
    crosses = cross_shapes(series.moments, room)
    goals = _goals(chart, room)
    taken = [shape.box for shape in scale if isinstance(shape, Words)]
    taken += [mark.box for mark in marks]
    taken += [box for stroke in (*lines, *crosses) for box in stroke.boxes()]
    for shape in goals:
        taken += shape.boxes() if isinstance(shape, Stroke) else []
        taken += [shape.box] if isinstance(shape, Mark) else []
    enough = _good_enough(chart, room, taken)
    thin = [box for shape in enough[:1] if isinstance(shape, Stroke) for box in shape.boxes()]
    taken += [shape.box for shape in enough if isinstance(shape, Words)]
    values = value_words((series,), digits_of(series.scored), room, taken, thin)
    taken += [words.box for words in values]
    said, unsaid = gap_words(series.moments, room, taken, [])

    spans = spans_within(chart.spans, room.days)
    shapes: list[Shape] = [*heading, *notice, *scale, *span_shapes(spans, room)]
    shapes += [*month_shapes(room), *enough, *goals, *lines, *crosses, *marks]
    shapes += [
        mark.dot() for mark, answer in zip(marks, asked, strict=True) if answer.asked == "link"
    ]
    shapes += [*values, *said]
    enough_said = any(isinstance(shape, Words) for shape in enough)
    under = max(room.bottom + 26, *(each.box.bottom for each in scale if isinstance(each, Words)))
    below, bottom = _below(chart, series, room, under, unsaid, enough_said=enough_said)
    return Picture(design.width, round(bottom + 8), (*shapes, *below), room.top)


def _room(chart: SessionChart, width: Width, top: float) -> Room:
    design = DESIGNS[width]
    scale = ScaleWords.of(chart.ticks, design.scale_words)
    top += scale.overhang
    height = max(PLOT_HEIGHT, scale.height_for(chart.lowest, chart.highest))
    first, last = chart.days
    return Room(
        left=max(scale.width, 16) + 10,
        top=top,
        right=design.width - RIGHT_MARGIN,
        bottom=top + height,
        lowest=chart.lowest,
        highest=chart.highest,
        first_day=first,
        last_day=last,
    )


def _moment(answer: Answer) -> Moment:
    return Moment(answer.on, ASKED_WORDS[answer.asked], answer.step, answer.gap)


def _good_enough(chart: SessionChart, room: Room, taken: list[Box]) -> list[Shape]:
    """Return the thin line of the good-enough step, with its words where nothing stands."""
    if chart.good_enough is None:
        return []
    y = room.y(chart.good_enough.step)
    facts = {"kind": "good-enough", "value": repr(float(chart.good_enough.step))}
    facts["word"] = chart.good_enough.word
    line = Stroke(((room.left, y), (room.right, y)), INK, dash=GOOD_ENOUGH_DASH, facts=facts)
    texts = lines_of(chart.good_enough.word, room.right - room.left - 8, LETTER)
    places: tuple[tuple[float, Anchor], ...] = (
        (room.right - 2, "end"),
        (room.left + 4, "start"),
        ((room.left + room.right) / 2, "middle"),
    )
    if len(texts) == 1:
        for baseline in (y - 5, y + 15):
            for x, anchor in places:
                words = Words(texts[0], x, baseline, anchor=anchor)
                if words.box.free_of(taken) and words.box.bottom < room.bottom:
                    return [line, words]
    return [line]


def _goals(chart: SessionChart, room: Room) -> list[Shape]:
    """Return a thin line with small open marks per goal; a gap stays open."""
    shapes: list[Shape] = []
    for number, (goal, dash) in enumerate(zip(chart.goals, GOAL_DASHES, strict=False), start=1):
        moments = tuple(
            sorted((_moment(answer) for answer in goal.answers), key=lambda moment: moment.on)
        )
        for stroke in line_shapes(moments, chart.informant, room):
            facts = {"kind": "goal-line", "goal": str(number)}
            shapes.append(Stroke(stroke.points, SOFT, width=1.25, dash=dash, facts=facts))
        for moment in moments:
            if moment.value is not None:
                x, y = room.x(moment.on), room.y(moment.value)
                facts = facts_of("goal", moment) | {"goal": str(number), "word": goal.word}
                shapes.append(Mark(x, y, "circle", SOFT, open=True, reach=GOAL_REACH, facts=facts))
    return shapes


def _below(
    chart: SessionChart,
    series: Series,
    room: Room,
    top: float,
    unsaid: set[Moment],
    *,
    enough_said: bool,
) -> tuple[list[Shape], float]:
    """Return what stands under the axis: dates, events, and the keys of marks and lines."""
    width = room.right + RIGHT_MARGIN
    labels, top = moment_labels(series.moments, room, top, unsaid)
    events = events_within(chart.events, room.days)
    happened, top = event_labels(events, series.moments, room, top)
    key, top = key_shapes(_key(chart, enough_said=enough_said), width, top)
    spans, top = span_key(spans_within(chart.spans, room.days), width, top)
    return [*labels, *happened, *key, *spans], top


def _key(chart: SessionChart, *, enough_said: bool) -> list[tuple[tuple[Shape, ...], str]]:
    entries: list[tuple[tuple[Shape, ...], str]] = []
    asked = {answer.asked for answer in chart.answers if answer.step is not None}
    if "link" in asked:
        mark = Mark.of(chart.informant, 0, 0)
        samples = {"talk": (mark,), "link": (mark, mark.dot())}
        entries += [(samples[way], word) for way, word in ASKED_WORDS.items() if way in asked]
    if chart.good_enough is not None and not enough_said:
        sample = Stroke(((-10, 0), (10, 0)), INK, dash=GOOD_ENOUGH_DASH)
        entries.append(((sample,), chart.good_enough.word))
    for goal, dash in zip(chart.goals, GOAL_DASHES, strict=False):
        line = Stroke(((-10, 0), (10, 0)), SOFT, width=1.25, dash=dash)
        mark = Mark(0, 0, "circle", SOFT, open=True, reach=GOAL_REACH)
        entries.append(((line, mark), f"doel: {goal.word}"))
    return entries
