"""`survey-app ways`: by which principles a network works, version by version."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from survey_app.accounts.models import Organisation
from survey_app.accounts.queries import organisations
from survey_app.audit import services as audit
from survey_app.clock import local_date, utc_now
from survey_app.commands.wiring import opened
from survey_app.definitions.ways import check_ways, read_way
from survey_app.errors import InputError
from survey_app.practice import ways as practice

whose = click.option("--organisation", help="Whose way it is, where there is more than one.")


@click.group()
def ways() -> None:
    """Ways of working: principles with their versions, made by the network."""


@ways.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def check_command(files: tuple[Path, ...]) -> None:
    """List every fault with file, line and column; exit 1 on any; without FILES the shipped way."""
    found = check_ways(files)
    for fault in found:
        click.echo(str(fault))
    click.echo(f"Faults: {len(found)}.")
    if found:
        raise SystemExit(1)


@ways.command("list")
@whose
def list_command(organisation: str | None) -> None:
    """Print every version that was published, the newest first, with its principles."""
    with opened() as database, database.read() as session:
        owner = _owner(session, organisation)
        found = practice.published(session, owner.id)
        current = practice.current(session, owner.id)
    if not found:
        click.echo(f"Nothing was published yet; {current.key} {current.version} is in use.")
    for each in reversed(found):
        since = local_date(each.way.published_at)
        click.echo(f"{each.way.key} {each.way.version}, since {since}")
        for principle in each.principles:
            click.echo(f"  {principle.key} {principle.version}: {principle.name}")


@ways.command("publish")
@click.argument("file", type=click.Path(path_type=Path))
@whose
def publish_command(file: Path, organisation: str | None) -> None:
    """Let the network work by the way in FILE from now on.

    What was logged keeps the version it was logged with. Other words need a higher version, of the
    way and of each principle that changed.
    """
    way = read_way(file)
    with opened() as database, database.write() as session:
        owner = _owner(session, organisation)
        # What is in use without having been published is put on record first: what comes is a step.
        practice.in_use(session, owner.id, utc_now())
        published = practice.publish(session, owner.id, way, audit.COMMAND, utc_now())
    click.echo(f"{published.way.key} {published.way.version} is in use at {owner.name}.")


def _owner(session: Session, name: str | None) -> Organisation:
    found = organisations(session, name)
    if not found:
        raise InputError(
            "There is no organisation yet: add an account with 'survey-app user add'."
            if name is None
            else f"There is no organisation '{name}'. Write the name as it was added."
        )
    if len(found) > 1:
        names = ", ".join(f"'{each.name}'" for each in found)
        raise InputError(f"There is more than one: say which with --organisation: {names}.")
    return found[0]
