"""A link to set a password works once, for a day, and only the newest one (AC-039)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from survey_app.accounts.passwords import WeakPasswordError
from survey_app.accounts.services import LinkUsedError, SignInError, person_of_link
from tests.accounts.conftest import PASSWORD

NEW = "heel andere woorden nu"


def test_a_link_sets_the_password(signing):
    signing.set_password(signing.link(), NEW)

    assert signing.check(NEW) == signing.coach.actor.person_id


def test_the_old_password_stops_working(signing):
    signing.set_password(signing.link(), NEW)

    with pytest.raises(SignInError):
        signing.check(PASSWORD)


def test_a_link_works_once(signing):
    link = signing.link()
    signing.set_password(link, NEW)

    with pytest.raises(LinkUsedError):
        signing.set_password(link, PASSWORD)
    assert signing.check(NEW)


def test_of_two_who_use_a_link_at_once_one_sets_the_password(signing):
    link, start = signing.link(), Barrier(2)

    def is_set(password):
        start.wait()
        try:
            signing.set_password(link, password)
        except LinkUsedError:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        outcomes = list(both.map(is_set, [NEW, "nog weer andere woorden"]))

    assert sorted(outcomes) == [False, True]


def test_only_the_newest_link_works(signing):
    older, newer = signing.link(), signing.link()

    with pytest.raises(LinkUsedError):
        signing.set_password(older, NEW)
    signing.set_password(newer, NEW)

    assert signing.check(NEW)


def test_a_link_works_until_a_day_has_passed(signing):
    link = signing.link()
    signing.world.clock.forward(hours=24)

    signing.set_password(link, NEW)

    assert signing.check(NEW)


def test_a_link_of_more_than_a_day_old_is_refused(signing):
    link = signing.link()
    signing.world.clock.forward(hours=24, seconds=1)

    with pytest.raises(LinkUsedError):
        signing.set_password(link, NEW)


def test_a_link_that_nobody_made_is_refused(signing):
    with pytest.raises(LinkUsedError):
        signing.set_password("0" * 32, NEW)


def test_a_link_of_somebody_who_left_is_refused(signing):
    link = signing.link()
    signing.world.sql("UPDATE person SET active = false")

    with pytest.raises(LinkUsedError):
        signing.set_password(link, NEW)


def test_a_weak_password_does_not_use_up_the_link(signing):
    link = signing.link()

    with pytest.raises(WeakPasswordError):
        signing.set_password(link, "kort")
    signing.set_password(link, NEW)

    assert signing.check(NEW)


def test_a_link_of_one_person_leaves_those_of_another_alone(signing, world):
    link = signing.link()
    other = type(signing)(world, world.coach())

    other.set_password(other.link(), NEW)
    signing.set_password(link, NEW)

    assert signing.check(NEW) != other.check(NEW)


def test_a_new_password_ends_every_session(signing):
    secrets = [signing.sign_in() for _ in range(2)]

    signing.set_password(signing.link(), NEW)

    assert [signing.who(secret) for secret in secrets] == [None, None]


def test_the_page_of_a_used_link_opens_no_more(signing, world):
    link = signing.link()
    signing.set_password(link, NEW)

    with world.database.read() as session, pytest.raises(LinkUsedError):
        person_of_link(session, link, world.clock())
