"""The time line of a traject: what stands on it, where its labels go, and what is a row only."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from survey_app.clock import local_date
from survey_app.trajects.calendar import SchoolHoliday
from survey_app.web.coach import time_line
from survey_app.web.coach.time_line import Happening, drawn
from tests.web.world import act

pytestmark = pytest.mark.one_database

START, TODAY = date(2025, 9, 4), date(2026, 3, 3)


def row(days, words, kind="moment", until=None):
    on = START + timedelta(days)
    ahead = on > TODAY
    return Happening(on, "", words, "", kind, not ahead, ahead, until and START + timedelta(until))


def line(*rows, holidays=()):
    begun = Happening(START, "", "Traject gestart", "", "begin", is_done=True)
    return drawn(sorted((begun, *rows), key=lambda each: each.on), holidays, TODAY)


def mark_of(found, word):
    (mark,) = [each for each in found.marks if each.label and each.label.word == word]
    return mark


def test_days_lie_on_the_axis_in_proportion():
    found = line(row(0, "Intake"), row(100, "Vervolg"), row(200, "Slot"))

    first, middle, last = (mark_of(found, word).x for word in ("Intake", "Vervolg", "Slot"))
    assert middle - first == last - middle
    assert (found.end_x, found.today_x) == (last, round(first + 180 / 200 * (last - first)))


def test_moments_too_near_each_other_stand_above_and_below_and_labels_never_overlap():
    found = line(
        *(row(9 * each, f"Vervolgmeting {each}") for each in range(8)),
        *(row(9 * each + 3, "een verhuizing", "change") for each in range(8)),
        row(150, "Slot"),
    )

    by_height: dict[int, list[tuple[float, float]]] = {}
    for mark in found.marks:
        if mark.label:
            half = len(mark.label.word) * time_line.LETTER / 2
            by_height.setdefault(mark.label.word_y, []).append(
                (mark.label.x - half, mark.label.x + half)
            )
            assert 0 <= mark.label.x - half
            assert mark.label.x + half <= time_line.WIDTH
    assert len(by_height) == 3
    for spans in by_height.values():
        for (_, left), (right, _) in pairwise(sorted(spans)):
            assert left <= right
    # What found no room is a row, and a mark without words.
    assert len(found.rows) == 18
    assert sum(mark.label is None for mark in found.marks) > 0


def test_what_was_before_the_traject_is_a_row_and_does_not_press_the_rest_together():
    found = line(row(-400, "gescheiden", "change"), row(0, "Intake"), row(100, "Vervolg"))

    assert [each.words for each in found.rows][0] == "gescheiden"
    assert len(found.marks) == 2
    assert mark_of(found, "Vervolg").x - mark_of(found, "Intake").x > 500


def test_a_pause_and_a_holiday_are_stretches_with_a_word_in_the_key():
    week = SchoolHoliday("Herfstvakantie", START + timedelta(45), START + timedelta(53))
    found = line(row(20, "Pauze", "pause", until=40), row(100, "Slot"), holidays=[week])

    assert {each.kind for each in found.stretches} == {"pause", "holiday"}
    assert all(each.width > 0 for each in found.stretches)
    assert dict(found.key) == {"holiday": "schoolvakantie", "pause": "pauze"}
    assert [mark.kind for mark in found.marks] == ["moment"]


def test_dots_stand_in_the_key_by_what_they_are():
    found = line(row(0, "Intake"), row(9, "Gesprek", "session"), row(12, "Overleg", "contact"))

    assert found.key == (("contact", "1 contact, 1 gesprek met een stapje"),)


def test_a_phone_shows_the_last_that_was_and_the_first_that_comes():
    found = line(*(row(10 * each, f"m{each}", "contact") for each in range(9)), row(190, "Slot"))

    assert [each.words for each in found.latest] == ["m5", "m6", "m7", "m8", "Slot"]


def test_everything_of_a_traject_stands_on_its_line(world):
    case = world.words_case()
    coach = world.signed_in()
    path = f"/trajecten/{case.traject_id}"
    day = local_date(world.clock()).isoformat()
    act(coach, f"{path}/tijdlijn", path, kind="event", words="<b>verhuisd</b>", first_on=day)

    page = coach.get(path).text

    rows = re.findall(r'<ol class="line">(.*?)</ol>', page, re.DOTALL)[0]
    words = re.findall(r"<b>(.*?)</b>", rows)
    assert words[0] == "Traject gestart"
    assert "&lt;b&gt;verhuisd&lt;/b&gt;" in words
    assert "Intake" in words
    assert page.count("<b>verhuisd") == 0
