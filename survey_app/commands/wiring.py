"""What the commands share: checked settings and an opened database with the newest schema."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from survey_app.audit.origin import coming_from, command_line
from survey_app.config import Settings, load_settings, open_database
from survey_app.errors import KansmeterError
from survey_app.storage import Database, Keyring, migrate


class SchemaError(KansmeterError):
    """The database does not have the schema this software needs."""


@contextmanager
def opened(settings: Settings | None = None, *, fill_empty: bool = False) -> Iterator[Database]:
    """Give the database of the settings; an empty one is migrated only when asked to.

    What is done inside comes from the command line, with the name of the command, in the trail.
    """
    chosen = settings or load_settings()
    database = open_database(chosen)
    try:
        revision = migrate.current(database)
        if revision is None and fill_empty:
            migrate.upgrade(chosen.database_url.get_secret_value(), keyring=Keyring(chosen.keys))
            revision = migrate.current(database)
        if revision != migrate.head():
            raise SchemaError(
                f"The database is at {revision or 'no migration yet'}, this version needs "
                f"{migrate.head()}: run 'survey-app db upgrade'."
            )
        with coming_from(command_line(command_name())):
            yield database
    finally:
        database.dispose()


def command_name() -> str:
    """Return the name of the command that runs, such as "user add"."""
    names: list[str] = []
    context = click.get_current_context(silent=True)
    while context is not None and context.parent is not None:
        names.append(context.info_name or "")
        context = context.parent
    return " ".join(reversed(names))
