"""A chain has no gaps and no failures, however many write at the same time."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations

from survey_app.accounts.models import Organisation
from survey_app.audit import services as audit
from survey_app.audit.verifying import check
from tests.factories.world import SECRET, opened
from tests.rig import statements
from tests.rig.bootstrap import ROOT

WRITERS, EACH = 8, 6
WRITE = """
import sys
from datetime import UTC, datetime
from survey_app.accounts import models
from survey_app.audit import services as audit
from survey_app.storage import Database, Keyring

database = Database(sys.argv[1], Keyring((sys.argv[2],)))
for number in range(int(sys.argv[4])):
    with database.write() as session:
        args = (session, audit.COMMAND, f"act {number}", "thing", None)
        audit.record(*args, organisation_id=sys.argv[3], now=datetime.now(UTC))
"""

DIE_WITH_THE_CHAIN_IN_HANDS = f"""
import os, signal
from sqlalchemy import Engine, event

times = []

@event.listens_for(Engine, "before_cursor_execute")
def count(connection, cursor, statement, *rest):
    if statement.startswith("UPDATE audit_head"):
        times.append(1)
        if len(times) == 3:
            os.kill(os.getpid(), signal.SIGKILL)
{WRITE}"""


def test_writers_at_the_same_time_make_one_chain_without_gaps(trail):
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda _: trail.write(EACH), range(WRITERS)))

    assert trail.counts() == {trail.chain: WRITERS * EACH}
    assert trail.faults() == []


def test_writers_of_several_chains_in_any_order_never_wait_for_each_other(trail):
    """Also of chains that begin at that moment: their ends are locked in one order."""
    with trail.database.write() as session:
        owners = [Organisation(name=name) for name in ("Oost", "West")]
        session.add_all(owners)
        session.flush()
        chains = (None, *(each.id for each in owners))

    def write(order):
        for _ in range(3):
            with trail.database.write() as session:
                for chain in order:
                    args = (session, audit.COMMAND, "act", "thing", None)
                    audit.record(*args, organisation_id=chain, now=trail.clock())

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, permutations(chains)))

    assert set(trail.counts().values()) == {18}
    assert trail.faults() == []


def test_processes_at_the_same_time_make_one_chain_without_gaps(trail, migrated_url):
    command = [sys.executable, "-c", WRITE, migrated_url, SECRET, trail.chain, "15"]
    running = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]

    assert [each.wait(timeout=60) for each in running] == [0, 0, 0]
    assert trail.counts() == {trail.chain: 45}
    assert trail.faults() == []


def test_a_writer_that_is_killed_with_the_chain_in_hands_leaves_no_gap_and_keeps_nobody_waiting(
    trail, migrated_url
):
    arguments = [migrated_url, SECRET, trail.chain, "15"]
    running = [
        subprocess.Popen([sys.executable, "-c", each, *arguments], cwd=ROOT)
        for each in (WRITE, DIE_WITH_THE_CHAIN_IN_HANDS, WRITE)
    ]

    assert [each.wait(timeout=60) for each in running] == [0, -signal.SIGKILL, 0]
    assert trail.counts() == {trail.chain: 15 + 2 + 15}
    assert trail.faults() == []


def test_many_lines_of_one_act_take_as_many_statements_as_one(trail):
    def record(count):
        with statements.counted(trail.database) as asked, trail.database.write() as session:
            for _ in range(count):
                args = (session, audit.COMMAND, "act", "thing", None)
                audit.record(*args, organisation_id=trail.chain, now=trail.clock())
        return asked["statements"]

    trail.write()

    assert [record(1), record(20)] == [3, 3]


def test_a_million_lines_are_read_some_at_a_time(trail, monkeypatch):
    monkeypatch.setattr("survey_app.audit.verifying.AT_ONCE", 4)
    trail.write(10)

    with statements.counted(trail.database) as asked, trail.database.read() as session:
        assert [each.lines for each in check(session, trail.chain)] == [10]

    assert asked["statements"] == 2 + 4


def test_lines_under_an_older_key_are_still_checked_and_those_under_a_lost_one_are_told(
    trail, migrated_url
):
    newer = "a-newer-secret-that-only-the-tests-know-0123"
    trail.write(2)
    with opened(migrated_url, newer, SECRET) as both:
        trail.database = both
        trail.write(2)
        assert trail.faults() == []

    with opened(migrated_url, newer) as without_old:
        trail.database = without_old
        faults = trail.faults()

    assert len(faults) == 2
    assert all("unknown key" in each for each in faults)
