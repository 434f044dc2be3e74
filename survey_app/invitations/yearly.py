"""What comes back every school year without a traject, out of the plan of the school year."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from survey_app.definitions import Subject, load
from survey_app.definitions.plans import MonthDay, plan_of

PLAN: Final = "schooljaar"


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
    open_days: int


@lru_cache(maxsize=1)
def yearly_lists() -> tuple[YearlyList, ...]:
    """Return all lists of a school year, in the order of the plan."""
    return tuple(
        YearlyList(
            moment.key,
            moment.begins.month,
            ask.questionnaire,
            asked.about,
            tuple(ask.informants or asked.informants),
            moment.window.after_days,
        )
        for moment in plan_of(PLAN).moments
        if isinstance(moment.begins, MonthDay)
        for ask in moment.asks
        for asked in (load(ask.questionnaire),)
    )


def due_in_month_of(day: date) -> tuple[YearlyList, ...]:
    """Return what is asked in the month of a day; what came before is not asked any more."""
    return tuple(each for each in yearly_lists() if each.month == day.month)
