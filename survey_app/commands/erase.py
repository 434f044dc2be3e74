"""`survey-app erase`: everything of a child gone, with a certificate; and what must stay gone."""

import json
import logging
from pathlib import Path
from threading import Event

import click
from sqlalchemy.orm import Session

from survey_app.clock import Clock, utc_now
from survey_app.commands.people import acting
from survey_app.commands.wiring import opened
from survey_app.config import Settings, load_settings
from survey_app.errors import InputError, KansmeterError
from survey_app.exchange.files import check_writable, write_whole
from survey_app.keeping import two_people
from survey_app.keeping.certificate import certificate_of, document_of, text_of
from survey_app.keeping.erasing import GIVEN, Ground
from survey_app.keeping.list_file import ListFile
from survey_app.keeping.models import Erasure
from survey_app.keeping.replaying import keep_in_step
from survey_app.keeping.scrubbing import clean_up
from survey_app.keeping.two_people import WaitsError
from survey_app.storage import Database, once_more_when_undone

LOG = logging.getLogger("kansmeter.keeping")
IN_STEP_SECONDS = 600


@click.command()
@click.argument("trajects", metavar="[TRAJECT]...", nargs=-1)
@click.option("--by", "email", help="Address of the person who erases; the policy decides.")
@click.option(
    "--reason",
    type=click.Choice([str(each) for each in GIVEN]),
    help="On request of a parent or child, because the term is over, or made by mistake.",
)
@click.option("--yes", is_flag=True, help="Do not ask to type each id again.")
@click.option(
    "--certificate",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the certificates as JSON to this file too.",
)
@click.option(
    "--replay",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    help="Erase nothing new: do again what an erasure list has and this database has not.",
)
@click.option("--clean", is_flag=True, help="Erase nothing new: clean the files of the database.")
def erase(
    trajects: tuple[str, ...],
    email: str | None,
    reason: str | None,
    yes: bool,
    certificate: Path | None,
    replay: str | None,
    clean: bool,
) -> None:
    """Erase everything of a child, and print the certificate.

    TRAJECT is the id that stands in the address of its page, or that of a participant in a retest.
    It cannot be undone. Papers that were printed and files that were exported stay where they are.
    Of more than one at once a second person is asked first: that goes when the same command is run
    again after a yes, all of it or nothing.
    """
    settings = load_settings()
    if replay is not None or clean:
        if trajects or (replay is not None and clean):
            raise InputError("Give ids to erase, or --replay, or --clean: one of them.")
        _look_after(settings, None if replay is None else Path(replay) if replay else None)
        return
    if not trajects or email is None or reason is None:
        raise InputError("Give the id of a traject, --by EMAIL and --reason.")
    if certificate is not None:
        check_writable(certificate)
    with opened(settings) as database:
        _demand_allowed(database, trajects, email, Ground(reason))
        if not yes:
            _ask_again(trajects)
        made = once_more_when_undone(
            lambda: _erase_all(database, settings, trajects, email, Ground(reason))
        )
        finish(database, settings)
        told, documents = _told(database, made)
    click.echo("\n".join(told), nl=False)
    if certificate is not None:
        write_whole(certificate, json.dumps(documents, indent=1) + "\n")


def finish(database: Database, settings: Settings) -> bool:
    """Put what was erased on the list outside the database, and clean; say what could not be."""
    keep_in_step(database, settings.list_file, settings.backup_days, utc_now)
    if settings.list_file is None:
        click.echo(
            "There is no erasure list outside the database: set KANSMETER_ERASURE_LIST, else an "
            "older copy brings back what was erased.",
            err=True,
        )
    is_clean = clean_up(database, utc_now)
    if not is_clean:
        click.echo(
            "Cleaned: no. The rows are gone, but the database was too busy to clean its files: run "
            "'survey-app erase --clean' at a quiet moment.",
            err=True,
        )
    return is_clean


def keep_in_step_until(stop: Event, database: Database, settings: Settings, clock: Clock) -> None:
    """Keep database and list in step and clean what waits, now and every 10 minutes.

    Whatever goes wrong is told in the log and tried again the next time.
    """
    while not stop.is_set():
        try:
            done = keep_in_step(database, settings.list_file, settings.backup_days, clock)
            if done:
                LOG.warning("an older copy of the database was put back; done again: %s", done)
            clean_up(database, clock)
        except KansmeterError as fault:
            LOG.warning("keeping: %s", fault)
        except Exception as fault:  # its text may hold a name, so kinds and places are told
            LOG.error("keeping fell", exc_info=fault)
        stop.wait(IN_STEP_SECONDS)


def _look_after(settings: Settings, replay: Path | None) -> None:
    with opened(settings) as database:  # which does again what its own list has
        if replay is not None:
            file = ListFile(replay, settings.keys)
            if not replay.is_file():
                raise InputError(f"There is no file {replay}.")
            done = keep_in_step(database, file, settings.backup_days, utc_now)
            click.echo(
                f"Done again: {done.erased} erasures, {done.withdrawn} withdrawals, "
                f"{done.revoked} revoked links."
            )
        is_clean = finish(database, settings)
    click.echo("Cleaned: yes." if is_clean else "Cleaned: no.")
    if not is_clean:
        raise SystemExit(1)


def _demand_allowed(
    database: Database, trajects: tuple[str, ...], email: str, ground: Ground
) -> None:
    """Ask the policy for all of them before any goes, and a second person where that is needed."""
    with database.write() as session:
        actor = acting(session, email, "--by")
        waits = two_people.ask_to_erase(session, actor, trajects, ground, utc_now())
    if waits is not None:
        raise WaitsError(f"Nothing was erased: {waits}.")


def _ask_again(trajects: tuple[str, ...]) -> None:
    for each in dict.fromkeys(trajects):
        if click.prompt(f"Everything of {each} goes. Type this id again").strip() != each:
            raise InputError("That is another id: nothing was erased.")


def _erase_all(
    database: Database, settings: Settings, trajects: tuple[str, ...], email: str, ground: Ground
) -> list[str]:
    with database.write() as session:
        made = two_people.erase_all(
            session,
            acting(session, email, "--by"),
            trajects,
            ground,
            copies_for_days=settings.backup_days,
            now=utc_now(),
        )
        return [each.id for each in made]


def _told(database: Database, made: list[str]) -> tuple[list[str], list[dict[str, object]]]:
    with database.read() as session:
        rows = [_row(session, each) for each in made]
        told = [text_of(certificate_of(session, each)) for each in rows]
        return told, [document_of(each) for each in rows]


def _row(session: Session, erasure_id: str) -> Erasure:
    return session.get_one(Erasure, erasure_id)
