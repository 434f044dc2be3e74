"""What must be gone on its day, and goes whenever messages are planned."""

import logging

from survey_app.answering.erasing import count_due, drop_unsent_corrections, erase_due
from survey_app.clock import Clock
from survey_app.keeping.right_clock import why_wrong
from survey_app.papers.ordering import erase_over
from survey_app.storage import Database

LOG = logging.getLogger("kansmeter.keeping")
BATCH = 100
MOST_UNASKED = 25


def erase_in_time(database: Database, clock: Clock) -> int:
    """Erase the nominations whose day has come, a batch in a transaction; return how many.

    Corrections that can no longer be sent and papers that were kept long enough go first. When many
    nominations are due while the clock looks wrong, none goes: a person looks first.
    """
    with database.write() as session:
        drop_unsent_corrections(session, clock())
        erase_over(session, clock())
    with database.read() as session:
        odd = why_wrong(session, clock()) if count_due(session, clock()) > MOST_UNASKED else None
    if odd is not None:
        LOG.warning("many nominations are due and the clock is odd, so none was erased: %s", odd)
        return 0
    erased = 0
    while True:
        with database.write() as session:
            batch = erase_due(session, clock(), BATCH)
        erased += batch
        if batch == 0:
            return erased
