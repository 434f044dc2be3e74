"""`survey-app recompute`: stored answers scored by new rules, with a report of before and after."""

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from survey_app.clock import utc_now
from survey_app.commands.lists import find
from survey_app.commands.wiring import opened
from survey_app.config import load_settings
from survey_app.exchange.files import check_writable, write_whole
from survey_app.exchange.rows import pseudonyms
from survey_app.measurements import recomputing
from survey_app.measurements.recomputing import Recomputed, Rescored
from survey_app.scoring import in_digits
from survey_app.storage import derive_key

COLUMNS = (
    *("response_id", "scale", "scoring_before", "before", "reason_before"),
    *("scoring_after", "after", "reason_after"),
)
HEADINGS = ("SCALE", "SHEETS", "SAME", "CHANGED", "NEW", "LOST", "FOUND", "BEFORE", "AFTER", "MOST")


@click.command("recompute")
@click.argument("key")
@click.option("--dry-run", is_flag=True, help="Only report; store nothing.")
@click.option(
    "--out",
    metavar="FILE.csv",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write every score before and after, under the same pseudonyms as an export.",
)
def recompute(key: str, dry_run: bool, out: Path | None) -> None:
    """Score the stored answers to KEY by its present rules and report before and after.

    KEY is a questionnaire or the path of a file. Scores by earlier rules stay beside the new ones.
    Per scale: how many sheets were scored, kept the same score, have another one, were not scored
    before because the scale is new, lost theirs, and got one where none could be computed; then
    the mean before and after over sheets that have both, and the largest change.
    """
    settings = load_settings()
    questionnaire = find(key)
    secret = derive_key(settings.keys[0], "export pseudonyms")
    if out is not None:
        check_writable(out)
    with opened(settings) as database, database.write() as session:
        done = recomputing.recompute(session, questionnaire, utc_now())
        # Before the scores are kept: a report that cannot be written leaves nothing changed.
        if out is not None:
            write_whole(out, _as_csv(done, pseudonyms(secret)))
        if dry_run:
            session.rollback()
    for line in _report(done):
        click.echo(line)
    if dry_run:
        click.echo("Nothing was stored.")


def _report(done: Recomputed) -> list[str]:
    rules = done.questionnaire
    rows: list[tuple[str, ...]] = [HEADINGS]
    for scale in rules.scales:
        own = [score for score in done.scores if score.scale == scale.key]
        if own:
            rows.append(_row(scale.key, own))
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [f"{rules.key} {rules.version}, scoring version {rules.scoring_version}"]
    lines += [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return lines + [
        f"Not scored again: {count} of {reason}." for reason, count in sorted(done.left_out.items())
    ]


def _row(scale: str, scores: list[Rescored]) -> tuple[str, ...]:
    both = [
        (each.before, each.after)
        for each in scores
        if each.before is not None and each.after is not None
    ]
    changes = [after - before for before, after in both]
    most = max(changes, key=abs, default=None)
    known = [each for each in scores if each.scoring_before is not None]
    return (
        scale,
        str(len(scores)),
        _count(known, lambda each: each.is_same),
        str(sum(change != 0 for change in changes)),
        str(len(scores) - len(known)),
        _count(known, lambda each: each.before is not None and each.after is None),
        _count(known, lambda each: each.before is None and each.after is not None),
        _mean(before for before, _ in both),
        _mean(after for _, after in both),
        "-" if most is None else f"{most:+.4g}",
    )


def _count(scores: Iterable[Rescored], counts: Callable[[Rescored], bool]) -> str:
    return str(sum(map(counts, scores)))


def _mean(values: Iterable[float]) -> str:
    given = list(values)
    return f"{sum(given) / len(given):.4g}" if given else "-"


def _as_csv(done: Recomputed, hide: Callable[[str], str]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for each in done.scores:
        writer.writerow(
            (
                *(hide(each.response_id), each.scale, each.scoring_before or ""),
                *(_digits(each.before), each.reason_before or ""),
                *(done.questionnaire.scoring_version, _digits(each.after), each.reason_after or ""),
            )
        )
    return text.getvalue()


def _digits(value: float | None) -> str:
    return "" if value is None else in_digits(value)
