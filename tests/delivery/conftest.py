"""The world these tests happen in, a mail server, and letters to hand over."""

from collections.abc import Iterator

import pytest

from survey_app.delivery import outbox
from survey_app.delivery.models import OutboxMessage
from survey_app.delivery.outcomes import Letter
from survey_app.delivery.worker import Worker
from tests.factories.fixtures import clock, coach, database, world
from tests.rig.mail_sink import MailSink, running_sink

__all__ = ["clock", "coach", "database", "world"]


@pytest.fixture
def sink() -> Iterator[MailSink]:
    """Give a mail server that takes everything, until a test says otherwise."""
    with running_sink() as running:
        yield running


class Outbox:
    """An outbox with messages that always compose to the same letter."""

    def __init__(self, world, coach) -> None:
        self.world = world
        self.organisation_id = coach.actor.organisation_id
        self.refused: list[str] = []

    def put(self, key: str, channel: str = "mail", *, at_any_hour: bool = False) -> str:
        with self.world.database.write() as session:
            return outbox.put(
                session,
                organisation_id=self.organisation_id,
                key=key,
                channel=channel,
                due_at=self.world.clock(),
                now=self.world.clock(),
                at_any_hour=at_any_hour,
            ).id

    def read(self, message_id: str) -> OutboxMessage:
        with self.world.database.read() as session:
            return session.get_one(OutboxMessage, message_id)

    def worker(self, sender, compose=None, channel: str = "mail") -> Worker:
        return Worker(
            database=self.world.database,
            senders={channel: sender},
            compose=compose or (lambda session, message: letter(message.reference)),
            on_refused=lambda session, message: self.refused.append(message.id),
            clock=self.world.clock,
            patience=1,
        )


def letter(reference: str = "abc", **changes: str) -> Letter:
    """Return a letter to a parent."""
    given = {
        "reference": reference,
        "to": "moeder@thuis.example",
        "subject": "Een paar korte vragen",
        "text": "Dag,\n\nOpen de vragen: https://kansmeter.example/v/x\n.\nTot dan.\n",
        "html": "<p>Dag</p>",
        "sender_name": "Het Zandpad",
    }
    return Letter(**{**given, **changes})


@pytest.fixture
def post(world, coach) -> Outbox:
    """Give an empty outbox."""
    return Outbox(world, coach)
