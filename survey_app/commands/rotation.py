"""`survey-app rotate-keys`: everything sealed under the newest key, and what old ones are for."""

import sys
from collections.abc import Sequence
from datetime import datetime

import click

from survey_app.clock import local_date, utc_now
from survey_app.commands.wiring import opened
from survey_app.config import load_settings
from survey_app.keeping.old_keys import OldKey, note_rotation, old_keys
from survey_app.keeping.rotation import Resealed, keys_in_use, reseal
from survey_app.storage import Keyring
from survey_app.storage.key_uses import KEY_USES

NO_LAST_DAY = (
    "Links to agree and links of teachers to put a child forward have no last day: who comes with "
    "an old one after its key is gone reads how to get a new one."
)
IN_BACKUPS = "Keep a key that is taken out in a safe for as long as there are backups of its time."


@click.command("rotate-keys")
@click.option(
    "--uses", is_flag=True, help="Only tell what is made with the keys, and what becomes of that."
)
def rotate_keys(uses: bool) -> None:  # click hands it over by name
    """Seal all sealed text again under the newest key; tell which old keys may go.

    Put a new key behind the others first and start every process again, then to the front and once
    more: so none meets what it cannot read. Then run this, as often as you like; the service goes
    on, and what was killed half-way goes on where it was. Exit 1 when something stayed closed.
    """
    if uses:
        _tell_uses()
        return
    settings, now = load_settings(), utc_now()
    keyring = Keyring(settings.keys)
    with opened(settings) as database:
        with database.write() as session:
            is_first = note_rotation(session, keyring.newest, now)
        done = reseal(database, keyring)
        with database.read() as session:
            left = keys_in_use(session)
            old = old_keys(session, settings.keys, now)
    _tell(done, keyring.newest, is_first=is_first)
    for each in old:
        _tell_old(each, left[each.name], now)
    if old:
        click.echo(NO_LAST_DAY)
        click.echo(IN_BACKUPS)
    if settings.sms_url is not None and settings.sms_report_key is None and old:
        click.echo("The SMS gateway signs its reports with a derived key: give it the new one.")
    if done.closed or done.twice:
        _tell_faults(done)
        sys.exit(1)


def _tell_uses() -> None:
    for each in KEY_USES:
        click.echo(f"{each.makes}. When a key goes: {each.when_retired}.")


def _tell(done: Resealed, newest: str, *, is_first: bool) -> None:
    if done.changed:
        click.echo(
            f"{done.texts} texts were sealed again and {done.fingerprints} addresses can be found "
            f"by key {newest}."
        )
    elif is_first:
        click.echo(f"Everything was sealed by key {newest} already.")
    else:
        click.echo(f"Nothing to do: everything is sealed by key {newest}. Nothing was changed.")


def _tell_old(old: OldKey, texts: int, now: datetime) -> None:
    if texts:
        click.echo(
            f"Key {old.name} is still needed: {texts} texts are sealed by it. Start processes "
            "that have other settings again, and run this once more."
        )
    elif old.is_needed(local_date(now)):
        click.echo(
            f"Key {old.name} is still needed up to and including {old.last_on:%Y-%m-%d}: for "
            f"{old.links} open links from before {local_date(old.since):%Y-%m-%d}, {old.codes} "
            "codes on paper, and browsers that may correct what they sent."
        )
    else:
        click.echo(f"Key {old.name} may go: nothing that is open was made with it.")


def _tell_faults(done: Resealed) -> None:
    for each in _some(done.closed):
        click.echo(f"Error: {each} could not be opened and stays as it is.", err=True)
    if done.twice:
        click.echo(
            f"Error: {done.twice} addresses stand twice in one organisation, and are found by "
            "their older key.",
            err=True,
        )


def _some(places: Sequence[str], most: int = 20) -> list[str]:
    more = len(places) - most
    return [*places[:most], *([f"... and {more} more"] if more > 0 else [])]
