"""Measurement plan files come in, frozen values go out: who is asked which list at which moment.

A plan belongs to a way of working and says what is measured when; which day that becomes for one
child is decided in the room `invitations`. `plan_of` reads a plan that comes with Kansmeter,
`read_plan` any file, `check_plans` names every fault with its place.
"""

from survey_app.definitions.plans.reading import (
    STANDARD,
    check_plans,
    plan_of,
    plans_folder,
    read_plan,
    shipped_plans,
)
from survey_app.definitions.plans.values import (
    After,
    Ask,
    Begin,
    Ceiling,
    MeasurementPlan,
    MonthDay,
    OccasionKind,
    PlannedMoment,
    PlanSubject,
    Window,
)

__all__ = [
    "STANDARD",
    "After",
    "Ask",
    "Begin",
    "Ceiling",
    "MeasurementPlan",
    "MonthDay",
    "OccasionKind",
    "PlanSubject",
    "PlannedMoment",
    "Window",
    "check_plans",
    "plan_of",
    "plans_folder",
    "read_plan",
    "shipped_plans",
]
