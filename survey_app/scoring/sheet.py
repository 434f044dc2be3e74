"""The scores of one sheet: what one informant answered at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass

from survey_app.definitions import Item, Questionnaire, Scale, UnknownKeyError
from survey_app.scoring.rules import (
    TOO_FEW_ITEMS,
    ScoringError,
    formula,
    least_answered,
    summing_order,
    turning_point,
)


@dataclass(frozen=True, slots=True)
class ScaleScore:
    """One scale of one sheet.

    Attributes
    ----------
    scale : str
        Key of the scale.
    value : float or None
        The score as the rule gives it, unrounded, in option steps (mean) or points (sum); None
        when it cannot be computed.
    reason : str or None
        Why there is no value: ``too_few_items``; None when there is one.
    answered, asked : int
        Items with an answer that counts, and items of the scale.
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

    Per scale, over the answered items only: turn the reversed items (lowest + highest option value
    of the item, minus the value), add up, and take the mean (total / answered) or the prorated sum
    (total * items / answered; with every item answered the plain sum).

    Parameters
    ----------
    questionnaire : Questionnaire
        The version that was answered.
    answers : Mapping of str to (str or None)
        Item key to option key. Absent items, None and options that stand for a kind of missing
        ("weet ik niet") count as missing. Their order has no meaning.

    Returns
    -------
    tuple of ScaleScore
        One for each scale, in the order of the questionnaire. Fewer answered items than the
        scale's minimum: no value, reason ``too_few_items``; nothing is imputed.

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
    values = _values(questionnaire, items, answers)
    return tuple(_score(scale, items, values) for scale in questionnaire.scales)


def _values(
    questionnaire: Questionnaire, items: Mapping[str, Item], answers: Mapping[str, str | None]
) -> dict[str, float]:
    """Return the option value of every item with an answer that counts."""
    values: dict[str, float] = {}
    for key, chosen in answers.items():
        item = items.get(key)
        if item is None:
            raise ScoringError(f"Questionnaire {questionnaire.key!r} has no item {key!r}.")
        if chosen is None:
            continue
        try:
            option = item.option(chosen)
        except UnknownKeyError as fault:
            raise ScoringError(str(fault)) from fault
        if option.value is not None:
            values[key] = float(option.value)
    return values


def _score(scale: Scale, items: Mapping[str, Item], values: Mapping[str, float]) -> ScaleScore:
    total, answered, asked = 0.0, 0, len(scale.items)
    for key in summing_order(scale):
        value = values.get(key)
        if value is None:
            continue
        total += turning_point(items[key]) - value if key in scale.reversed else value
        answered += 1
    if answered < least_answered(scale):
        return ScaleScore(scale.key, None, TOO_FEW_ITEMS, answered, asked)
    value = formula(scale.method)(total, float(answered), asked)
    return ScaleScore(scale.key, value, None, answered, asked)
