"""A session lives on the server: it idles out, ends, and follows the rights of today."""

from datetime import timedelta

from survey_app.accounts.policy import Act, may


def test_a_session_says_who_holds_it(signing):
    actor = signing.who(signing.sign_in())

    assert actor.person_id == signing.coach.actor.person_id
    assert actor.coaches_at == {signing.coach.school_id}


def test_a_secret_that_nobody_was_given_opens_nothing(signing):
    signing.sign_in()

    assert signing.who("x" * 43) is None


def test_the_secret_itself_is_not_kept(signing):
    secret = signing.sign_in()

    assert secret not in str(signing.world.sql("SELECT * FROM login_session"))


def test_each_sign_in_has_a_secret_of_its_own(signing):
    assert signing.sign_in() != signing.sign_in()


def test_half_an_hour_without_a_page_is_still_signed_in(signing):
    secret = signing.sign_in()
    signing.world.clock.forward(minutes=30)

    assert signing.who(secret) is not None


def test_longer_than_half_an_hour_idle_ends_it(signing):
    secret = signing.sign_in()
    signing.world.clock.forward(minutes=30, seconds=1)

    assert signing.who(secret) is None


def test_a_page_moves_the_idle_clock_on(signing):
    secret = signing.sign_in()
    for _ in range(3):
        signing.world.clock.forward(minutes=20)
        signing.see(secret)

    assert signing.who(secret) is not None


def test_the_idle_clock_is_written_at_most_once_a_minute(signing):
    secret = signing.sign_in()
    signing.world.clock.forward(seconds=60)
    early = signing.is_stale(secret)
    signing.world.clock.forward(seconds=1)

    assert (early, signing.is_stale(secret)) == (False, True)


def test_after_twelve_hours_it_ends_however_busy(signing):
    secret = signing.sign_in()
    for _ in range(36):
        signing.world.clock.forward(minutes=20)
        signing.see(secret)
    still = signing.who(secret)
    signing.world.clock.forward(seconds=1)

    assert (still is not None, signing.who(secret)) == (True, None)


def test_a_copied_cookie_is_worthless_after_signing_out(signing):
    secret = signing.sign_in()

    signing.sign_out(secret)

    assert signing.who(secret) is None


def test_a_page_after_signing_out_does_not_wake_the_session(signing):
    secret = signing.sign_in()
    signing.sign_out(secret)
    signing.world.clock.forward(minutes=2)

    signing.see(secret)

    assert signing.who(secret) is None


def test_signing_out_leaves_the_other_browser_signed_in(signing):
    one, other = signing.sign_in(), signing.sign_in()

    signing.sign_out(one)

    assert signing.who(other) is not None


def test_somebody_who_left_is_out_on_the_next_page(signing):
    secret = signing.sign_in()
    signing.world.sql("UPDATE person SET active = false")

    assert signing.who(secret) is None


def test_a_role_works_through_its_last_day_and_not_after(signing):
    # AC-025: the rights are read again for each page.
    secret = signing.sign_in()
    signing.world.sql(
        "UPDATE role_grant SET ends_on = :on", on=signing.world.clock.today.isoformat()
    )
    last_day = signing.who(secret)
    signing.world.clock.now += timedelta(days=1)
    next_secret = signing.sign_in()

    assert may(last_day, Act.SEE_CASELOAD)
    assert not may(signing.who(next_secret), Act.SEE_CASELOAD)


def test_a_role_that_ended_works_no_more_on_the_next_page(signing):
    secret = signing.sign_in()
    yesterday = signing.world.clock.today - timedelta(days=1)
    signing.world.sql(
        "UPDATE role_grant SET starts_on = :on, ends_on = :on", on=yesterday.isoformat()
    )

    assert signing.who(secret).coaches_at == frozenset()


def test_a_role_does_not_work_before_its_first_day(signing):
    secret = signing.sign_in()
    tomorrow = signing.world.clock.today + timedelta(days=1)
    signing.world.sql("UPDATE role_grant SET starts_on = :on", on=tomorrow.isoformat())

    assert signing.who(secret).coaches_at == frozenset()
