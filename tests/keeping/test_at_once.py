"""Two who decide about one child at the same moment: the second goes by what the first did."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from functools import partial

import pytest

from survey_app.accounts.policy import Act
from survey_app.errors import InputError, NotFoundError
from survey_app.keeping import holding, restricting, rights_requests
from survey_app.keeping.erasing import Ground, erase_traject
from survey_app.keeping.holding import HeldError
from survey_app.keeping.rights_requests import months_later
from survey_app.practice import sharing
from survey_app.trajects import releasing, statements
from survey_app.trajects.queries import traject_for
from tests.keeping.families import family
from tests.keeping.full_life import live


@pytest.fixture
def made(world, tmp_path):
    return family(world, tmp_path)


def after(world, first, second):
    """Let the second begin when the first did its work and did not store it yet.

    Return what the second gave; or raise what it raised.
    """
    with ThreadPoolExecutor(1) as another:
        with world.database.write() as db:
            first(db)
            waits = another.submit(second)
            wait([waits], timeout=0.7)
        return waits.result()


def erase(world, coach, traject_id, db):
    erase_traject(
        db, coach.actor, traject_id, Ground.MISTAKE, copies_for_days=35, now=world.clock()
    )


def erasing(made):
    return partial(erase, made.world, made.coach, made.traject_id)


def change(made, db, request_id):
    traject_for(db, made.coach.actor, made.traject_id, Act.CHANGE_TRAJECT)


def close(made, db, request_id):
    traject = traject_for(db, made.coach.actor, made.traject_id, Act.KEEP_REQUESTS)
    rights_requests.close(
        db,
        made.coach.actor,
        traject,
        request_id,
        outcome="withdrawn",
        ground="",
        now=made.world.clock(),
    )


def lift(made, db, request_id):
    traject = traject_for(db, made.coach.actor, made.traject_id, Act.KEEP_REQUESTS)
    restricting.lift(
        db,
        made.coach.actor,
        traject,
        told_on=made.world.clock.today,
        reason="de antwoorden kloppen",
        now=made.world.clock(),
    )


def release(made, db, request_id):
    releasing.say_by_link(db, made.people["mother"], allowed=True, now=made.world.clock())


def withdraw(made, db, request_id):
    statements.signer_of_link(db, made.people["mother"], made.world.clock.today, lock=True)


def keep(made, db, request_id):
    holding.hold(db, made.coach.actor, made.traject_id, "de rechter vroeg erom", made.world.clock())


@pytest.mark.parametrize("act", [change, close, lift, release, withdraw, keep])
def test_what_is_erased_while_somebody_waits_for_it_is_not_found(made, act):
    request_id = made.ask()

    def second():
        with made.world.database.write() as db:
            act(made, db, request_id)

    with pytest.raises(NotFoundError):
        after(made.world, erasing(made), second)


def test_the_first_day_of_two_requests_that_come_in_at_once_counts(made):
    early = made.world.clock.today - timedelta(days=20)

    def first(db):
        rights_requests.record(
            db,
            made.coach.actor,
            made.traject(db),
            kind="access",
            asker=made.people["mother"],
            asker_words="",
            identity="known",
            identity_words="",
            received_on=early,
            now=made.world.clock(),
        )

    after(made.world, first, lambda: made.ask("father"))

    with made.world.database.read() as db:
        due_on = made.traject(db).request_due_on
    assert due_on == months_later(early, 1)


def test_a_request_that_comes_in_while_another_is_closed_keeps_its_clock(made):
    request_id = made.ask("father")

    def closing(db):
        close(made, db, request_id)

    after(made.world, closing, lambda: made.ask("mother"))
    with made.world.database.read() as db:
        assert made.traject(db).request_due_on is not None


def test_what_is_held_while_somebody_waits_to_erase_it_stays(made):
    def second():
        with made.world.database.write() as db:
            erasing(made)(db)

    with pytest.raises(HeldError):
        after(made.world, lambda db: keep(made, db, ""), second)
    assert made.world.rows("traject") == 1


def test_of_two_who_hold_or_let_go_at_once_the_second_is_told(made):
    def let_go(db):
        holding.lift(db, made.coach.actor, made.traject_id, made.world.clock())

    def second(act):
        with made.world.database.write() as db:
            act(db)

    for act in (lambda db: keep(made, db, ""), let_go):
        with pytest.raises(InputError, match="vastgehouden"):
            after(made.world, act, partial(second, act))
    assert made.world.sql("SELECT count(*) FROM audit_event WHERE act = 'lift hold'") == [(1,)]


def test_a_card_whose_child_is_erased_meanwhile_is_not_there_to_take_back(world, coach):
    lived = live(world, coach, "KNRA", mother="a@thuis.example", teacher="juf@school.example")
    ((decision_id,),) = world.sql("SELECT decision_id FROM card_offer WHERE ended_at IS NULL")

    def take_back():
        with world.database.write() as db:
            sharing.withdraw(db, coach.actor, decision_id, world.clock())

    with pytest.raises(NotFoundError):
        after(world, lambda db: erase(world, coach, lived.traject_id, db), take_back)
