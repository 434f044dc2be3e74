"""`survey-app audit`: whether the trail is what was written, where it ends, and reading it."""

import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, demand
from survey_app.audit import services as trail
from survey_app.audit.anchors import check_anchors, note_ends
from survey_app.audit.reading import Asked, TrailLine, about_trajects, all_lines
from survey_app.audit.verifying import Checked, chains, check
from survey_app.clock import LOCAL, utc_now
from survey_app.commands.people import acting
from survey_app.commands.wiring import opened
from survey_app.config import load_settings
from survey_app.errors import InputError
from survey_app.storage import Database
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import of_own_caseload, traject_for


@click.group()
def audit() -> None:
    """Show who saw and did what, and whether anybody changed that afterwards."""


@audit.command()
@click.option(
    "--anchor",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File with anchors; by default that of KANSMETER_AUDIT_ANCHOR.",
)
def verify(file: Path | None) -> None:
    """Check every line of the trail against its mark, and its end against the anchors.

    Says in one line each what was changed, removed, put in another order or cut off, and exits
    with 1 when there is anything. Without anchors nobody can tell whether the last lines are gone.
    """
    settings = load_settings()
    anchors = file or settings.anchor_file
    faults = 0
    with opened(settings) as database:
        for found in verified(database, anchors):
            if isinstance(found, str):
                faults += 1
                click.echo(f"FAULT {found}")
            else:
                click.echo(f"ok    chain {found.chain}: {found.lines} lines")
    if anchors is None:
        click.echo(
            "note  no anchors: set KANSMETER_AUDIT_ANCHOR, or nobody can tell whether the last "
            "lines are gone"
        )
    if faults:
        sys.exit(1)


@audit.command()
def anchor() -> None:
    """Note where each chain of the trail ends, in the file of KANSMETER_AUDIT_ANCHOR."""
    settings = load_settings()
    if settings.anchor_file is None:
        raise InputError("Set KANSMETER_AUDIT_ANCHOR to the absolute path of a file.")
    with opened(settings) as database, database.read() as session:
        noted = note_ends(session, settings.anchor_file, utc_now())
    click.echo(f"Ends of chains noted: {noted}, in {settings.anchor_file}.")


@audit.command("list")
@click.option("--as", "email", required=True, help="Address of the person who asks.")
@click.option("--traject", "traject_id", help="Only lines about this traject.")
@click.option("--person", "person_id", help="Only what this person did.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only from this day on.")
def list_command(
    email: str, traject_id: str | None, person_id: str | None, since: datetime | None
) -> None:
    """List who saw and did what, the newest first; what is shown is decided by the policy.

    A coach sees the lines about the own trajects. That it was asked for stands in the trail too.
    """
    now = utc_now()
    with opened() as database:
        with database.write() as session:
            asked = _allowed(session, email, traject_id, person_id, since, now)
        with database.read() as session:
            for line in all_lines(session, asked):
                click.echo(_told(line))


def verified(database: Database, anchors: Path | None) -> Iterator[str | Checked]:
    """Give each fault of the trail and each chain that is whole, and then what the anchors say.

    The trail is read anew for the anchors: some were noted since, of lines that came since.
    """
    with database.read() as session:
        for chain in chains(session):
            for found in check(session, chain):
                if isinstance(found, str) or not found.faults:
                    yield found
    if anchors is not None:
        with database.read() as session:
            yield from (each for each in check_anchors(session, anchors) if isinstance(each, str))


def _allowed(
    session: Session,
    email: str,
    traject_id: str | None,
    person_id: str | None,
    since: datetime | None,
    now: datetime,
) -> Asked:
    """Return what somebody may read, and note that it was asked for before it is given."""
    who = acting(session, email, "--as")
    demand(who, Act.SEE_CASELOAD)
    trajects = select(Traject.id)
    if traject_id is None:
        trajects = trajects.where(*of_own_caseload(who))
    else:
        found = traject_for(session, who, traject_id, Act.SEE_TRAIL)
        trajects = trajects.where(Traject.id == found.id)
    trail.record(
        session,
        trail.person(who.person_id),
        "list trail",
        "person" if traject_id is None else "traject",
        traject_id or who.person_id,
        organisation_id=who.organisation_id,
        now=now,
    )
    return Asked(
        who.organisation_id,
        about_trajects(trajects),
        by_id=person_id,
        since=None if since is None else _midnight(since.date()),
    )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LOCAL)


def _told(line: TrailLine) -> str:
    who = f"{line.who} ({line.roles})" if line.roles else line.who
    fields = (
        *(f"{line.at:%Y-%m-%dT%H:%M:%SZ}", who, line.act),
        f"{line.object_kind} {line.object_id or ''}".strip(),
        *(line.outcome, line.reason or "-", line.origin or "-"),
    )
    return "\t".join(fields)
