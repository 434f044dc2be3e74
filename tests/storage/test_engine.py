"""What the two kinds of database promise: durable, checked, and no update lost."""

import subprocess
import sys
import threading
import time
from contextlib import nullcontext, suppress

import pytest
from sqlalchemy import String, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from survey_app.storage import UnavailableError, engine
from tests.attacks.faults import cut_off
from tests.factories.world import opened
from tests.rig.bootstrap import ROOT

ROUNDS = 60
ADD_ONE = """
import sys
from sqlalchemy import text
from survey_app.storage import Database

database = Database(sys.argv[1])
lock = "" if database.is_sqlite else " FOR UPDATE"
for _ in range(int(sys.argv[2])):
    with database.write() as session:
        read = session.execute(text("SELECT number FROM tally" + lock)).scalar_one()
        session.execute(text("UPDATE tally SET number = :n"), {"n": read + 1})
database.dispose()
"""


class Tables(DeclarativeBase):
    """A table that only these tests have."""


class Tally(Tables):
    """A number that is read and then written."""

    __tablename__ = "tally"

    name: Mapped[str] = mapped_column(String(10), primary_key=True)
    number: Mapped[int]


@pytest.fixture
def tally(database):
    Tables.metadata.create_all(database.engine)
    with database.write() as session:
        session.add(Tally(name="a", number=0))
    return database


def number_in(database):
    with database.read() as session:
        return session.scalar(select(Tally.number))


def setting(database, on_sqlite, on_postgresql):
    statement = f"PRAGMA {on_sqlite}" if database.is_sqlite else f"SHOW {on_postgresql}"
    with database.write() as session:
        return str(session.execute(text(statement)).scalar_one())


def test_a_commit_waits_until_it_is_on_disk(database):
    assert setting(database, "synchronous", "synchronous_commit") in ("2", "on")


def test_a_writer_waits_eight_seconds_for_another_at_most(database):
    # On SQLite the other half of the time goes to the turn among the writers of this process.
    assert setting(database, "busy_timeout", "lock_timeout") in ("4000", "8s")


def test_readers_do_not_wait_for_a_writer(tally):
    with tally.write() as writing:
        writing.execute(text("UPDATE tally SET number = 7"))
        seen = number_in(tally)

    assert seen == 0
    assert number_in(tally) == 7


def test_sqlite_overwrites_what_is_deleted_and_checks_keys(tmp_path):
    # PostgreSQL has no such switches: its keys are always checked, its erasure is VACUUM's work.
    with opened(f"sqlite:///{tmp_path}/own.sqlite") as own, own.read() as session:
        values = [
            session.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("secure_delete", "foreign_keys", "journal_mode")
        ]

    assert values == [1, 1, "wal"]


def test_a_row_without_its_owner_is_refused(world):
    with pytest.raises(IntegrityError):
        world.sql("INSERT INTO school (id, organisation_id, name) VALUES ('s', 'nobody', 'x')")


def test_a_block_that_raises_stores_nothing(tally):
    def write_and_stumble():
        with tally.write() as session:
            session.execute(text("UPDATE tally SET number = 7"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_stumble()

    assert number_in(tally) == 0


def test_what_is_written_in_a_reading_block_is_not_kept(tally):
    # PostgreSQL refuses the write at once, SQLite forgets it at the end.
    with suppress(UnavailableError), tally.read() as session:
        session.execute(text("UPDATE tally SET number = 7"))

    assert number_in(tally) == 0


def test_four_threads_lose_no_update(tally):
    faults = []

    def add():
        try:
            for _ in range(ROUNDS):
                with tally.write() as session:
                    row = session.scalars(select(Tally).with_for_update()).one()
                    row.number = row.number + 1
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert number_in(tally) == 4 * ROUNDS


def test_two_processes_lose_no_update(tally, migrated_url):
    command = [sys.executable, "-c", ADD_ONE, migrated_url, str(ROUNDS)]

    processes = [
        subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = [process.communicate(timeout=60)[1] for process in processes]

    assert [process.returncode for process in processes] == [0, 0], said
    assert number_in(tally) == 2 * ROUNDS


def test_a_writer_that_waits_too_long_is_told_so_and_can_try_again(tally, monkeypatch):
    monkeypatch.setattr(engine, "SQLITE_PRAGMAS", (*engine.SQLITE_PRAGMAS[:-1], "busy_timeout=200"))
    monkeypatch.setattr(engine, "POSTGRESQL_OPTIONS", "-c lock_timeout=200")

    with opened(tally.url.render_as_string(hide_password=False)) as other:
        with tally.write() as holding:
            holding.execute(text("UPDATE tally SET number = 1"))
            with pytest.raises(UnavailableError), other.write() as session:
                session.execute(text("UPDATE tally SET number = 2"))
        with other.write() as session:
            session.execute(text("UPDATE tally SET number = number + 10"))

    assert number_in(tally) == 11


def test_who_freezes_in_a_transaction_of_a_server_keeps_others_out_no_longer(tally, monkeypatch):
    options = engine.POSTGRESQL_OPTIONS.replace("session_timeout=60000", "session_timeout=200")
    assert options != engine.POSTGRESQL_OPTIONS
    monkeypatch.setattr(engine, "POSTGRESQL_OPTIONS", options)
    # On SQLite the file is free only when the process is gone.
    is_let_go = nullcontext() if tally.is_sqlite else pytest.raises(UnavailableError)

    with (
        opened(tally.url.render_as_string(hide_password=False)) as other,
        is_let_go,
        other.write() as frozen,
    ):
        frozen.execute(text("UPDATE tally SET number = 3"))
        if not tally.is_sqlite:
            time.sleep(0.6)
            with tally.write() as session:
                session.execute(text("UPDATE tally SET number = number + 4"))

    assert number_in(tally) == (3 if tally.is_sqlite else 4)


@pytest.mark.parametrize("trusted_seconds", [0, 60])
def test_connections_that_the_server_closed_are_replaced_unseen(
    tally, monkeypatch, trusted_seconds
):
    monkeypatch.setattr(engine, "TRUSTED_SECONDS", trusted_seconds)
    assert number_in(tally) == 0

    cut_off(tally)

    assert number_in(tally) == 0
    with tally.write() as session:
        session.execute(text("UPDATE tally SET number = 1"))
    assert number_in(tally) == 1


def test_an_error_of_the_database_shows_no_values(database):
    with pytest.raises(UnavailableError) as caught, database.write() as session:
        session.execute(text("SELECT * FROM no_table WHERE a = :a"), {"a": "KNR-secret"})

    assert "KNR-secret" not in f"{caught.value} {caught.value.__cause__}"


def test_the_keys_of_one_database_never_serve_another(migrated_url):
    with opened(migrated_url) as one, opened(migrated_url, "x" * 20 + "0123456789" * 2) as other:
        rings = {id(each.engine.dialect.kansmeter_keyring) for each in (one, other)}

    assert len(rings) == 2
