"""The rules of a scale, written once for one sheet (floats) and for whole tables (arrays).

Whoever scores adds up the answered items in the order of `summing_order`, each one that is
reversed turned first, and hands the total to `formula`. The same operations in the same order on
64-bit floats give the same bits, so the two computations are equal and not merely close.
"""

from collections.abc import Callable
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from survey_app.definitions import Item, Method, Scale
from survey_app.errors import InputError

TOO_FEW_ITEMS: Final = "too_few_items"
"""Reason code: fewer items were answered than the scale's minimum."""

Numbers = TypeVar("Numbers", float, NDArray[np.float64])


class ScoringError(InputError):
    """Answers do not fit the questionnaire; the text names the item, and the row of a table."""


def turning_point(item: Item) -> float:
    """Return lowest + highest option value of an item; a reversed value is this minus the value."""
    return min(item.values) + max(item.values)


def summing_order(scale: Scale) -> tuple[str, ...]:
    """Return the items of a scale by key, so that the order in the file never touches a score."""
    return tuple(sorted(scale.items))


def least_answered(scale: Scale) -> int:
    """Return how many items must be answered for a score; never less than one."""
    return max(scale.min_answered, 1)


def in_digits(number: float) -> str:
    """Write a number so that it reads back as the same 64-bit float; whole ones without a point."""
    return str(int(number)) if number.is_integer() else repr(float(number))


def formula(method: Method) -> Callable[[Numbers, Numbers, int], Numbers]:
    """Return what turns (total, number answered, number of items) into a score."""
    return _prorated_sum if method is Method.SUM else _mean


def _mean(total: Numbers, answered: Numbers, asked: int) -> Numbers:
    """Return total / answered, the mean of the answered items, in option steps."""
    return total / answered


def _prorated_sum(total: Numbers, answered: Numbers, asked: int) -> Numbers:
    """Return total * asked / answered, the sum that all items would have at the same mean.

    A definition that permits missing items (`min_answered` below the number of items) asks for
    this by doing so: the bare sum of the answered items would count every missing one as 0 without
    a word. A questionnaire whose manual does not prorate sets `min_answered` to all items, and
    then this is the bare sum. One division, last, keeps whole results whole: 4 over 3 of 5 items
    is 20 / 3, and 6 over 4 of 5 items is 7.5 and nothing beside it. Nothing is rounded here.
    """
    return total * asked / answered
