"""Nothing overlaps and nothing is cut, at both widths."""

from datetime import date
from itertools import combinations

import pytest

from survey_app.charts.kinds import picture_of
from survey_app.charts.lettering import lines_of, width_of
from survey_app.charts.shapes import Box, Mark, Stroke, Words
from tests.charts.group_samples import EVERY
from tests.charts.reading import WIDTHS
from tests.charts.samples import ALL, PROGRESS, banded, chart, moments


def words_of(sample, width) -> list[Words]:
    return [shape for shape in picture_of(sample, width).shapes if isinstance(shape, Words)]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", EVERY)
def test_no_two_words_overlap(name, width) -> None:
    lines = words_of(EVERY[name], width)

    overlapping = [
        (one.text, other.text)
        for one, other in combinations(lines, 2)
        if one.box.touches(other.box)
    ]

    assert overlapping == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", EVERY)
def test_no_word_is_cut_by_the_edge_of_the_picture(name, width) -> None:
    picture = picture_of(EVERY[name], width)
    sheet = Box(0, 0, picture.width, picture.height)

    assert [line.text for line in words_of(EVERY[name], width) if not line.box.within(sheet)] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", EVERY)
def test_no_word_stands_on_a_mark_or_on_the_line(name, width) -> None:
    shapes = picture_of(EVERY[name], width).shapes
    marks = [shape.box for shape in shapes if isinstance(shape, Mark)]
    line = [
        box
        for shape in shapes
        if isinstance(shape, Stroke) and shape.facts.get("kind") == "line"
        for box in shape.boxes()
    ]

    hit = [
        words.text for words in words_of(EVERY[name], width) if not words.box.free_of(marks + line)
    ]

    assert hit == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_words_of_the_band_are_always_said(width) -> None:
    for name, sample in PROGRESS.items():
        if sample.band is not None and name != "hostile":
            said = " ".join(words.text for words in words_of(sample, width))
            assert sample.band.words in said


def test_a_long_option_is_broken_in_three_lines_on_a_phone() -> None:
    texts = [words.text for words in words_of(chart(), "narrow")]

    start = texts.index("ongeveer")
    assert texts[start : start + 3] == ["ongeveer", "de helft", "van de tijd"]


def test_a_word_wider_than_its_column_is_cut_with_a_hyphen() -> None:
    lines = lines_of("onvoorspelbaarheidsgevoel", 92, 13)

    assert "".join(lines).replace("-", "") == "onvoorspelbaarheidsgevoel"
    assert all(width_of(line, 13) <= 92 for line in lines)


def test_months_are_dutch_and_every_second_one_on_a_phone() -> None:
    def months(width):
        return [words.text for words in words_of(banded(), width) if "on" in words.facts]

    assert months("wide") == ["sep", "okt", "nov", "dec", "jan", "feb", "mrt"]
    assert months("narrow") == ["sep", "nov", "jan", "mrt"]


def test_dates_get_their_year_when_a_traject_is_long() -> None:
    texts = [words.text for words in words_of(ALL["two years"], "wide")]

    assert "1 aug 2026" in texts
    assert "16 sep" in [words.text for words in words_of(chart(), "wide")]


def test_many_talks_carry_only_the_first_and_the_last_value_and_date() -> None:
    texts = [words.text for words in words_of(ALL["talks"], "narrow")]

    assert [text for text in texts if text == "gesprek"] == ["gesprek"] * 2
    assert texts.count("16 sep") == 1


def test_a_missed_first_moment_keeps_its_place_in_time() -> None:
    sample = chart(moments=moments(None, 2.0, 3.0))

    (cross,) = [
        shape for shape in picture_of(sample, "wide").shapes if shape.facts.get("kind") == "gap"
    ]

    assert cross.facts == {"kind": "gap", "on": date(2025, 9, 16).isoformat(), "word": "intake"}
