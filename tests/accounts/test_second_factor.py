"""Codes of an app and codes on paper: each once, few tries, and nothing to read in the database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from survey_app.accounts import second_factor, sign_in_steps
from survey_app.accounts.factor_queries import factors_of, recovery_codes_left
from survey_app.accounts.models import Person
from survey_app.accounts.second_factor import DELAYS, FREE_TRIES, Checking, WrongCodeError
from survey_app.accounts.sign_in_steps import StepKind, StepOverError
from tests.factories.phone import Phone

LOGIN = "the-secret-of-a-session"


class Owner:
    """A coach with a phone, who types codes, each try in a transaction of its own."""

    def __init__(self, signing):
        self.world, self.person_id = signing.world, signing.coach.actor.person_id
        with self.world.database.read() as session:
            seed = second_factor.seed_for(session, LOGIN)
        self.phone = Phone(seed, self.world.clock)
        self.paper = self.set_up(self.phone.code())

    def set_up(self, code):
        with self.world.database.write() as session:
            person = session.get_one(Person, self.person_id)
            seed = second_factor.seed_for(session, LOGIN)
            return second_factor.set_up(session, person, seed, code, self.world.clock())

    def type(self, code):
        with self.world.database.write() as session:
            return second_factor.check_code(session, self.person_id, code, self.world.clock())

    def fail(self, times):
        return [self.type(self.phone.wrong()) for _ in range(times)]


@pytest.fixture
def owner(signing):
    """Give somebody whose second step is on since a minute."""
    owner = Owner(signing)
    owner.world.clock.forward(minutes=1)
    return owner


def test_the_code_of_now_is_right(owner):
    assert owner.type(owner.phone.code()) is Checking.RIGHT


@pytest.mark.parametrize("steps", [-1, 1])
def test_ac_041_a_clock_may_be_half_a_minute_off(owner, steps):
    assert owner.type(owner.phone.code(steps=steps)) is Checking.RIGHT


@pytest.mark.parametrize("steps", [-2, 2])
def test_ac_041_a_clock_that_is_a_minute_off_is_refused(owner, steps):
    assert owner.type(owner.phone.code(steps=steps)) is Checking.WRONG


def test_ac_041_a_code_is_taken_once(owner):
    code = owner.phone.code()

    assert owner.type(code) is Checking.RIGHT
    assert owner.type(code) is Checking.WRONG


def test_ac_041_after_a_code_no_older_one_is_taken(owner):
    older = owner.phone.code(steps=-1)
    owner.type(owner.phone.code())

    assert owner.type(older) is Checking.WRONG


def test_ac_041_the_code_of_setting_up_does_not_sign_in(signing):
    owner = Owner(signing)

    assert owner.type(owner.phone.code()) is Checking.WRONG


def test_ac_041_who_claims_a_half_minute_last_gets_nothing(owner):
    step = int(owner.world.clock().timestamp()) // 30
    with owner.world.database.write() as session:
        claims = [
            second_factor._claim_step(session, owner.person_id, step),
            second_factor._claim_step(session, owner.person_id, step),
        ]

    assert claims == [True, False]


def test_ac_041_of_many_at_the_same_instant_one_gets_in(owner):
    code = owner.phone.code()
    with ThreadPoolExecutor(4) as many:
        outcomes = list(many.map(owner.type, [code] * 4))

    assert sorted(outcomes) == [Checking.RIGHT] + [Checking.WRONG] * 3


def test_ac_041_after_five_wrong_codes_even_the_right_one_waits(owner):
    assert owner.fail(FREE_TRIES) == [Checking.WRONG] * FREE_TRIES
    assert owner.type(owner.phone.code()) is Checking.WAITING
    owner.world.clock.forward(minutes=14)
    assert owner.type(owner.phone.code()) is Checking.WAITING
    owner.world.clock.forward(minutes=2)
    assert owner.type(owner.phone.code()) is Checking.RIGHT


def test_ac_041_who_keeps_guessing_waits_longer_and_longer(owner):
    owner.fail(FREE_TRIES)
    for delay in (*DELAYS, DELAYS[-1]):
        owner.world.clock.forward(seconds=delay.total_seconds() - 1)
        assert owner.fail(1) == [Checking.WAITING]
        owner.world.clock.forward(seconds=1)
        assert owner.fail(1) == [Checking.WRONG]


def test_ac_041_a_day_of_guessing_is_some_thirty_tries(owner):
    judged = 0
    for _ in range(24 * 12):
        owner.world.clock.forward(minutes=5)
        judged += owner.fail(1) == [Checking.WRONG]

    assert judged < 40


def test_a_right_code_forgets_the_wrong_ones_before_it(owner):
    owner.fail(FREE_TRIES - 1)
    owner.type(owner.phone.code())

    assert owner.fail(FREE_TRIES) == [Checking.WRONG] * FREE_TRIES


def test_ac_041_a_try_is_counted_before_it_is_judged(owner, monkeypatch):
    counted = []
    with owner.world.database.write() as session:
        monkeypatch.setattr(
            second_factor,
            "_step_of",
            lambda *given: counted.append(
                session.connection().exec_driver_sql("SELECT tries FROM second_factor").scalar()
            ),
        )
        second_factor.check_code(session, owner.person_id, "000000", owner.world.clock())

    assert counted == [1]


@pytest.mark.parametrize(
    "change", [str.upper, lambda code: code.replace("-", " "), "  {}\t".format]
)
def test_a_code_on_paper_may_be_typed_in_any_way(owner, change):
    assert owner.type(change(owner.paper[3])) is Checking.RIGHT_ON_PAPER


def test_ac_041_a_code_on_paper_is_taken_once(owner):
    assert owner.type(owner.paper[0]) is Checking.RIGHT_ON_PAPER
    assert owner.type(owner.paper[0]) is Checking.WRONG
    assert owner.type(owner.paper[1]) is Checking.RIGHT_ON_PAPER
    with owner.world.database.read() as session:
        assert recovery_codes_left(session, owner.person_id) == 8


def test_ac_041_codes_on_paper_are_counted_with_the_others(owner):
    assert [owner.type("abcde-fghjk") for _ in range(FREE_TRIES)] == [Checking.WRONG] * FREE_TRIES
    assert owner.type(owner.paper[0]) is Checking.WAITING


def test_new_codes_on_paper_make_the_old_ones_worthless(owner):
    with owner.world.database.write() as session:
        person = session.get_one(Person, owner.person_id)
        new = second_factor.make_recovery_codes(session, person, owner.world.clock())

    assert owner.type(owner.paper[0]) is Checking.WRONG
    assert owner.type(new[0]) is Checking.RIGHT_ON_PAPER


def test_a_code_on_paper_is_of_one_person(owner):
    colleague = owner.world.coach()
    with owner.world.database.write() as session:
        person = session.get_one(Person, colleague.actor.person_id)
        theirs = second_factor.make_recovery_codes(session, person, owner.world.clock())

    assert owner.type(theirs[0]) is Checking.WRONG


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "１２３４５６", "12345\x00", "٠١٢٣٤٥", "-12345"]
)
def test_what_is_no_code_is_wrong_and_nothing_else(owner, typed):
    assert owner.type(typed) is Checking.WRONG


def test_ac_041_the_database_holds_neither_key_nor_codes(owner):
    kept = repr(owner.world.sql("SELECT * FROM second_factor")) + repr(
        owner.world.sql("SELECT * FROM recovery_code")
    )

    assert owner.phone.app.secret not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in owner.paper)


def test_a_wrong_first_code_keeps_nothing(signing):
    signing.world.clock.forward(minutes=1)
    owner = Owner.__new__(Owner)
    owner.world, owner.person_id = signing.world, signing.coach.actor.person_id

    with pytest.raises(WrongCodeError):
        owner.set_up("000000")

    assert signing.world.rows("second_factor") == signing.world.rows("recovery_code") == 0


def test_a_second_app_beside_the_first_is_refused_by_the_database(owner):
    with pytest.raises(IntegrityError):
        owner.set_up(owner.phone.code())


def test_without_the_factor_the_password_is_enough_again(owner):
    with owner.world.database.write() as session:
        assert factors_of(session, owner.person_id).asks_second_step
        second_factor.remove(session, owner.person_id)
        assert not factors_of(session, owner.person_id).asks_second_step

    assert owner.world.rows("recovery_code") == 0


def half(signing):
    with signing.world.database.write() as session:
        person = session.get_one(Person, signing.coach.actor.person_id)
        return sign_in_steps.begin_second_step(session, person, signing.world.clock())


def is_half_signed_in(signing, secret):
    with signing.world.database.read() as session:
        return sign_in_steps.half_signed_in(session, secret, signing.world.clock()) is not None


def test_ac_041_half_a_sign_in_is_no_login(signing):
    assert signing.who(half(signing)) is None


def test_half_a_sign_in_counts_for_ten_minutes(signing):
    secret = half(signing)

    signing.world.clock.forward(minutes=9)
    assert is_half_signed_in(signing, secret)
    signing.world.clock.forward(minutes=1)
    assert not is_half_signed_in(signing, secret)


def test_ac_032_half_a_sign_in_is_over_when_the_password_changes(signing):
    secret = half(signing)
    signing.set_password(signing.link(), "vier andere losse woorden")

    assert not is_half_signed_in(signing, secret)


def test_half_a_sign_in_is_over_when_the_account_is_closed(signing):
    secret = half(signing)
    signing.world.sql("UPDATE person SET active = false")

    assert not is_half_signed_in(signing, secret)


def test_a_step_is_finished_once(signing):
    secret = half(signing)
    with signing.world.database.write() as session:
        step, _ = sign_in_steps.half_signed_in(session, secret, signing.world.clock())
        sign_in_steps.finish(session, step, signing.world.clock())
        with pytest.raises(StepOverError):
            sign_in_steps.finish(session, step, signing.world.clock())

    assert not is_half_signed_in(signing, secret)


def test_steps_that_count_no_more_are_not_kept(signing):
    half(signing)
    signing.world.clock.forward(minutes=61)
    half(signing)

    assert signing.world.rows("sign_in_step") == 1


def test_the_secret_of_a_step_is_not_kept(signing):
    secret = half(signing)

    assert secret not in repr(signing.world.sql("SELECT * FROM sign_in_step"))


def test_who_showed_themselves_ten_minutes_ago_shows_it_again(signing):
    login, now = signing.sign_in(), signing.world.clock()
    with signing.world.database.write() as session:
        assert not sign_in_steps.is_proven(session, login, now)
        sign_in_steps.prove(session, login, signing.coach.actor.person_id, now)
        sign_in_steps.prove(session, login, signing.coach.actor.person_id, now)
        assert sign_in_steps.is_proven(session, login, now + timedelta(minutes=9))
        assert not sign_in_steps.is_proven(session, login, now + timedelta(minutes=10))
        assert not sign_in_steps.is_proven(session, "another", now)


def test_a_secret_that_was_used_is_refused_by_the_database(signing):
    def use():
        with signing.world.database.write() as session:
            sign_in_steps.finish_at_once(session, StepKind.SCHOOL, "x", signing.world.clock())

    use()

    with pytest.raises(IntegrityError):
        use()
