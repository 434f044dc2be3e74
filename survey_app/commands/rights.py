"""`survey-app user grant` and `user rights`: the rights of an account, given by the operator."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import click
from sqlalchemy.orm import Session

from survey_app.accounts import granting
from survey_app.accounts import services as accounts
from survey_app.accounts.granting import Wish
from survey_app.accounts.models import Organisation, Person
from survey_app.accounts.queries import rights_of, schools_named
from survey_app.accounts.roles import AT_A_SCHOOL, GIVEN, Role
from survey_app.audit import services as audit
from survey_app.clock import local_date, utc_now
from survey_app.commands.account_states import find
from survey_app.commands.wiring import opened
from survey_app.errors import InputError


@dataclass(frozen=True, slots=True)
class Wanted:
    """A right as it was asked for on the command line."""

    role: Role
    school: str | None
    until: datetime | None
    stands_in_for: str | None


def right_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command ask for a role, where it is held and until when."""
    for option in (
        click.option(
            "--for",
            "stands_in_for",
            help="Address of the coach for whom a substitute stands in.",
        ),
        click.option(
            "--until",
            type=click.DateTime(["%Y-%m-%d"]),
            help="The last day; a substitute must have one.",
        ),
        click.option(
            "--role",
            type=click.Choice([role.value for role in GIVEN]),
            default=Role.COACH.value,
            show_default=True,
            help="What the person is here to do.",
        ),
        click.option("--school", help="Name of the school, for a role at one."),
    ):
        command = option(command)
    return command


@click.command()
@click.option("--email", required=True, help="Address of an existing account.")
@right_options
def grant(
    email: str, school: str | None, role: str, until: datetime | None, stands_in_for: str | None
) -> None:
    """Give an account one more right, from today on."""
    now = utc_now()
    with opened() as database, database.write() as session:
        person = find(session, email)
        owner = session.get_one(Organisation, person.organisation_id).name
        wanted = Wanted(Role(role), school, until, stands_in_for)
        _, wish = wish_of(session, owner, wanted, now, may_make=False)
        give(session, person, wish, now)
    click.echo(f"{person.name} is {role} from today on.")


@click.command()
@click.option("--email", required=True, help="Address of an existing account.")
def rights(email: str) -> None:
    """Show which rights an account holds or held, the newest last."""
    with opened() as database, database.read() as session:
        held = rights_of(session, find(session, email).id)
    for each in held:
        ended = f", taken away {local_date(each.grant.ended_at)}" if each.grant.ended_at else ""
        until = f" until {each.grant.ends_on}" if each.grant.ends_on else ""
        place = each.school or each.organisation
        click.echo(f"{each.grant.role} at {place} from {each.grant.starts_on}{until}{ended}")
    if not held:
        click.echo("This account holds no rights.")


def wish_of(
    session: Session, owner: str, wanted: Wanted, now: datetime, *, may_make: bool
) -> tuple[str, Wish]:
    """Return the organisation and the right that is meant; a first account may make both."""
    if (wanted.role in AT_A_SCHOOL) != (wanted.school is not None):
        raise InputError("Give --school with a role at a school, and none with the others.")
    organisation_id, school_id = _place(session, owner, wanted.school, may_make=may_make)
    stands_in_for = wanted.stands_in_for
    return organisation_id, Wish(
        role=wanted.role,
        starts_on=local_date(now),
        ends_on=wanted.until.date() if wanted.until else None,
        school_id=school_id,
        coach_id=find(session, stands_in_for).id if stands_in_for else None,
    )


def give(session: Session, person: Person, wish: Wish, now: datetime) -> None:
    """Give a right in the name of the operator, and record it."""
    granting.check(session, person, wish, local_date(now))
    granting.tell(session, person, wish, None, now)
    granting.write(session, person, wish, now, given_by=None)
    audit.record(
        session,
        audit.COMMAND,
        f"give {wish.role}",
        "account",
        person.id,
        organisation_id=person.organisation_id,
        now=now,
    )


def _place(
    session: Session, owner: str, school: str | None, *, may_make: bool
) -> tuple[str, str | None]:
    if school is None:
        return accounts.find_or_make_organisation(session, owner, simulated=False).id, None
    if may_make:
        made = accounts.find_or_make_school(session, owner, school.strip(), simulated=False)
        return made.organisation_id, made.id
    for known, organisation in schools_named(session, school, owner):
        return organisation.id, known.id
    raise InputError("This organisation has no school with that name.")
