"""What a service does over and over goes on, whatever became of one step (AC-090, AC-091)."""

import logging
from itertools import count, cycle
from threading import Event

import pytest
from sqlalchemy.exc import IntegrityError

from survey_app.commands import delivering, erase
from survey_app.config import Settings
from survey_app.delivery.remembering import RememberingSender
from survey_app.delivery.worker import Worker
from survey_app.storage import SealError
from tests.factories.world import SECRET

pytestmark = pytest.mark.one_every_day

NAME = "Yusuf Testkind"
STEPS = (
    "answer_asked",
    "answer_forgotten",
    "anchor_trail",
    "tell_of_unseen",
    "erase_in_time",
    "come_due",
    "plan_due",
)
FAULTS = (
    SealError("sealed with another key"),
    IntegrityError(NAME, {}, Exception(NAME)),
    ValueError(NAME),
)


class Turns(Event):
    """Ends after so many turns."""

    def __init__(self, turns):
        super().__init__()
        self.left = turns

    def wait(self, timeout=None):
        self.left -= 1
        if self.left == 0:
            self.set()
        return self.is_set()


def failing(fault):
    def fail(*given, **named):
        raise fault

    return fail


@pytest.mark.parametrize(("step", "fault"), list(zip(STEPS, cycle(FAULTS), strict=False)))
def test_one_step_that_fails_keeps_no_other_from_being_done(
    world, monkeypatch, caplog, step, fault
):
    done = []
    for name in STEPS:
        monkeypatch.setattr(delivering, name, lambda *given, name=name: done.append(name))
    monkeypatch.setattr(delivering, step, failing(fault))

    with caplog.at_level(logging.WARNING):
        delivering.keep_planning(world.database, world.clock, Turns(2))

    assert [each for each in STEPS if each not in done] == [step]
    assert caplog.records[0].exc_info[1] is fault
    assert NAME not in " ".join(each.getMessage() for each in caplog.records)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_the_erasure_list_is_looked_after_again_after_a_fault(world, monkeypatch, fault):
    turn = count()
    monkeypatch.setattr(
        erase, "keep_in_step", lambda *given: failing(fault)() if next(turn) == 0 else None
    )
    settings = Settings(
        database_url=world.database.url.render_as_string(hide_password=False),
        secret_keys=SECRET,
        base_url="http://127.0.0.1:8000",
    )

    erase.keep_in_step_until(Turns(3), world.database, settings, world.clock)

    assert next(turn) == 3


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_a_worker_looks_again_after_a_fault_of_the_database(world, monkeypatch, fault):
    turn = count()
    worker = Worker(
        database=world.database,
        senders={"mail": RememberingSender()},
        compose=failing(ValueError),
        on_refused=failing(ValueError),
        clock=world.clock,
        patience=1,
    )
    monkeypatch.setattr(worker, "_claim", lambda: failing(fault)() if next(turn) == 0 else None)

    worker.run(Turns(3))

    assert next(turn) == 3
