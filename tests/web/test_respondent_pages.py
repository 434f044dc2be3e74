"""The respondent's way: start, pages, back, skip, stop, thanks; every step by a plain form."""

import pytest

from tests.web.world import checked, csrf, data_page

pytestmark = pytest.mark.one_database


@pytest.fixture
def visitor(world):
    return world.visitor(world.words_case().intake["parent"])


def test_the_first_press_leads_to_the_first_question(visitor):
    assert data_page(visitor.get()) == "start"

    page = visitor.begin()

    assert (page.request.path, data_page(page)) == (f"{visitor.path}/1", "questions")


def test_a_question_cannot_be_opened_before_the_start(visitor):
    page = visitor.get("/2")

    assert (page.status_code, page.location) == (303, visitor.path)


def test_going_back_shows_what_was_chosen(visitor):
    visitor.begin()
    after = visitor.send(1, q1="2", q2="4")

    assert f'href="{visitor.path}/1"' in after.text
    assert checked(visitor.get("/1")) == {"q1-2", "q2-4"}


def test_an_open_question_is_asked_again_and_may_then_be_skipped(world, visitor):
    visitor.begin()

    asked_again = visitor.send(1, q1="2")
    skipped = visitor.send(1, act="skip", q1="2")

    assert asked_again.status_code == 422
    assert checked(asked_again) == {"q1-2"}
    assert skipped.request.path.endswith("/2")
    visitor.send(2, act="skip")
    (response,) = world.responses()
    assert response.answers == {"q1": "2"}
    assert response.missing == {"q2": "skipped", "q3": "skipped", "woorden": "skipped"}


def test_the_last_page_cannot_be_sent_before_the_first_was_seen(world, visitor):
    visitor.begin()
    visitor.get("/2")

    led = visitor.send(2, q3="4")

    assert led.request.path.endswith("/1")
    assert world.responses() == []
    visitor.send(1, q1="2", q2="4")
    assert data_page(visitor.send(2, q3="4")) == "thanks"


def test_stopping_says_that_everything_is_kept_and_starting_again_goes_on(visitor):
    visitor.begin()
    visitor.send(1, q1="2", q2="4")

    assert data_page(visitor.get("/stop")) == "stopped"
    assert visitor.begin().request.path.endswith("/2")


def test_stopping_keeps_what_was_chosen_on_the_page_and_leaves_the_rest_open(world, visitor):
    visitor.begin()

    stopped = visitor.send(1, act="stop", q1="2")

    assert data_page(stopped) == "stopped"
    assert "is bewaard" in stopped.text
    again = visitor.begin()
    assert again.request.path.endswith("/1")
    assert checked(again) == {"q1-2"}
    visitor.send(1, q1="2", q2="4")
    visitor.send(2, q3="4")
    (response,) = world.responses()
    assert response.answers == {"q1": "2", "q2": "4", "q3": "4"}


def test_skipping_what_is_left_of_the_last_page_says_that_it_sends(visitor):
    first = visitor.begin()
    last = visitor.send(1, q1="2", q2="4")

    assert "en verstuur" not in first.text
    assert "Sla wat open is over en verstuur" in last.text


def test_rather_not_is_noted_and_the_link_keeps_working(world, visitor):
    fields = {"csrf_token": csrf(visitor.get("/liever-niet")), "act": "decline"}

    page = visitor.client.post(visitor.path + "/liever-niet", data=fields)

    assert data_page(page) == "declined"
    assert world.invitation(world.links.read(visitor.path[3:])).declined_at == world.clock()
    assert data_page(visitor.get()) == "start"
