"""A whole application behind a real port, in this process, with a clock that the test sets."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from werkzeug.serving import make_server

from survey_app.accounts import services as accounts
from survey_app.clock import LOCAL
from survey_app.config import Settings, open_database
from survey_app.factory import create_app
from survey_app.invitations.links import Purpose, SignedLinks
from survey_app.papers.workshop import Workshop
from survey_app.storage import Database
from tests.rig.server import SECRET_KEYS, free_port

MONDAY = datetime(2026, 9, 7, 9, 30, tzinfo=LOCAL)


class HandClock:
    """The time, moved by hand."""

    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        """Return the moment that the test says it is."""
        return self.now

    def pass_days(self, days: int) -> None:
        """Let days go by."""
        self.now += timedelta(days=days)


@dataclass(frozen=True)
class Stage:
    """A running application: its address, its database, its clock."""

    url: str
    database: Database
    clock: HandClock
    settings: Settings
    workshop: Workshop

    def invite_coach(self, name: str, email: str, school: str = "Het Zandpad") -> str:
        """Make an account and return the one-time link to its password."""
        now = self.clock()
        with self.database.write() as session:
            place = accounts.find_or_make_school(session, "Proefbestuur", school, simulated=False)
            person = accounts.add_coach(
                session, place, name=name, email=email, phone="0591 55 01 23", now=now
            )
            link_id = accounts.make_credential_link(session, person, now)
        links = SignedLinks(self.settings.keys, Purpose.CREDENTIAL, self.url)
        return links.url(link_id)


@contextmanager
def raised_stage(database_url: str, audio_dir: Path | None = None) -> Iterator[Stage]:
    """Serve an application on this database, with these sounds, until the block ends."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = Settings.model_validate(
        {
            "database_url": database_url,
            "secret_keys": SECRET_KEYS,
            "base_url": url,
            "audio_dir": audio_dir,
        }
    )
    database = open_database(settings)
    clock = HandClock(MONDAY)
    app = create_app(settings, database, clock)
    workshop: Workshop = app.extensions["kansmeter"].workshop
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Stage(url, database, clock, settings, workshop)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        database.dispose()
