"""`survey-app effects change`: pairs of scores come in, a word for each child goes out."""

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

import click

from survey_app.commands.results import FiniteNumber, json_text, not_onto, number, output, put
from survey_app.effects import Method, Reason, clinical_change, reliable_change
from survey_app.errors import KansmeterError
from survey_app.exchange.number_files import Cell, NumberFile, read_numbers, write_numbers

if TYPE_CHECKING:
    import pandas as pd

FROM_THE_PAIRS: Final[dict[Method, tuple[str, ...]]] = {
    "jacobson-truax": (),
    "gulliksen-lord-novick": ("mean",),
    "edwards-nunnally": ("mean",),
    "nunnally-kotsch": ("mean",),
    "hageman-arrindell": ("mean", "mean_post", "sd_post", "correlation"),
}
"""What each method takes from the pairs in the file when it is not given."""
FEWEST_PAIRS: Final = 30
"""Fewest pairs from which that is taken (`measurement.md` 4.1)."""


@click.command("change")
@click.argument("scores", metavar="FILE.csv", type=click.Path(path_type=Path))
@number("--sd", "Standard deviation of the scores, from the norm or manual.", required=True)
@number("--reliability", "Reliability from the same source, between 0 and 1.", required=True)
@click.option("--lower-is-better", is_flag=True, help="Fewer points are better.")
@number("--cutoff", "Point between the clinical and the functional side; for `recovered`.")
@click.option(
    "--cutoff-is-clinical",
    is_flag=True,
    help="The cut-off is the edge of a published band: a score equal to it is clinical.",
)
@click.option(
    "--method",
    type=click.Choice(get_args(Method)),
    default="jacobson-truax",
    show_default=True,
    help="How the index is computed.",
)
@number("--mean", "Mean of the first scores in the norm, for all but the default method.")
@number("--mean-post", "Mean of the later scores in the norm, for hageman-arrindell.")
@number("--sd-post", "Standard deviation of the later scores, for hageman-arrindell.")
@number("--reliability-post", "Of the later scores, for nunnally-kotsch and hageman-arrindell.")
@number("--correlation", "Correlation of first and later scores, for hageman-arrindell.")
@click.option(
    "--range",
    "possible",
    type=FiniteNumber(),
    nargs=2,
    metavar="LOW HIGH",
    help="Lowest and highest score there can be; another, such as a 999, is refused by its line.",
)
@output
def change(
    scores: Path,
    sd: float,
    reliability: float,
    lower_is_better: bool,
    cutoff: float | None,
    cutoff_is_clinical: bool,
    method: Method,
    possible: tuple[float, float] | None,
    as_json: bool,
    out: Path | None,
    **reference: float | None,
) -> None:
    """Say for each child whether it changed by more than chance.

    FILE.csv has one row per child with the columns id, pre and post. Out come id, change (post
    minus pre), rci (reliable change index), category (recovered, improved, unchanged or
    deteriorated) and reason (why there is no category, such as no_post). With --cutoff also harmed
    (deteriorated, and from the functional side to the clinical) and could_recover (first score on
    the clinical side); both are empty without a category.
    """
    not_onto(out, scores)
    for name, spread in (("sd", sd), ("sd_post", reference["sd_post"])):
        if spread is not None and spread <= 0:
            raise click.ClickException(f"{_options([name])} is {spread:g}; give a number above 0.")
    for name, share in (
        ("reliability", reliability),
        ("reliability_post", reference["reliability_post"]),
    ):
        if share is not None and not 0 < share < 1:
            raise click.ClickException(f"{_options([name])} is {share:g}; give it between 0 and 1.")
    if possible is not None and possible[0] >= possible[1]:
        raise click.ClickException("--range has its lowest score first and a higher one after it.")
    if cutoff_is_clinical and cutoff is None:
        raise click.ClickException("--cutoff-is-clinical needs --cutoff.")
    try:
        file = read_numbers(scores, words=["id"], numbers=["pre", "post"], unique=["id"])
        pre, post = file.numbers["pre"], file.numbers["post"]
        if possible is not None:
            _demand_possible(file, *possible)
        absent = [name for name in FROM_THE_PAIRS[method] if reference[name] is None]
        _demand_pairs(absent, pre, post)
        judge: Callable[..., pd.DataFrame] = reliable_change
        if cutoff is not None:
            judge = partial(clinical_change, cutoff=cutoff, cutoff_is_clinical=cutoff_is_clinical)
        table = judge(
            pre,
            post,
            sd=sd,
            reliability=reliability,
            higher_is_better=not lower_is_better,
            method=method,
            **reference,
        )
    except KansmeterError as fault:
        raise click.ClickException(str(fault)) from fault
    if absent:
        click.echo(
            f"Take care: without {_options(absent)} the pairs in this file are used, so the word "
            "for one child depends on the others.",
            err=True,
        )
    if Reason.DIFFERENCE_UNRELIABLE in set(table["reason"]):
        click.echo(
            "No category: from the standard deviations, reliabilities and correlation of first and "
            "later scores together follows that a difference has no reliability of its own "
            "(r_dd is not above 0); --reliability itself is fine.",
            err=True,
        )
    header = ("id", "change", *map(str, table.columns))
    rows = list(
        zip(
            file.words["id"],
            map(_difference, pre, post),
            *(_cells(table[name]) for name in table.columns),
            strict=True,
        )
    )
    if as_json:
        words = zip(table["category"], table["reason"], strict=True)
        counts = Counter(category or reason for category, reason in words)
        text = json_text(
            {
                "settings": {
                    "method": method,
                    "sd": sd,
                    "reliability": reliability,
                    "higher_is_better": not lower_is_better,
                    "cutoff": cutoff,
                    "cutoff_is_clinical": cutoff_is_clinical,
                    "range": possible,
                    **reference,
                },
                "rows": len(rows),
                "counts": dict(sorted(counts.items())),
                "children": [dict(zip(header, row, strict=True)) for row in rows],
            }
        )
    else:
        text = write_numbers(
            header, rows, delimiter=file.delimiter, decimal_comma=file.decimal_comma
        )
    put(text, out)


def _demand_pairs(
    absent: Sequence[str], pre: Sequence[float | None], post: Sequence[float | None]
) -> None:
    """Refuse to judge a child by a few others: what a method needs must then be given."""
    pairs = sum(None not in both for both in zip(pre, post, strict=True))
    if absent and pairs < FEWEST_PAIRS:
        raise click.ClickException(
            f"Give {_options(absent)}: it would be taken from the {pairs} pairs in this file, and "
            f"below {FEWEST_PAIRS} that says too little to judge one child by."
        )


def _demand_possible(file: NumberFile, low: float, high: float) -> None:
    """Refuse a score outside the scale; most often it stands for a missing one."""
    for name in ("pre", "post"):
        file.demand(
            name,
            lambda score: low <= score <= high,
            f"is outside {low:g} to {high:g}; leave a missing score empty",
        )


def _cells(column: "pd.Series") -> list[Cell]:
    """Return a column with None for what is missing."""
    # A list of pandas has the numbers and truths of Python, which JSON knows.
    cells = zip(column.tolist(), column.isna(), strict=True)
    return [None if gap else cell for cell, gap in cells]


def _options(names: Sequence[str]) -> str:
    return ", ".join("--" + name.replace("_", "-") for name in names)


def _difference(pre: float | None, post: float | None) -> float | None:
    """Return the difference of two numbers as they are written: 0.7 and 0.4 differ 0.3."""
    if pre is None or post is None:
        return None
    return float(Decimal(repr(post)) - Decimal(repr(pre)))
