"""Until when a signal can wait, over weekends, holidays and days that the school is closed."""

from datetime import date, datetime

import pytest

from survey_app.clock import LOCAL
from survey_app.measurements.deadlines import deadline, ib_is_told_on
from survey_app.trajects.calendar import SchoolCalendar, SchoolHoliday

STUDY_DAY = SchoolHoliday("studiedag", date(2026, 9, 8), date(2026, 9, 8))
ORDINARY, CLOSED = SchoolCalendar("Noord"), SchoolCalendar("Noord", (STUDY_DAY,))


def at(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("raised_at", "calendar", "today", "two_days", "told"),
    [
        (at(9, 7), ORDINARY, (9, 7), (9, 9), (9, 8)),
        (at(9, 7, 16, 59), ORDINARY, (9, 7), (9, 9), (9, 8)),
        (at(9, 7, 17), ORDINARY, (9, 8), (9, 10), (9, 9)),
        (at(9, 11), ORDINARY, (9, 11), (9, 15), (9, 14)),
        (at(9, 11, 20), ORDINARY, (9, 14), (9, 16), (9, 15)),
        (at(9, 12), ORDINARY, (9, 14), (9, 16), (9, 15)),
        (at(9, 13, 23), ORDINARY, (9, 14), (9, 16), (9, 15)),
        (at(9, 7), CLOSED, (9, 7), (9, 10), (9, 9)),
        (at(9, 8), CLOSED, (9, 9), (9, 11), (9, 10)),
        # The autumn holiday of the north is from 10 to 18 October.
        (at(10, 9), ORDINARY, (10, 9), (10, 20), (10, 19)),
        (at(10, 14), ORDINARY, (10, 19), (10, 21), (10, 20)),
    ],
)
def test_it_counts_in_school_days_of_the_school(raised_at, calendar, today, two_days, told):
    assert deadline("today", raised_at, calendar) == date(2026, *today)
    assert deadline("two_days", raised_at, calendar) == date(2026, *two_days)
    assert ib_is_told_on(raised_at, calendar) == date(2026, *told)


def test_what_waits_for_a_talk_has_no_deadline():
    assert deadline("talk", at(9, 7), ORDINARY) is None
