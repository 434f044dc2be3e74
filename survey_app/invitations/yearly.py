"""What comes back every school year without a traject, as data (`lists.md` 9)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from survey_app.definitions import Subject


@dataclass(frozen=True, slots=True)
class YearlyList:
    """One list in one month of every school year: what it is about, and who is asked.

    `open_days` is how long it can be answered from the day it opens.
    """

    moment: str
    month: int
    questionnaire_key: str
    about: Subject
    roles: tuple[str, ...]
    open_days: int = 28


_TEACHER: Final = ("teacher",)
_AROUND: Final = ("director", "ib", "municipality")

CALENDAR: Final = (
    YearlyList("september", 9, "kansmeter-rol-september", Subject.SCHOOL, _AROUND),
    YearlyList("november", 11, "kansmeter-leerkracht-zelf", Subject.PERSON, _TEACHER),
    YearlyList("november", 11, "kansmeter-groep", Subject.GROUP, _TEACHER),
    YearlyList("mei", 5, "kansmeter-leerkracht-zelf", Subject.PERSON, _TEACHER),
    YearlyList("mei", 5, "kansmeter-groep", Subject.GROUP, _TEACHER),
    YearlyList("juni", 6, "kansmeter-rol-juni", Subject.SCHOOL, _AROUND),
)


def due_in_month_of(day: date) -> tuple[YearlyList, ...]:
    """Return what is asked in the month of a day; what came before is not asked any more."""
    return tuple(each for each in CALENDAR if each.month == day.month)
