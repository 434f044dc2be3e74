"""`survey-app user`: accounts begin with a one-time link, never with a password on the command
line.
"""

import click
from sqlalchemy.orm import Session

from survey_app.accounts import services as accounts
from survey_app.accounts.models import Person
from survey_app.accounts.queries import person_by_email
from survey_app.audit import services as audit
from survey_app.clock import local_date, utc_now
from survey_app.commands.wiring import opened
from survey_app.config import Settings, load_settings
from survey_app.errors import InputError
from survey_app.invitations.links import Purpose, SignedLinks


@click.group()
def user() -> None:
    """Accounts of people who work with Kansmeter."""


@user.command()
@click.option("--name", required=True, help="First and last name.")
@click.option("--email", required=True, help="Address to sign in with.")
@click.option("--school", required=True, help="Name of the school; made when it is new.")
@click.option(
    "--organisation", help="Name of the owner of the data, made when new; default the school."
)
@click.option("--role", type=click.Choice(["coach"]), default="coach", show_default=True)
@click.option("--phone", help="Number that respondents may call.")
def add(
    name: str, email: str, school: str, organisation: str | None, role: str, phone: str | None
) -> None:
    """Make an account and print a one-time link to set the password."""
    settings = load_settings()
    now = utc_now()
    owner = (organisation or school).strip()
    if not name.strip() or not school.strip() or not owner:
        raise InputError("Name, school and organisation must not be empty.")
    with opened(settings) as database, database.write() as session:
        place = accounts.find_or_make_school(session, owner, school.strip(), simulated=False)
        person = accounts.add_coach(
            session, place, name=name, email=email, phone=phone, today=local_date(now)
        )
        _audit(session, person, f"add {role}")
        url = _link(session, person, settings)
    _print(person, url)


@user.command()
@click.option("--email", required=True, help="Address of an existing account.")
def link(email: str) -> None:
    """Print a new one-time link; earlier links of this account stop working."""
    settings = load_settings()
    with opened(settings) as database, database.write() as session:
        person = person_by_email(session, email)
        if person is None:
            raise InputError("There is no account with this e-mail address.")
        _audit(session, person, "make credential link")
        url = _link(session, person, settings)
    _print(person, url)


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
