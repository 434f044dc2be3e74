"""Panels beside each other: equal axes, one time axis, every panel whole."""

from dataclasses import replace

import pytest

from survey_app.charts import UndrawableChartError, description_of, fingerprint, table_of
from tests.charts.reading import WIDTHS, corners, drawn, groups, middle, texts
from tests.charts.samples import PANELS, TENS, banded, chart, moments, panels

BY_INFORMANT = PANELS["panels"]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_score_of_every_panel_can_be_read_back(width) -> None:
    root = drawn(BY_INFORMANT, width)

    read = [float(point.get("data-value")) for point in groups(root, "point")]

    given = [value for panel in BY_INFORMANT.panels for _, value in panel.scored]
    assert read == given
    bands = [(band.get("data-low"), band.get("data-high")) for band in groups(root, "band")]
    assert bands == [("1.1", "6.9"), ("0.6", "5.8"), ("1.3", "5.7"), ("3.4", "7.8")]


@pytest.mark.parametrize("width", WIDTHS)
def test_all_panels_have_plots_of_one_height_and_one_length_of_time(width) -> None:
    root = drawn(PANELS["panels per scale"], width)
    ticks = groups(root, "tick")
    zeros = [corners(tick)[0] for tick in ticks if tick.get("data-value") == "0.0"]
    tens = [corners(tick)[0] for tick in ticks if tick.get("data-value") == "10.0"]

    assert len(zeros) == 3
    heights = {round(zero[1] - ten[1], 2) for zero, ten in zip(zeros, tens, strict=True)}
    assert len(heights) == 1
    days = [middle(point)[0] for point in groups(root, "point")]
    lengths = [days[start + 2] - days[start] for start in (0, 3, 6)]
    assert max(lengths) - min(lengths) < 0.1


def test_plots_beside_each_other_stand_at_one_height() -> None:
    long = "Rust in hoofd en lijf, elke dag van de week, op school en ook thuis"
    sample = panels(panels=tuple(banded(question=name) for name in ("Openheid", long)))
    ticks = groups(drawn(sample, "wide"), "tick")

    tops = {corners(tick)[0][1] for tick in ticks if tick.get("data-value") == "10.0"}

    assert len(tops) == 1


def test_panels_of_one_question_are_named_by_informant_else_by_question() -> None:
    assert BY_INFORMANT.names == ("kind", "ouder", "leerkracht")
    assert PANELS["panels per scale"].names[:2] == ("Openheid", "Weerbaarheid")
    assert {"kind", "ouder", "leerkracht"} <= set(texts(drawn(BY_INFORMANT)))


def test_the_table_and_the_description_name_the_panel() -> None:
    table = table_of(BY_INFORMANT)

    assert table.columns == ("Grafiek", "Moment", "Score")
    assert ("kind", "vervolgmeting, 12 dec 2025", "niet ingevuld") in table.rows
    assert ("leerkracht", "andere leerkracht, 5 jan 2026", "leerkracht 2") in table.rows
    said = description_of(BY_INFORMANT)
    assert said.index("Kind.") < said.index("Ouder.") < said.index("Leerkracht.")
    assert "Vervolgmeting, 12 december 2025: niet ingevuld." in said


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"panels": (banded(),)}, "at least two panels"),
        ({"panels": (banded(), banded(informant="child", lowest=-1))}, "equal axes"),
        ({"panels": (banded(), banded(informant="child", ticks=TENS[1:]))}, "equal axes"),
        (
            {"panels": (banded(), banded(informant="child", shown_values=False))},
            "shown_values",
        ),
        ({"panels": (banded(), banded(conclusion="Anders."))}, "same name"),
    ],
)
def test_panels_that_cannot_be_compared_are_refused(changed, text) -> None:
    with pytest.raises(UndrawableChartError, match=text):
        panels(**changed)


def test_a_change_in_one_panel_changes_the_fingerprint() -> None:
    other = replace(
        BY_INFORMANT,
        panels=(*BY_INFORMANT.panels[:2], banded(informant="teacher", moments=moments(1, 2))),
    )

    assert fingerprint(other) != fingerprint(BY_INFORMANT)
    assert fingerprint(panels()) == fingerprint(BY_INFORMANT)


def test_panels_in_words_have_no_number() -> None:
    sample = panels(panels=(chart(), chart(informant="child")))

    assert not any("," in text and text[0].isdigit() for text in texts(drawn(sample)))
