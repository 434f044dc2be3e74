"""What comes back every school year without a traject, out of the plan of the school year."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from survey_app.definitions import Subject, load
from survey_app.definitions.plans import MonthDay, plan_of
from survey_app.trajects.calendar import place_in_year

PLAN: Final = "schooljaar"


@dataclass(frozen=True, slots=True)
class YearlyList:
    """One list in one month of every school year: what it is about, and who is asked.

    `open_days` is how long it can be answered from the day it opens. What `can_go` is not asked of
    somebody who would be over the ceiling.
    """

    moment: str
    month: int
    questionnaire_key: str
    about: Subject
    roles: tuple[str, ...]
    open_days: int
    title: str
    minutes: float
    can_go: bool


@lru_cache(maxsize=1)
def yearly_lists() -> tuple[YearlyList, ...]:
    """Return all lists in the order of the plan; at each moment first what is always asked."""
    return tuple(
        YearlyList(
            moment.key,
            moment.begins.month,
            ask.questionnaire,
            asked.about,
            tuple(ask.informants or asked.informants),
            moment.window.after_days,
            asked.title.in_language("nl"),
            asked.minutes,
            ask.drop is not None,
        )
        for moment in plan_of(PLAN).moments
        if isinstance(moment.begins, MonthDay)
        for ask in sorted(moment.asks, key=lambda each: each.drop is not None)
        for asked in (load(ask.questionnaire),)
    )


def due_in_month_of(day: date) -> tuple[YearlyList, ...]:
    """Return what is asked in the month of a day; what came before is not asked any more."""
    return tuple(each for each in yearly_lists() if each.month == day.month)


def still_to_come(role: str, month: int) -> float:
    """Return the minutes that a role is asked after a month of a school year whatever happens."""
    return sum(
        each.minutes
        for each in yearly_lists()
        if role in each.roles
        and not each.can_go
        and place_in_year(each.month) > place_in_year(month)
    )


def yearly_ceilings() -> dict[str, float]:
    """Return the most minutes of each role in a school year, about everything together."""
    return {each.informant.value: each.minutes for each in plan_of(PLAN).ceilings if each.for_all}
