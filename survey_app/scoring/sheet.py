"""The scores of one sheet: what one informant answered at one moment."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from survey_app.definitions import Condition, Item, Method, Questionnaire, Scale, UnknownKeyError
from survey_app.scoring.rules import (
    TOO_FEW_ITEMS,
    TOO_FEW_SCALES,
    TOO_MANY_BLANKS,
    Plan,
    ScoringError,
    formula,
    plans,
    rounded,
    scored_items,
)


@dataclass(frozen=True, slots=True)
class ScaleScore:
    """One scale of one sheet.

    Attributes
    ----------
    scale : str
        Key of the scale.
    value : float or None
        The score as the rule gives it, in option steps (mean), points (sum) or items (count),
        rounded only where the rule rounds; None when it cannot be computed.
    reason : str or None
        Why there is no value: ``too_few_items``, ``too_few_scales`` or ``too_many_blanks``; None
        when there is one.
    answered, asked : int
        Items with an answer that counts, and items of the scale; for a total the same of scales.
    """

    scale: str
    value: float | None
    reason: str | None
    answered: int
    asked: int


def score_sheet(
    questionnaire: Questionnaire, answers: Mapping[str, str | None]
) -> tuple[ScaleScore, ...]:
    """Score every scale of one sheet.

    Per scale, over the answered items: recode, turn the reversed items (lowest + highest value of
    the item, minus the value), multiply by the weight, and take what the method says: the sum, the
    mean (total / weight), the prorated sum (total * weight of all items / weight), the highest, or
    the number of counted answers. An unanswered item counts as `blank`, one that an answer to an
    earlier question kept away as `hidden`, and as nothing where the rule has neither.

    Parameters
    ----------
    questionnaire : Questionnaire
        The version that was answered.
    answers : Mapping of str to (str or None)
        Item key to option key. Absent items, None and options that stand for a kind of missing
        ("weet ik niet") count as missing. Their order has no meaning. Numbers and items with
        several answers are never scored; they may be there.

    Returns
    -------
    tuple of ScaleScore
        One for each scale, in the order of the questionnaire. What cannot be computed has no value
        and a reason; nothing is imputed that the rule does not name.

    Raises
    ------
    ScoringError
        An item or option is not of this questionnaire. The text names it.

    Notes
    -----
    Rule: `measurement.md` 1. `score_table` gives the same floats for the same answers.

    Examples
    --------
    A scale of three items with values 0 to 4, the mean, at least two answered, `c` reversed. With
    a = 3, b missing and c = 1 the score is (3 + (0 + 4 - 1)) / 2 = 3.0, answered 2 of 3.
    """
    items = {item.key: item for item in questionnaire.items}
    chosen = _chosen(questionnaire, items, answers)
    values = {
        key: float(value)
        for key, option in chosen.items()
        if (value := items[key].option(option).value) is not None
    }
    blanks = sum(
        key not in values and _is_shown(items[key].show_when, chosen)
        for key in scored_items(questionnaire)
    )
    too_many = questionnaire.most_blanks is not None and blanks > questionnaire.most_blanks
    hidden = _hidden(questionnaire, items, chosen)
    scores: dict[str, ScaleScore] = {}
    for plan in plans(questionnaire):
        if too_many:
            answered = sum(part.key in values for part in plan.parts)
            scores[plan.scale.key] = _not_computable(plan.scale, TOO_MANY_BLANKS, answered)
        elif plan.scale.items:
            scores[plan.scale.key] = _of_items(plan, values, chosen, hidden)
        else:
            scores[plan.scale.key] = _of_scales(plan, scores)
    return tuple(scores.values())


def _chosen(
    questionnaire: Questionnaire, items: Mapping[str, Item], answers: Mapping[str, str | None]
) -> dict[str, str]:
    """Return the option of every item that has options and an answer, missing kinds included."""
    chosen: dict[str, str] = {}
    for key, answer in answers.items():
        item = items.get(key)
        if item is None:
            raise ScoringError(f"Questionnaire {questionnaire.key!r} has no item {key!r}.")
        if answer is None or item.number is not None or item.choose is not None:
            continue
        try:
            chosen[key] = item.option(answer).key
        except UnknownKeyError as fault:
            raise ScoringError(str(fault)) from fault
    return chosen


def _hidden(
    questionnaire: Questionnaire, items: Mapping[str, Item], chosen: Mapping[str, str]
) -> frozenset[str]:
    """Return the items that an answer kept away.

    Where the question that decides was itself left open, nobody said that an item does not apply;
    it is as unanswered as that question. Unless that question was kept away, and this one with it.
    """
    hidden: set[str] = set()
    for item in questionnaire.items:
        for condition in item.show_when:
            answer = chosen.get(condition.item)
            if answer in condition.options:
                continue
            is_told = answer is not None and items[condition.item].option(answer).missing is None
            if is_told or condition.item in hidden:
                hidden.add(item.key)
    return frozenset(hidden)


def _of_items(
    plan: Plan, values: Mapping[str, float], chosen: Mapping[str, str], hidden: frozenset[str]
) -> ScaleScore:
    scale, asked = plan.scale, len(plan.parts)
    total, weight, highest = 0.0, 0.0, -math.inf
    answered = replied = 0
    for part in plan.parts:
        value = values.get(part.key)
        if value is not None:
            counted: float | None = part.counts_for[value]
            answered += 1
        elif scale.hidden is not None and part.key in hidden:
            counted = scale.hidden
            replied += 1
        else:
            counted = scale.blank
        if counted is not None:
            total += part.weight * counted
            weight += part.weight
            highest = max(highest, counted)
    settled = scale.settled
    if settled is not None and chosen.get(settled.item) in settled.options:
        return ScaleScore(scale.key, settled.score, None, answered, asked)
    if answered + replied < scale.min_answered:
        return _not_computable(scale, TOO_FEW_ITEMS, answered)
    return ScaleScore(scale.key, _score(plan, total, weight, highest), None, answered, asked)


def _of_scales(plan: Plan, scores: Mapping[str, ScaleScore]) -> ScaleScore:
    total, weight, highest = 0.0, 0.0, -math.inf
    answered = 0
    for part in plan.parts:
        value = scores[part.key].value
        if value is not None:
            total += part.weight * value
            weight += part.weight
            highest = max(highest, value)
            answered += 1
    if answered < plan.scale.min_answered:
        return _not_computable(plan.scale, TOO_FEW_SCALES, answered)
    score = _score(plan, total, weight, highest)
    return ScaleScore(plan.scale.key, score, None, answered, len(plan.parts))


def _score(plan: Plan, total: float, weight: float, highest: float) -> float:
    if plan.scale.method is Method.MAX:
        return float(rounded(plan, highest))
    return float(rounded(plan, formula(plan)(total, weight)))


def _not_computable(scale: Scale, reason: str, answered: int) -> ScaleScore:
    return ScaleScore(scale.key, None, reason, answered, len(scale.parts))


def _is_shown(conditions: tuple[Condition, ...], chosen: Mapping[str, str]) -> bool:
    return all(chosen.get(each.item) in each.options for each in conditions)
