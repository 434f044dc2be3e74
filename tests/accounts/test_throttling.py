"""Counters of wrong passwords slow down who guesses, and nobody else (AC-042, AC-043, AC-046)."""

from contextlib import suppress
from datetime import timedelta

import pytest

from survey_app.accounts import services as accounts
from survey_app.accounts import throttling
from survey_app.accounts.services import SignInError, TooManyTriesError
from survey_app.accounts.throttling import ACCOUNT_ALLOWED, LONGEST_DELAY, SPRAY_ACCOUNTS
from tests.accounts.conftest import PASSWORD
from tests.factories.world import opened

HOME, WRONG = "10.0.0.1", "een fout wachtwoord"


def known(person_id):
    """Say that the owner of every account signed in on this browser before."""
    return "this browser" if person_id else None


def guess(signing, address, device_of=accounts.nowhere, email=""):
    """Try a wrong password as the pages do: it is counted when it was looked at."""
    world = signing.world
    email, now = email or signing.coach.email, world.clock()
    try:
        with world.database.read() as session:
            accounts.check_password(session, email, WRONG, address, now, device_of)
    except SignInError:
        with world.database.write() as session:
            return accounts.note_failure(session, email, address, now, device_of)
    return None


def enter(signing, address=HOME, device_of=accounts.nowhere):
    world = signing.world
    with world.database.read() as session:
        email, now = signing.coach.email, world.clock()
        return accounts.check_password(session, email, PASSWORD, address, now, device_of)


def addresses(number):
    return [f"198.51.{n // 250}.{n % 250}" for n in range(number)]


def test_ac_042_tries_from_a_hundred_addresses_are_few_guesses(signing):
    looked_at = 0
    for address in addresses(100) * 3:
        with suppress(TooManyTriesError):
            guess(signing, address)
            looked_at += 1
        signing.world.clock.forward(seconds=1)

    assert looked_at < ACCOUNT_ALLOWED + 8


def test_ac_042_the_delay_of_an_account_doubles_up_to_a_quarter_of_an_hour(signing):
    waits = []
    for address in addresses(ACCOUNT_ALLOWED + 9):
        try:
            guess(signing, address)
        except TooManyTriesError as error:
            waits.append(error.wait)
            signing.world.clock.forward(seconds=error.wait.total_seconds())
            guess(signing, address)

    seconds = [wait.total_seconds() for wait in waits]
    assert seconds == [15, 30, 60, 120, 240, 480, 900, 900, 900]


def test_ac_043_hundreds_of_tries_from_abroad_do_not_keep_the_owner_from_the_own_device(signing):
    for address in addresses(30):
        for _ in range(10):
            with suppress(TooManyTriesError):
                guess(signing, address)

    with pytest.raises(TooManyTriesError):
        enter(signing)
    assert enter(signing, device_of=known).email == signing.coach.email


def test_ac_043_what_one_place_tries_at_one_instant_counts_ten_times_for_the_account(signing):
    world = signing.world
    signing.fail(ACCOUNT_ALLOWED + 10, address="198.51.0.1")  # all judged before one was counted

    assert enter(signing).email == signing.coach.email
    with world.database.read() as session, pytest.raises(TooManyTriesError):
        accounts.check_password(session, signing.coach.email, PASSWORD, "198.51.0.1", world.clock())


def test_ac_046_no_counter_touches_another_and_no_success_clears_one(signing):
    for _ in range(10):
        guess(signing, HOME, known)

    with pytest.raises(TooManyTriesError):
        enter(signing, device_of=known)
    assert enter(signing, HOME)  # the device has a counter of its own
    with pytest.raises(TooManyTriesError):
        enter(signing, device_of=known)


def test_ac_046_one_line_of_ipv6_is_one_place(signing):
    for number in range(10):
        guess(signing, f"2001:db8:1:2::{number:x}")

    with pytest.raises(TooManyTriesError):
        enter(signing, "2001:db8:1:2:ffff::1")
    assert enter(signing, "2001:db8:1:3::1")


def test_ac_046_a_counter_holds_in_another_process(signing):
    for _ in range(10):
        guess(signing, HOME)
    url = signing.world.database.url.render_as_string(hide_password=False)

    with opened(url) as other, other.read() as session, pytest.raises(TooManyTriesError):
        accounts.check_password(session, signing.coach.email, PASSWORD, HOME, signing.world.clock())


def test_ac_042_many_accounts_from_one_place_are_noticed_and_nobody_there_is_kept_out(signing):
    noticed = [
        guess(signing, HOME, email=f"naam{number}@school.example")
        for number in range(2 * SPRAY_ACCOUNTS)
    ]

    told = [each.accounts for each in noticed if each is not None]
    assert told == [SPRAY_ACCOUNTS, 2 * SPRAY_ACCOUNTS]
    # Trying one of them once more tells nothing new.
    assert guess(signing, HOME, email="naam0@school.example") is None
    assert enter(signing, HOME)
    with signing.world.database.read() as session:
        (spray,) = throttling.sprays(session, signing.world.clock())
        assert spray.accounts == 2 * SPRAY_ACCOUNTS
        assert throttling.sprays(session, signing.world.clock() + timedelta(hours=1)) == []


def test_a_team_room_that_mistypes_is_no_spray(signing):
    names = [f"naam{number}@school.example" for number in range(SPRAY_ACCOUNTS - 1)]

    noticed = [guess(signing, HOME, email=name) for name in names * 3]

    assert set(noticed) == {None}


@pytest.mark.parametrize(("seconds", "words"), [(30, "1 minuut"), (61, "2 minuten")])
def test_who_has_to_wait_is_told_how_long(seconds, words):
    assert f"Wacht {words} en" in str(TooManyTriesError(timedelta(seconds=seconds)))


def test_the_longest_delay_is_a_quarter_of_an_hour():
    assert throttling.delay_after(10_000) == LONGEST_DELAY == timedelta(minutes=15)
