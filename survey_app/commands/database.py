"""`survey-app db`: bringing the schema up to date."""

import click

from survey_app.config import load_settings, open_database
from survey_app.storage import Keyring, migrate


@click.group()
def db() -> None:
    """Migrations of the database."""


@db.command()
def upgrade() -> None:
    """Run the migrations that are missing."""
    settings = load_settings()
    migrate.upgrade(settings.database_url.get_secret_value(), keyring=Keyring(settings.keys))
    click.echo(f"The database is at {migrate.head()}.")


@db.command()
def current() -> None:
    """Tell at which migration the database is; exit 1 when it is not the newest."""
    database = open_database(load_settings())
    revision = migrate.current(database)
    database.dispose()
    migrate.demand_known(revision)
    newest = migrate.head()
    if revision == newest:
        click.echo(f"{revision} (newest)")
        return
    click.echo(f"{revision or 'empty'} (newest is {newest}: run 'survey-app db upgrade')")
    raise SystemExit(1)
