"""The command `survey-app`.

Every part in a file of its own, errors as one clear line and exit code 1.
"""

import os
import sys

import click

from survey_app import __version__
from survey_app.commands.accounts import user
from survey_app.commands.data import export, simulate
from survey_app.commands.database import db
from survey_app.commands.delivering import deliver, remind
from survey_app.commands.doctor import doctor
from survey_app.commands.effects import effects
from survey_app.commands.questionnaires import questionnaires
from survey_app.commands.recompute import recompute_command
from survey_app.commands.references import references
from survey_app.commands.score import score
from survey_app.commands.serving import demo, serve
from survey_app.errors import KansmeterError


@click.group()
@click.version_option(__version__, prog_name="survey-app")
def cli() -> None:
    """Kansmeter: short questionnaires at intake and follow-up, and what changed in between."""


for part in (
    demo,
    serve,
    db,
    user,
    questionnaires,
    score,
    effects,
    recompute_command,
    references,
    simulate,
    export,
    deliver,
    remind,
    doctor,
):
    cli.add_command(part)


def main() -> None:
    """Run the command; what a person can mend is said in one line on standard error.

    Files that it makes are for their owner alone: a database, an export, a list of links.
    """
    os.umask(0o077)
    try:
        cli(prog_name="survey-app")
    except KansmeterError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
