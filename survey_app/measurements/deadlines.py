"""Until when a signal can wait, in days of the school it is about."""

from datetime import date, datetime, time
from typing import Final

from survey_app.clock import LOCAL
from survey_app.trajects.calendar import SchoolCalendar

END_OF_SCHOOL_DAY: Final = time(17, 0)
"""What comes later is for the next school day: nobody is at school to look at it."""
SCHOOL_DAYS: Final = {"today": 0, "two_days": 2}
"""How many school days after the day it counts from; what waits for a talk has no deadline."""


def deadline(level: str, raised_at: datetime, calendar: SchoolCalendar) -> date | None:
    """Return the last day on which somebody should have looked; None when it waits for a talk.

    What comes in a weekend, in a holiday or after school counts from the next school day.
    """
    if level not in SCHOOL_DAYS:
        return None
    return calendar.days_later(_counts_from(raised_at, calendar), SCHOOL_DAYS[level])


def ib_is_told_on(raised_at: datetime, calendar: SchoolCalendar) -> date:
    """Return the day on which the internal supervisor is told: one school day too late."""
    return calendar.days_later(_counts_from(raised_at, calendar), 1)


def _counts_from(raised_at: datetime, calendar: SchoolCalendar) -> date:
    local = raised_at.astimezone(LOCAL)
    if local.time() < END_OF_SCHOOL_DAY:
        return calendar.first_from(local.date())
    return calendar.days_later(local.date(), 1)
