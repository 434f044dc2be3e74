"""`survey-app effects group`: pairs of scores come in, the effect per scale goes out."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from survey_app.commands.results import json_text, not_onto, number, output, put
from survey_app.effects import PairedEffect, paired_effect
from survey_app.errors import KansmeterError
from survey_app.exchange.delimited import UnreadableTableError
from survey_app.exchange.number_files import Cell, NumberFile, read_numbers, write_numbers

Pairs = tuple[list[float | None], list[float | None]]

HEADER = ("measure", "value", "low", "high", "reason")
NO_MEASURES = {"confidence", "higher_is_better", "reasons"}
WHOLE_FILE = ""
"""Stands for the scale of a file that has no column scale."""


@click.command("group")
@click.argument("scores", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option("--lower-is-better", is_flag=True, help="Fewer points are better, on every scale.")
@click.option(
    "--lower",
    metavar="SCALE",
    multiple=True,
    help="Fewer points are better on this scale; may be given several times.",
)
@number("--confidence", "Of the intervals, between 0 and 1.", default=0.95)
@output
def group(
    scores: Path,
    lower_is_better: bool,
    lower: tuple[str, ...],
    confidence: float,
    as_json: bool,
    out: Path | None,
) -> None:
    """Compute the effect in a group, with intervals.

    FILE.csv has one row per child with the columns id, pre and post. It may have a column scale:
    then a child has a row for each scale, and each scale an effect of its own. An effect is
    positive when it is for the better. Out comes one row per number: measure, value, low and high
    (its interval) and reason (why a number or its interval is missing). The headline is d_av.
    """
    not_onto(out, scores)
    try:
        file = read_numbers(
            scores,
            words=["id", "scale"],
            numbers=["pre", "post"],
            optional=["scale"],
            unique=["id", "scale"],
        )
        effects = {
            scale: paired_effect(
                pre,
                post,
                higher_is_better=not (lower_is_better or scale in lower),
                confidence=confidence,
            )
            for scale, (pre, post) in _by_scale(file, lower).items()
        }
    except KansmeterError as fault:
        raise click.ClickException(str(fault)) from fault
    if as_json:
        found = [_named(file, scale) | asdict(effect) for scale, effect in effects.items()]
        put(json_text({"effects": found}), out)
        return
    rows = [
        (*_named(file, scale).values(), *row)
        for scale, effect in effects.items()
        for row in _measures(effect)
    ]
    text = write_numbers(
        ("scale", *HEADER) if "scale" in file.words else HEADER,
        rows,
        delimiter=file.delimiter,
        decimal_comma=file.decimal_comma,
    )
    put(text, out)


def _by_scale(file: NumberFile, lower: Sequence[str]) -> dict[str, Pairs]:
    """Return the pairs of each scale, in the order in which the scales come."""
    scales = file.words.get("scale")
    for name in lower:
        if name not in (scales or []):
            raise UnreadableTableError(f"--lower names {name!r}, which is no scale in the file.")
    if scales is None:
        return {WHOLE_FILE: (file.numbers["pre"], file.numbers["post"])}
    pairs: dict[str, Pairs] = {}
    for scale, pre, post in zip(scales, file.numbers["pre"], file.numbers["post"], strict=True):
        first, last = pairs.setdefault(scale, ([], []))
        first.append(pre)
        last.append(post)
    return pairs


def _named(file: NumberFile, scale: str) -> dict[str, str]:
    return {"scale": scale} if "scale" in file.words else {}


def _measures(effect: PairedEffect) -> Iterator[tuple[Cell, ...]]:
    """Yield each number of an effect with its interval, or with the reason why there is none."""
    numbers = asdict(effect)
    for name, value in numbers.items():
        if name not in NO_MEASURES and not name.endswith("_interval"):
            interval = f"{name}_interval"
            low, high = numbers.get(interval) or (None, None)
            reason = effect.reasons.get(name) or effect.reasons.get(interval)
            yield name, value, low, high, reason
