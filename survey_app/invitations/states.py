"""The state of an invitation, decided from what is on record about it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class InvitationState(StrEnum):
    """Where an invitation stands, from plan to end."""

    PLANNED = "planned"
    SENT = "sent"
    STARTED = "started"
    ANSWERED = "answered"
    EXPIRED = "expired"
    REVOKED = "revoked"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is on record about an invitation.

    `is_brought` tells that a message about it went, or that the coach gives the link by hand.
    """

    opens_on: date
    closes_on: date
    is_brought: bool
    started_at: datetime | None
    answered_at: datetime | None
    revoked_at: datetime | None
    declined_at: datetime | None


def state_on(day: date, facts: Facts) -> InvitationState:
    """Return the state on a day.

    Who declined stays so past the last day, because that says why there is no answer; who begins
    after all came back on it.
    """
    if facts.answered_at is not None:
        return InvitationState.ANSWERED
    if facts.revoked_at is not None:
        return InvitationState.REVOKED
    if facts.opens_on > day:
        return InvitationState.PLANNED
    if facts.declined_at is not None and not _began_after(facts.declined_at, facts.started_at):
        return InvitationState.DECLINED
    if facts.closes_on < day:
        return InvitationState.EXPIRED
    if facts.started_at is not None:
        return InvitationState.STARTED
    return InvitationState.SENT if facts.is_brought else InvitationState.PLANNED


def _began_after(moment: datetime, started_at: datetime | None) -> bool:
    return started_at is not None and started_at > moment
