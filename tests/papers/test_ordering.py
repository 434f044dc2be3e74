"""An order goes from waiting to ready or failed, whoever makes it and whoever dies while making."""

from datetime import timedelta

import pytest

from survey_app.errors import NotFoundError
from survey_app.papers import ordering
from survey_app.papers.kinds import Kind
from survey_app.papers.press import PressError, TooLongError
from survey_app.papers.workshop import Workshop


def claim(world):
    with world.database.write() as session:
        return ordering.claim(session, world.clock())


def test_an_order_is_made_kept_sealed_and_fetched_by_who_ordered_it(world, desk):
    paper_id = desk.order()
    assert desk.state(paper_id) == "waiting"

    desk.worker().make_ordered()

    assert desk.state(paper_id) == "ready"
    assert desk.fetch(paper_id) == b"%PDF of a test"
    ((stored,),) = world.sql("SELECT content FROM paper")
    assert "JVBERi" not in stored
    assert world.sql(
        "SELECT act FROM audit_event WHERE object_kind = 'paper' ORDER BY at, act"
    ) == [
        ("fetch paper",),
        ("order paper",),
    ]


def test_a_day_later_it_is_gone(world, desk):
    paper_id = desk.order()
    desk.worker().make_ordered()
    world.clock.forward(days=1)

    with pytest.raises(NotFoundError):
        desk.fetch(paper_id)
    desk.worker().make_ordered()

    assert world.sql("SELECT state, content FROM paper") == [("gone", None)]


def test_who_orders_twice_gets_one_paper(desk):
    assert desk.order() == desk.order()
    assert desk.order(language="ar") != desk.order(Kind.STEPS)


def test_nobody_claims_what_another_holds(world, desk):
    desk.order()

    assert claim(world) is not None
    assert claim(world) is None


def test_what_a_dead_worker_held_is_taken_up_and_its_late_result_is_not_kept(world, desk):
    paper_id = desk.order()
    dead = claim(world)
    world.clock.forward(seconds=ordering.HOLD.total_seconds() + 1)

    desk.worker().make_ordered()
    with world.database.write() as session:
        ordering.finish(session, dead, b"late", world.clock())

    assert desk.fetch(paper_id) == b"%PDF of a test"


def test_what_brought_down_every_worker_is_given_up(world, desk):
    paper_id = desk.order()
    for _ in range(ordering.MOST_ATTEMPTS):
        assert claim(world) is not None
        world.clock.forward(seconds=ordering.HOLD.total_seconds() + 1)

    assert claim(world) is None
    assert desk.state(paper_id) == "failed"


def test_what_is_too_long_is_told_at_once_and_the_next_is_made(world, desk):
    failed, made = desk.order(), desk.order(Kind.STEPS)
    desk.press.faults = [TooLongError("3 pages")]

    desk.worker().make_ordered()

    assert world.sql("SELECT state, reason FROM paper WHERE id = :id", id=failed) == [
        ("failed", "too long")
    ]
    assert desk.state(made) == "ready"


@pytest.mark.parametrize("fault", [PressError("killed"), ValueError("Sam")])
def test_what_went_wrong_is_tried_again_and_given_up_after_three_times(desk, caplog, fault):
    desk.press.faults = [fault]
    once = desk.order()
    desk.worker().make_ordered()
    assert desk.state(once) == "ready"

    desk.press.faults = [fault] * ordering.MOST_ATTEMPTS
    always = desk.order()
    desk.worker().make_ordered()
    assert desk.state(always) == "failed"
    assert "Sam" not in caplog.text


def test_a_coach_who_lost_the_traject_gets_no_paper(world, desk):
    paper_id = desk.order()
    yesterday = world.clock.today - timedelta(days=1)
    world.sql("UPDATE role_grant SET starts_on = :day, ends_on = :day", day=yesterday)

    desk.worker().make_ordered()

    assert desk.state(paper_id) == "failed"
    assert desk.press.given == []


def test_another_coach_sees_and_orders_nothing(world, desk):
    paper_id = desk.order()
    desk.worker().make_ordered()
    stranger = world.coach(school="De Beek")

    with pytest.raises(NotFoundError):
        desk.fetch(paper_id, by=stranger)
    with pytest.raises(NotFoundError):
        desk.order(by=stranger)


def test_a_language_that_is_not_spoken_is_no_paper(desk):
    with pytest.raises(NotFoundError):
        desk.order(language="xx")


def test_a_closed_workshop_makes_nothing_and_an_open_one_does_in_the_background(desk):
    paper_id = desk.order()
    workshop = Workshop(desk.worker())

    workshop.wake()
    assert workshop.rest(seconds=1)
    assert desk.state(paper_id) == "waiting"

    workshop.open()
    workshop.wake()
    assert workshop.rest(seconds=20)
    assert desk.state(paper_id) == "ready"
