"""`survey-app effects pool`: groups come in, each drawn to the common mean as chance demands."""

import math
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Final

import click

from survey_app.commands.results import json_text, not_onto, number, output, put
from survey_app.effects import Pooled, Reason, pool_groups, pool_summaries
from survey_app.errors import InputError, KansmeterError
from survey_app.exchange.delimited import UnreadableTableError, read_delimited
from survey_app.exchange.files import write_whole
from survey_app.exchange.number_files import NumberFile, read_numbers, write_numbers
from survey_app.reports.forest import forest_of

QUESTION = "Hoeveel gingen kinderen vooruit?"
NO_INTERVAL: Final = {
    Reason.SD_ZERO: "no values differ within a group",
    Reason.NOT_IDENTIFIED: "no group has two values",
}
"""Why nothing is known of chance, in the words of this file."""
WHOSE = "Per groep, in standaarddeviaties. Dit is geen ranglijst."


@click.command("pool")
@click.argument("values", metavar="FILE.csv", type=click.Path(path_type=Path))
@number("--confidence", "Of the intervals, between 0 and 1.", default=0.95)
@click.option(
    "--chart",
    metavar="FOREST.svg",
    type=click.Path(path_type=Path),
    help="Draw the groups too, in Dutch, as .svg or .png: values in standard deviations, plus is "
    "better. A group below 10 children has only its name there.",
)
@output
def pool(
    values: Path, confidence: float, chart: Path | None, as_json: bool, out: Path | None
) -> None:
    """Set groups beside each other, each drawn to the common mean as chance demands.

    FILE.csv has the columns group and value, with one row per child; or group, mean and se
    (standard error), with one row per group. The first may have pre (first score, to compare at the
    average of it), the second n (children behind the mean). Out comes one row per group, in no
    order of rank.
    """
    not_onto(out, values)
    not_onto(chart, values)
    try:
        file, pooled = _pooled(values, confidence)
        if chart is not None:
            _draw(pooled, chart)
    except KansmeterError as fault:
        raise click.ClickException(str(fault)) from fault
    for sentence in _sentences(pooled):
        click.echo(sentence, err=True)
    columns = [str(name) for name in pooled.groups.columns]
    rows = [
        [None if isinstance(cell, float) and math.isnan(cell) else cell for cell in row]
        for row in pooled.groups.astype(object).to_numpy().tolist()
    ]
    if as_json:
        numbers = {
            field.name: getattr(pooled, field.name)
            for field in fields(pooled)
            if field.name != "groups"
        }
        groups = [dict(zip(columns, row, strict=True)) for row in rows]
        put(json_text(numbers | {"confidence": confidence, "groups": groups}), out)
        return
    text = write_numbers(columns, rows, delimiter=file.delimiter, decimal_comma=file.decimal_comma)
    put(text, out)


def _pooled(values: Path, confidence: float) -> tuple[NumberFile, Pooled]:
    """Read the one kind of file or the other; a column `value` makes it rows of children."""
    table = read_delimited(values)
    if {"value", "mean"}.isdisjoint(table.header):
        raise UnreadableTableError(
            f"Line {table.line}: the columns must be group and value, or group, mean and se."
        )
    if "value" in table.header:
        file = read_numbers(values, words=["group"], numbers=["value", "pre"], optional=["pre"])
        return file, pool_groups(
            file.numbers["value"],
            file.words["group"],
            pre=file.numbers.get("pre"),
            confidence=confidence,
        )
    file = read_numbers(
        values,
        words=["group"],
        numbers=["mean", "se", "n"],
        optional=["n"],
        unique=["group"],
    )
    file.demand(
        "se", lambda error: error > 0, "is not above 0; give one that is, or leave it empty"
    )
    return file, pool_summaries(
        file.numbers["mean"],
        file.numbers["se"],
        groups=file.words["group"],
        n=file.numbers.get("n"),
        confidence=confidence,
    )


def _draw(pooled: Pooled, chart: Path) -> None:
    """Write the forest plot; its kind follows from the name of the file."""
    from survey_app.charts import png_of, svg_of

    forest = forest_of(pooled, question=QUESTION, whose=WHOSE)
    if chart.suffix == ".svg":
        write_whole(chart, svg_of(forest, "wide"))
    elif chart.suffix == ".png":
        write_whole(chart, png_of(forest, "wide"))
    else:
        raise InputError(f"--chart is {str(chart)!r}; end the name in .svg or .png.")


def _sentences(pooled: Pooled) -> Iterator[str]:
    """Yield what must be known before the groups are read."""
    if pooled.mu is not None and pooled.mu_interval is not None:
        low, high = pooled.mu_interval
        sigma2 = "" if pooled.sigma2 is None else f", sigma2 {pooled.sigma2:.6g}"
        yield (
            f"mu {pooled.mu:.6g} ({low:.6g} to {high:.6g}), tau2 {pooled.tau2:.6g}{sigma2}, "
            f"rankability {pooled.rankability:.2f}"
        )
    if pooled.left_out:
        yield f"Left out: {pooled.left_out} with something missing."
    if pooled.reason is not None:
        alone = "with its own interval"
        if pooled.interval_reason is not None:
            alone = f"and without an interval, because {NO_INTERVAL[pooled.interval_reason]}"
        yield f"Not pooled ({pooled.reason}): each mean stands alone, {alone}."
    elif pooled.no_differences:
        yield "The groups show no differences beyond chance; all get the common mean."
    elif not pooled.may_be_ordered:
        yield "Do not order the groups: most of their differences may be chance."
    if pooled.uncertain:
        yield "Uncertain: the spread between groups rests on ten groups or fewer."
    if pooled.unstable:
        names = ", ".join(map(repr, pooled.unstable))
        yield f"Unstable: fewer than five values behind the standard error of {names}."
