"""From the shape of a plan to its values, checking what the parts say about each other."""

from collections.abc import Callable, Mapping, Set
from typing import Final

from survey_app.definitions.building.desk import Path
from survey_app.definitions.people import Informant, Subject
from survey_app.definitions.plans.shape import AskShape, MomentShape, PlanShape
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
from survey_app.definitions.values import Questionnaire

Fault = Callable[[Path, str], None]

BRINGERS: Final = ("begins", "after", "yearly")
COUNTS: Final = ("weeks", "school_weeks", "months")
BY_OCCASION: Final = {
    OccasionKind.INTAKE: Begin.CONSENT,
    OccasionKind.CLOSING: Begin.ENDING,
    OccasionKind.SESSION: Begin.TALK,
    OccasionKind.NOMINATION: Begin.HAND,
}
"""Moments that only one thing can bring."""


def build_plan(
    shape: PlanShape, lists: Mapping[str, Questionnaire], fault: Fault
) -> MeasurementPlan:
    """Return the values of a plan, and note every fault.

    Parameters
    ----------
    shape : PlanShape
        The plan as it was read.
    lists : Mapping[str, Questionnaire]
        Every questionnaire there is, by key.
    fault : callable
        Receives (path, message) of each fault.
    """
    earlier: set[str] = set()
    for number, moment in enumerate(shape.moments):
        _check_moment(shape, moment, ("moments", number), earlier, fault)
        _check_asks(shape, moment, ("moments", number, "asks"), lists, fault)
        earlier.add(moment.key)
    kinds = [moment.occasion for moment in shape.moments]
    if shape.about is PlanSubject.TRAJECT:
        for kind in (OccasionKind.INTAKE, OccasionKind.CLOSING):
            if kinds.count(kind) != 1:
                fault(("moments",), f"a plan of a traject has exactly one moment of kind {kind}")
    plan = _plan(shape)
    _check_ceilings(plan, lists, fault)
    return plan


def _check_moment(
    shape: PlanShape, moment: MomentShape, path: Path, earlier: set[str], fault: Fault
) -> None:
    if moment.key in earlier:
        fault((*path, "key"), f"{moment.key!r} stood there before; give it another name")
    bringers = [each for each in BRINGERS if getattr(moment, each) is not None]
    if len(bringers) != 1:
        fault(path, f"write exactly one of {', '.join(BRINGERS)}")
    if shape.about is PlanSubject.SCHOOL:
        if moment.occasion is not None or bringers != ["yearly"]:
            fault(path, "a plan of a school has only `yearly` moments, without `occasion`")
        return
    if moment.occasion is None:
        fault(path, "`occasion` is missing; add it here")
        return
    needed = BY_OCCASION.get(moment.occasion)
    if needed is not None and moment.begins is not needed:
        fault(path, f"a moment of kind {moment.occasion} has `begins: {needed}`")
    if needed is None and moment.begins is not None:
        fault(path, f"a moment of kind {moment.occasion} has `after` or `yearly`")
    if moment.in_group_8_before is not None and moment.occasion is not OccasionKind.CLOSING:
        fault((*path, "in_group_8_before"), "only the closing can come earlier in group 8")
    if moment.after is not None:
        if moment.after.moment not in earlier:
            fault((*path, "after", "moment"), "name a moment that stands above this one")
        if sum(getattr(moment.after, each) is not None for each in COUNTS) != 1:
            fault((*path, "after"), f"write exactly one of {', '.join(COUNTS)}")


def _check_asks(
    shape: PlanShape,
    moment: MomentShape,
    path: Path,
    lists: Mapping[str, Questionnaire],
    fault: Fault,
) -> None:
    seen: set[str] = set()
    for number, ask in enumerate(moment.asks):
        place = (*path, number, "list")
        found = lists.get(ask.list)
        if ask.list in seen:
            fault(place, "is asked at this moment already; remove it")
        seen.add(ask.list)
        if found is None:
            fault(place, f"there is no questionnaire {ask.list!r}; check the name")
            continue
        if (found.about is Subject.TRAJECT) != (shape.about is PlanSubject.TRAJECT):
            fault(
                place, f"is about a {found.about} and cannot be asked in a plan of a {shape.about}"
            )
        for who in ask.informants or ():
            if who not in found.informants:
                fault((*path, number, "informants"), f"the list is not written for {who}")
        if ask.shorter is not None:
            why_not = _fault_of_shorter(shape, ask, ask.shorter, found, seen, lists)
            if why_not is not None:
                fault((*path, number, "shorter"), why_not)
            seen.add(ask.shorter)


