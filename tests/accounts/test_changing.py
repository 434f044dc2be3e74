"""Changing one's password, other browsers, and a hash of yesterday's work."""

import pytest
from argon2 import PasswordHasher

from survey_app.accounts import changing, passwords, sessions
from survey_app.accounts import services as accounts
from survey_app.accounts.models import Person
from survey_app.accounts.passwords import WeakPasswordError
from survey_app.errors import NotFoundError
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.one_every_day

NEW = "heel andere woorden nu"


def change(signing, password):
    with signing.world.database.write() as session:
        person = session.get_one(Person, signing.coach.actor.person_id)
        changing.change_password(session, person, password, signing.world.clock())


def listed(signing, secret):
    with signing.world.database.read() as session:
        person_id = signing.coach.actor.person_id
        return sessions.open_sessions(session, person_id, secret, signing.world.clock())


@pytest.mark.parametrize("password", [PASSWORD, "kort", "correcthorsebatterystaple"])
def test_ac_038_a_weak_password_or_the_same_changes_nothing(signing, password):
    before = signing.world.sql("SELECT password_hash FROM person")

    with pytest.raises(WeakPasswordError):
        change(signing, password)

    assert signing.world.sql("SELECT password_hash FROM person") == before
    assert signing.world.rows("outbox_message") == 0


def test_ac_035_a_change_ends_open_links_and_is_told(signing):
    link = signing.link()

    change(signing, NEW)

    with pytest.raises(accounts.LinkUsedError):
        signing.set_password(link, "nog weer andere woorden")
    assert signing.world.rows("account_message") == 1
    assert signing.check(NEW)


def test_ac_031_a_renewed_session_has_a_secret_of_its_own_and_the_old_one_is_dead(signing):
    secret = signing.sign_in()
    with signing.world.database.write() as session:
        fresh = sessions.renew_session(session, secret)

    assert signing.who(secret) is None
    assert signing.who(fresh) is not None


def test_ac_031_a_session_that_ended_is_not_renewed(signing):
    secret = signing.sign_in()
    signing.sign_out(secret)
    with signing.world.database.write() as session:
        fresh = sessions.renew_session(session, secret)

    assert signing.who(fresh) is None


def test_only_sessions_that_go_on_are_listed_with_this_browser_first(signing):
    old, ended = signing.sign_in(), signing.sign_in()
    signing.sign_out(ended)
    signing.world.clock.forward(minutes=31)
    here = signing.sign_in()
    signing.world.clock.forward(minutes=5)
    other = signing.sign_in()

    found = listed(signing, here)

    assert [(each.is_here, each.id) for each in found] == [
        (True, listed(signing, here)[0].id),
        (False, listed(signing, other)[0].id),
    ]
    assert not any(secret in str(found) for secret in (old, here, other))


def test_nobody_ends_the_session_of_somebody_else(signing):
    secret = signing.sign_in()
    (mine,) = listed(signing, secret)
    stranger = signing.world.coach().actor.person_id

    with signing.world.database.write() as session, pytest.raises(NotFoundError):
        sessions.end_one(session, stranger, mine.id, signing.world.clock())

    assert signing.who(secret) is not None


def test_a_hash_of_other_work_is_renewed_when_its_owner_signs_in(signing):
    old = PasswordHasher(2, 16, 1).hash(PASSWORD)
    signing.world.sql("UPDATE person SET password_hash = :old", old=old)

    with signing.world.database.write() as session:
        person = session.get_one(Person, signing.coach.actor.person_id)
        done = changing.rehash(session, person, PASSWORD)
        again = changing.rehash(
            session, session.get_one(Person, person.id, populate_existing=True), PASSWORD
        )

    ((kept,),) = signing.world.sql("SELECT password_hash FROM person")
    assert (done, again, kept == old) == (True, False, False)
    assert passwords.is_right(PASSWORD, kept)
