"""AC-109: what the database undid, because two waited for each other, is done once more."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
from sqlalchemy import func, select

from survey_app.audit.models import AuditEvent
from survey_app.storage.undone import MOST_TIMES
from survey_app.trajects.models import Traject
from tests.attacks.faults import driver_url
from tests.attacks.test_database_faults import wait_until
from tests.web.world import csrf

WAITS_FOR_THE_CHAIN = (
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
    "AND wait_event_type = 'Lock' AND query LIKE '%audit_head%'"
)


@contextmanager
def circles(database, row, times=1, meanwhile=None):
    """Wait for a row in a circle with whoever changes it, and let the other lose, so many times.

    Whoever changes something locks its row, and its chain of the trail at the end: this locks them
    the other way round. The other looks for a circle after a second, this one after a minute.
    What somebody else does `meanwhile` stands before that.
    """
    ready, over = threading.Event(), threading.Event()
    met = []

    def wait_in_circles():
        with (
            psycopg.connect(driver_url(database)) as one,
            psycopg.connect(driver_url(database), autocommit=True) as watch,
        ):
            while len(met) < times and not over.is_set():
                one.execute("SET LOCAL deadlock_timeout = '1min'")
                one.execute("SELECT 1 FROM audit_head FOR UPDATE")
                ready.set()
                wait_until(lambda: over.is_set() or watch.execute(WAITS_FOR_THE_CHAIN).fetchone())
                if not over.is_set():
                    if meanwhile is not None:
                        watch.execute(meanwhile)
                    one.execute(row)
                    met.append(1)
                one.rollback()

    if database.is_sqlite:
        yield met  # writers stand in one line there: nobody waits in a circle
        return
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(wait_in_circles)
        ready.wait(20)
        try:
            yield met
        finally:
            over.set()
            done.result()


def lines(world, act):
    with world.database.read() as db:
        return db.scalar(select(func.count()).where(AuditEvent.act == act))


def opened_form(world):
    """Open a form of a coach and return a function that sends it."""
    path, coach = f"/trajecten/{world.case().traject_id}/verloop", world.signed_in()
    form = {"regime": "school", "controller": "De school", "retention_years": "3"}
    token = csrf(coach.get(path))
    return lambda: coach.post(f"{path}/bewaren", data={"csrf_token": token, **form})


def test_ac_109_a_coach_whose_act_was_undone_sees_it_done(world):
    keep = opened_form(world)
    with circles(world.database, "SELECT 1 FROM traject FOR UPDATE") as met:
        done = keep()

    assert len(met) == (not world.database.is_sqlite)
    assert done.status_code == 303, done.text
    with world.database.read() as db:
        (kept,) = db.scalars(select(Traject))
    assert (kept.controller, kept.retention_years) == ("De school", 3)
    assert lines(world, "set keeping") == 1


def test_ac_109_who_typed_longer_than_a_minute_is_not_done_with_by_having_been_seen(world):
    keep = opened_form(world)
    world.clock.move(minutes=2)
    with circles(world.database, "SELECT 1 FROM traject FOR UPDATE") as met:
        done = keep()

    assert len(met) == (not world.database.is_sqlite)
    assert done.status_code == 303, done.text
    assert lines(world, "set keeping") == 1


def test_ac_109_what_is_done_once_more_is_done_by_who_may_still_do_it(world):
    """AC-032 too: rights are read anew, as for any page that is asked for after they ended."""
    keep = opened_form(world)
    with circles(
        world.database,
        "SELECT 1 FROM traject FOR UPDATE",
        meanwhile="UPDATE person SET active = false",
    ) as met:
        done = keep()

    assert len(met) == (not world.database.is_sqlite)
    if world.database.is_sqlite:  # nobody was sent away there
        assert (done.status_code, lines(world, "set keeping")) == (303, 1)
        return
    assert (done.status_code, lines(world, "set keeping")) == (401, 0)
    assert "Log in" in done.text


def test_ac_109_who_answers_and_was_undone_gets_the_thanks_once(world):
    visitor = world.visitor(world.words_case().intake["parent"])
    visitor.begin()
    visitor.send(1, q1="2", q2="4")
    with circles(world.database, "SELECT 1 FROM invitation FOR UPDATE") as met:
        done = visitor.send(2, q3="1")

    assert len(met) == (not world.database.is_sqlite)
    assert 'data-page="thanks"' in done.text
    assert len(world.responses()) == 1


def test_ac_109_who_is_undone_each_time_is_told_to_try_again_and_loses_nothing(world):
    visitor = world.visitor(world.words_case().intake["parent"])
    visitor.begin()
    visitor.send(1, q1="2", q2="4")
    with circles(world.database, "SELECT 1 FROM invitation FOR UPDATE", MOST_TIMES) as met:
        refused = visitor.post(2, visitor.fields(q3="1", woorden="Liever morgen."))

    if not world.database.is_sqlite:
        assert (len(met), refused.status_code) == (MOST_TIMES, 503)
        assert "Liever morgen." in refused.text
        assert world.responses() == []
        visitor.post(2, visitor.fields(q3="1"))
    assert len(world.responses()) == 1
