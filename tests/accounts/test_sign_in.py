"""Signing in says yes or no and nothing more, and a stranger locks out nobody."""

import pytest

from survey_app.accounts import services as accounts
from survey_app.accounts.services import SignInError, TooManyTriesError
from survey_app.accounts.throttling import FAILURES_ALLOWED
from survey_app.errors import InputError
from tests.accounts.conftest import PASSWORD


def refusal(signing, **tried):
    with pytest.raises(SignInError) as caught:
        signing.check(**tried)
    return str(caught.value)


def test_the_right_password_lets_in(signing):
    assert signing.check() == signing.coach.actor.person_id


@pytest.mark.parametrize("change", [str.upper, lambda email: f"  {email}\t"])
def test_an_address_is_the_same_in_capitals_and_with_spaces(signing, change):
    assert signing.check(email=change(signing.coach.email)) == signing.coach.actor.person_id


def test_a_refusal_does_not_tell_whether_the_account_exists(signing):
    known = refusal(signing, password="not the right words")
    unknown = refusal(signing, password=PASSWORD, email="nobody@school.example")

    assert known == unknown


def test_somebody_who_left_is_refused_in_the_same_words(signing):
    known = refusal(signing, password="not the right words")
    signing.world.sql("UPDATE person SET active = false")

    assert refusal(signing) == known


def test_after_ten_failures_even_the_right_password_waits(signing):
    signing.fail(FAILURES_ALLOWED)

    with pytest.raises(TooManyTriesError):
        signing.check()


def test_one_failure_less_does_not_block(signing):
    signing.fail(FAILURES_ALLOWED - 1)

    assert signing.check()


def test_failures_from_one_address_do_not_lock_another(signing):
    signing.fail(10 * FAILURES_ALLOWED, address="203.0.113.9")

    assert signing.check(address="10.0.0.1")


def test_failures_for_one_account_do_not_lock_another_at_the_same_school(signing):
    signing.fail(10 * FAILURES_ALLOWED, email="somebody@school.example")

    assert signing.check()


def test_failures_in_another_spelling_of_the_address_count_too(signing):
    signing.fail(FAILURES_ALLOWED, email=f" {signing.coach.email.upper()} ")

    with pytest.raises(TooManyTriesError):
        signing.check()


def test_after_a_quarter_of_an_hour_one_may_try_again(signing):
    signing.fail(FAILURES_ALLOWED)
    signing.world.clock.forward(minutes=15)

    assert signing.check()


def test_failures_that_count_no_more_are_not_kept(signing):
    signing.fail(3)
    signing.world.clock.forward(days=1, seconds=1)
    signing.fail(1)

    assert signing.world.rows("failed_sign_in") == 1


def test_the_counter_keeps_neither_address_nor_account(signing):
    signing.fail(1, address="203.0.113.9")

    ((key,),) = signing.world.sql("SELECT counter_key FROM failed_sign_in")

    assert "203" not in key
    assert len(key) == 64


def test_a_second_account_with_the_same_address_is_refused(world, coach):
    with world.database.write() as session:
        school = accounts.find_or_make_school(session, "Noord", "Het Zandpad", simulated=False)
        with pytest.raises(InputError, match="exists"):
            accounts.add_coach(
                session,
                school,
                name="Twee",
                email=coach.email.upper(),
                phone=None,
                now=world.clock(),
            )


NO_ADDRESS = ["", "naam", "a@b", "@school.example", "a b@school.example"]
NOT_ONE_ADDRESS = ["a@b.nl,x@y.nl", "a@b.nl;x@y.nl", "a@b.nl\x00", "<a@b.nl>", "a@b.nl(x@y.nl)",
    "a@@b.nl", "a@b.nl@y.nl", "a@b.nl\u200b", "\u00e9@b.nl", "a@b.nl\u2028bcc:x@y.nl"]  # fmt: skip


@pytest.mark.parametrize("email", [*NO_ADDRESS, *NOT_ONE_ADDRESS], ids=ascii)
def test_ac_053_what_is_no_mail_address_is_refused(email):
    with pytest.raises(InputError):
        accounts.clean_email(email)
