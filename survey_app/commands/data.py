"""`survey-app simulate` and `survey-app export`: a believable world in, pseudonymised rows out."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from survey_app.accounts import approvals
from survey_app.accounts.approvals import ApprovalNeededError
from survey_app.accounts.policy import Act, Actor, could, demand_role
from survey_app.audit import services as audit
from survey_app.clock import utc_now
from survey_app.commands.people import acting
from survey_app.commands.wiring import opened
from survey_app.config import Settings, load_settings
from survey_app.definitions import shipped
from survey_app.definitions.plans import STANDARD, plan_of
from survey_app.errors import InputError
from survey_app.exchange.csv_files import write_csv
from survey_app.exchange.files import check_writable, write_whole
from survey_app.exchange.rows import rows_for
from survey_app.invitations.asking import ready
from survey_app.invitations.links import Purpose, SignedLinks
from survey_app.invitations.participants import LISTS
from survey_app.keeping import bench, simulation
from survey_app.keeping import retest as retesting
from survey_app.keeping.simulation import OpenLink
from survey_app.storage import derive_key


@click.command()
@click.option("--trajects", type=click.IntRange(1, 100_000), help="How many trajects to make.")
@click.option(
    "--retest",
    type=click.IntRange(1, 10_000),
    help="Beside them, children without a traject about whom a parent, a teacher and the child "
    "itself answer twice.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same world.")
@click.option(
    "--bench",
    "bench_links",
    type=click.IntRange(1, 100_000),
    help="Open links to one list of 25 items.",
)
@click.option(
    "--links", type=click.Path(path_type=Path, dir_okay=False), help="CSV file for the open links."
)
@click.option(
    "--stored",
    type=click.Choice(["count", "sum"]),
    help="Print the number of stored responses, or the sum of their answers.",
)
def simulate(
    trajects: int | None,
    retest: int | None,
    seed: int,
    bench_links: int | None,
    links: Path | None,
    stored: str | None,
) -> None:
    """Write an invented world, only through the services that the pages call.

    LINKS.csv gets the columns role and url, one line for each invitation that is still open.
    """
    if sum(choice is not None for choice in (trajects, bench_links, stored)) != 1:
        raise InputError("Give one of --trajects N, --bench N or --stored.")
    if retest is not None and trajects is None:
        raise InputError("Give --trajects N too: --retest comes beside trajects.")
    settings = load_settings()
    if not settings.is_local:
        raise InputError(
            "Simulated data is refused unless KANSMETER_BASE_URL is http:// on this machine."
        )
    if stored is not None:
        _print_stored(settings, stored)
        return
    if bench_links is not None and links is None:
        raise InputError("Give --links FILE too: without it nobody gets the links.")
    now = utc_now()
    if links is not None:
        check_writable(links)  # refused now, and not after the world was written
    with opened(settings, fill_empty=True) as database:
        if bench_links is not None:
            made = bench.open_links(database, bench_links, f"{now:%Y%m%d%H%M%S%f}", now)
        else:
            using = ready(plan_of(STANDARD), shipped())
            made = simulation.simulate(database, using, count=trajects or 0, seed=seed, now=now)
            if retest is not None:
                lists = [using.lists[key] for key in LISTS]
                retesting.add_pairs(database, lists, count=retest, seed=seed, now=now)
    if links is not None:
        _write_links(links, made, settings)
    if bench_links is not None:
        click.echo("survey-app simulate --stored count")
        click.echo("survey-app simulate --stored sum")
    else:
        click.echo(
            f"{trajects} trajects, {len(made)} invitations still open. Sign in as "
            f"{simulation.email_of(1, f'sim{seed}')}: ask 'survey-app user link' for a way in."
        )


@click.command()
@click.option("--format", "form", type=click.Choice(["csv"]), required=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder for the files.",
)
@click.option(
    "--as", "email", help="Address of the person who exports; the policy decides what they get."
)
def export(form: str, out: Path, email: str | None) -> None:
    """Write pseudonymised rows for the organisation's own use: responses, scores and a codebook."""
    settings = load_settings()
    secret = derive_key(settings.keys[0], "export pseudonyms")
    now = utc_now()
    with opened(settings) as database, database.write() as session:
        who: Actor | None = None
        if email is not None:
            who = acting(session, email, "--as")
            _demand_export(session, who, now)
        rows = list(rows_for(session, who, secret))
        audit.record(
            session,
            audit.person(who.person_id) if who else audit.COMMAND,
            f"export {form}, {len(rows)} rows",
            "responses",
            None,
            organisation_id=who.organisation_id if who else None,
            now=now,
        )
        paths = write_csv(rows, out)
    click.echo(f"{len(rows)} responses in {', '.join(str(path) for path in paths)}")


def _demand_export(session: Session, who: Actor, now: datetime) -> None:
    """Refuse who may take nothing out; what is of the whole organisation takes a second person."""
    if could(who, Act.EXPORT_NETWORK):
        try:
            approvals.use(
                session,
                who.organisation_id,
                approvals.Kind.EXPORT,
                approvals.EVERYTHING,
                now,
                asked_by=who.person_id,
            )
        except ApprovalNeededError:
            raise ApprovalNeededError(
                "A second person must approve this export first: ask for it on the page "
                "Goedkeuren. An approval is used once, within a week."
            ) from None
    else:
        demand_role(who, Act.EXPORT_RESPONSES)


def _print_stored(settings: Settings, what: str) -> None:
    with opened(settings) as database, database.read() as session:
        click.echo(
            str(bench.count_stored(session) if what == "count" else bench.sum_stored(session))
        )


def _write_links(path: Path, made: Sequence[OpenLink], settings: Settings) -> None:
    links = SignedLinks(settings.keys, Purpose.ANSWER, settings.base_url)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("role", "url"))
    writer.writerows((link.role, links.url(link.invitation_id)) for link in made)
    write_whole(path, text.getvalue())