def _fault_of_shorter(
    shape: PlanShape,
    ask: AskShape,
    key: str,
    longer: Questionnaire,
    seen: Set[str],
    lists: Mapping[str, Questionnaire],
) -> str | None:
    """Return why a list cannot be asked in the place of a longer one, or None when it can.

    It asks a part of the longer one word for word, so that its answers stand beside earlier ones.
    """
    if shape.about is PlanSubject.SCHOOL:
        return "a plan of a school asks no shorter list; remove it"
    if ask.drop is None:
        return "a list without `drop` is always asked whole; add `drop` or remove this"
    if key in seen:
        return "is asked at this moment already; remove it"
    shorter = lists.get(key)
    if shorter is None:
        return f"there is no questionnaire {key!r}; check the name"
    if _asked_of(shorter) != _asked_of(longer):
        return f"is for other informants or ages than {longer.key}; name a list for the same ones"
    if shorter.minutes >= longer.minutes:
        return f"takes {shorter.minutes:g} minutes and {longer.key} {longer.minutes:g}; shorten it"
    same = {item.key: item for item in longer.items}
    for item in shorter.items:
        if same.get(item.key) != item:
            return f"item {item.key!r} is not as in {longer.key}; copy it from there word for word"
    return None


def _asked_of(questionnaire: Questionnaire) -> tuple[object, ...]:
    return questionnaire.about, questionnaire.informants, questionnaire.ages


def _plan(shape: PlanShape) -> MeasurementPlan:
    return MeasurementPlan(
        key=shape.key,
        version=shape.version,
        title=shape.title,
        about=shape.about,
        new_rater_school_weeks=shape.new_rater_school_weeks,
        ceilings=tuple(
            Ceiling(
                each.informant,
                each.minutes,
                (each.ages[0], each.ages[1]) if each.ages else None,
                each.for_all,
            )
            for each in shape.ceilings
        ),
        moments=tuple(_moment(each) for each in shape.moments),
    )


def _moment(shape: MomentShape) -> PlannedMoment:
    begins: Begin | After | MonthDay = shape.begins or Begin.HAND
    if shape.after is not None:
        after = shape.after
        begins = After(after.moment, after.weeks, after.school_weeks, after.months)
    elif shape.yearly is not None:
        begins = MonthDay(shape.yearly.month, shape.yearly.day)
    before = shape.in_group_8_before
    return PlannedMoment(
        key=shape.key,
        title=shape.title,
        occasion=shape.occasion,
        begins=begins,
        window=Window(shape.window.before_days, shape.window.after_days),
        avoids_holidays=shape.avoids_holidays,
        in_group_8_before=MonthDay(before.month, before.day) if before else None,
        asks=tuple(
            Ask(
                each.list,
                tuple(each.informants or ()),
                each.drop,
                each.later_days,
                each.valid_days,
                each.shorter,
            )
            for each in shape.asks
        ),
    )


def _check_ceilings(
    plan: MeasurementPlan, lists: Mapping[str, Questionnaire], fault: Fault
) -> None:
    """Note a ceiling that the lists which are never dropped pass on their own.

    A plan that passes it by its own design would be over it for everybody. Aftercare falls in
    another school year and does not count.
    """
    for number, ceiling in enumerate(plan.ceilings):
        if ceiling.for_all:
            continue
        minutes = sum(
            lists[ask.questionnaire].minutes
            for moment in plan.moments
            if moment.occasion not in (OccasionKind.AFTERCARE, OccasionKind.SESSION)
            for ask in moment.asks
            if ask.drop is None
            and ask.questionnaire in lists
            and _is_for(ask, lists[ask.questionnaire], ceiling)
        )
        if minutes > ceiling.minutes:
            fault(
                ("ceilings", number, "minutes"),
                f"lists that are never dropped take {minutes:g} minutes; raise it or add `drop`",
            )


def _is_for(ask: Ask, questionnaire: Questionnaire, ceiling: Ceiling) -> bool:
    if ceiling.informant not in (ask.informants or questionnaire.informants):
        return False
    if ceiling.informant is not Informant.CHILD or not (ceiling.ages and questionnaire.ages):
        return True
    return questionnaire.ages[0] <= ceiling.ages[1] and ceiling.ages[0] <= questionnaire.ages[1]
