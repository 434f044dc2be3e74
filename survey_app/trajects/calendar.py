"""The school calendar of the north of the Netherlands: holidays, and counting school days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

REGION = "Noord"
"""The whole province of Drenthe lies in this region of the ministry's calendar."""


def is_school_day(day: date) -> bool:
    """Tell whether there is school on a day: no weekend, no public holiday, no school holiday."""
    return day.weekday() < 5 and day not in _free_days(day.year, day.year)


def school_day_from(day: date) -> date:
    """Return the first school day from a day on, itself included."""
    while not is_school_day(day):
        day += timedelta(days=1)
    return day


def school_day_after(day: date, count: int) -> date:
    """Return the day that is so many school days after a day."""
    for _ in range(count):
        day = school_day_from(day + timedelta(days=1))
    return day


@dataclass(frozen=True, slots=True)
class SchoolHoliday:
    """A stretch of days without school."""

    word: str
    first: date
    last: date


def school_holidays(first: date, last: date) -> tuple[SchoolHoliday, ...]:
    """Return the school holidays that touch a stretch of days, whole and in the order of time.

    A year that the ministry has not set yet has none.
    """
    found: list[SchoolHoliday] = []
    for day, word in sorted(_holidays(first.year - 1, last.year + 1).items()):
        if found and found[-1].word == word and day - found[-1].last <= timedelta(days=1):
            found[-1] = SchoolHoliday(word, found[-1].first, day)
        else:
            found.append(SchoolHoliday(word, day, day))
    return tuple(each for each in found if each.first <= last and each.last >= first)


def school_days_after(start: date, end: date) -> int:
    """Count the school days after one day, up to and with another."""
    free = _free_days(start.year, end.year)
    return sum(day.weekday() < 5 and day not in free for day in _days(start, end))


def _days(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=number + 1) for number in range((end - start).days))


@lru_cache(maxsize=16)
def _holidays(first_year: int, last_year: int) -> dict[date, str]:
    """Return the days of the school holidays with their names; the library is slow to import."""
    import holidays

    years = range(first_year, last_year + 1)
    return dict(
        holidays.country_holidays(
            "NL", subdiv=REGION, years=years, categories=("school",), language="nl"
        ).items()
    )


@lru_cache(maxsize=16)
def _free_days(first_year: int, last_year: int) -> frozenset[date]:
    import holidays

    public = holidays.country_holidays("NL", years=range(first_year, last_year + 1))
    return frozenset(public) | frozenset(_holidays(first_year - 1, last_year + 1))
