"""`survey-app retention`: what is kept long enough goes, one traject at a time."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

import click
from sqlalchemy.orm import Session

from survey_app.audit import services as audit
from survey_app.clock import local_date, utc_now
from survey_app.commands.erase import finish
from survey_app.commands.people import acting
from survey_app.commands.wiring import opened
from survey_app.config import Settings, load_settings
from survey_app.errors import InputError
from survey_app.keeping import clocks, holding, terms
from survey_app.keeping.erasing import Ground, erase
from survey_app.keeping.holding import HeldError
from survey_app.keeping.right_clock import why_wrong
from survey_app.keeping.terms import CountsFrom, Kept, Standing
from survey_app.keeping.two_people import Verdict, WaitsError, may_go_over
from survey_app.storage import Database, once_more_when_undone
from survey_app.trajects.course import REGIMES
from survey_app.trajects.models import Traject

MOST_AT_ONCE = 25


@click.group(invoke_without_command=True)
@click.option("--dry-run", is_flag=True, help="Tell what would go, per school, and change nothing.")
@click.option(
    "--at-most",
    type=click.IntRange(1, 100_000),
    default=MOST_AT_ONCE,
    show_default=True,
    help="Of an organisation with more trajects that are over, none goes before a second yes.",
)
@click.option(
    "--by", "email", help="Address of the administrator who asks for more, or by an odd clock."
)
@click.pass_context
def retention(context: click.Context, dry_run: bool, at_most: int, email: str | None) -> None:
    """Erase what is kept long enough by the term of each traject; run it once a day.

    Each traject goes in a transaction of its own: a run that was stopped is simply run again. An
    organisation with many at once, or each by an odd clock, waits for the yes of a second person
    to exactly what is over then; the others go on.
    """
    if context.invoked_subcommand is not None:
        return
    settings = load_settings()
    with opened(settings) as database:
        now = utc_now()
        with database.read() as session:
            kept = terms.standing_of_all(session, local_date(now))
            over = clocks.count_over(session, now)
            odd = why_wrong(session, now)
        _tell(kept, over)
        if dry_run:
            click.echo(f"Odd about the clock: {odd}." if odd else "The clock looks right.")
            click.echo("Nothing was changed.")
            return
        due = terms.due(kept)
        verdicts = _verdicts(database, due, at_most, email, odd_clock=odd is not None, now=now)
        gone = 0
        for each in due:
            verdict = verdicts[each.organisation]
            if verdict.waits is None:
                go = partial(_erase_one, database, settings, each, verdict.approved_by, now)
                # Somebody may be answering: a run that stopped here would ask for a yes once more.
                gone += once_more_when_undone(go)
        waiting = {name: each.waits for name, each in verdicts.items() if each.waits is not None}
        let_go: dict[str, int] = {}
        if odd is None or not waiting:
            with database.write() as session:
                let_go = clocks.let_go(session, now)
                _record(session, gone, now)
        finish(database, settings)
    click.echo(f"Erased: {gone} trajects.")
    for what, count in let_go.items():
        if count:
            click.echo(f"Gone: {count} {what}.")
    if waiting:
        raise WaitsError(_told(waiting, odd))


@retention.command()
@click.option("--regime", type=click.Choice(list(REGIMES)), required=True)
@click.option("--months", type=click.IntRange(1, terms.MOST_MONTHS), required=True)
@click.option(
    "--counts-from", type=click.Choice([str(each) for each in CountsFrom]), default="closing"
)
@click.option("--by", "email", required=True, help="Address of an administrator there.")
def rule(regime: str, months: int, counts_from: str, email: str) -> None:
    """Set how long an organisation keeps trajects of a regime; it goes before their own term.

    The first time it asks a second person; after a yes the same command sets it.
    """
    now = utc_now()
    with opened(load_settings()) as database, database.write() as session:
        actor = acting(session, email, "--by")
        waits = terms.set_rule(session, actor, regime, months, CountsFrom(counts_from), now)
    if waits is not None:
        raise WaitsError(f"Nothing was set: {waits}.")
    click.echo(f"{regime}: {months} months, counted from {counts_from}. See --dry-run.")


@retention.command()
@click.argument("traject")
@click.option("--why", help="Which law or court asks for it, without names.")
@click.option("--lift", is_flag=True, help="Let it be erased again.")
@click.option("--by", "email", required=True, help="Address of the person who decides.")
def hold(traject: str, why: str | None, lift: bool, email: str) -> None:
    """Let nothing erase a traject for now, or lift that."""
    if lift == bool(why and why.strip()):
        raise InputError("Give --why in a few words, or --lift.")
    now = utc_now()
    with opened(load_settings()) as database, database.write() as session:
        actor = acting(session, email, "--by")
        if why:
            holding.hold(session, actor, traject, why, now)
        else:
            holding.lift(session, actor, traject, now)
    click.echo("Held: nothing erases it." if why else "Lifted.")


def _tell(kept: Sequence[Kept], over: dict[str, int]) -> None:
    schools: dict[tuple[str, str], list[Kept]] = defaultdict(list)
    for each in kept:
        schools[each.organisation, each.school].append(each)
    for (owner, school), trajects in schools.items():
        counts = Counter(each.standing for each in trajects)
        told = ", ".join(f"{counts[each]} {each}" for each in Standing if counts[each])
        click.echo(f"{school} ({owner}): {told}")
        for each in trajects:
            if each.standing in (Standing.DUE, Standing.HELD):
                click.echo(f"  {each.standing} {each.traject_id} since {each.until}: {each.reason}")
        unknown = Counter(each.reason for each in trajects if each.standing is Standing.UNKNOWN)
        for reason, count in unknown.items():
            click.echo(f"  {count} never due: {reason}")
    for clock in clocks.CLOCKS:
        click.echo(f"{clock.what}: {over[clock.what]} over ({clock.after}, by {clock.goes_with})")


def _verdicts(
    database: Database,
    due: Sequence[Kept],
    at_most: int,
    email: str | None,
    *,
    odd_clock: bool,
    now: datetime,
) -> dict[str, Verdict]:
    """Return of each organisation by name whether what is over there goes now."""
    ids: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in due:
        ids[each.organisation, each.organisation_id].append(each.traject_id)
    with database.write() as session:
        actor = None if email is None else acting(session, email, "--by")
        return {
            name: may_go_over(
                session,
                actor,
                organisation_id,
                some,
                at_most=at_most,
                odd_clock=odd_clock,
                now=now,
            )
            for (name, organisation_id), some in ids.items()
        }


def _told(waiting: Mapping[str, str], odd: str | None) -> str:
    clock = f" Is the clock right? For {odd}." if odd else ""
    told = "; ".join(f"{name}: {waits}" for name, waits in waiting.items())
    return f"What is over waits for a second person.{clock} {told}."


def _erase_one(
    database: Database, settings: Settings, over: Kept, approved_by: str | None, now: datetime
) -> int:
    """Erase one traject that is still over when its turn comes; return how many that is."""
    try:
        with database.write() as session:
            traject = session.get(Traject, over.traject_id, with_for_update=True)
            if traject is None or not terms.is_due(session, traject, local_date(now)):
                return 0
            erase(
                session,
                traject,
                audit.COMMAND,
                Ground.TERM,
                copies_for_days=settings.backup_days,
                approved_by=approved_by,
                now=now,
            )
            return 1
    except HeldError:
        return 0  # held since it was looked at


def _record(session: Session, gone: int, now: datetime) -> None:
    audit.record(
        session,
        audit.COMMAND,
        f"retention, {gone} erased",
        "traject",
        None,
        organisation_id=None,
        now=now,
    )
