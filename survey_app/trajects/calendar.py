"""The calendar of a school: the holidays of its region, its own days off, counting school days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final

FIRST_MONTH: Final = 8
"""In which a school year begins."""
REGIONS: Final = ("Noord", "Midden", "Zuid")
REGION: Final = "Noord"
"""The whole province of Drenthe lies in this region of the ministry's calendar."""


DAYS_IN_A_SCHOOL_WEEK: Final = 5
HOLIDAY_FROM_DAYS: Final = 7
"""From one school day to the next: a weekend is 3, Easter 4, one week of holiday 10."""


@dataclass(frozen=True, slots=True)
class SchoolHoliday:
    """A stretch of days without school."""

    word: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """When there is school: not in weekends, on public holidays, in the holidays of the region, or
    on the days that the school itself is closed.

    The ministry sets its calendar some years ahead; a year it has not set yet has no holidays.
    """

    region: str = REGION
    closed: tuple[SchoolHoliday, ...] = ()

    def holidays(self, first: date, last: date) -> tuple[SchoolHoliday, ...]:
        """Return the stretches without school that touch these days, in the order of time."""
        found: list[SchoolHoliday] = []
        for day, word in sorted(_holidays(self.region, first.year - 1, last.year + 1).items()):
            if found and found[-1].word == word and day - found[-1].last <= timedelta(days=1):
                found[-1] = SchoolHoliday(word, found[-1].first, day)
            else:
                found.append(SchoolHoliday(word, day, day))
        touching = [
            each for each in (*found, *self.closed) if each.first <= last and each.last >= first
        ]
        return tuple(sorted(touching, key=lambda each: (each.first, each.last)))

    def is_school_day(self, day: date) -> bool:
        """Tell whether there is school on a day."""
        return (
            day.weekday() < 5
            and day not in _free_days(self.region, day.year)
            and not any(each.first <= day <= each.last for each in self.closed)
        )

    def first_from(self, day: date) -> date:
        """Return the first school day from a day on, itself included."""
        while not self.is_school_day(day):
            day += timedelta(days=1)
        return day

    def days_later(self, day: date, count: int) -> date:
        """Return the day that is so many school days after a day."""
        for _ in range(count):
            day = self.first_from(day + timedelta(days=1))
        return day

    def school_weeks_later(self, day: date, count: int) -> date:
        """Return the first school day from the same weekday, so many weeks with school later."""
        while count > 0:
            day += timedelta(weeks=1)
            monday = day - timedelta(days=day.weekday())
            count -= any(self.is_school_day(monday + timedelta(days=each)) for each in range(5))
        return self.first_from(day)

    def is_near_holiday(self, day: date) -> bool:
        """Tell whether a day lies in the last school week before a holiday or the first after it.

        A holiday is more than a week without school; a school week is 5 school days.
        """
        before, after = [day], [self.first_from(day)]
        for _ in range(DAYS_IN_A_SCHOOL_WEEK):
            before.append(self._last_before(before[-1]))
            after.append(self.days_later(after[-1], 1))
        days = [*reversed(before), *after]
        return any((later - one).days > HOLIDAY_FROM_DAYS for one, later in pairwise(days))

    def first_quiet_from(self, day: date) -> date:
        """Return the first school day from a day on that is not near a holiday."""
        day = self.first_from(day)
        while self.is_near_holiday(day):
            day = self.days_later(day, 1)
        return day

    def last_quiet_until(self, day: date) -> date:
        """Return the last school day up to a day that is not near a holiday."""
        day = self._last_before(day + timedelta(days=1))
        while self.is_near_holiday(day):
            day = self._last_before(day)
        return day

    def _last_before(self, day: date) -> date:
        day -= timedelta(days=1)
        while not self.is_school_day(day):
            day -= timedelta(days=1)
        return day

    def count_after(self, start: date, end: date) -> int:
        """Count the school days after one day, up to and with another."""
        return sum(self.is_school_day(day) for day in _days(start, end))


def school_year_of(day: date) -> int:
    """Return the year in which the school year of a day began."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def place_in_year(month: int) -> int:
    """Return where a month stands in a school year, from 0."""
    return (month - FIRST_MONTH) % 12


def _days(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=number + 1) for number in range((end - start).days))


@lru_cache(maxsize=48)
def _holidays(region: str, first_year: int, last_year: int) -> dict[date, str]:
    """Return the days of the school holidays with their names; the library is slow to import."""
    import holidays

    years = range(first_year, last_year + 1)
    return dict(
        holidays.country_holidays(
            "NL", subdiv=region, years=years, categories=("school",), language="nl"
        ).items()
    )


@lru_cache(maxsize=48)
def _free_days(region: str, year: int) -> frozenset[date]:
    import holidays

    public = holidays.country_holidays("NL", years=year)
    return frozenset(public) | frozenset(_holidays(region, year - 1, year + 1))
