"""On which day a moment of a plan falls for one traject; nothing is read or written here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from survey_app.definitions.plans import (
    After,
    Begin,
    MonthDay,
    OccasionKind,
    PlannedMoment,
)
from survey_app.trajects.calendar import FIRST_MONTH, SchoolCalendar, school_year_of
from survey_app.trajects.models import Occasion

LOOK_AHEAD_DAYS: Final = 120
"""A moment is planned when it is this near; earlier it says little about what will happen."""
REOPENED: Final = "reopened"
"""Why a closing was not held after all: the traject was opened again."""
_GROUP_8 = re.compile(r"(?<!\d)8(?!\d)")


@dataclass(frozen=True, slots=True)
class Course:
    """What decides the days of a traject: its moments so far, its end, its group, its calendar."""

    occasions: Sequence[Occasion]
    ended_on: date | None
    is_group_8: bool
    calendar: SchoolCalendar

    def kind(self, kind: OccasionKind) -> tuple[Occasion, ...]:
        """Return the moments of a kind, in the order of time."""
        return tuple(each for each in self.occasions if each.kind == kind)

    def last_of(self, moment: str) -> Occasion | None:
        """Return the latest that was planned of a moment, and not undone by opening again."""
        found = [each for each in self.occasions if each.moment == moment]
        living = [each for each in found if each.not_held != REOPENED]
        return max(living, key=lambda each: each.planned_on, default=None)


def is_group_8(group_name: str) -> bool:
    """Tell whether a group is in its last year: 'groep 8', '8b', '7/8'."""
    return _GROUP_8.search(group_name) is not None


def day_of(moment: PlannedMoment, course: Course, today: date) -> date | None:
    """Return the day of a moment that is not planned yet, or None when no date brings it.

    A day may lie in the past when its window is still open; later it never comes.
    """
    if not _may_come(moment, course):
        return None
    begins = moment.begins
    if isinstance(begins, After):
        day = day_after(begins, course)
    elif isinstance(begins, MonthDay):
        day = _this_year(begins, course, today)
    elif begins is Begin.ENDING and moment.in_group_8_before is not None and course.is_group_8:
        last = _before(moment.in_group_8_before, moment.window.after_days, today)
        day = course.calendar.last_quiet_until(last)
    else:
        day = None
    if day is None:
        return None
    day = settled(moment, course.calendar, day)
    return None if day + timedelta(days=moment.window.after_days) < today else day


def settled(moment: PlannedMoment, calendar: SchoolCalendar, day: date) -> date:
    """Return the first day from a day on at which a moment may be held."""
    return calendar.first_quiet_from(day) if moment.avoids_holidays else calendar.first_from(day)


def _may_come(moment: PlannedMoment, course: Course) -> bool:
    is_aftercare = moment.occasion is OccasionKind.AFTERCARE
    if course.ended_on is not None or is_aftercare:
        return course.ended_on is not None and is_aftercare
    if isinstance(moment.begins, MonthDay) and course.is_group_8:
        return False  # after this year there is no teacher here to hand over to
    return bool(course.kind(OccasionKind.INTAKE))


def day_after(after: After, course: Course) -> date | None:
    """Return the day that is so long after another moment, when that one was not left out."""
    base = course.last_of(after.moment)
    if base is None or base.not_held is not None:
        return None
    if after.weeks is not None:
        return base.planned_on + timedelta(weeks=after.weeks)
    if after.school_weeks is not None:
        return course.calendar.school_weeks_later(base.planned_on, after.school_weeks)
    return _months_later(base.planned_on, after.months or 0)


def _this_year(begins: MonthDay, course: Course, today: date) -> date | None:
    """Return the day in this school year, when the help began before it."""
    year = school_year_of(today)
    day = date(year + (begins.month < FIRST_MONTH), begins.month, begins.day)
    return day if course.kind(OccasionKind.INTAKE)[0].planned_on < day else None


def _before(before: MonthDay, open_days: int, today: date) -> date:
    """Return the last day on which a link opens that closes before a day of this school year."""
    year = school_year_of(today)
    last = date(year + (before.month < FIRST_MONTH), before.month, before.day)
    return last - timedelta(days=open_days + 1)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    last = (date(first.year + first.month // 12, first.month % 12 + 1, 1) - first).days
    return first.replace(day=min(day.day, last))
