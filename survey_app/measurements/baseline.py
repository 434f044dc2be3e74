"""Whether an intake still shows how it was before the help began."""

from collections.abc import Iterable
from datetime import date

from survey_app.trajects.calendar import SchoolCalendar

LATEST_SCHOOL_DAY = 10
LATEST_TALK = 3
"""An intake after the tenth school day, or after the third talk, is late (`lists.md` 9)."""


def is_late(
    started_on: date, talks: Iterable[date], answered_on: date, calendar: SchoolCalendar
) -> bool:
    """Tell whether an intake was answered when the help had been under way for some time.

    The day on which the traject started stands for the first talk, which is not always on record.
    """
    held = sorted(talks)
    if len(held) >= LATEST_TALK and answered_on > held[LATEST_TALK - 1]:
        return True
    return calendar.count_after(started_on, answered_on) > LATEST_SCHOOL_DAY
