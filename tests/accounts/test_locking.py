"""A locked session is nobody's until the PIN; five wrong ones and it is gone."""

import pytest

from survey_app.accounts import locking, sessions
from survey_app.accounts.locking import Unlocking
from survey_app.errors import ForbiddenError

PIN = "2591"


def lock(signing):
    secret = signing.sign_in()
    with signing.world.database.write() as session:
        locking.set_pin(session, signing.coach.actor.person_id, PIN)
        locking.lock_session(session, secret, "f" * 32, signing.world.clock())
    return secret


def unlock(signing, secret, pin):
    with signing.world.database.write() as session:
        return locking.unlock(session, secret, pin, signing.world.clock())


def test_a_lock_holds_until_the_pin_and_another_session_is_free(signing):
    other, secret = signing.sign_in(), lock(signing)

    assert (signing.who(secret), signing.who(other) is None) == (None, False)
    signing.world.clock.forward(minutes=45)
    assert unlock(signing, secret, "2592") is Unlocking.WRONG
    assert signing.who(secret) is None
    assert unlock(signing, secret, PIN) is Unlocking.OPENED
    assert signing.who(secret) is not None


def test_a_tablet_is_not_handed_over_by_a_session_that_goes_on_under_another_secret(signing):
    """The password was changed in another tab at that moment: this browser would stay open."""
    secret = signing.sign_in()
    with signing.world.database.write() as session:
        fresh = sessions.renew_session(session, secret)

    with pytest.raises(ForbiddenError), signing.world.database.write() as session:
        locking.lock_session(session, secret, "f" * 32, signing.world.clock())

    assert signing.who(fresh) is not None


def test_ac_078_two_taps_on_the_right_pin_open_once_and_end_nothing(signing):
    secret = lock(signing)

    assert [unlock(signing, secret, PIN) for _ in range(2)] == [Unlocking.OPENED] * 2
    assert signing.who(secret) is not None


def test_after_five_wrong_pins_the_right_one_opens_nothing_and_the_lock_stays(signing):
    secret = lock(signing)

    tried = [unlock(signing, secret, "0000") for _ in range(5)]

    assert tried == [*[Unlocking.WRONG] * 4, Unlocking.ENDED]
    assert unlock(signing, secret, PIN) is Unlocking.ENDED
    with signing.world.database.read() as session:
        assert locking.lock_of(session, secret).has_ended
    assert PIN not in str(signing.world.sql("SELECT pin_hash FROM person"))


def test_a_new_lock_has_all_five_tries(signing):
    secret = lock(signing)
    unlock(signing, secret, "0000")
    unlock(signing, secret, PIN)
    with signing.world.database.write() as session:
        locking.lock_session(session, secret, "f" * 32, signing.world.clock())

    assert [unlock(signing, secret, "0000") for _ in range(4)] == [Unlocking.WRONG] * 4
