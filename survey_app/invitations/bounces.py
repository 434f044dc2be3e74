"""Which address takes no messages: told while handing over, or in a report that comes later."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from survey_app.delivery import reports
from survey_app.delivery.models import OutboxMessage
from survey_app.delivery.reports import Report
from survey_app.trajects.models import Contact


def take_report(
    session: Session, reference: str, channel: str, report: Report, reason: str, now: datetime
) -> bool:
    """Write down how a message ended, and that its address takes none when it came back.

    False when the report changes nothing.
    """
    message = reports.take_in(session, reference, channel, report, reason, now)
    if message is not None and report is Report.BOUNCED:
        note_refused(session, message, now)
    return message is not None


def note_refused(session: Session, message: OutboxMessage, now: datetime) -> None:
    """Note that the address a message went to takes none, so that a coach can ask for another.

    Whoever has another address by now keeps it.
    """
    session.execute(
        update(Contact)
        .where(Contact.id == message.reader, Contact.organisation_id == message.organisation_id)
        .values(refused_at=now)
        .execution_options(synchronize_session=False)
    )
