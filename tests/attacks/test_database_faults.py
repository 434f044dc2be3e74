"""Sections 6 and 7 of the catalogue: full disks, locks, killed processes, cut connections."""

import json
import os
import random
import resource
import signal
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from survey_app.storage import Database, Keyring, engine
from tests.attacks.faults import cannot_store, cut_off, held
from tests.attacks.live import Phone, open_links, worker_ids
from tests.attacks.test_one_response import KEYS_OF_FIVE, stored_answers
from tests.rig.server import SECRET_KEYS, running_server, wait_until_ready
from tests.web.world import csrf, data_page, encoded

WITHIN_SECONDS = 11
THANKED_BEFORE_THE_KILL = 12


def wait_until(holds, seconds=60):
    """Wait for what a busy machine may be slow at; the assertions after it say whether it came."""
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)


def database_of(server):
    return Database(server.database_url, Keyring((SECRET_KEYS,)))


def begun(server, count):
    """Return phones that stand on the page of questions, with path and page."""
    phones = []
    for _, path in open_links(server, count):
        phone = Phone(server.url)
        phones.append((phone, path, phone.begin(path)))
    return phones


def fields_of(page, key=KEYS_OF_FIVE[2]):
    fields = [("csrf_token", csrf(page)), ("revision", "0"), ("act", "forward")]
    return fields + [(f"a.q{n:02}", key) for n in range(1, 26)]


def test_ac_086_a_locked_database_is_said_in_time_with_the_answers_kept(live_server):
    phones = begun(live_server, 3)
    database = database_of(live_server)

    def send(number):
        time.sleep(0.3 * number)
        phone, path, page = phones[number]
        began = time.monotonic()
        status, _, shown = phone.ask("POST", f"{path}/1", fields_of(page))
        return status, data_page(shown), time.monotonic() - began

    with ThreadPoolExecutor(3) as pool, held(database):
        answers = [each.result() for each in [pool.submit(send, number) for number in range(3)]]
    done = [phone.send(path, page, [KEYS_OF_FIVE[2]] * 25) for phone, path, page in phones]
    database.dispose()

    assert [answer[:2] for answer in answers] == [(503, "not-saved")] * 3
    assert max(took for _, _, took in answers) < WITHIN_SECONDS
    assert done == [True] * 3


def test_ac_086_reading_goes_on_while_a_writer_holds_the_database(live_server):
    ((phone, path, _),) = begun(live_server, 1)
    database = database_of(live_server)

    with held(database):
        status, _, shown = phone.ask("GET", f"{path}/1")
    database.dispose()

    assert (status, data_page(shown)) == (200, "questions")


def test_ac_085_a_full_disk_is_said_honestly_and_ends_without_a_restart(live_server, monkeypatch):
    phones = begun(live_server, 2)
    phone, path, page = phones[0]
    database = database_of(live_server)

    with storage_full(live_server, database, monkeypatch):
        status, _, shown = phone.ask("POST", f"{path}/1", fields_of(page))
        reading = phone.ask("GET", f"{path}/1")[0]
    done = [phone.send(path, page, [KEYS_OF_FIVE[2]] * 25) for phone, path, page in phones]
    database.dispose()

    assert (status, data_page(shown)) == (503, "not-saved")
    assert f'value="{KEYS_OF_FIVE[2]}"' in shown
    assert reading == 200
    assert done == [True, True]
    assert sorted(len(rows) for rows in stored_answers(live_server).values()) == [1, 1]
    assert_sound(live_server)


def storage_full(server, database, monkeypatch):
    """Take the room to write from the running workers; PostgreSQL fails over to reading only."""
    if database.is_sqlite:
        return SmallFiles(server)
    return cannot_store(database, monkeypatch)


class SmallFiles:
    """Let the workers write no byte more to any file, as on a full disk."""

    def __init__(self, server):
        self.workers = worker_ids(server)

    def __enter__(self):
        self.before = {
            worker: resource.prlimit(worker, resource.RLIMIT_FSIZE) for worker in self.workers
        }
        for worker, (_, hard) in self.before.items():
            resource.prlimit(worker, resource.RLIMIT_FSIZE, (1, hard))

    def __exit__(self, *_):
        for worker, limits in self.before.items():
            resource.prlimit(worker, resource.RLIMIT_FSIZE, limits)


def assert_sound(server):
    """Check that the database file is whole; a PostgreSQL server that answers is."""
    database = database_of(server)
    if database.is_sqlite:
        with closing(sqlite3.connect(str(database.url.database))) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with database.read() as db:
        doubles = db.execute(
            text("SELECT invitation_id FROM response GROUP BY invitation_id HAVING count(*) > 1")
        )
        assert doubles.all() == []
    database.dispose()


