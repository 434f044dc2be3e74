"""After an erasure no file holds anything of the child, and everything of another (AC-117)."""

import logging
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

import psycopg

from survey_app.clock import local_date
from survey_app.keeping.doctor_erasing import erasing
from survey_app.keeping.list_file import ListFile
from survey_app.keeping.replaying import keep_in_step
from survey_app.keeping.scrubbing import clean_up
from tests.factories.world import SECRET
from tests.keeping.erased import erase, harvest
from tests.rig import debian


def files_of(database):
    """Return all that the database keeps its rows in, as bytes by name."""
    if database.is_sqlite:
        path = Path(database.url.database)
        return {each.name: each.read_bytes() for each in path.parent.glob(f"{path.name}*")}
    url = database.url.render_as_string(hide_password=False)
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        (number,) = connection.execute(
            "SELECT oid FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    folder = Path(database.url.query["host"]) / "data" / "base" / str(number)
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}


def dump_of(database):
    """Return a dump of the database, as somebody would make it for a backup."""
    if database.is_sqlite:
        with closing(sqlite3.connect(database.url.database)) as connection:
            return "\n".join(connection.iterdump()).encode()
    program = debian.postgresql_programs() / "pg_dump"
    address = ["-h", database.url.query["host"], "-U", "postgres", database.url.database]
    return subprocess.run([program, *address], capture_output=True, check=True).stdout


def where(words, places):
    """Return which places hold any of the words."""
    return {name for name, raw in places.items() if any(each.encode() in raw for each in words)}


def test_ac_117_no_file_or_dump_holds_an_id_or_a_sealed_text_of_the_child(
    world, coach, lives, tmp_path, caplog, monkeypatch
):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    first, second = lives
    (ids, sealed), (other_ids, other_sealed) = (harvest(world, each.traject_id) for each in lives)
    file = ListFile(tmp_path / "list", (SECRET,))
    assert where(sealed, files_of(world.database))
    assert len(sealed) > 30

    erase(world, coach, first.traject_id)
    keep_in_step(world.database, file, 35, world.clock)
    assert clean_up(world.database, world.clock)

    trail = {str(value) for row in world.sql("SELECT object_id FROM audit_event") for value in row}
    places = {**files_of(world.database), "dump": dump_of(world.database)}
    places |= {each.name: each.read_bytes() for each in tmp_path.iterdir() if each.is_file()}
    places["log"] = caplog.text.encode()
    assert where(sealed, places) == set()
    assert where(ids - trail, places) == set()
    assert where([first.canary], places) == set()
    dump = places["dump"].decode()
    assert [each for each in other_sealed | other_ids if each not in dump] == []
    assert world.sql("SELECT cleaned_at IS NULL FROM erasure") in ([(0,)], [(False,)])
    assert second.traject_id in dump


def test_ac_117_a_busy_database_is_cleaned_later_and_the_rows_are_gone_already(
    world, coach, traject
):
    with world.database.engine.connect() as reader:
        reader.exec_driver_sql("SELECT * FROM traject").fetchall()
        if world.database.is_sqlite:
            erase(world, coach, traject)
        else:
            # Who reads a table keeps it from being written anew, so the act itself goes first.
            reader.rollback()
            erase(world, coach, traject)
            reader.exec_driver_sql("SELECT * FROM traject").fetchall()

        assert not clean_up(world.database, world.clock, patience=0.2)
        assert world.rows("traject") == 0
        assert told(world)[0].is_fault
        assert "1 erasures" in told(world)[0].sentence

    assert clean_up(world.database, world.clock)
    assert not told(world)[0].is_fault


def told(world):
    with world.database.read() as session:
        return erasing(session, None, local_date(world.clock()))


def test_the_doctor_asks_for_a_list_outside_the_database_once_something_was_erased(
    world, coach, traject, tmp_path
):
    assert not told(world)[1].is_fault
    erase(world, coach, traject)

    assert told(world)[1].is_fault
    with world.database.read() as session:
        file = ListFile(tmp_path / "list", (SECRET,))
        assert not erasing(session, file, local_date(world.clock()))[1].is_fault
        nowhere = ListFile(tmp_path / "none" / "list", (SECRET,))
        assert (
            "cannot be written" in erasing(session, nowhere, local_date(world.clock()))[1].sentence
        )
