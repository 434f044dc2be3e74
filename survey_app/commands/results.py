"""What the commands that compute have in common: options that are numbers, and one way out."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from survey_app.errors import KansmeterError
from survey_app.exchange.files import refuse_same, write_whole


class FiniteNumber(click.ParamType[float]):
    """A number with a point; what is none is refused with what to write."""

    name = "float"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number."""
        option = param.opts[0] if param else "the number"
        try:
            number = float(value)
        except ValueError as fault:
            what = "write a point for the comma" if "," in value else "give a number"
            raise click.ClickException(f"{option} is {value!r}; {what}.") from fault
        if not math.isfinite(number):
            raise click.ClickException(f"{option} is {number}; give a finite number.")
        return number


def number(
    name: str, words: str, *, required: bool = False, default: float | None = None
) -> Callable[[Any], Any]:
    """Return an option that takes a finite number."""
    # For click a default of None is given as well, and then nothing is asked for any more.
    more: dict[str, Any] = {} if default is None else {"default": default, "show_default": True}
    return click.option(name, type=FiniteNumber(), required=required, help=words, **more)


def output(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of every command that writes a result."""
    command = click.option(
        "--out",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Write here instead of to the screen; the file appears complete or not at all.",
    )(command)
    return click.option("--json", "as_json", is_flag=True, help="Write JSON instead of CSV.")(
        command
    )


def json_text(content: dict[str, object]) -> str:
    """Write JSON; a number that is none would be no JSON and is a fault of ours."""
    return json.dumps(content, allow_nan=False, ensure_ascii=False, indent=2) + "\n"


def not_onto(out: Path | None, source: Path) -> None:
    """Refuse to write a result over the file that it is made of."""
    try:
        refuse_same(out, source)
    except KansmeterError as fault:
        raise click.ClickException(str(fault)) from fault


def put(text: str, out: Path | None) -> None:
    """Write the result to a file, or as it is to the screen."""
    try:
        if out is None:
            click.echo(text.encode(), nl=False)
        else:
            write_whole(out, text)
    except KansmeterError as fault:
        raise click.ClickException(str(fault)) from fault
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise click.ClickException(f"The result cannot be written: {fault.strerror}.") from fault
