"""Wrong codes are counted per address, for ten minutes, and leave nothing behind."""

from datetime import timedelta

import pytest

from survey_app.invitations.codes import ShortCodes
from survey_app.invitations.wrong_codes import ALLOWED, WINDOW, note_wrong, wait_for
from tests.factories.world import SECRET

CODES = ShortCodes.of((SECRET,))
SCHOOL, HOME = CODES.place("192.0.2.7"), CODES.place("198.51.100.9")


def wrong(world, place=SCHOOL, times=1):
    for _ in range(times):
        with world.database.write() as session:
            note_wrong(session, place, world.clock())


def wait(world, place=SCHOOL):
    with world.database.read() as session:
        return wait_for(session, place, world.clock())


def test_ac_044_after_fifty_wrong_codes_an_address_has_to_wait(world):
    wrong(world, times=ALLOWED - 1)
    assert wait(world) is None

    wrong(world)

    assert wait(world) == WINDOW
    assert wait(world, HOME) is None


def test_ac_044_the_wait_ends_when_the_first_wrong_code_is_ten_minutes_old(world):
    wrong(world)
    world.clock.forward(minutes=4)
    wrong(world, times=ALLOWED - 1)

    assert wait(world) == timedelta(minutes=6)
    world.clock.forward(minutes=6)
    assert wait(world) is None


def test_a_clock_that_is_set_back_makes_nobody_wait_longer_than_the_window(world):
    wrong(world, times=ALLOWED)

    world.clock.forward(hours=-1)

    assert wait(world) == WINDOW


def test_old_rows_of_every_address_go_when_a_wrong_code_is_counted(world):
    wrong(world, times=3)
    wrong(world, HOME, times=4)
    world.clock.forward(minutes=10)

    wrong(world, HOME)

    assert world.rows("wrong_code") == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"),
        ("2001:db8:1:2::1", "2001:0DB8:0001:0002:0:0:0:9"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
    ],
)
def test_ac_046_addresses_of_one_household_count_as_one(one, other):
    assert CODES.place(one) == CODES.place(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("192.0.2.7", "192.0.2.8"),
        ("2001:db8:1:2::1", "2001:db8:1:3::1"),
        ("192.0.2.7", ""),
        ("unix:", ""),
    ],
)
def test_other_addresses_count_apart(one, other):
    assert CODES.place(one) != CODES.place(other)


def test_ac_014_an_address_cannot_be_read_from_the_counter(world):
    wrong(world)

    ((kept,),) = world.sql("SELECT counter_key FROM wrong_code")
    assert kept == CODES.place("192.0.2.7")
    assert "192.0.2.7" not in kept
    assert ShortCodes.of(("another-secret-of-32-signs-or-more",)).place("192.0.2.7") != kept
