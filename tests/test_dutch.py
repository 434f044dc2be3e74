"""Dates and numbers as Dutch readers write them."""

import doctest
from datetime import date, datetime

import pytest

from survey_app import dutch
from survey_app.clock import LOCAL
from survey_app.dutch import (
    day_in_words,
    decimal_comma,
    short_date,
    signed,
    time_in_words,
    weekday_date,
)


@pytest.mark.parametrize(
    ("x", "digits", "text"),
    [
        (3.25, 1, "3,3"),
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (1.005, 2, "1,01"),
        (6, 1, "6,0"),
        (-0.04, 1, "0,0"),
        (1234.56, 1, "1234,6"),
    ],
)
def test_numbers_are_dutch_and_rounded_half_up(x, digits, text) -> None:
    assert decimal_comma(x, digits) == text


def test_a_difference_carries_its_sign() -> None:
    assert [signed(1.4), signed(-0.75), signed(0.0), signed(-0.04)] == [
        "+1,4",
        "−0,8",
        "0,0",
        "0,0",
    ]


def test_days_are_written_as_people_say_them() -> None:
    assert day_in_words(date(2026, 3, 3)) == "dinsdag 3 maart"
    assert short_date(date(2026, 3, 3), with_year=True) == "3 mrt 2026"
    assert weekday_date(date(2026, 3, 4)) == "wo 4 mrt"


def test_a_moment_is_told_from_today() -> None:
    at = datetime(2026, 3, 3, 8, 5, tzinfo=LOCAL)

    assert time_in_words(at, date(2026, 3, 3)) == "vandaag, 8.05 uur"
    assert time_in_words(at, date(2026, 3, 4)) == "gisteren, 8.05 uur"
    assert time_in_words(at, date(2026, 3, 9)) == "3 mrt, 8.05 uur"


def test_the_examples_in_the_room_run() -> None:
    assert doctest.testmod(dutch).failed == 0
    assert doctest.testmod(dutch).attempted > 0
