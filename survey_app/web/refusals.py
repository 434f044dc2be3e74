"""What somebody with an account was refused stands in the trail, as what they did does."""

import re
from collections import Counter
from datetime import datetime
from threading import Lock
from typing import Final

from flask import Flask, current_app, request

from survey_app.accounts.policy import Act
from survey_app.audit import services as audit
from survey_app.audit.tried import REFUSED
from survey_app.web.permissions import MARK, signed_in
from survey_app.web.wiring import wiring

A_MINUTE: Final = 100
"""So many refusals of one person are written each minute."""
NO_MORE: Final = "no more lines this minute"
"""The reason on the one line after those."""
KINDS: Final = {
    "traject_id": "traject",
    "nomination_id": "nomination",
    "participant_id": "participant",
    "school_person_id": "school informant",
    "school_id": "school",
    "person_id": "account",
    "approval_id": "approval",
    "contact_id": "contact",
    "paper_id": "paper",
    "signal_id": "signal",
    "decision_id": "decision",
    "yearly_id": "invitation",
    "closure_id": "closure",
    "erasure_id": "erasure",
    "substitution_id": "substitution",
    "session_id": "session",
    "passkey_id": "passkey",
}
"""The places in addresses that say what an address is about, the one that says most first.

What belongs to a traject or a person is refused as a part of that, so it is told as that.
"""
PAGE: Final = "page"
"""What an address is about that names nothing."""
_ID: Final = re.compile("[0-9a-f]{32}")
_PLACE: Final = "kansmeter_refusals"


class Refusals:
    """Counts refusals by person in this process, so that a storm of them cannot fill the trail.

    A line takes the lock of a whole organisation's chain: whoever asks for a thousand foreign pages
    a second would make colleagues wait. After so many lines a minute nothing new is told by more of
    them. Counting in the database would be a second statement in the same storm; each process
    counts for itself, so there are at most so many lines for each process.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._minute: datetime | None = None
        self._counts: Counter[str] = Counter()

    def count(self, person_id: str, now: datetime) -> int:
        """Count one more, and return how many there are of this person in this minute."""
        minute = now.replace(second=0, microsecond=0)
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                self._counts.clear()
            self._counts[person_id] += 1
            return self._counts[person_id]


def register(app: Flask) -> None:
    """Count the refusals of this application."""
    app.extensions[_PLACE] = Refusals()


def note() -> None:
    """Write that this request was refused, in a transaction of its own after the refused one.

    Of an address that needs no act, and of a visitor without a session, nothing is written. A thing
    of somebody else and a thing that nobody has leave the same line.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    act = getattr(view, MARK, None)
    actor = signed_in() if act in set(Act) else None
    if act is None or actor is None:
        return
    now = wiring().now()
    refusals: Refusals = current_app.extensions[_PLACE]
    nth = refusals.count(actor.person_id, now)
    if nth > A_MINUTE + 1:
        return
    kind, object_id = _object()
    with wiring().database.write() as db:
        audit.record(
            db,
            audit.person(actor.person_id),
            act,
            kind,
            object_id,
            organisation_id=actor.organisation_id,
            now=now,
            outcome=REFUSED,
            reason=NO_MORE if nth > A_MINUTE else None,
        )


def _object() -> tuple[str, str | None]:
    values = request.view_args or {}
    for place, kind in KINDS.items():
        if place in values:
            given = str(values[place])
            return kind, given if _ID.fullmatch(given) else None
    return PAGE, None
