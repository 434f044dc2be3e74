"""Real faults of the database, of the kind that fits each: locked, full, failed over."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg

from survey_app.storage import Database, engine

CUT_OFF = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def driver_url(database: Database) -> str:
    """Return the address as PostgreSQL's own driver wants it."""
    return database.url.render_as_string(hide_password=False)


@contextmanager
def held(database: Database, invitation_id: str = "") -> Iterator[None]:
    """Let another connection hold what a writer needs, until the block ends."""
    if database.is_sqlite:
        with closing(sqlite3.connect(str(database.url.database), isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
            other.execute("ROLLBACK")
        return
    with psycopg.connect(driver_url(database)) as other:
        if invitation_id:
            other.execute("SELECT id FROM invitation WHERE id = %s FOR UPDATE", [invitation_id])
        else:
            other.execute("LOCK TABLE invitation, draft, response IN EXCLUSIVE MODE")
        yield
        other.rollback()


@contextmanager
def cannot_store(database: Database, monkeypatch) -> Iterator[None]:
    """Let storing fail at once: a full disk on SQLite, a failed-over server on PostgreSQL."""
    if database.is_sqlite:
        # Pages that a migration left free would still take what is stored.
        with closing(sqlite3.connect(str(database.url.database), isolation_level=None)) as other:
            other.execute("VACUUM")
        full = (*engine.SQLITE_PRAGMAS, "max_page_count=1")
        with monkeypatch.context() as patch:
            patch.setattr(engine, "SQLITE_PRAGMAS", full)
            database.dispose()
            yield
        database.dispose()
        return
    name = database.url.database
    with psycopg.connect(driver_url(database), autocommit=True) as other:
        other.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        other.execute(CUT_OFF)
        yield
        other.execute(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
        other.execute(CUT_OFF)


def cut_off(database: Database) -> None:
    """End every other connection to this database, as a failing server does."""
    if database.is_sqlite:
        database.dispose()
        return
    with psycopg.connect(driver_url(database), autocommit=True) as other:
        other.execute(CUT_OFF)
