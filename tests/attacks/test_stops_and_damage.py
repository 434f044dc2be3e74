"""Sections 6 and 7 of the catalogue: other versions, polite stops, pauses, deadlocks, damage."""

import os
import shutil
import signal
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text, update

from survey_app.keeping.doctor_damage import soundness
from survey_app.storage import Database, Keyring, UnavailableError
from tests.attacks.faults import held
from tests.attacks.live import Phone, open_links, worker_ids
from tests.attacks.test_one_response import KEYS_OF_FIVE, stored_answers
from tests.rig.server import SECRET_KEYS, is_ready, running_server
from tests.rig.worker_processes import run_at
from tests.web.world import csrf

ANSWERS = [KEYS_OF_FIVE[2]] * 25
NEWER = "9999_of_a_newer_version"
TOLD = Table("told", MetaData(), Column("id", Integer, primary_key=True), Column("n", Integer))


def database_at(url):
    return Database(url, Keyring((SECRET_KEYS,)))


def put_at(url, revision):
    """Say that the database is at a revision; return at which it was."""
    database = database_at(url)
    with database.write() as db:
        before = db.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        db.execute(text("UPDATE alembic_version SET version_num = :at"), {"at": revision})
    database.dispose()
    return before


@pytest.mark.one_every_day
def test_ac_100_a_server_beside_a_newer_schema_asks_for_no_more_work(live_server):
    before = put_at(live_server.database_url, NEWER)
    beside = is_ready(live_server.url)
    put_at(live_server.database_url, before)

    assert not beside
    assert is_ready(live_server.url)


@pytest.mark.parametrize("command", [("db", "upgrade"), ("db", "current"), ("doctor",)])
def test_ac_100_an_older_version_touches_nothing_and_says_which_to_start(migrated_url, command):
    put_at(migrated_url, NEWER)

    refused = run_at(datetime.now(UTC), migrated_url, *command)

    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == (
        f"Error: The database is at {NEWER}, which this version does not know: "
        "start the newer version of Kansmeter that brought it there.\n"
    )


@pytest.mark.one_every_day
def test_ac_105_what_is_under_way_at_a_polite_stop_is_finished(migrated_url, tmp_path):
    with running_server(migrated_url, tmp_path / "log") as server:
        ((invitation, path),) = open_links(server, 1)
        phone = Phone(server.url)
        page = phone.begin(path)
        fields = [("csrf_token", csrf(page)), ("revision", "0"), ("act", "forward")]
        fields += [(f"a.q{n:02}", key) for n, key in enumerate(ANSWERS, start=1)]
        database = database_at(migrated_url)
        with ThreadPoolExecutor(1) as pool:
            with held(database):
                sent = pool.submit(phone.ask, "POST", f"{path}/1", fields)
                time.sleep(1)
                server.process.send_signal(signal.SIGTERM)
                time.sleep(1)
                was_done = sent.done()
            status = sent.result()[0]
        database.dispose()
        ended = server.process.wait(15)
        stored = stored_answers(server)

    assert (was_done, status, ended) == (False, 303, 0)
    assert stored == {invitation: [ANSWERS]}


@pytest.mark.one_every_day
def test_ac_105_a_worker_that_is_paused_keeps_nobody_out(live_server):
    phones = [(Phone(live_server.url), path) for _, path in open_links(live_server, 4)]
    paused = worker_ids(live_server)[0]
    os.kill(paused, signal.SIGSTOP)
    try:
        done = [phone.send(path, phone.begin(path), ANSWERS, timeout=10) for phone, path in phones]
    finally:
        os.kill(paused, signal.SIGCONT)

    assert done == [True] * 4
    assert sorted(len(rows) for rows in stored_answers(live_server).values()) == [1] * 4


def test_ac_109_of_two_who_wait_for_each_other_one_goes_on_and_one_is_told(world):
    both_have_one = threading.Barrier(2)
    first, second = (
        update(TOLD).where(TOLD.c.id == number).values(n=TOLD.c.n + 1) for number in (1, 2)
    )

    def change(one, other):
        with world.database.write() as db:
            db.execute(one)
            if not world.database.is_sqlite:
                both_have_one.wait(10)
            db.execute(other)

    with world.database.write() as db:
        TOLD.create(db.connection())
        db.execute(insert(TOLD), [{"id": 1, "n": 0}, {"id": 2, "n": 0}])
    with ThreadPoolExecutor(2) as pool:
        waits = [pool.submit(change, first, second), pool.submit(change, second, first)]
        refused = [each.exception() for each in waits if each.exception() is not None]
    with world.database.read() as db:
        counts = list(db.scalars(select(TOLD.c.n)))

    # On SQLite writers stand in one line: nobody can wait for another who waits.
    assert [type(each) for each in refused] == [UnavailableError] * (not world.database.is_sqlite)
    assert counts == [2 - len(refused)] * 2


@pytest.fixture
def copied(world, tmp_path):
    """Give a copy of a filled database to damage; None where it is a server."""
    world.words_case()
    if not world.database.is_sqlite:
        return None
    path = tmp_path / "copy.db"
    with closing(sqlite3.connect(str(world.database.url.database))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(str(world.database.url.database), path)
    return path


def looked_at(database):
    with database.read() as db:
        return soundness(db)


def test_ac_110_a_whole_database_is_told_to_be_whole(world, copied):
    found = looked_at(world.database)

    assert not found.is_fault
    assert ("whole" in found.sentence) == (copied is not None)


def test_ac_110_a_damaged_page_and_a_lost_row_are_faults(world, copied):
    if copied is None:
        with world.database.read() as db:
            sums = db.execute(text("SHOW data_checksums")).scalar_one()
        assert ("no checksums" in looked_at(world.database).sentence) == (sums == "off")
        return
    url = f"sqlite:///{copied}"
    with closing(sqlite3.connect(copied)) as connection:
        connection.execute("DELETE FROM organisation")
        connection.commit()
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        page = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_person_organisation_id'"
        ).fetchone()[0]
    loose = looked_at(database_at(url))
    with copied.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"w" * size)
    damaged = looked_at(database_at(url))

    assert (loose.is_fault, "lost what it belongs to" in loose.sentence) == (True, True)
    assert (damaged.is_fault, "damaged" in damaged.sentence) == (True, True)


def test_ac_110_a_file_that_was_cut_off_starts_nothing(world, copied):
    if copied is None:
        return
    os.truncate(copied, copied.stat().st_size // 2)

    refused = run_at(datetime.now(UTC), f"sqlite:///{copied}", "doctor")

    assert refused.returncode == 1
    assert refused.stderr.startswith("Error: ")
    assert refused.stderr.count("\n") == 1
