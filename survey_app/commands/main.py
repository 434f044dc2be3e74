"""The command `survey-app`.

Every part in a file of its own, errors as one clear line and exit code 1.
"""

import importlib
import os
import sys

import click
from click.exceptions import NoArgsIsHelpError

from survey_app import __version__
from survey_app.commands.faults import kinds, places
from survey_app.errors import KansmeterError

PARTS = {
    "demo": "serving",
    "serve": "serving",
    "db": "database",
    "user": "accounts",
    "questionnaires": "questionnaires",
    "audio": "audio",
    "score": "score",
    "effects": "effects",
    "recompute": "recompute",
    "references": "references",
    "ways": "ways",
    "simulate": "data",
    "export": "data",
    "deliver": "delivering",
    "remind": "delivering",
    "plan": "planning",
    "signals": "signals",
    "audit": "audit",
    "bounces": "bounces",
    "doctor": "doctor",
    "erase": "erase",
    "retention": "retention",
    "rotate-keys": "rotation",
}
"""Each command with the file it stands in; a file is read when its command is used."""
NEAREST = 3
"""So many places are told of an error that nobody foresaw."""


class Parts(click.Group):
    """A group that imports a command when it is asked for: who delivers mail loads no web pages."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(PARTS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Import one command."""
        if name not in PARTS:
            return None
        found: click.Command = getattr(
            importlib.import_module(f"survey_app.commands.{PARTS[name]}"), name.replace("-", "_")
        )
        return found


@click.group(cls=Parts)
@click.version_option(__version__, prog_name="survey-app")
def cli() -> None:
    """Kansmeter: short questionnaires at intake and follow-up, and what changed in between."""


def main() -> None:
    """Run the command; what goes wrong is said in one line on standard error.

    Of what nobody foresaw kinds and places are told, for who mends it: a traceback quotes rows, and
    goes by mail to whoever runs a command every night. Files that a command makes are for their
    owner alone: a database, an export, a list of links.
    """
    os.umask(0o077)
    try:
        ended = cli(prog_name="survey-app", standalone_mode=False)
    except NoArgsIsHelpError as asked:
        asked.show()
        sys.exit(asked.exit_code)
    except click.ClickException as wrong:
        click.echo(f"Error: {_in_one_line(wrong)}", err=True)
        sys.exit(wrong.exit_code)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(1)
    except KansmeterError as error:
        click.echo(f"Error: {error.english}", err=True)
        sys.exit(1)
    except Exception as error:
        click.echo(f"Error: {_told_of(error)}", err=True)
        sys.exit(1)
    sys.exit(ended)


def _in_one_line(wrong: click.ClickException) -> str:
    """Return what is wrong with what was typed, and where to read how it is typed."""
    said = " ".join(wrong.format_message().split())
    if isinstance(wrong, click.UsageError) and wrong.ctx is not None:
        return f"{said} See '{wrong.ctx.command_path} --help'."
    return said


def _told_of(error: Exception) -> str:
    """Return what is said of an error that no room raised to be read."""
    found = kinds(error)
    is_odd = any("\ud800" <= sign <= "\udfff" for each in sys.argv for sign in each)
    if is_odd and UnicodeEncodeError.__name__ in found:
        return "What was typed is not UTF-8: type it again."
    return f"Kansmeter itself failed ({', '.join(found)}) at {', '.join(places(error)[-NEAREST:])}."