class Ledger:
    """What was acknowledged, synced to a file of its own before the next request."""

    def __init__(self, path):
        self.path = path
        self.count = 0
        self._file = path.open("a")
        self._turn = threading.Lock()

    def write(self, invitation_id, answers):
        with self._turn:
            self._file.write(json.dumps([invitation_id, answers]) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())
            self.count += 1

    def read(self):
        self._file.close()
        return dict(json.loads(line) for line in self.path.read_text().splitlines())


def kill_a_worker(server):
    os.kill(worker_ids(server)[0], signal.SIGKILL)


def kill_the_master(server):
    server.process.kill()


def kill_all(server):
    os.killpg(server.process.pid, signal.SIGKILL)


SOME_ARE_LEFT = (kill_a_worker, kill_the_master)


@pytest.mark.parametrize(
    "kill",
    [
        *(pytest.param(each, marks=pytest.mark.one_every_day) for each in SOME_ARE_LEFT),
        kill_all,
    ],
)
def test_ac_087_what_was_thanked_for_survives_a_kill(migrated_url, tmp_path, kill):
    ledger = Ledger(tmp_path / "ledger")
    stopped = threading.Event()

    def load(server, links, number):
        chance = random.Random(number)  # noqa: S311  # chance that can be repeated
        for invitation_id, path in links[number::4]:
            if stopped.is_set():
                return
            answers = [chance.choice(KEYS_OF_FIVE) for _ in range(25)]
            with suppress(OSError, AssertionError, ValueError):
                phone = Phone(server.url)
                if phone.send(path, phone.begin(path), answers, timeout=5):
                    ledger.write(invitation_id, answers)

    with running_server(migrated_url, tmp_path / "first.log") as server:
        links = open_links(server, 240)
        with ThreadPoolExecutor(4) as pool:
            for number in range(4):
                pool.submit(load, server, links, number)
            wait_until(lambda: ledger.count >= THANKED_BEFORE_THE_KILL)
            kill(server)
            time.sleep(1)
            stopped.set()
    with running_server(migrated_url, tmp_path / "second.log") as server:
        stored = stored_answers(server)
        acknowledged = ledger.read()
        fresh = next(link for link in links if link[0] not in stored)
        phone = Phone(server.url)
        goes_on = phone.send(fresh[1], phone.begin(fresh[1]), [KEYS_OF_FIVE[3]] * 25)
        assert_sound(server)

    assert len(acknowledged) >= THANKED_BEFORE_THE_KILL
    assert {link: stored.get(link) for link in acknowledged} == {
        link: [answers] for link, answers in acknowledged.items()
    }
    assert {len(rows) for rows in stored.values()} == {1}
    assert goes_on


def test_ac_087_a_killed_worker_is_replaced_by_itself(live_server):
    before = set(worker_ids(live_server))

    kill_a_worker(live_server)
    wait_until(lambda: set(worker_ids(live_server)) - before)

    wait_until_ready(live_server)
    assert len(worker_ids(live_server)) == 2


def test_ac_103_connections_that_were_cut_are_made_again(live_server):
    phones = begun(live_server, 2)
    database = database_of(live_server)

    cut_off(database)
    done = [phone.send(path, page, [KEYS_OF_FIVE[2]] * 25) for phone, path, page in phones]
    database.dispose()

    assert done == [True, True]


def test_ac_104_the_service_stores_durably_before_it_thanks(world):
    with world.database.engine.connect() as connection:

        def value(statement):
            return connection.exec_driver_sql(statement).scalar()

        if world.database.is_sqlite:
            rules = {name: value(f"PRAGMA {name}") for name in ("synchronous", "foreign_keys")}
            mode = value("PRAGMA journal_mode")
        else:
            rules = {
                "synchronous": {"on": 2}.get(value("SHOW synchronous_commit")),
                "foreign_keys": 1,
            }
            mode = "wal"

    assert rules == {"synchronous": 2, "foreign_keys": 1}
    assert mode == "wal"
    assert engine.WAIT_SECONDS <= 10


def test_ac_104_no_thanks_are_shown_before_the_commit(world, monkeypatch):
    visitor = world.visitor(world.words_case().intake["parent"])
    visitor.begin()
    visitor.send(1, q1="2", q2="3")

    def lost(self):
        raise sqlite_failure()

    with monkeypatch.context() as patch:
        patch.setattr(Session, "commit", lost)
        fields = encoded(visitor.fields(q3="4"))
        refused = visitor.client.post(f"{visitor.path}/2?overzicht=1", data=fields)

    assert (refused.status_code, data_page(refused)) == (503, "not-saved")
    assert f'action="{visitor.path}/2?overzicht=1"' in refused.text
    assert world.responses() == []


def sqlite_failure():
    """Return the error of a commit whose write to the disk failed."""
    return OperationalError("COMMIT", {}, sqlite3.OperationalError("disk I/O error"))
