"""Planning what internal supervisors are told, whenever messages are planned."""

from survey_app.clock import Clock
from survey_app.measurements.telling_ib import tell_due
from survey_app.storage import Database

BATCH = 20


def tell_of_unseen(database: Database, clock: Clock, school_id: str | None = None) -> int:
    """Plan the messages about urgent signals nobody looked at; return how many.

    Each batch of schools is a transaction of its own.
    """
    planned = 0
    while True:
        with database.write() as session:
            told = tell_due(session, clock(), BATCH, school_id)
        planned += told.planned
        if told.schools < BATCH:
            return planned
