"""`survey-app user require-second-factor` and `forget-second-factor`: who must show more than a
password, and a way back for who lost phone and paper.
"""

import click

from survey_app.accounts import passkeys, second_factor, sign_in_steps
from survey_app.accounts.queries import organisations
from survey_app.audit import services as audit
from survey_app.clock import utc_now
from survey_app.commands.account_states import find
from survey_app.commands.wiring import opened
from survey_app.errors import InputError


@click.command("require-second-factor")
@click.option("--organisation", required=True, help="Name of the owner of the data.")
@click.option("--off", is_flag=True, help="Demand it no longer.")
def require_second_factor(organisation: str, off: bool) -> None:
    """Demand a second factor of everybody of an organisation, from their next page on."""
    with opened() as database, database.write() as session:
        found = organisations(session, organisation)
        if not found:
            raise InputError(f"There is no organisation '{organisation}'. Write its name in full.")
        found[0].second_factor_required = not off
        audit.record(
            session,
            audit.COMMAND,
            "demand no second factor" if off else "demand second factor",
            "organisation",
            found[0].id,
            organisation_id=found[0].id,
            now=utc_now(),
        )
    click.echo(
        "Nobody is asked for a second factor." if off else "Everybody needs a second factor."
    )


@click.command("forget-second-factor")
@click.option("--email", required=True, help="Address of an existing account.")
def forget_second_factor(email: str) -> None:
    """Take app, codes and passkeys of an account away, for who lost them; be sure who asks."""
    now = utc_now()
    with opened() as database, database.write() as session:
        person = find(session, email)
        second_factor.remove(session, person.id)
        passkeys.remove_all(session, person.id)
        sign_in_steps.end_all(session, person, now)
        audit.record(
            session,
            audit.COMMAND,
            "forget second factor",
            "account",
            person.id,
            organisation_id=person.organisation_id,
            now=now,
        )
        name = person.name
    click.echo(f"{name} signs in with the password alone, and is signed out everywhere.")
