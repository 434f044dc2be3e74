"""A database of its own for every test that asks for one, on SQLite or on PostgreSQL."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Protocol

import pytest

from survey_app.storage import migrate
from tests.rig.memory import make_folder
from tests.rig.postgres import PostgresServer

ROOMS_WITHOUT = {
    "each": {"charts", "definitions", "effects", "frames", "fuzz", "scoring", "supply"},
    "browser": {
        *("accounts", "answering", "attacks", "charts", "commands", "definitions", "delivery"),
        *("effects", "exchange", "frames", "fuzz", "invitations", "keeping", "measurements"),
        *("reports", "rules", "scoring", "storage", "supply", "trajects"),
    },
}
"""The rooms of which a lane reads nothing, because no test there asks what it runs."""
ROOMS_ON_ONE_EVERY_DAY = {
    *("accounts", "answering", "commands", "delivery", "exchange", "invitations", "measurements"),
    *("papers", "practice", "reports", "trajects", "web"),
}
"""The rooms that ask both databases the same: at everyday size on one, at full size on both.

Where a database itself is tried stay on both: storage, migrations, locks, kills and full disks,
drafts and responses at one instant, what is sealed and erased, the trail.
"""
NEEDS = {"database_server", "pytestconfig"}
"""Whoever asks for one of these may depend on the database of the run."""


class DatabaseServer(Protocol):
    """Where databases are made; both kinds keep the same promises."""

    def create(self) -> str:
        """Make an empty database and return its URL."""

    def create_migrated(self) -> str:
        """Make a database with all migrations in it and return its URL."""

    def copy(self, url: str) -> str:
        """Make a database with all that is in another, that nobody has open; return its URL."""

    def drop(self, url: str) -> None:
        """Remove a database with all that is in it."""

    def stop(self) -> None:
        """Leave nothing behind."""


class SqliteServer:
    """SQLite files in one folder."""

    def __init__(self, folder: Path) -> None:
        """Keep the databases in this folder."""
        self._folder = folder
        self._count = 0
        self._template: str | None = None

    def create(self) -> str:
        """Name a file that is not there yet; SQLite makes it on the first visit."""
        return f"sqlite:///{self._next_path()}"

    def create_migrated(self) -> str:
        """Copy the closed, migrated template."""
        if self._template is None:
            self._template = self.create()
            migrate.upgrade(self._template)
        return self.copy(self._template)

    def copy(self, url: str) -> str:
        """Copy the file, after all of it was put there."""
        path = url.removeprefix("sqlite:///")
        # What still stood in the write-ahead log would not come along in the copy.
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        copied = self._next_path()
        shutil.copyfile(path, copied)
        copied.chmod(0o600)  # as migrations make it; a file that others read is a fault
        return f"sqlite:///{copied}"

    def drop(self, url: str) -> None:
        """Remove the file and the two that SQLite keeps beside it."""
        for ending in ("", "-wal", "-shm"):
            Path(url.removeprefix("sqlite:///") + ending).unlink(missing_ok=True)

    def stop(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self._folder)

    def _next_path(self) -> Path:
        self._count += 1
        return self._folder / f"kansmeter_{self._count}.sqlite"


class PostgresqlServer:
    """Databases of one private PostgreSQL server."""

    def __init__(self) -> None:
        """Start the server."""
        self._server = PostgresServer()
        self._template: str | None = None

    def create(self) -> str:
        """Make an empty database."""
        return self._server.url(self._server.create())

    def create_migrated(self) -> str:
        """Copy the migrated template."""
        if self._template is None:
            self._template = self.create()
            migrate.upgrade(self._template)
        return self.copy(self._template)

    def copy(self, url: str) -> str:
        """Copy the database within the server."""
        return self._server.url(self._server.create(template=self._name(url)))

    def drop(self, url: str) -> None:
        """Remove the database."""
        self._server.drop(self._name(url))

    @staticmethod
    def _name(url: str) -> str:
        return url.split("/")[3].split("?")[0]

    def stop(self) -> None:
        """Stop the server."""
        self._server.stop()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the command line choose the database, the rooms, and tests by whether it matters."""
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.addoption("--asking", choices=["any", "each", "one", "browser"], default="any")
    parser.addoption("--rooms", default="", help="read no other rooms than these: attacks,journeys")
    parser.addoption("--but-rooms", default="", help="leave these rooms out")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the rooms that hold nothing for this lane, which saves reading them."""
    if collection_path.parent != config.rootpath / "tests":
        return None
    room = collection_path.name
    asking = config.getoption("--asking")
    without = ROOMS_WITHOUT.get(asking, set())
    if asking == "each" and is_short(config):
        without = without | ROOMS_ON_ONE_EVERY_DAY
    only = config.getoption("--rooms")
    is_left = room in without or room in config.getoption("--but-rooms").split(",")
    return True if is_left or (only and room not in only.split(",")) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep only the tests that each database must pass, or of the others those with a browser."""
    asking = config.getoption("--asking")
    if asking == "any":
        return
    kept, others = [], []
    for item in items:
        asked = asked_by(item)
        if ROOMS_WITHOUT.get(asked, set()).intersection(
            item.path.relative_to(config.rootpath).parts
        ):
            raise pytest.UsageError(f"{item.nodeid}: no lane reads this room for {asked!r}")
        (kept if asked == asking else others).append(item)
    config.hook.pytest_deselected(items=others)
    items[:] = kept


def is_short(config: pytest.Config) -> bool:
    """Tell whether this is a run of everyday size."""
    return bool(config.getoption("--size") == "short")


def asked_by(item: pytest.Item) -> str:
    """Return what a test asks: each database, else one or none, with a browser or without."""
    fixtures = fixtures_of(item)
    of_day = is_short(item.config)
    on_one = "one_database", *(("one_every_day",) if of_day else ())
    room = item.path.relative_to(item.config.rootpath).parts[1]
    is_on_one = any(map(item.get_closest_marker, on_one)) or (
        of_day and room in ROOMS_ON_ONE_EVERY_DAY
    )
    if NEEDS.intersection(fixtures) and not is_on_one:
        return "each"
    return "browser" if "browser" in fixtures else "one"


def fixtures_of(item: pytest.Item) -> set[str]:
    """Return the names of all fixtures a test asks for, also by way of others."""
    return set(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def database_server(pytestconfig: pytest.Config) -> Iterator[DatabaseServer]:
    """Give the place where this session makes its databases."""
    server: DatabaseServer
    if pytestconfig.getoption("--database") == "postgresql":
        server = PostgresqlServer()
    else:
        server = SqliteServer(make_folder("kansmeter-sqlite-"))
    yield server
    server.stop()


@pytest.fixture
def database_url(database_server: DatabaseServer) -> Iterator[str]:
    """Give the URL of a fresh, empty database."""
    url = database_server.create()
    yield url
    database_server.drop(url)


@pytest.fixture
def migrated_url(database_server: DatabaseServer) -> Iterator[str]:
    """Give the URL of a fresh database with all migrations in it."""
    url = database_server.create_migrated()
    yield url
    database_server.drop(url)
