"""Counting signals for the review of every half-year: how many were right, and how many not.

How many were missed is not in the answers: nobody raised them. What can be counted is how many
waited a whole school day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from survey_app.accounts.models import Organisation
from survey_app.measurements.models import Signal, SignalMessage
from survey_app.measurements.signals import IS_LAST_STEP, LAST_STEP, LEVELS


@dataclass(frozen=True, slots=True)
class SignalCount:
    """The signals of one organisation and level; of who closed one not all say if it was right."""

    organisation: str
    level: str
    raised: int
    closed: int
    right: int
    wrong: int
    told_of: int


def count_signals(session: Session, since: datetime) -> Sequence[SignalCount]:
    """Count what was raised from a moment on, by organisation and how soon it asks."""
    rows = session.execute(
        select(
            Organisation.name,
            Signal.level,
            func.count(Signal.id),
            func.count(case((LAST_STEP.kind == "closed", 1))),
            func.count(case((LAST_STEP.was_right.is_(True), 1))),
            func.count(case((LAST_STEP.was_right.is_(False), 1))),
            func.count(SignalMessage.signal_id),
        )
        .select_from(Signal)
        .join(Organisation, Organisation.id == Signal.organisation_id)
        .outerjoin(LAST_STEP, IS_LAST_STEP)
        .outerjoin(SignalMessage, SignalMessage.signal_id == Signal.id)
        .where(Signal.raised_at >= since)
        .group_by(Organisation.name, Signal.level)
    )
    found = [SignalCount(*row) for row in rows]
    return sorted(found, key=lambda each: (each.organisation, LEVELS.index(each.level)))
