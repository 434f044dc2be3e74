"""Opening the database with the rules that keep answers safe on SQLite and on PostgreSQL."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    TimeoutError,
)
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from survey_app.errors import InputError, KansmeterError
from survey_app.storage.sealing import Keyring

WAIT_SECONDS = 8
"""The longest wait for the database; on SQLite half for one's turn, half for the file."""
TURN_SECONDS = WAIT_SECONDS / 2
UNSTORABLE = "Er staat een teken in dat niet bewaard kan worden. Haal het weg."
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    f"busy_timeout={int(TURN_SECONDS * 1000)}",
)
POSTGRESQL_OPTIONS = (
    f"-c lock_timeout={WAIT_SECONDS * 1000} -c statement_timeout={2 * WAIT_SECONDS * 1000} "
    "-c synchronous_commit=on -c timezone=UTC"
)


class UnavailableError(KansmeterError):
    """The database did not answer in time or could not store; what was given must be sent again."""


class UnstorableError(InputError):
    """A value holds something no column can hold, such as a NUL sign."""


class Database:
    """One database: `read()` and `write()` give a session in one transaction.

    On SQLite a writer begins with BEGIN IMMEDIATE, because a transaction that starts reading and
    then writes fails at once when another wrote in between, whatever the busy timeout; and writers
    of one process queue at a lock, which is fairer and faster than polling the file.
    """

    def __init__(self, url: str, keyring: Keyring | None = None, pool_size: int = 8) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = (
            _sqlite_engine(self.url, pool_size)
            if self.is_sqlite
            else _server_engine(self.url, pool_size)
        )
        self.engine.dialect.kansmeter_keyring = keyring  # type: ignore[attr-defined]  # columns.SealedText reads it
        self._reader = self.engine.execution_options(postgresql_readonly=True)
        self._writer = self.engine.execution_options(kansmeter_writes=True)
        self._turn = threading.Lock() if self.is_sqlite else None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session for reading; nothing of it is kept.

        On PostgreSQL the transaction is read-only and ends with COMMIT: psycopg forgets its
        prepared statements at a ROLLBACK, and planning the joins of a page takes longer than
        running them.
        """
        try:
            with Session(self._reader, autoflush=False, expire_on_commit=False) as session:
                yield session
                if not self.is_sqlite:
                    session.expunge_all()
                    session.commit()
        except DataError as error:
            raise UnstorableError(UNSTORABLE) from error
        except (DatabaseError, InterfaceError, TimeoutError) as error:
            raise UnavailableError("The database could not be read.") from error

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session whose work is committed durably at the end, or not at all."""
        try:
            with self._my_turn(), Session(self._writer, expire_on_commit=False) as session:
                yield session
                session.commit()
        except IntegrityError:
            raise
        except DataError as error:
            raise UnstorableError(UNSTORABLE) from error
        except (DatabaseError, InterfaceError, TimeoutError) as error:
            raise UnavailableError("The database could not store this.") from error

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _my_turn(self) -> AbstractContextManager[None]:
        return nullcontext() if self._turn is None else _holding(self._turn)


@contextmanager
def _holding(lock: threading.Lock) -> Iterator[None]:
    if not lock.acquire(timeout=TURN_SECONDS):
        raise UnavailableError("Another writer kept the database busy too long.")
    try:
        yield
    finally:
        lock.release()


def _sqlite_engine(url: URL, pool_size: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=WAIT_SECONDS,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def set_rules(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # transactions begin below, by hand
        cursor = connection.cursor()
        for pragma in SQLITE_PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("kansmeter_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _server_engine(url: URL, pool_size: int) -> Engine:
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=WAIT_SECONDS,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": POSTGRESQL_OPTIONS, "connect_timeout": 5},
    )
