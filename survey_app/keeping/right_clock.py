"""Whether the clock can be right, before anything is erased because of a day (AC-097).

The trail tells when something last happened. A clock that jumped writes lines of its own, so the
newest one that is at least a day old is looked at: who jumped ahead is not believed for what was
written since. Nor is a question whether to erase counted, which a run by a wrong clock asks itself.
A school that did nothing for a month looks the same, and a person then says so.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.audit.models import AuditEvent
from survey_app.clock import LOCAL

FARTHEST_AHEAD: Final = timedelta(days=31)
SETTLED: Final = timedelta(days=1)


def why_wrong(session: Session, now: datetime) -> str | None:
    """Return what is odd about the clock, or None."""
    last_act = select(func.max(AuditEvent.at)).where(AuditEvent.act != "ask erasure")
    newest = session.scalar(last_act)
    if newest is not None and newest > now + SETTLED:
        return f"the last act was on {_day(newest)}, which must still come"
    settled = session.scalar(last_act.where(AuditEvent.at <= now - SETTLED))
    if settled is None or settled < now - FARTHEST_AHEAD:
        last = (
            "nothing stands in the trail from before today"
            if settled is None
            else f"the last act before today was on {_day(settled)}"
        )
        return f"it says {_day(now)}, and {last}"
    return None


def _day(at: datetime) -> str:
    return f"{at.astimezone(LOCAL):%Y-%m-%d}"
