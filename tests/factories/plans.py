"""A small measurement plan for tests: chosen lists at the intake and 11 weeks later."""

from collections.abc import Sequence
from dataclasses import replace

from survey_app.definitions import Questionnaire, load, shipped
from survey_app.definitions.plans import STANDARD, After, OccasionKind, plan_of
from survey_app.invitations.asking import ReadyPlan, ready

FIRST_LISTS = ("kansmeter-ouder", "kansmeter-leerkracht", "kansmeter-kind")
MEASURED = (OccasionKind.INTAKE, OccasionKind.FOLLOW_UP)


def standard() -> ReadyPlan:
    """Return the plan that comes with Kansmeter, whole."""
    return ready(plan_of(STANDARD), shipped())


def asking(lists: Sequence[Questionnaire] | None = None) -> ReadyPlan:
    """Return the standard plan with these lists at the intake and 11 weeks later, and no others.

    The days are plain: on the day itself, also near a holiday, and one follow-up.
    """
    whole = standard()
    chosen = [load(key) for key in FIRST_LISTS] if lists is None else list(lists)
    only = whole.asking_only(*chosen)
    moments = tuple(
        replace(
            each,
            avoids_holidays=False,
            begins=replace(each.begins, school_weeks=None, weeks=11)
            if isinstance(each.begins, After) and each.begins.school_weeks
            else each.begins,
            asks=each.asks or whole.plan.moment(each.key).asks,
        )
        for each in only.plan.moments
        if each.key not in ("vervolg_2", "overdracht")
    )
    return ReadyPlan(
        replace(only.plan, moments=moments, ceilings=(), new_rater_school_weeks=0),
        {**whole.lists, **only.lists},
    )
