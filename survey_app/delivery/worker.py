"""A worker: claims a message, composes it, hands it over, writes down how it ended.

No transaction is open while another machine is waited for. Any number of workers can run, on any
number of machines.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event
from typing import Final

from sqlalchemy.orm import Session

from survey_app.clock import Clock
from survey_app.delivery import outbox
from survey_app.delivery.hours import is_quiet
from survey_app.delivery.models import OutboxMessage
from survey_app.delivery.outcomes import (
    Composed,
    Dropped,
    Letter,
    NotNow,
    Outcome,
    Postponed,
    Sender,
    Unknown,
)
from survey_app.storage import Database, UnavailableError

LOG = logging.getLogger("kansmeter.delivery")
PAUSE_SECONDS: Final = 2.0
LONGEST_PAUSE_SECONDS: Final = 60.0
STEPS_WAITED_FOR: Final = 8
"""So many answers of the other side a letter waits for at most; a claim outlasts them all."""

Compose = Callable[[Session, OutboxMessage], Composed]
"""From a claimed message to what goes, or why it does not; asked again at the last moment."""
OnRefused = Callable[[Session, OutboxMessage], None]
"""Told, in the transaction that settles it, that an address does not take messages."""


@dataclass
class Worker:
    """Empties the outbox of the channels it has senders for."""

    database: Database
    senders: Mapping[str, Sender]
    compose: Compose
    on_refused: OnRefused
    clock: Clock
    patience: float
    tally: Counter[str] = field(default_factory=Counter)

    @property
    def hold(self) -> timedelta:
        """How long a claim lasts: longer than a letter can take."""
        return timedelta(seconds=STEPS_WAITED_FOR * self.patience + 5)

    def run(self, stop: Event) -> None:
        """Deliver what becomes due until told to stop; whatever goes wrong is waited out."""
        pause = PAUSE_SECONDS
        while not stop.is_set():
            try:
                reached = self.deliver_due(stop)
            except UnavailableError:
                LOG.warning("the database is away; delivery waits")
                reached = False
            except Exception as fault:  # its text may hold a name, so kinds and places are told
                LOG.error("delivery fell", exc_info=fault)
                reached = False
            pause = PAUSE_SECONDS if reached else min(2 * pause, LONGEST_PAUSE_SECONDS)
            stop.wait(pause)

    def deliver_due(self, stop: Event | None = None) -> bool:
        """Deliver everything that is due now; False when the other side could not be reached.

        Then the rest is left for later instead of failing one by one.
        """
        while not (stop and stop.is_set()) and self.senders:
            message = self._claim()
            if message is None:
                return True
            outcome = self._deliver(message)
            if isinstance(outcome, NotNow) and outcome.unreachable:
                return False
        return True

    def close(self) -> None:
        """Let go of all connections."""
        for sender in self.senders.values():
            sender.close()

    def _claim(self) -> OutboxMessage | None:
        now = self.clock()
        with self.database.read() as session:
            there_is = outbox.to_do(session, self.senders.keys(), now)
        if not (there_is.due or there_is.lapsed):
            return None
        with self.database.write() as session:
            if there_is.lapsed:
                outbox.let_lapse(session, now)
            return outbox.claim(session, self.senders.keys(), now, self.hold)

    def _deliver(self, message: OutboxMessage) -> Outcome | None:
        with self.database.read() as session:
            composed = self._composed(session, message)
        if not isinstance(composed, Letter):
            with self.database.write() as session:
                self._put_away(session, message, self._composed(session, message))
            return None
        outcome = self._hand_over(message, composed)
        with self.database.write() as session:
            outbox.settle(session, message, outcome, self.clock())
            if getattr(outcome, "address", False):
                self.on_refused(session, message)
        self.tally[type(outcome).__name__] += 1
        return outcome

    def _hand_over(self, message: OutboxMessage, letter: Letter) -> Outcome:
        """Hand over; a fault of the sender itself costs no other message its turn."""
        went = False

        def may_go() -> bool:
            nonlocal went
            went = self._may_go(message, letter)
            return went

        try:
            return self.senders[message.channel].hand_over(letter, may_go)
        except UnavailableError:
            raise
        except Exception as fault:  # its text may hold an address
            LOG.error("message %s could not be sent: %s", message.id, type(fault).__name__)
            return Unknown("fault while sending") if went else NotNow("fault before sending")

    def _may_go(self, message: OutboxMessage, letter: Letter) -> bool:
        """Look again in the transaction that notes the message as on its way."""
        with self.database.write() as session:
            now = self.clock()
            composed = self._composed(session, message)
            if composed == letter and (message.at_any_hour or not is_quiet(now)):
                return outbox.go(session, message, now, self.hold, letter.reader)
            self._put_away(session, message, composed)
            return False

    def _put_away(
        self, session: Session, message: OutboxMessage, composed: Composed | None
    ) -> None:
        """Settle a message that does not go now."""
        now = self.clock()
        match composed:
            case Dropped(reason=reason):
                outbox.drop(session, message, reason, now)
            case Postponed(until=until, reason=reason):
                outbox.postpone(session, message, until, reason)
            case Letter():
                # It changed between two looks, or quiet hours began; the next look takes it.
                outbox.postpone(session, message, now, "looked at again")
            case None:
                outbox.give_up(session, message, "could not be composed", now)
        self.tally[type(composed).__name__] += 1

    def _composed(self, session: Session, message: OutboxMessage) -> Composed | None:
        """Compose, or None: one message that cannot be composed keeps no other from going."""
        try:
            return self.compose(session, message)
        except UnavailableError:
            raise
        except Exception as fault:
            # Whatever is wrong with one row, the others go out; the fault's text may hold names.
            LOG.error("message %s could not be composed: %s", message.id, type(fault).__name__)
            with suppress(Exception):
                session.rollback()
            return None
