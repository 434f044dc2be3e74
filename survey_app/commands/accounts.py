"""`survey-app user`: accounts begin with a one-time link, never with a password on the command
line.
"""

from datetime import datetime

import click
from sqlalchemy.orm import Session

from survey_app.accounts import letters
from survey_app.accounts import services as accounts
from survey_app.accounts.models import Person
from survey_app.accounts.roles import Role
from survey_app.audit import services as audit
from survey_app.clock import utc_now
from survey_app.commands.account_states import activate, deactivate, find, list_accounts
from survey_app.commands.rights import Wanted, give, grant, right_options, rights, wish_of
from survey_app.commands.second_factor import forget_second_factor, require_second_factor
from survey_app.commands.wiring import opened
from survey_app.config import Settings, load_settings
from survey_app.errors import InputError
from survey_app.invitations.links import Purpose, SignedLinks


@click.group()
def user() -> None:
    """Accounts of people who work with Kansmeter."""


for _part in (
    *(list_accounts, deactivate, activate, grant, rights),
    *(require_second_factor, forget_second_factor),
):
    user.add_command(_part)

_mail = click.option("--mail", is_flag=True, help="Send the link by mail too.")


@user.command()
@click.option("--name", required=True, help="First and last name.")
@click.option("--email", required=True, help="Address to sign in with.")
@click.option(
    "--organisation", help="Name of the owner of the data, made when new; default the school."
)
@right_options
@click.option("--phone", help="Number that respondents may call.")
@_mail
def add(
    name: str,
    email: str,
    organisation: str | None,
    school: str | None,
    role: str,
    until: datetime | None,
    stands_in_for: str | None,
    phone: str | None,
    mail: bool,
) -> None:
    """Make an account with its first right and print a one-time link to set the password.

    A school and an organisation are made when they are new.
    """
    settings = load_settings()
    now = utc_now()
    owner = (organisation or school or "").strip()
    if not owner:
        raise InputError("Give --school, or --organisation for a role that is held in all of it.")
    if not name.strip() or (school is not None and not school.strip()):
        raise InputError("Name and school must not be empty.")
    with opened(settings) as database, database.write() as session:
        wanted = Wanted(Role(role), school, until, stands_in_for)
        organisation_id, wish = wish_of(session, owner, wanted, now, may_make=True)
        person = accounts.add_person(session, organisation_id, name=name, email=email, phone=phone)
        _audit(session, person, "add account")
        give(session, person, wish, now)
        url = _link(session, person, settings, by_mail=mail)
    _print(person, url, settings, by_mail=mail)


@user.command()
@click.option("--email", required=True, help="Address of an existing account.")
@_mail
def link(email: str, mail: bool) -> None:
    """Print a new one-time link; earlier links of this account stop working."""
    settings = load_settings()
    with opened(settings) as database, database.write() as session:
        person = find(session, email)
        if not person.active:
            raise InputError("This account is switched off: 'user activate' it first.")
        _audit(session, person, "make credential link")
        url = _link(session, person, settings, by_mail=mail)
    _print(person, url, settings, by_mail=mail)


def _link(session: Session, person: Person, settings: Settings, *, by_mail: bool) -> str:
    """Return a new link; by mail it goes with the same transaction, or not at all."""
    now = utc_now()
    link_id = accounts.make_credential_link(session, person, now)
    if by_mail:
        letters.put(session, person, letters.Kind.INVITATION, now, link_id)
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


def _print(person: Person, url: str, settings: Settings, *, by_mail: bool) -> None:
    hours = accounts.LINK_HOURS["invite"]
    click.echo(f"Give this link to {person.name}; it works once, for {hours} hours:")
    click.echo(url)
    if by_mail:
        waits = "" if settings.smtp_url else ", where it waits: set KANSMETER_SMTP_URL"
        click.echo(f"The same link is in the outbox, for {person.email}{waits}.")
