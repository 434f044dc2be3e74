"""What must be gone on its day, and goes whenever messages are planned."""

from survey_app.answering.erasing import drop_unsent_corrections, erase_due
from survey_app.clock import Clock
from survey_app.papers.ordering import erase_over
from survey_app.storage import Database

BATCH = 100


def erase_in_time(database: Database, clock: Clock) -> int:
    """Erase the nominations whose day has come, a batch in a transaction; return how many.

    Corrections that can no longer be sent and papers that were kept long enough go first.
    """
    with database.write() as session:
        drop_unsent_corrections(session, clock())
        erase_over(session, clock())
    erased = 0
    while True:
        with database.write() as session:
            batch = erase_due(session, clock(), BATCH)
        erased += batch
        if batch == 0:
            return erased
