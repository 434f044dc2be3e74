"""The database: one engine with the rules of SQLite or PostgreSQL, and the column types all rooms
share.

In comes a database URL and the keys for sealed text; out come sessions that read or write.
"""

from survey_app.storage.base import Base, new_id
from survey_app.storage.columns import (
    UTC_FORMAT,
    JsonText,
    UtcTime,
    fingerprints,
    not_looked_up,
    trail_marks,
)
from survey_app.storage.engine import Database, UnavailableError
from survey_app.storage.holding import hold
from survey_app.storage.marking import Marks
from survey_app.storage.sealed_text import SealedText, for_row
from survey_app.storage.sealing import Keyring, SealError, derive_key
from survey_app.storage.undone import once_more_when_undone

__all__ = [
    "UTC_FORMAT",
    "Base",
    "Database",
    "JsonText",
    "Keyring",
    "Marks",
    "SealError",
    "SealedText",
    "UnavailableError",
    "UtcTime",
    "derive_key",
    "fingerprints",
    "for_row",
    "hold",
    "new_id",
    "not_looked_up",
    "once_more_when_undone",
    "trail_marks",
]
