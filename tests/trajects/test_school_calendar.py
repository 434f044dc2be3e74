"""Holidays of the region, against the dates the ministry published; and counting school days."""

from datetime import date

import pytest

from survey_app.clock import local_date, utc_now
from survey_app.trajects.calendar import SchoolCalendar, SchoolHoliday

# https://www.rijksoverheid.nl/onderwerpen/schoolvakanties, region Noord, school year 2026-2027.
PUBLISHED = (
    SchoolHoliday("Herfstvakantie", date(2026, 10, 10), date(2026, 10, 18)),
    SchoolHoliday("Kerstvakantie", date(2026, 12, 19), date(2027, 1, 3)),
    SchoolHoliday("Voorjaarsvakantie", date(2027, 2, 20), date(2027, 2, 28)),
    SchoolHoliday("Meivakantie", date(2027, 4, 24), date(2027, 5, 2)),
    SchoolHoliday("Zomervakantie", date(2027, 7, 10), date(2027, 8, 22)),
)


def test_the_holidays_are_those_the_ministry_published():
    assert SchoolCalendar().holidays(date(2026, 9, 1), date(2027, 8, 31)) == PUBLISHED


def test_a_holiday_over_new_year_is_one():
    (christmas,) = SchoolCalendar().holidays(date(2026, 12, 25), date(2027, 1, 2))

    assert christmas == PUBLISHED[1]


def test_one_day_inside_a_holiday_gives_the_whole_of_it():
    assert SchoolCalendar().holidays(date(2026, 10, 14), date(2026, 10, 14)) == PUBLISHED[:1]


def test_between_holidays_there_is_none():
    assert SchoolCalendar().holidays(date(2026, 11, 2), date(2026, 11, 30)) == ()


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ((2026, 9, 7), (2026, 9, 7), 0),
        ((2026, 9, 7), (2026, 9, 21), 10),
        ((2026, 9, 4), (2026, 9, 7), 1),
        # Autumn: 10 to 18 October is free.
        ((2026, 10, 9), (2026, 10, 19), 1),
        # 27 April (King's day) lies in the May holiday; Ascension and Whit Monday are free too.
        ((2027, 5, 3), (2027, 5, 17), 8),
        ((2026, 9, 21), (2026, 9, 7), 0),
    ],
)
def test_school_days_leave_out_weekends_holidays_and_free_days(start, end, days):
    assert SchoolCalendar().count_after(date(*start), date(*end)) == days


def test_the_calendar_is_known_for_a_year_ahead():
    today = local_date(utc_now())

    assert SchoolCalendar().holidays(today, today.replace(year=today.year + 1, day=1))
