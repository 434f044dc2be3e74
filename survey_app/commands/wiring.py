"""What the commands share: checked settings and an opened database with the newest schema."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from survey_app.audit.origin import coming_from, command_line
from survey_app.clock import utc_now
from survey_app.commands.refusals import noted
from survey_app.config import Settings, load_settings, open_database
from survey_app.errors import InputError, KansmeterError
from survey_app.keeping.replaying import keep_in_step
from survey_app.keeping.safe_start import why_unsafe
from survey_app.keeping.scrubbing import clean_up
from survey_app.storage import Database, Keyring, migrate


class SchemaError(KansmeterError):
    """The database does not have the schema this software needs."""


class UnsafeStartError(InputError):
    """A service does not start like this; the text says what to mend."""


@contextmanager
def opened(settings: Settings | None = None, *, fill_empty: bool = False) -> Iterator[Database]:
    """Give the database of the settings; an empty one is migrated only when asked to.

    When it is an older copy, what was erased, taken back or revoked since is done again first. What
    is done inside comes from the command line, with the name of the command, in the trail.
    """
    chosen = settings or load_settings()
    database = open_database(chosen)
    try:
        revision = migrate.current(database)
        if revision is None and fill_empty:
            migrate.upgrade(chosen.database_url.get_secret_value(), keyring=Keyring(chosen.keys))
            revision = migrate.current(database)
        migrate.demand_known(revision)
        if revision != migrate.head():
            raise SchemaError(
                f"The database is at {revision or 'no migration yet'}, this version needs "
                f"{migrate.head()}: run 'survey-app db upgrade'."
            )
        name = command_name()
        with coming_from(command_line(name)), noted(database, name):
            _repeat_what_must_stay(database, chosen)
            yield database
    finally:
        database.dispose()


def demand_safe(database: Database, settings: Settings) -> None:
    """Refuse to begin a service that is not safe, with the first reason."""
    with database.read() as session:
        reasons = why_unsafe(session, os.environ, is_public=not settings.is_local)
    if reasons:
        raise UnsafeStartError(reasons[0])


def command_name() -> str:
    """Return the name of the command that runs, such as "user add"."""
    names: list[str] = []
    context = click.get_current_context(silent=True)
    while context is not None and context.parent is not None:
        names.append(context.info_name or "")
        context = context.parent
    return " ".join(reversed(names))


def _repeat_what_must_stay(database: Database, settings: Settings) -> None:
    done = keep_in_step(database, settings.list_file, settings.backup_days, utc_now)
    if done:
        click.echo(
            f"This is an older copy of the database. Done again on it: {done.erased} erasures, "
            f"{done.withdrawn} withdrawals, {done.revoked} revoked links.",
            err=True,
        )
        clean_up(database, utc_now)
