"""`survey-app signals`: how many signals were raised, and how many were right."""

from datetime import datetime, timedelta

import click

from survey_app.clock import LOCAL, utc_now
from survey_app.commands.wiring import opened
from survey_app.config import load_settings
from survey_app.measurements.counting import count_signals

HALF_A_YEAR = timedelta(days=183)


@click.command()
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Count from this day on; otherwise from half a year ago.",
)
def signals(since: datetime | None) -> None:
    """Count the signals of each organisation: raised, closed, right or not, told of.

    Nothing of a child is in it. 'Told of' are those at which nobody looked for a school day, so
    that the internal supervisor was asked to call.
    """
    first = utc_now() - HALF_A_YEAR if since is None else since.replace(tzinfo=LOCAL)
    with opened(load_settings()) as database, database.read() as session:
        found = count_signals(session, first)
    for each in found:
        click.echo(
            f"{each.organisation}, {each.level}: {each.raised} raised, {each.closed} closed; "
            f"right {each.right}, not right {each.wrong}; told of {each.told_of}."
        )
    if not found:
        click.echo("No signals.")
