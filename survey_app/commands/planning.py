"""`survey-app plan`: letting the moments of measurement plans come, with their invitations."""

from collections.abc import Callable
from functools import lru_cache

import click
from sqlalchemy import func, select

from survey_app.clock import Clock, local_date, utc_now
from survey_app.commands.anchoring import anchor_trail
from survey_app.commands.schools import find_school
from survey_app.commands.wiring import opened
from survey_app.config import load_settings, private_questionnaires
from survey_app.definitions import open_library
from survey_app.definitions.plans import plan_of
from survey_app.errors import InputError
from survey_app.invitations.asking import ReadyPlan, ready
from survey_app.invitations.planning import Looked, due_trajects, plan_due
from survey_app.storage import Database
from survey_app.trajects.models import Traject

BATCH = 50
MOST_AT_ONCE = 2000


class TooManyTrajectsError(InputError):
    """So many trajects are due at once that a person should look first."""


@click.command()
@click.option(
    "--at-most",
    type=click.IntRange(1, 1_000_000),
    default=MOST_AT_ONCE,
    show_default=True,
    help="Plan nothing when more trajects than this are due at once: is the clock right?",
)
@click.option("--school", help="Name of one school: look only at trajects there.")
@click.option("--organisation", help="Whose school it is, where two have a school of that name.")
def plan(at_most: int, school: str | None, organisation: str | None) -> None:
    """Plan the moments that come near by the measurement plan of each traject.

    Planning twice plans nothing twice. The messages about them are planned by `survey-app remind`.
    """
    if organisation is not None and school is None:
        raise InputError("--organisation says whose school it is: give --school too.")
    settings = load_settings()
    with opened(settings) as database:
        only = None if school is None else find_school(database, school, organisation).id
        looked = come_due(database, utc_now, at_most, only)
        anchor_trail(database, settings.anchor_file, utc_now)
    click.echo(f"Trajects looked at: {looked.trajects}; invitations made: {looked.invitations}.")


def come_due(
    database: Database, clock: Clock, at_most: int = MOST_AT_ONCE, school_id: str | None = None
) -> Looked:
    """Look at all trajects that are due, everywhere or at one school; what was planned stands.

    Each batch is a transaction of its own.
    """
    with database.read() as session:
        due = due_trajects(local_date(clock()), school_id)
        some = due.with_only_columns(Traject.id).limit(at_most + 1)
        count = session.scalar(select(func.count()).select_from(some.subquery()))
    if (count or 0) > at_most:
        raise TooManyTrajectsError(
            f"More than {at_most} trajects are due at once, so nothing was planned. Is the clock "
            f"right? Then run 'survey-app plan --at-most {10 * at_most}'."
        )
    trajects = invitations = 0
    while count:
        with database.write() as session:
            looked = plan_due(session, _plans(), clock(), BATCH, school_id)
        trajects, invitations = trajects + looked.trajects, invitations + looked.invitations
        if looked.trajects == 0:
            break
    return Looked(trajects, invitations)


@lru_cache(maxsize=1)
def _plans() -> Callable[[str], ReadyPlan]:
    """Return what gives each plan with the questionnaires of this installation."""
    library = open_library(private_questionnaires())
    return lambda key: ready(plan_of(key), library)
