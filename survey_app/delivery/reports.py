"""What the other side tells of a message after it took it: it arrived, or it came back.

A message only goes forward: from on its way, sent or uncertain to arrived or bounced. One report of
a sending counts. What comes later, comes twice or is about another sending changes nothing.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.delivery.models import OutboxMessage

STILL_OPEN = ("sending", "sent", "uncertain")


class Report(StrEnum):
    """How a message ended after it was taken."""

    ARRIVED = "arrived"
    BOUNCED = "bounced"


def take_in(
    session: Session, reference: str, channel: str, report: Report, reason: str, now: datetime
) -> OutboxMessage | None:
    """Write down how a message ended and return it; None when the report changes nothing."""
    message = session.scalar(
        select(OutboxMessage).where(OutboxMessage.reference == reference).with_for_update()
    )
    if (
        message is None
        or message.channel != channel
        or message.state not in STILL_OPEN
        or message.reported_at is not None
    ):
        return None
    message.held_until = None
    message.reported_at = message.settled_at = now
    if report is Report.ARRIVED:
        message.state, message.reason = "sent", None
        message.sent_at = message.sent_at or now
    else:
        message.state, message.reason, message.sent_at = "refused", reason, None
    session.flush()
    return message
