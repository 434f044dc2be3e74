"""Noting where the trail ends, whenever messages or moments are planned."""

import logging
from pathlib import Path

from survey_app.audit.anchors import AnchorError, note_ends
from survey_app.clock import Clock
from survey_app.storage import Database

LOG = logging.getLogger("kansmeter.audit")


def anchor_trail(database: Database, file: Path | None, clock: Clock) -> None:
    """Note the ends in the file of the settings, if there is one.

    What is wrong is told to whoever watches the log, and keeps nothing from being planned.
    """
    if file is None:
        return
    try:
        with database.read() as session:
            note_ends(session, file, clock())
    except AnchorError as fault:
        LOG.error("audit: %s", fault)
