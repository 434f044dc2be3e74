"""The world these tests happen in, and its post."""

from collections import Counter

import pytest

from survey_app.commands.delivering import plan_due
from survey_app.delivery.remembering import RememberingSender
from survey_app.delivery.worker import Worker
from survey_app.invitations.codes import ShortCodes
from survey_app.invitations.links import Purpose, SignedLinks
from survey_app.invitations.messages import Messages
from tests.factories.fixtures import clock, coach, database, traject, world
from tests.factories.world import SECRET

__all__ = ["clock", "coach", "database", "traject", "world"]

BASE = "https://kansmeter.example"
LINKS = SignedLinks((SECRET,), Purpose.ANSWER, BASE)
CONSENTS = SignedLinks((SECRET,), Purpose.CONSENT, BASE)
CODES = ShortCodes.of((SECRET,))
ROUNDS = SignedLinks((SECRET,), Purpose.ROUND, BASE)


class Post:
    """All mail and SMS of a world, sent when a test says so."""

    def __init__(self, world):
        self.world = world
        self.sender = RememberingSender()
        messages = Messages(LINKS, ROUNDS, CONSENTS, CODES, BASE, world.clock)
        self.worker = Worker(
            database=world.database,
            senders={"mail": self.sender, "sms": self.sender},
            compose=messages.compose,
            on_refused=messages.on_refused,
            clock=world.clock,
            patience=1,
        )

    @property
    def letters(self):
        return self.sender.letters

    def now(self):
        """Plan and deliver what is due at this moment; return what went."""
        before = len(self.letters)
        plan_due(self.world.database, self.world.clock)
        self.worker.deliver_due()
        return self.letters[before:]

    def days(self, count, hour=10):
        """Do so each day for so many days; return each letter with the day it went."""
        went = []
        for _ in range(count):
            self.world.clock.forward(days=1)
            self.world.clock.now = self.world.clock.now.replace(hour=hour, minute=0)
            went += [(self.world.clock.today, letter) for letter in self.now()]
        return went

    def states(self):
        return Counter(self.world.sql("SELECT state, reason FROM outbox_message"))


@pytest.fixture
def post(world):
    return Post(world)
