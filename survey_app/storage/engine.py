"""Opening the database with the rules that keep answers safe on SQLite and on PostgreSQL."""

import select
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    DisconnectionError,
    IntegrityError,
    InterfaceError,
    TimeoutError,
)
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from survey_app.errors import InputError, KansmeterError
from survey_app.storage.sealing import Keyring
from survey_app.storage.undone import note_failure, note_stored

WAIT_SECONDS = 8
"""The longest wait for the database; on SQLite half for one's turn, half for the file."""
TURN_SECONDS = WAIT_SECONDS / 2
IDLE_SECONDS = 60
"""So long may a transaction do nothing: whose process froze in one keeps others out no longer."""
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    f"busy_timeout={int(TURN_SECONDS * 1000)}",
)
POSTGRESQL_OPTIONS = (
    f"-c lock_timeout={WAIT_SECONDS * 1000} -c statement_timeout={2 * WAIT_SECONDS * 1000} "
    "-c synchronous_commit=on -c timezone=UTC "
    f"-c idle_in_transaction_session_timeout={IDLE_SECONDS * 1000}"
)
READING_OPTIONS = f"{POSTGRESQL_OPTIONS} -c default_transaction_read_only=on"
TRUSTED_SECONDS = 5
"""A connection that was used this short ago, and got no word since, is taken for alive."""


UNREACHABLE = (
    "The database cannot be reached: does its folder (or server) exist, is it yours to read and "
    "write, and is it a Kansmeter database?"
)


class UnavailableError(KansmeterError):
    """The database did not answer in time or could not store; what was given must be sent again."""


class UnstorableError(InputError):
    """A value holds something no column can hold, such as a NUL sign."""

    def __init__(self) -> None:
        super().__init__(
            "Er staat een teken in dat niet bewaard kan worden. Haal het weg.",
            english="It holds a sign that cannot be stored: take it out.",
        )


class Database:
    """One database: `read()` and `write()` give a session in one transaction.

    On SQLite a writer begins with BEGIN IMMEDIATE, because a transaction that starts reading and
    then writes fails at once when another wrote in between, whatever the busy timeout; and writers
    of one process queue at a lock, which is fairer and faster than polling the file.

    On PostgreSQL readers have connections of their own that refuse to write and commit by
    themselves: at READ COMMITTED every statement sees its own moment anyway, so a transaction
    around a read only costs two more trips to the server.
    """

    def __init__(self, url: str, keyring: Keyring | None = None, pool_size: int = 8) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.engine = self.reading_engine = _sqlite_engine(self.url, pool_size)
        else:
            self.engine = _server_engine(self.url, pool_size, POSTGRESQL_OPTIONS)
            self.reading_engine = _server_engine(
                self.url, pool_size, READING_OPTIONS, isolation_level="AUTOCOMMIT"
            )
        self.engines = {self.engine, self.reading_engine}
        for engine in self.engines:
            engine.dialect.kansmeter_keyring = keyring  # type: ignore[attr-defined]  # columns.SealedText reads it
        self._writer = self.engine.execution_options(kansmeter_writes=True)
        self._turn = threading.Lock() if self.is_sqlite else None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session for reading; nothing of it is kept."""
        try:
            with Session(self.reading_engine, autoflush=False) as session:
                yield session
        except DataError as error:
            raise UnstorableError from error
        except (DatabaseError, InterfaceError, TimeoutError) as error:
            raise UnavailableError(UNREACHABLE) from error

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session whose work is committed durably at the end, or not at all."""
        try:
            with self._my_turn(), Session(self._writer, expire_on_commit=False) as session:
                yield session
                session.commit()
                note_stored()
        except IntegrityError:
            raise
        except DataError as error:
            raise UnstorableError from error
        except (DatabaseError, InterfaceError, TimeoutError) as error:
            note_failure(error)
            raise UnavailableError("The database could not store this.") from error

    def dispose(self) -> None:
        """Close all connections."""
        for engine in self.engines:
            engine.dispose()

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


def _server_engine(url: URL, pool_size: int, options: str, **more: Any) -> Engine:
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=WAIT_SECONDS,
        hide_parameters=True,
        connect_args={"options": options, "connect_timeout": 5},
        **more,
    )

    @event.listens_for(engine, "checkin")
    def note_use(connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        record.info["used_at"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def ask_when_in_doubt(
        connection: DBAPIConnection, record: ConnectionPoolEntry, proxy: PoolProxiedConnection
    ) -> None:
        used_at = record.info.get("used_at")
        if used_at is None:
            return
        if time.monotonic() - used_at > TRUSTED_SECONDS or _has_word(connection):
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise DisconnectionError("The server closed this connection.") from error

    return engine


def _has_word(connection: DBAPIConnection) -> bool:
    """Return whether the server said something unasked, as it does when it ends a connection."""
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))
