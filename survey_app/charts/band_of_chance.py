"""The band of chance: from the first score to just past the last, with its words."""

from itertools import product

from survey_app.charts.axes import LETTER, LINE_HEIGHT, Room
from survey_app.charts.lettering import lines_of, width_of
from survey_app.charts.shapes import INFORMANT_COLOURS, Area, Box, Stroke, Words, rectangle
from survey_app.charts.values import Band, Informant

PAST_LAST_POINT = 14.0
LINE_LENGTHS = (320.0, 150.0, 110.0, 84.0)


def band_box(band: Band, room: Room, first_x: float, last_x: float) -> Box:
    """Return the part of the band that lies on the scale."""
    return Box(
        left=first_x,
        top=room.y(min(max(band.high, room.lowest), room.highest)),
        right=min(last_x + PAST_LAST_POINT, room.right),
        bottom=room.y(max(min(band.low, room.highest), room.lowest)),
    )


def band_area(informant: Informant, band: Band, box: Box) -> Area:
    """Return the surface; it knows both edges, also one beyond the scale."""
    facts = {"kind": "band", "low": repr(float(band.low)), "high": repr(float(band.high))}
    return Area(rectangle(box), INFORMANT_COLOURS[informant], opacity=0.13, facts=facts)


def band_edges(informant: Informant, band: Band, box: Box, room: Room) -> list[Stroke]:
    """Return the edges that lie on the scale; beyond it the band goes on, so it has no edge."""
    colour = INFORMANT_COLOURS[informant]
    return [
        Stroke(((box.left, y), (box.right, y)), colour, opacity=0.55, facts={"kind": kind})
        for kind, value, y in (
            ("band-high", band.high, box.top),
            ("band-low", band.low, box.bottom),
        )
        if room.lowest <= value <= room.highest
    ]


def band_words(band: Band, box: Box, room: Room, taken: list[Box]) -> list[Words]:
    """Find room for the words inside the band, else right under or above it, else nowhere."""
    inside = Box(box.left + 6, box.top + 2, box.right - 4, box.bottom - 2)
    beside = Box(box.left, room.top - 20, box.right, room.bottom - 2)
    for frame, limit in product((inside, beside), LINE_LENGTHS):
        lines = lines_of(band.words, limit, LETTER)
        breadth = max(width_of(line, LETTER) for line in lines)
        height = len(lines) * LINE_HEIGHT
        lefts = (frame.left, frame.right - breadth, (frame.left + frame.right - breadth) / 2)
        tops = [box.bottom + 2, box.top - height - 2]
        if frame is inside:
            tops = [frame.bottom - height, frame.top, (frame.top + frame.bottom - height) / 2]
        for top, left in product(tops, lefts):
            words = [
                Words(line, left, top + 11.5 + row * LINE_HEIGHT) for row, line in enumerate(lines)
            ]
            if all(line.box.within(frame) and line.box.free_of(taken) for line in words):
                return words
    return []
