"""`survey-app bounces`: mails that came back."""

import sys

import click

from survey_app.clock import utc_now
from survey_app.commands.wiring import opened
from survey_app.delivery.mail_bounces import LONGEST, read_bounce
from survey_app.delivery.reports import Report
from survey_app.invitations.bounces import take_report
from survey_app.storage import Database


@click.command()
@click.argument("files", nargs=-1, required=True)
def bounces(files: tuple[str, ...]) -> None:
    """Note which mails came back: each of FILES is one notification, as a mail server sends it.

    A mail server can pipe each that arrives at KANSMETER_MAIL_FROM to `survey-app bounces -`. An
    address that takes no mail is marked, so that its coach asks for another. What is about no mail
    that was sent, was told before or cannot be read, changes nothing and gives exit code 1.
    """
    with opened() as database:
        # A list, so that one that says nothing keeps no other from being read.
        noted = [_note(database, each) for each in files]
    if not all(noted):
        sys.exit(1)


def _note(database: Database, name: str) -> bool:
    try:
        with click.open_file(name, "rb") as file:
            bounce = read_bounce(file.read(LONGEST))
    except OSError as fault:
        click.echo(f"{name}: {fault.strerror}; nothing noted.", err=True)
        return False
    if bounce is None:
        click.echo(f"{name}: no notification about a mail of ours; nothing noted.", err=True)
        return False
    if not bounce.is_permanent:
        click.echo(f"{name}: {bounce.status} is not for good; nothing to note.")
        return True
    with database.write() as session:
        noted = take_report(
            session,
            bounce.reference,
            "mail",
            Report.BOUNCED,
            f"bounced with {bounce.status}",
            utc_now(),
        )
    if not noted:
        click.echo(f"{name}: no mail waits for this notification; nothing noted.", err=True)
        return False
    click.echo(f"{name}: noted, {bounce.status}.")
    return True
