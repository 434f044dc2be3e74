"""Where the views stand: a row per theme, in it a line per informant."""

from survey_app.charts.axes import LETTER, LINE_HEIGHT, SHEETS, Line
from survey_app.charts.heading import notice_shapes
from survey_app.charts.lettering import lines_of, width_of
from survey_app.charts.shapes import (
    INFORMANT_COLOURS,
    LINE,
    SOFT,
    Mark,
    Picture,
    Shape,
    Stroke,
    Words,
)
from survey_app.charts.three_views import Theme, ThreeViews, View
from survey_app.charts.values import Width
from survey_app.charts.words import name_of

NAME_COLUMN = 160.0
VIEW_HEIGHT = 22.0
THEME_AIR = 12.0
CAP = 4.0


def views_picture(chart: ThreeViews, width: Width) -> Picture:
    """Place a row per theme under a key of the informants; the axis is at the bottom."""
    sheet = SHEETS[width]
    roomy = width == "wide"
    line = Line(chart.lowest, chart.highest, NAME_COLUMN if roomy else 24, sheet - 20)
    notice, top = notice_shapes(chart.notice, sheet, sheet, 0)
    key, top = _key(chart, sheet, top + 4)
    start = top = top + 8
    rows: list[Shape] = []
    for theme in chart.themes:
        rows.append(Stroke(((4, top), (sheet - 8, top)), LINE))
        placed, top = _theme(theme, line, top, name_limit=NAME_COLUMN - 16 if roomy else sheet - 12)
        named = [shape.box.bottom for shape in placed if isinstance(shape, Words)]
        top = max(top, *named) + THEME_AIR
        rows += placed
    rows.append(Stroke(((4, top), (sheet - 8, top)), LINE))
    shapes = [*notice, *key, *_grid(chart, line, start, top), *rows]
    return Picture(sheet, round(top + 32), tuple(shapes))


def _key(chart: ThreeViews, sheet: float, top: float) -> tuple[list[Shape], float]:
    """Return mark and word of each informant on as few lines as fit."""
    shapes: list[Shape] = []
    x = 4.0
    for informant, number in chart.informants:
        word = name_of(informant, number)
        breadth = 20 + width_of(word, 14) + 20
        if x > 4 and x + breadth > sheet:
            x, top = 4.0, top + 20
        shapes.append(Mark.of(informant, x + 8, top + 10, open=number > 1))
        shapes.append(Words(word, x + 20, top + 15, size=14))
        x += breadth
    return shapes, top + 20


def _theme(theme: Theme, line: Line, top: float, *, name_limit: float) -> tuple[list[Shape], float]:
    """Return one theme: its name beside the views when there is a column for it, else above."""
    lines = lines_of(theme.word, name_limit / 1.12, LETTER)
    beside = line.start > 100
    views_top = top + THEME_AIR / 2 + (0 if beside else len(lines) * LINE_HEIGHT + 6)
    views_end = views_top + len(theme.views) * VIEW_HEIGHT
    first = (views_top + views_end - len(lines) * LINE_HEIGHT) / 2 if beside else top + 5
    baseline = max(first, top + 3) + 12
    shapes: list[Shape] = [
        Words(text, 4, baseline + row * LINE_HEIGHT, bold=True) for row, text in enumerate(lines)
    ]
    for number, view in enumerate(theme.views):
        shapes += _view(view, theme, line, views_top + (number + 0.5) * VIEW_HEIGHT)
    return shapes, views_end


def _view(view: View, theme: Theme, line: Line, y: float) -> list[Shape]:
    """Return the whisker with its caps and the mark, or the words of a gap."""
    if view.score is None or view.whisker is None:
        facts = {"kind": "gap", "informant": view.informant, "theme": theme.word}
        words = f"{name_of(view.informant, view.number)}: {view.gap}"
        limit = line.end - line.start - 24
        text = lines_of(words, limit, LETTER)[0]
        return [Words(text, line.start + 4, y + 4.5, colour=SOFT, facts=facts)]
    colour = INFORMANT_COLOURS[view.informant]
    low, high = (line.at(edge) for edge in view.whisker)
    facts = {
        "kind": "point",
        "informant": view.informant,
        "number": str(view.number),
        "theme": theme.word,
        "value": repr(float(view.score)),
        "low": repr(view.whisker[0]),
        "high": repr(view.whisker[1]),
    }
    return [
        Stroke(((low, y), (high, y)), colour, width=2, facts={"kind": "whisker"}),
        *(Stroke(((x, y - CAP), (x, y + CAP)), colour, width=2) for x in (low, high)),
        Mark.of(view.informant, line.at(view.score), y, open=view.number > 1, facts=facts),
    ]


def _grid(chart: ThreeViews, line: Line, top: float, bottom: float) -> list[Shape]:
    """Return thin upright lines with as many words under them as fit."""
    shapes: list[Shape] = []
    right = 0.0
    for tick in sorted(chart.ticks, key=lambda tick: tick.value):
        x = line.at(tick.value)
        facts = {"kind": "tick", "value": repr(float(tick.value))}
        shapes.append(Stroke(((x, top), (x, bottom + 4)), LINE, facts=facts))
        words = Words(tick.word, x, bottom + 20, colour=SOFT, anchor="middle")
        if words.box.left > right + 4:
            shapes.append(words)
            right = words.box.right
    return shapes
