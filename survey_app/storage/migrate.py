"""Bringing a database to the newest schema, and saying where it is."""

import os
from contextlib import suppress
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection
from sqlalchemy.exc import DatabaseError

from survey_app.errors import KansmeterError
from survey_app.storage.engine import UNREACHABLE, Database, UnavailableError
from survey_app.storage.sealing import Keyring


class NewerDatabaseError(KansmeterError):
    """The database was brought to a schema that this version of the software does not know."""


class BrokenReferenceError(KansmeterError):
    """A migration was stopped, because rows would have lost what they belong to."""


def migrations_folder() -> Path:
    """Return the folder with the migrations: inside the installed package, else in the checkout."""
    inside = Path(__file__).resolve().parents[1] / "migrations"
    return inside if inside.is_dir() else inside.parents[1] / "migrations"


def head() -> str:
    """Return the newest revision this software knows."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:
        raise RuntimeError("The migrations folder holds no migration.")
    return revision


def current(database: Database) -> str | None:
    """Return the revision the database is at, or None for an empty one."""
    with database.read() as session:
        return MigrationContext.configure(session.connection()).get_current_revision()


def demand_known(revision: str | None) -> None:
    """Raise when a database is at a revision of a newer version, so that nothing touches it."""
    scripts = ScriptDirectory.from_config(_config()).walk_revisions()
    if revision is not None and revision not in {each.revision for each in scripts}:
        raise NewerDatabaseError(
            f"The database is at {revision}, which this version does not know: start the newer "
            "version of Kansmeter that brought it there."
        )


def upgrade(database_url: str, revision: str = "head", *, keyring: Keyring | None = None) -> None:
    """Run all migrations that are missing, in one transaction.

    An interrupted upgrade leaves the old schema. A migration that writes sealed text into a filled
    database needs the keys.
    """
    _run(database_url, "upgrade", revision, keyring)


def downgrade(database_url: str, revision: str, *, keyring: Keyring | None = None) -> None:
    """Run the migrations back to a revision; `base` empties the database.

    What is sealed in a filled database is sealed as before, for which the keys are needed.
    """
    _run(database_url, "downgrade", revision, keyring)


def _run(database_url: str, direction: str, revision: str, keyring: Keyring | None = None) -> None:
    database = Database(database_url, keyring)
    config = _config()
    try:
        _make_private_file(database.engine.url)
        demand_known(current(database))
        with database.engine.execution_options(kansmeter_writes=True).connect() as connection:
            if database.is_sqlite:
                _let_tables_be_rebuilt(connection)
            with connection.begin():
                config.attributes["connection"] = connection
                getattr(command, direction)(config, revision)
                if database.is_sqlite:
                    _demand_whole(connection)
    except (DatabaseError, OSError) as fault:
        raise UnavailableError(UNREACHABLE) from fault
    finally:
        database.dispose()


def _let_tables_be_rebuilt(connection: Connection) -> None:
    """Switch off foreign keys: SQLite changes a table by building it anew under its old name.

    That is only possible outside a transaction and for this one connection, which is closed after
    the migration; before its end every reference is checked.
    """
    connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")


def _demand_whole(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise BrokenReferenceError(f"The migration would leave a row of {broken[0]} without owner.")


def _make_private_file(url: URL) -> None:
    """Make a new SQLite file that only its owner reads; the files beside it follow its rights."""
    if url.get_backend_name() == "sqlite" and url.database is not None:
        with suppress(FileExistsError):
            os.close(os.open(url.database, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    return config
