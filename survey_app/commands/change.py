"""`survey-app effects change`: pairs of scores come in, a word for each child goes out."""

import math
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final, get_args

import click

from survey_app.commands.results import json_text, not_onto, number, output, put
from survey_app.effects import Method, reliable_change
from survey_app.errors import KansmeterError
from survey_app.exchange.number_files import read_numbers, write_numbers

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
@output
def change(
    scores: Path,
    sd: float,
    reliability: float,
    lower_is_better: bool,
    cutoff: float | None,
    cutoff_is_clinical: bool,
    method: Method,
    as_json: bool,
    out: Path | None,
    **reference: float | None,
) -> None:
    """Say for each child whether it changed by more than chance.

    FILE.csv has one row per child with the columns id, pre and post. Out come id, change (post
    minus pre), rci (reliable change index), category (recovered, improved, unchanged or
    deteriorated) and reason (why there is no category, such as no_post).
    """
    not_onto(out, scores)
    if sd <= 0:
        raise click.ClickException(f"--sd is {sd:g}; give a number above 0.")
    if not 0 < reliability < 1:
        raise click.ClickException(f"--reliability is {reliability:g}; give it between 0 and 1.")
    if cutoff_is_clinical and cutoff is None:
        raise click.ClickException("--cutoff-is-clinical needs --cutoff.")
    try:
        file = read_numbers(scores, words=["id"], numbers=["pre", "post"], unique=["id"])
        pre, post = file.numbers["pre"], file.numbers["post"]
        absent = [name for name in FROM_THE_PAIRS[method] if reference[name] is None]
        _demand_pairs(absent, pre, post)
        table = reliable_change(
            pre,
            post,
            sd=sd,
            reliability=reliability,
            higher_is_better=not lower_is_better,
            cutoff=cutoff,
            cutoff_is_clinical=cutoff_is_clinical,
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
    header = ("id", "change", "rci", "category", "reason")
    rows = list(
        zip(
            file.words["id"],
            map(_difference, pre, post),
            [None if math.isnan(rci) else rci for rci in table["rci"].tolist()],
            table["category"].tolist(),
            table["reason"].tolist(),
            strict=True,
        )
    )
    if as_json:
        counts = Counter(category or reason for *_, category, reason in rows)
        text = json_text(
            {
                "settings": {
                    "method": method,
                    "sd": sd,
                    "reliability": reliability,
                    "higher_is_better": not lower_is_better,
                    "cutoff": cutoff,
                    "cutoff_is_clinical": cutoff_is_clinical,
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


def _options(names: Sequence[str]) -> str:
    return ", ".join("--" + name.replace("_", "-") for name in names)


def _difference(pre: float | None, post: float | None) -> float | None:
    """Return the difference of two numbers as they are written: 0.7 and 0.4 differ 0.3."""
    if pre is None or post is None:
        return None
    return float(Decimal(repr(post)) - Decimal(repr(pre)))
