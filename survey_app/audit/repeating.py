"""Noting what must stay so when an older copy of the database is put back.

It is noted in the transaction of the act itself, and kept in a file outside the database as well
(`keeping.replaying`), which an older copy does not take along.

What an act was about is kept as a fingerprint: SHA-256 of a random id of 128 bits. Nobody finds the
id by trying, so the list alone tells of nobody; whoever has the id, which stands in the older copy
itself, finds it. A key would make that no safer, because what cannot be guessed needs no key; but
it would be lost one day, and then what was erased would come back in silence. Keys guard the file
against lines that somebody else writes, and there a lost one is noticed.
"""

import hashlib
import json
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.audit.repeat_models import ActToRepeat

Detail = dict[str, str | None]
_PURPOSE: Final = "kansmeter act to repeat\n"


class Kind(StrEnum):
    """What is done again on an older copy."""

    ERASED = "erased"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    LEFT_RETEST = "left_retest"


def fingerprint(random_id: str) -> str:
    """Return by what a random id is found without being told."""
    return hashlib.sha256((_PURPOSE + random_id).encode()).hexdigest()


def key_of(kind: str, subject: str, detail: Detail) -> str:
    """Return what makes an act the same one, wherever it is noted."""
    told = json.dumps([kind, subject, detail], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def note(
    session: Session,
    kind: Kind,
    random_id: str,
    now: datetime,
    detail: Detail | None = None,
) -> None:
    """Note an act about something with a random id, in the caller's transaction; once."""
    subject, told = fingerprint(random_id), detail or {}
    key = key_of(kind, subject, told)
    known = select(ActToRepeat.id).where(ActToRepeat.key == key)
    if session.scalar(known) is None:
        session.add(ActToRepeat(key=key, kind=kind, subject=subject, detail=told, at=now))
        session.flush()
