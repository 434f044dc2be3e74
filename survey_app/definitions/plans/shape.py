"""The shape of a plan file, part by part."""

from typing import Annotated

from pydantic import Field

from survey_app.definitions.plans.values import Begin, OccasionKind, PlanSubject
from survey_app.definitions.shape import Ages, Shape
from survey_app.definitions.words import (
    Flag,
    Key,
    ListKey,
    Number,
    Version,
    Who,
    Whole,
    Word,
    one_of,
)

Month = Annotated[Whole, Field(ge=1, le=12)]
DayOfMonth = Annotated[Whole, Field(ge=1, le=28)]
Days = Annotated[Whole, Field(le=366)]
Count = Annotated[Whole, Field(ge=1, le=104)]


class MonthDayShape(Shape):
    """A day that comes back every year."""

    month: Month
    day: DayOfMonth = 1


class AfterShape(Shape):
    """Key `after`: from which moment, and how long."""

    moment: Key
    weeks: Count | None = None
    school_weeks: Count | None = None
    months: Count | None = None


class WindowShape(Shape):
    """Key `window`."""

    before_days: Days = 0
    after_days: Annotated[Days, Field(ge=1)]


class AskShape(Shape):
    """One of `asks`."""

    informants: Annotated[list[Who], Field(min_length=1)] | None = None
    drop: Annotated[Whole, Field(ge=1, le=9)] | None = None
    shorter: ListKey | None = None
    later_days: Days = 0
    valid_days: Days = 0
    list: ListKey


class MomentShape(Shape):
    """One of `moments`."""

    key: Key
    title: Word
    occasion: Annotated[OccasionKind, one_of(OccasionKind)] | None = None
    begins: Annotated[Begin, one_of(Begin)] | None = None
    after: AfterShape | None = None
    yearly: MonthDayShape | None = None
    window: WindowShape
    avoids_holidays: Flag = False
    in_group_8_before: MonthDayShape | None = None
    asks: Annotated[list[AskShape], Field(min_length=1)]


class CeilingShape(Shape):
    """One of `ceilings`."""

    informant: Who
    minutes: Annotated[Number, Field(gt=0, le=600)]
    ages: Ages | None = None
    for_all: Flag = False


class PlanShape(Shape):
    """A whole plan."""

    key: ListKey
    version: Version
    title: Word
    about: Annotated[PlanSubject, one_of(PlanSubject)]
    new_rater_school_weeks: Annotated[Whole, Field(le=20)] = 0
    ceilings: list[CeilingShape] = Field(default_factory=list)
    moments: Annotated[list[MomentShape], Field(min_length=1)]
