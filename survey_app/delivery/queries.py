"""Reading the outbox: what waits too long and what got stuck."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from survey_app.delivery.hours import is_quiet
from survey_app.delivery.models import OutboxMessage
from survey_app.storage import not_looked_up

UNSENT_TOO_LONG: Final = timedelta(minutes=15)
"""A message that is due this long and did not go asks for the operator."""
STUCK: Final = ("uncertain", "refused", "given_up")


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How the outbox stands: the oldest message that should have gone, and how many in each state.

    `oldest_due_at` is None when nothing that is due waits; `last_reason` says why what was tried
    did not go.
    """

    oldest_due_at: datetime | None
    last_reason: str | None
    overdue: dict[str, int]
    stuck: dict[str, int]

    def waits_too_long(self, now: datetime) -> bool:
        """Tell whether something is due longer than it should be."""
        return self.oldest_due_at is not None and now - self.oldest_due_at > UNSENT_TOO_LONG


def unsent_since(session: Session, organisation_id: str, now: datetime) -> datetime | None:
    """Return since when a message of an organisation waits, if that is too long."""
    oldest = session.scalar(
        select(func.min(func.coalesce(OutboxMessage.trying_since, OutboxMessage.due_at))).where(
            _unsent(now), not_looked_up(OutboxMessage.organisation_id) == organisation_id
        )
    )
    if oldest is None or now - oldest <= UNSENT_TOO_LONG or is_quiet(now):
        return None
    return oldest


def _unsent(now: datetime) -> ColumnElement[bool]:
    """Return what should have gone; what is tried again has a later due_at but waits already."""
    return OutboxMessage.state.in_(("waiting", "claimed", "sending")) & (
        (OutboxMessage.due_at <= now) | OutboxMessage.trying_since.is_not(None)
    )


def state_of_outbox(session: Session, now: datetime) -> OutboxState:
    """Return how the outbox stands; work in proportion to what is due and what is stuck."""
    unsent = _unsent(now)
    oldest = session.scalar(
        select(func.min(func.coalesce(OutboxMessage.trying_since, OutboxMessage.due_at))).where(
            unsent
        )
    )
    last_reason = session.scalar(
        select(OutboxMessage.reason)
        .where(unsent, OutboxMessage.trying_since.is_not(None))
        .order_by(OutboxMessage.trying_since.desc())
        .limit(1)
    )
    overdue = session.execute(
        select(OutboxMessage.channel, func.count()).where(unsent).group_by(OutboxMessage.channel)
    )
    stuck = session.execute(
        select(OutboxMessage.state, func.count())
        .where(OutboxMessage.state.in_(STUCK))
        .group_by(OutboxMessage.state)
    )
    return OutboxState(
        oldest_due_at=oldest,
        last_reason=last_reason,
        overdue=dict(overdue.all()),
        stuck=dict(stuck.all()),
    )
