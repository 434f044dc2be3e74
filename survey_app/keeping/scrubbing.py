"""Letting the files of the database hold nothing of what was erased.

On SQLite deleted text is overwritten at once (`secure_delete`), but older pages stand in the
write-ahead log until it is cut off, and `VACUUM` builds the file anew without free pages. On
PostgreSQL a deleted row stays in its file until `VACUUM FULL` writes the table anew; `ANALYZE` does
the same for the samples that the planner keeps. What an archive of its log, a replica behind in
time or the blocks of a disk still hold is beyond any statement: it goes with the copies.

It needs the database for itself for a moment. When somebody is at work longer than the patience it
is left for another time: the rows are gone already.
"""

import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from sqlalchemy import text, update
from sqlalchemy.exc import DatabaseError

from survey_app.clock import Clock
from survey_app.keeping.belongings import every_table
from survey_app.keeping.erasing import not_cleaned
from survey_app.keeping.models import Erasure
from survey_app.storage import Database

PATIENCE_SECONDS: Final = 20.0
PAUSE_SECONDS: Final = 0.2
TURN_SECONDS: Final = 0.5
"""How long one try waits for the database."""


def clean_up(database: Database, clock: Clock, patience: float = PATIENCE_SECONDS) -> bool:
    """Clean after all erasures that were not cleaned yet; tell whether nothing waits any more."""
    with database.read() as session:
        waiting = not_cleaned(session)
    tables = {name: None for each in waiting for name in each.counts}
    if not waiting:
        return True
    if not scrub(database, tables, patience):
        return False
    with database.write() as session:
        session.execute(
            update(Erasure)
            .where(Erasure.id.in_([each.id for each in waiting]))
            .values(cleaned_at=clock())
        )
    if database.is_sqlite:
        _patiently(lambda: _truncate_log(database), patience)
    return True


def scrub(database: Database, tables: Iterable[str], patience: float = PATIENCE_SECONDS) -> bool:
    """Write the file, or these tables, anew; tell whether that could be done in time."""
    if database.is_sqlite:
        return _patiently(lambda: _rebuild_file(database), patience)
    known = [each for each in tables if each in every_table()]
    done = [_patiently(partial(_rebuild_table, database, each), patience) for each in known]
    return all(done)


def _patiently(do: Callable[[], bool], patience: float) -> bool:
    until = time.monotonic() + patience
    while True:
        try:
            if do():
                return True
        except DatabaseError:
            pass  # somebody is at work: below is waited, or given up
        if time.monotonic() >= until:
            return False
        time.sleep(PAUSE_SECONDS)


def _rebuild_file(database: Database) -> bool:
    return _truncate_log(database, first="VACUUM")


def _truncate_log(database: Database, first: str | None = None) -> bool:
    connection = database.engine.raw_connection()
    connection.detach()  # its patience is not that of a page
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={int(TURN_SECONDS * 1000)}")
        if first is not None:
            cursor.execute(first)
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        answer = cursor.fetchone()
        return answer is not None and answer[0] == 0
    except database.engine.dialect.loaded_dbapi.OperationalError:
        return False
    finally:
        connection.close()


def _rebuild_table(database: Database, table: str) -> bool:
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()  # its patience is not that of a page
        connection.execute(text("SET statement_timeout = 0"))
        # Whoever comes after a statement that waits for a table waits too: so it waits shortly.
        connection.execute(text(f"SET lock_timeout = {int(TURN_SECONDS * 1000)}"))
        # The name comes from our own models.
        connection.execute(text(f'VACUUM (FULL, ANALYZE) "{table}"'))
    return True
