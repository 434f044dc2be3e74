"""`survey-app user list`, `user deactivate` and `user activate`."""

from datetime import date

import click
from sqlalchemy.orm import Session

from survey_app.accounts import granting, states
from survey_app.accounts.granting import LastAdministratorError
from survey_app.accounts.models import Person
from survey_app.accounts.queries import person_by_email
from survey_app.audit import services as audit
from survey_app.clock import local_date, utc_now
from survey_app.commands.wiring import opened
from survey_app.errors import InputError


@click.command("list")
def list_accounts() -> None:
    """List all accounts: address, name, organisation, roles of today, and what is missing."""
    with opened() as database, database.read() as session:
        for each in states.accounts(session, local_date(utc_now())):
            notes = [*each.roles] or ["no role"]
            if not each.active:
                notes = ["switched off"]
            elif not each.has_password:
                notes.append("no password yet")
            click.echo(f"{each.email}\t{each.name}\t{each.organisation}\t{', '.join(notes)}")


@click.command()
@click.argument("email")
def deactivate(email: str) -> None:
    """Switch an account off: its sessions and open links end at once."""
    with opened() as database, database.write() as session:
        person, now = find(session, email), utc_now()
        if granting.is_administrator(session, person, local_date(now)):
            _demand_another(session, person, local_date(now))
        states.switch_off(session, person, now)
        _record(session, person, "deactivate account")
    click.echo(f"{person.email} is switched off; every session and open link ended.")


@click.command()
@click.argument("email")
def activate(email: str) -> None:
    """Switch an account on again, with the password and roles it had."""
    with opened() as database, database.write() as session:
        person = find(session, email)
        states.switch_on(session, person)
        _record(session, person, "activate account")
    click.echo(f"{person.email} is switched on again.")


def _demand_another(session: Session, person: Person, today: date) -> None:
    try:
        granting.demand_another_administrator(session, person.organisation_id, person.id, today)
    except LastAdministratorError:
        raise InputError(
            "This is the last administrator there: make somebody else one first, with "
            "'survey-app user add' or 'user grant'."
        ) from None


def find(session: Session, email: str) -> Person:
    """Return the person with this address, or say that there is none."""
    person = person_by_email(session, email)
    if person is None:
        raise InputError("There is no account with this e-mail address.")
    return person


def _record(session: Session, person: Person, act: str) -> None:
    audit.record(
        session,
        audit.COMMAND,
        act,
        "account",
        person.id,
        organisation_id=person.organisation_id,
        now=utc_now(),
    )
