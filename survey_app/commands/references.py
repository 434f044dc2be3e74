"""`survey-app references`: figures from stored answers, and pinning them as what counts."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from survey_app.clock import utc_now
from survey_app.commands.lists import find, library
from survey_app.commands.people import acting
from survey_app.commands.wiring import opened
from survey_app.errors import InputError
from survey_app.exchange.files import check_writable, write_whole
from survey_app.measurements.references.accepting import accept
from survey_app.measurements.references.figures import Estimate
from survey_app.measurements.references.gates import RELIABLE, doubts
from survey_app.measurements.references.in_force import Pinned, accepted_references
from survey_app.measurements.references.proposing import Proposal, ProposedScale, propose

BUILT = (
    *("LIST", "SCALE", "WHO", "LANG", "CHILDREN", "MEAN", "SD", "ALPHA", "OMEGA"),
    *("PAIRS", "RETEST", "SEM", "RELIABILITY", "STAGE"),
)
PINNED = (
    *("ID", "LIST", "VERSION", "SCALE", "WHO", "LANG", "N", "MEAN", "SD", "RELIABILITY"),
    *("RETEST", "PAIRS", "STAGE", "ACCEPTED", "STATE"),
)
NONE = "-"
MOST_BYTES = 5_000_000


@click.group()
def references() -> None:
    """What our own lists can carry: reliability, spread and error, built and accepted."""


@references.command("build")
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option(
    "--out",
    metavar="PROPOSAL.json",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the proposal that `references accept` takes.",
)
def build_command(keys: Sequence[str], out: Path | None) -> None:
    """Compute per list, language and scale what the stored answers say; nothing changes.

    Alpha, omega, spread and items come from the first measurement of trajects (CHILDREN), the
    retest and its error (SEM, in points) from people who answered twice about a child without a
    traject (PAIRS). RELIABILITY is that among children in a traject. Below 30 children no figure is
    given. Under the table stands what the next stage of evidence asks.
    """
    lists = [find(key) for key in keys] or list(library())
    if out is not None:
        check_writable(out)
    with opened() as database, database.read() as session:
        proposal = propose(session, lists, utc_now())
    if not proposal.scales:
        raise InputError("There are no answers yet to the lists that were asked for.")
    for line in _report(proposal):
        click.echo(line)
    if out is not None:
        write_whole(out, json.dumps(proposal.document(), indent=1, ensure_ascii=False) + "\n")
        click.echo(f"{out} written. Nothing changed: `survey-app references accept` pins it.")


@references.command("accept")
@click.argument("proposal", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--by", "email", required=True, help="Address of the person who accepts.")
@click.option(
    "--interviews",
    metavar="STUDY",
    help="The study with interviews (stage 1), where the list itself names none.",
)
def accept_command(proposal: Path, email: str, interviews: str | None) -> None:
    """Pin the figures of PROPOSAL, made by `references build`.

    From now on a change is judged by them where they reach stage 2; below it they are kept as
    figures only. What was measured before keeps the stage that was stored with it.
    """
    document = _read(proposal)
    now = utc_now()
    with opened() as database, database.write() as session:
        who = acting(session, email, "--by")
        rows = accept(
            session,
            document,
            library().of,
            actor=who,
            interviews=interviews,
            now=now,
        )
        lines = [
            f"{row.id}: {row.questionnaire_key} {row.version}, {row.scale} by {row.informant} "
            f"({row.language}): "
            + (
                "stage 2, changes are judged by it from now on"
                if row.stage >= RELIABLE
                else f"stage {row.stage}, figures only"
            )
            for row in rows
        ]
    for line in lines:
        click.echo(line)


@references.command("list")
def list_command() -> None:
    """List every reference that was accepted; of one scale the last one counts."""
    with opened() as database, database.read() as session:
        accepted = accepted_references(session)
    if not accepted:
        click.echo("Nothing was accepted yet.")
        return
    newest = {each.about: each.id for each in accepted}
    for line in _table(
        PINNED, (_pinned_row(each, newest[each.about] == each.id) for each in accepted)
    ):
        click.echo(line)


def _read(path: Path) -> object:
    content = path.read_bytes()
    if len(content) > MOST_BYTES:
        raise InputError(f"{path} is too large for a proposal; build it again.")
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as fault:
        raise InputError(f"{path} is no JSON; `references build --out FILE` makes one.") from fault


def _report(proposal: Proposal) -> list[str]:
    lines = _table(BUILT, map(_built_row, proposal.scales))
    for each in proposal.scales:
        figures = each.figures
        lines += [
            "",
            f"{figures.questionnaire} {figures.version}, {figures.scale} by {figures.informant} "
            f"({figures.language}): stage {each.stage}",
            f"  {_samples(each)}",
            *(f"  missing: {lacking}" for lacking in each.missing),
            *(f"  look at {doubt}" for doubt in doubts(figures)),
        ]
    return lines


def _samples(scale: ProposedScale) -> str:
    figures, retest = scale.figures, scale.figures.retest
    said = (
        f"{figures.children} children at the start of a traject; {retest.enrolled} retest "
        f"participants, {retest.icc.n} pairs"
    )
    if retest.icc.n:
        said += f" from {retest.schools} schools, {retest.asks_attention} ask attention"
    if retest.left_out:
        said += "; " + ", ".join(f"{count} {why}" for why, count in retest.left_out.items())
    return said + (f" ({figures.period[0]} to {figures.period[1]})" if figures.period else "")


def _built_row(scale: ProposedScale) -> tuple[str, ...]:
    figures, spread, retest = scale.figures, scale.figures.spread, scale.figures.retest
    return (
        *(figures.questionnaire, figures.scale, figures.informant, figures.language),
        str(figures.children),
        *(_number(spread.mean if spread else None), _number(spread.sd if spread else None)),
        *(_estimate(figures.alpha), _estimate(figures.omega)),
        str(retest.icc.n),
        *(_estimate(retest.icc), _number(retest.sem), _number(figures.reliability)),
        str(scale.stage),
    )


def _pinned_row(pinned: Pinned, counts: bool) -> tuple[str, ...]:
    return (
        *(pinned.id, pinned.questionnaire_key, pinned.version, pinned.scale),
        *(pinned.informant, pinned.language, str(pinned.n or NONE)),
        *map(_number, (pinned.mean, pinned.sd, pinned.reliability)),
        _estimate(
            Estimate(pinned.retest_pairs, pinned.retest, pinned.retest_low, pinned.retest_high)
        ),
        *(str(pinned.retest_pairs), str(pinned.stage), str(pinned.accepted_on)),
        "counts" if counts else "replaced",
    )


def _estimate(found: Estimate) -> str:
    if found.value is None:
        return NONE
    if found.low is None or found.high is None:
        return f"{found.value:.2f}"
    return f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f})"


def _number(value: float | None) -> str:
    return NONE if value is None else f"{value:.2f}"


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    table = [headings, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(headings))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]
