"""`survey-app user`: accounts begin with a one-time link, never with a password on the command
line.
"""

from dataclasses import dataclass
from datetime import datetime

import click
from sqlalchemy.orm import Session

from survey_app.accounts import granting
from survey_app.accounts import services as accounts
from survey_app.accounts.granting import Wish
from survey_app.accounts.models import Organisation, Person
from survey_app.accounts.queries import person_by_email, rights_of, schools_named
from survey_app.accounts.roles import AT_A_SCHOOL, GIVEN, Role
from survey_app.audit import services as audit
from survey_app.clock import local_date, utc_now
from survey_app.commands.wiring import opened
from survey_app.config import Settings, load_settings
from survey_app.errors import InputError
from survey_app.invitations.links import Purpose, SignedLinks

ROLE = click.option(
    "--role",
    type=click.Choice([role.value for role in GIVEN]),
    default=Role.COACH.value,
    show_default=True,
    help="What the person is here to do.",
)
UNTIL = click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day; a substitute must have one."
)
FOR = click.option(
    "--for", "stands_in_for", help="Address of the coach for whom a substitute stands in."
)


@click.group()
def user() -> None:
    """Accounts of people who work with Kansmeter."""


@user.command()
@click.option("--name", required=True, help="First and last name.")
@click.option("--email", required=True, help="Address to sign in with.")
@click.option("--school", help="Name of the school, for a role at one; made when it is new.")
@click.option(
    "--organisation", help="Name of the owner of the data, made when new; default the school."
)
@ROLE
@UNTIL
@FOR
@click.option("--phone", help="Number that respondents may call.")
def add(
    name: str,
    email: str,
    school: str | None,
    organisation: str | None,
    role: str,
    until: datetime | None,
    stands_in_for: str | None,
    phone: str | None,
) -> None:
    """Make an account with its first right and print a one-time link to set the password."""
    settings = load_settings()
    now = utc_now()
    owner = (organisation or school or "").strip()
    if not name.strip() or not owner or (school is not None and not school.strip()):
        raise InputError("Name, school and organisation must not be empty.")
    with opened(settings) as database, database.write() as session:
        wanted = Wanted(Role(role), school, until, stands_in_for)
        organisation_id, wish = _wish(session, owner, wanted, now, make=True)
        person = accounts.add_person(session, organisation_id, name=name, email=email, phone=phone)
        granting.check(session, person, wish, local_date(now))
        granting.write(session, person, wish, now, given_by=None)
        _audit(session, person, f"add {role}")
        url = _link(session, person, settings)
    _print(person, url)


@user.command()
@click.option("--email", required=True, help="Address of an existing account.")
@click.option("--school", help="Name of the school, for a role at one.")
@ROLE
@UNTIL
@FOR
def grant(
    email: str, school: str | None, role: str, until: datetime | None, stands_in_for: str | None
) -> None:
    """Give an account one more right, from today on."""
    now = utc_now()
    with opened(load_settings()) as database, database.write() as session:
        person = _person(session, email)
        owner = session.get_one(Organisation, person.organisation_id).name
        wanted = Wanted(Role(role), school, until, stands_in_for)
        _, wish = _wish(session, owner, wanted, now, make=False)
        granting.check(session, person, wish, local_date(now))
        granting.write(session, person, wish, now, given_by=None)
        _audit(session, person, f"give {role}")
    click.echo(f"{person.name} is {role} from today on.")


@user.command()
@click.option("--email", required=True, help="Address of an existing account.")
def rights(email: str) -> None:
    """Show which rights an account holds or held, the newest last."""
    with opened(load_settings()) as database, database.read() as session:
        held = rights_of(session, _person(session, email).id)
    for each in held:
        ended = f", taken away {local_date(each.grant.ended_at)}" if each.grant.ended_at else ""
        place = each.school or each.organisation
        until = f" until {each.grant.ends_on}" if each.grant.ends_on else ""
        click.echo(f"{each.grant.role} at {place} from {each.grant.starts_on}{until}{ended}")
    if not held:
        click.echo("This account holds no rights.")


@user.command()
@click.option("--email", required=True, help="Address of an existing account.")
def link(email: str) -> None:
    """Print a new one-time link; earlier links of this account stop working."""
    settings = load_settings()
    with opened(settings) as database, database.write() as session:
        person = _person(session, email)
        _audit(session, person, "make credential link")
        url = _link(session, person, settings)
    _print(person, url)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A right as it was asked for on the command line."""

    role: Role
    school: str | None
    until: datetime | None
    stands_in_for: str | None


def _wish(
    session: Session, owner: str, wanted: Wanted, now: datetime, *, make: bool
) -> tuple[str, Wish]:
    """Return the organisation and the right that is meant; a new account may make its school."""
    if (wanted.role in AT_A_SCHOOL) != (wanted.school is not None):
        raise InputError("Give --school with a role at a school, and none with the others.")
    school_id = None
    if wanted.school is not None and make:
        school = accounts.find_or_make_school(
            session, owner, wanted.school.strip(), simulated=False
        )
        organisation_id, school_id = school.organisation_id, school.id
    elif wanted.school is not None:
        found = schools_named(session, wanted.school, owner)
        if not found:
            raise InputError("This organisation has no school with that name.")
        organisation_id, school_id = found[0][1].id, found[0][0].id
    else:
        organisation_id = accounts.find_or_make_organisation(session, owner, simulated=False).id
    return organisation_id, Wish(
        role=wanted.role,
        starts_on=local_date(now),
        ends_on=wanted.until.date() if wanted.until else None,
        school_id=school_id,
        coach_id=_person(session, wanted.stands_in_for).id if wanted.stands_in_for else None,
    )


def _person(session: Session, email: str) -> Person:
    person = person_by_email(session, email)
    if person is None:
        raise InputError("There is no account with this e-mail address.")
    return person


def _link(session: Session, person: Person, settings: Settings) -> str:
    link_id = accounts.make_credential_link(session, person, utc_now())
    return SignedLinks(settings.keys, Purpose.CREDENTIAL, settings.base_url).url(link_id)


def _audit(session: Session, person: Person, act: str) -> None:
    audit.record(
        session,
        audit.COMMAND,
        act,
        "account",
        person.id,
        organisation_id=person.organisation_id,
        now=utc_now(),
    )


def _print(person: Person, url: str) -> None:
    click.echo(f"Give this link to {person.name}; it works once, for {accounts.LINK_HOURS} hours:")
    click.echo(url)
