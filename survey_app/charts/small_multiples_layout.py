"""Panels beside or under each other, with their plots at one height."""

from survey_app.charts.axes import ScaleWords
from survey_app.charts.progress_layout import DESIGNS, Shared, progress_picture
from survey_app.charts.shapes import Picture, Shape, moved
from survey_app.charts.small_multiples import SmallMultiples
from survey_app.charts.values import Width

COLUMNS: dict[Width, int] = {"wide": 2, "panel": 1, "narrow": 1}
"""Two of 340 px keep their letters readable from 48 em on."""
GAP = 24.0


def panels_picture(chart: SmallMultiples, width: Width) -> Picture:
    """Place the panels, row by row; all have the same time axis and the same scale."""
    panel_width: Width = "panel" if width == "wide" else width
    columns = COLUMNS[width]
    design = DESIGNS[panel_width]
    scale = ScaleWords.of(chart.panels[0].ticks, design.scale_words)
    shapes: list[Shape] = []
    top = 0.0
    for start in range(0, len(chart.panels), columns):
        row = range(start, min(start + columns, len(chart.panels)))
        shared = [
            Shared(chart.names[number], chart.days, scale_width=scale.width) for number in row
        ]
        pictures = [
            progress_picture(chart.panels[number], panel_width, common)
            for number, common in zip(row, shared, strict=True)
        ]
        plot_top = max(picture.plot_top for picture in pictures)
        for place, (number, common) in enumerate(zip(row, shared, strict=True)):
            picture = pictures[place]
            if picture.plot_top < plot_top:
                common = Shared(common.name, common.days, plot_top, common.scale_width)
                picture = progress_picture(chart.panels[number], panel_width, common)
                pictures[place] = picture
            across = place * (design.width + GAP)
            shapes += [moved(shape, across, top) for shape in picture.shapes]
        top += max(picture.height for picture in pictures) + GAP
    return Picture(columns * (design.width + GAP) - GAP, round(top - GAP), tuple(shapes))
