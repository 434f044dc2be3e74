"""The own days and the region of a school."""

from datetime import date

import pytest

from survey_app.errors import InputError, NotFoundError
from survey_app.trajects import closures
from survey_app.trajects.calendar import SchoolCalendar
from tests.factories.world import HandClock

TUESDAY = date(2026, 9, 15)


def close(world, coach, first_on=TUESDAY, last_on=None, words="studiedag", **more):
    with world.database.write() as session:
        return closures.close_school(
            session,
            more.get("by", coach).actor,
            more.get("school_id", coach.school_id),
            first_on=first_on,
            last_on=last_on,
            words=words,
            now=world.clock(),
        ).id


def calendar(world, coach):
    with world.database.read() as session:
        return closures.calendar_of(session, coach.school_id)


def test_an_own_day_is_no_school_day_for_that_school_only(world, coach):
    other = world.coach(school="De Heidebloem")
    close(world, coach)

    assert not calendar(world, coach).is_school_day(TUESDAY)
    assert calendar(world, other).is_school_day(TUESDAY)


def test_own_days_count_in_every_reckoning(world, coach):
    close(world, coach, last_on=date(2026, 9, 16))
    found = calendar(world, coach)

    assert found.first_from(TUESDAY) == date(2026, 9, 17)
    assert found.days_later(date(2026, 9, 14), 1) == date(2026, 9, 17)
    assert found.count_after(date(2026, 9, 14), date(2026, 9, 18)) == 2
    assert [each.word for each in found.holidays(TUESDAY, date(2026, 10, 12))] == [
        "studiedag",
        "Herfstvakantie",
    ]


@pytest.mark.parametrize(("region", "free"), [("Noord", True), ("Midden", False), ("Zuid", False)])
def test_each_region_has_its_own_holidays(world, coach, region, free):
    with world.database.write() as session:
        closures.set_region(session, coach.actor, coach.school_id, region, world.clock())

    # In 2026 the autumn holiday is 10 to 18 October in the north, 17 to 25 elsewhere.
    assert calendar(world, coach).is_school_day(date(2026, 10, 14)) is not free
    assert calendar(world, coach).is_school_day(date(2026, 10, 21)) is free


def test_a_day_can_be_taken_off_again(world, coach):
    closure = close(world, coach)
    with world.database.write() as session:
        closures.reopen_school(session, coach.actor, closure, world.clock())

    assert calendar(world, coach) == SchoolCalendar()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"words": " "}, "Vul in wat het is"),
        ({"words": "x" * 41}, "Houd het bij 40 tekens"),
        ({"last_on": date(2026, 9, 14)}, "ligt voor de eerste"),
        ({"last_on": date(2027, 9, 14)}, "langer dan 60 dagen"),
        ({"first_on": date(2036, 9, 14)}, "te ver weg"),
    ],
)
def test_what_cannot_be_right_is_refused(world, coach, given, said):
    with pytest.raises(InputError, match=said):
        close(world, coach, **given)

    assert calendar(world, coach).closed == ()


def test_ac_017_nobody_changes_the_calendar_of_another_school(world, coach):
    colleague = world.coach(school="De Heidebloem")
    closure = close(world, coach)

    with pytest.raises(NotFoundError):
        close(world, coach, by=colleague)
    with world.database.write() as session, pytest.raises(NotFoundError):
        closures.reopen_school(session, colleague.actor, closure, world.clock())
    with world.database.write() as session, pytest.raises(NotFoundError):
        closures.set_region(session, colleague.actor, coach.school_id, "Zuid", world.clock())
    assert not calendar(world, coach).is_school_day(TUESDAY)


def test_an_unknown_region_is_refused(world, coach):
    with world.database.write() as session, pytest.raises(InputError, match="Kies een regio"):
        closures.set_region(session, coach.actor, coach.school_id, "Oost", HandClock()())
