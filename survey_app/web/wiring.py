"""What the views need from outside: settings, database, clock, links and codes."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app

from survey_app.accounts.devices import Devices
from survey_app.clock import Clock, local_date
from survey_app.config import Settings
from survey_app.definitions import Library
from survey_app.definitions.speech import Sounds
from survey_app.invitations.codes import ShortCodes
from survey_app.invitations.links import SignedLinks
from survey_app.papers.workshop import Workshop
from survey_app.storage import Database


@dataclass(frozen=True, slots=True)
class Wiring:
    """The outside world of one application."""

    settings: Settings
    database: Database
    library: Library
    sounds: Sounds
    clock: Clock
    answer_links: SignedLinks
    round_links: SignedLinks
    credential_links: SignedLinks
    short_codes: ShortCodes
    consent_links: SignedLinks
    nominate_links: SignedLinks
    login_cookie: str
    device_cookie: str
    devices: Devices
    workshop: Workshop

    def now(self) -> datetime:
        """Return the current moment."""
        return self.clock()

    def today(self) -> date:
        """Return the current day in the Netherlands."""
        return local_date(self.clock())


def wiring() -> Wiring:
    """Return the outside world of the application that handles this request."""
    found: Wiring = current_app.extensions["kansmeter"]
    return found
