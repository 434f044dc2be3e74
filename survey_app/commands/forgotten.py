"""Bringing a link to who forgot the password, whenever messages are planned."""

from survey_app.accounts import resetting
from survey_app.audit import services as audit
from survey_app.clock import Clock
from survey_app.storage import Database


def answer_forgotten(database: Database, clock: Clock) -> int:
    """Plan the mail to everybody who asked and has an account; without them this only reads."""
    with database.read() as session:
        if not resetting.is_anybody_waiting(session):
            return 0
    with database.write() as session:
        found = resetting.answer(session, clock())
        for person in found:
            audit.record(
                session,
                audit.By("visitor", None),
                "ask reset link",
                "account",
                person.id,
                organisation_id=person.organisation_id,
                now=clock(),
            )
    return len(found)
