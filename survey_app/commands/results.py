"""What the commands that compute have in common: options that are numbers, and one way out."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from survey_app.errors import KansmeterError
from survey_app.exchange.files import write_whole


def _finite(_context: click.Context, option: click.Parameter, value: float | None) -> float | None:
    if value is not None and not math.isfinite(value):
        raise click.ClickException(f"{option.opts[0]} is {value}; give a finite number.")
    return value


def number(
    name: str, words: str, *, required: bool = False, default: float | None = None
) -> Callable[[Any], Any]:
    """Return an option that takes a finite number."""
    return click.option(
        name,
        type=float,
        required=required,
        default=default,
        show_default=default is not None,
        callback=_finite,
        help=words,
    )


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


def put(text: str, out: Path | None) -> None:
    """Write the result to a file, or as it is to the screen."""
    if out is None:
        click.echo(text.encode(), nl=False)
        return
    try:
        write_whole(out, text)
    except KansmeterError as fault:
        raise click.ClickException(str(fault)) from fault
