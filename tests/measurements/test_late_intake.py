"""An intake that came too late no longer shows how it was before the help."""

from datetime import date, timedelta

import pytest

from survey_app.measurements.baseline import is_late
from survey_app.measurements.queries import placed_responses
from survey_app.trajects.calendar import SchoolCalendar
from tests.factories.answers import answer

MONDAY = date(2026, 9, 7)
TENTH_SCHOOL_DAY = date(2026, 9, 21)


@pytest.mark.parametrize(
    ("answered", "late"),
    [(MONDAY, False), (TENTH_SCHOOL_DAY, False), (TENTH_SCHOOL_DAY + timedelta(days=1), True)],
)
def test_the_tenth_school_day_is_the_last_in_time(answered, late):
    assert is_late(MONDAY, [], answered, SchoolCalendar()) is late


def test_a_holiday_does_not_make_an_intake_late():
    friday = date(2026, 10, 9)

    assert not is_late(friday, [], date(2026, 10, 30), SchoolCalendar())


def test_after_the_third_talk_an_intake_is_late():
    talks = [MONDAY + timedelta(days=day) for day in (3, 1, 2)]

    assert not is_late(MONDAY, talks, MONDAY + timedelta(days=3), SchoolCalendar())
    assert is_late(MONDAY, talks, MONDAY + timedelta(days=4), SchoolCalendar())
    assert not is_late(MONDAY, talks[:2], MONDAY + timedelta(days=4), SchoolCalendar())


def placed(world, traject):
    with world.database.read() as session:
        return placed_responses(session, traject)


def test_the_measurement_itself_knows_it(world, coach):
    traject = world.traject(coach)
    answer(world, world.invitation(traject, "parent"))
    world.clock.forward(days=15)
    answer(world, world.invitation(traject, "teacher"))
    world.clock.forward(weeks=10)
    answer(world, world.invitation(traject, "parent", "follow_up"))

    late = {(each.role, each.occasion_kind): each.late for each in placed(world, traject)}

    assert late == {
        ("parent", "intake"): False,
        ("teacher", "intake"): True,
        ("parent", "follow_up"): False,
    }
