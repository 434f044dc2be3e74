"""The rules of a scale, written once for one sheet (floats) and for whole tables (arrays).

Whoever scores looks up what each answer counts for (`Part.counts_for`), adds up in the order of
the parts, and hands the total to `formula`. The same operations in the same order on 64-bit
floats give the same bits, so the two computations are equal and not merely close.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from survey_app.definitions import (
    Item,
    Method,
    Questionnaire,
    Rounding,
    Scale,
)
from survey_app.errors import InputError

TOO_FEW_ITEMS: Final = "too_few_items"
"""Reason code: fewer items were answered than the scale's minimum."""

TOO_FEW_SCALES: Final = "too_few_scales"
"""Reason code: fewer of the scales that a total adds up could be computed than its minimum."""

TOO_MANY_BLANKS: Final = "too_many_blanks"
"""Reason code: more items of the whole form were left open than the form permits."""

Numbers = TypeVar("Numbers", float, NDArray[np.float64])


class ScoringError(InputError):
    """Answers do not fit the questionnaire; the text names the item, and the row of a table."""


@dataclass(frozen=True, slots=True)
class Part:
    """One item or scale inside a scale.

    Attributes
    ----------
    counts_for : Mapping of float to float
        Value of the answer to what it counts for, recoded and turned; empty for a scale inside a
        total, which counts for itself.
    weight : float
        Multiplies what it counts for.
    line : (int, int) or None
        (start, step), where every answer counts for start + step * value with step 1 or -1, and
        all of these are whole numbers of one byte.
    """

    key: str
    counts_for: Mapping[float, float]
    weight: float
    line: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A scale with its parts by key, so that the order in the file never touches a score.

    Attributes
    ----------
    whole_weight : float
        Of all parts together.
    largest_whole_total : int or None
        The size that no total goes beyond, when everything in the scale counts for whole numbers.
    """

    scale: Scale
    parts: tuple[Part, ...]
    whole_weight: float
    largest_whole_total: int | None

    @property
    def counts_alike(self) -> bool:
        """Whether every part weighs 1."""
        return all(part.weight == 1.0 for part in self.parts)


@lru_cache(maxsize=128)
def plans(questionnaire: Questionnaire) -> tuple[Plan, ...]:
    """Return how each scale is computed, in the order of the questionnaire."""
    items = {item.key: item for item in questionnaire.items}
    return tuple(_plan(scale, items) for scale in questionnaire.scales)


@lru_cache(maxsize=128)
def scored_items(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the keys of the items that count in any scale."""
    return frozenset(key for scale in questionnaire.scales for key in scale.items)


def counted_answers(questionnaire: Questionnaire, scale: str) -> dict[str, dict[str, float]]:
    """Return what every answer counts for in a scale, to show how a score came about.

    Parameters
    ----------
    questionnaire : Questionnaire
        The version whose rules count.
    scale : str
        Key of a scale of items.

    Returns
    -------
    dict of dict of float
        Item key to option key to what that answer counts for: recoded, turned and weighted. Empty
        for a total of scales.
    """
    items = {item.key: item for item in questionnaire.items}
    plan = next(each for each in plans(questionnaire) if each.scale.key == scale)
    return {
        part.key: {
            option.key: part.weight * part.counts_for[option.value]
            for option in items[part.key].options
            if option.value is not None
        }
        for part in plan.parts
        if part.counts_for
    }


def in_digits(number: float) -> str:
    """Write a number so that it reads back as the same 64-bit float; whole ones without a point."""
    return str(int(number)) if number.is_integer() else repr(float(number))


def formula(plan: Plan) -> Callable[[Numbers, Numbers], Numbers]:
    """Return what turns (total, weight of what was added) into a score, rounding left out.

    A prorated sum is total * whole weight / weight: the sum that all items would have at the same
    mean. One division, last, keeps whole results whole: 4 over 3 of 5 items is 20 / 3, and 6 over
    4 of 5 items is 7.5 and nothing beside it.
    """
    method, whole = plan.scale.method, plan.whole_weight
    if method is Method.MEAN:
        return lambda total, weight: total / weight
    if method is Method.PRORATED_SUM:
        return lambda total, weight: total * whole / weight
    return lambda total, weight: total


def rounded(plan: Plan, score: Numbers) -> Numbers:
    """Round where the manual does: half up, so that 2.5 becomes 3 and -2.5 becomes -2."""
    if plan.scale.rounding is not Rounding.HALF_UP:
        return score
    return math.floor(score + 0.5) if isinstance(score, float) else np.floor(score + 0.5)


def _plan(scale: Scale, items: Mapping[str, Item]) -> Plan:
    weights = dict(scale.weights)
    keys = sorted(scale.parts)
    parts = tuple(_part(scale, key, items, weights.get(key, 1.0)) for key in keys)
    whole_weight = sum((part.weight for part in parts), 0.0)
    return Plan(scale, parts, whole_weight, _largest_whole_total(scale, parts))


def _part(scale: Scale, key: str, items: Mapping[str, Item], weight: float) -> Part:
    counts_for = _counts_for(scale, items[key]) if scale.items else {}
    counted = {value: weight * each for value, each in counts_for.items()}
    return Part(key, counts_for, weight, _line(counted))


def _line(counted: Mapping[float, float]) -> tuple[int, int] | None:
    for step in (1, -1):
        starts = {each - step * value for value, each in counted.items()}
        of_one_byte = all(n.is_integer() and -128 <= n <= 127 for n in (*starts, *counted.values()))
        if len(starts) == 1 and of_one_byte:
            return int(starts.pop()), step
    return None


def _largest_whole_total(scale: Scale, parts: tuple[Part, ...]) -> int | None:
    filled = [value for value in (scale.blank, scale.hidden) if value is not None]
    counted = [
        [abs(part.weight * value) for value in (*part.counts_for.values(), *filled)]
        for part in parts
    ]
    is_whole = scale.items and all(value.is_integer() for of_part in counted for value in of_part)
    return int(sum(max(of_part) for of_part in counted)) if is_whole else None


def _counts_for(scale: Scale, item: Item) -> dict[float, float]:
    """Return what each value of an item counts for in a scale."""
    answers = {option.key: option.value for option in item.options if option.value is not None}
    if scale.method is Method.COUNT:
        return {value: float(key in scale.counted) for key, value in answers.items()}
    recode = dict(scale.recode)
    values = {value: recode.get(key, value) for key, value in answers.items()}
    if item.key not in scale.reversed:
        return values
    turning_point = min(values.values()) + max(values.values())
    return {value: turning_point - counted for value, counted in values.items()}
