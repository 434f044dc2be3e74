"""The one rule that turns a reliable change index into a word, and the reasons for no word."""

import math
import sys
from decimal import Decimal
from enum import StrEnum
from numbers import Real

import numpy as np
from numpy.typing import NDArray

from survey_app.errors import InputError

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Words = NDArray[np.object_]

TWO_SIDED_95 = 1.96
"""Criterion for the index: 5 % in two tails of the normal curve (Jacobson & Truax 1991)."""

ONE_SIDED_95 = 1.65
"""Criterion of Hageman & Arrindell (1999): 5 % in one tail, rounded up by the authors."""


class Category(StrEnum):
    """What may be said about the change of one child."""

    RECOVERED = "recovered"
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    DETERIORATED = "deteriorated"


class Reason(StrEnum):
    """Why a number could not be computed."""

    NO_PRE = "no_pre"
    NO_POST = "no_post"
    NO_SCORE = "no_score"
    SD_ZERO = "sd_zero"
    RELIABILITY_OUT_OF_RANGE = "reliability_out_of_range"
    DIFFERENCE_UNRELIABLE = "difference_unreliable"
    NOBODY = "n_lt_1"
    TOO_FEW_PAIRS = "n_lt_2"
    TOO_FEW_POINTS = "n_lt_3"
    NO_NORM = "no_norm"
    NO_GOALS = "no_goals"
    PRE_ZERO = "pre_zero"
    CORRELATION_ONE = "correlation_one"
    TOO_FEW_ITEMS = "too_few_items"
    TOO_FEW_RATERS = "raters_lt_2"
    NEGATIVE_VARIANCE = "negative_variance"
    NOT_IDENTIFIED = "not_identified"
    NO_CONVERGENCE = "no_convergence"
    TOO_FEW_GROUPS = "groups_lt_5"
    TOO_FEW_CHILDREN = "children_lt_5"
    SINGULAR = "singular"


class UnusableNumbersError(InputError, ValueError):
    """An argument cannot be computed with; the text names the argument."""


LARGEST = 1e100
"""No scale comes near; beyond it, and below its inverse, squares are no numbers."""


def finite(value: object, argument: str) -> float | None:
    """Return a number, or None when it is missing: None, NaN, `pandas.NA`.

    Raises
    ------
    UnusableNumbersError
        It is infinite, beyond 1e100, or no number; the text names the argument.
    """
    if value is None or is_missing(value):
        return None
    if not isinstance(value, Real | Decimal):
        raise UnusableNumbersError(f"{argument} is {value!r}; give a number or leave it out")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if abs(number) > LARGEST:
        size = "infinite" if math.isinf(number) else f"beyond {LARGEST:g}"
        raise UnusableNumbersError(f"{argument} is {size}; give a finite number or leave it out")
    return number


def as_direction(higher_is_better: object) -> bool:
    """Return whether higher is better; refuse what is neither yes nor no.

    Raises
    ------
    UnusableNumbersError
        It is no boolean: "no" would count as yes.
    """
    if not isinstance(higher_is_better, bool | np.bool_):
        raise UnusableNumbersError(f"higher_is_better is {higher_is_better!r}; give True or False")
    return bool(higher_is_better)


def is_missing(value: object) -> bool:
    """Tell whether a value is one of those that stand for a missing number."""
    if isinstance(value, Decimal):
        return value.is_nan()
    if isinstance(value, Real):
        return bool(value != value)
    # Without pandas nobody can hand over its NA.
    pandas = sys.modules.get("pandas")
    return pandas is not None and value is pandas.NA


def reason_of_reference(sd: float | None, reliability: float | None) -> Reason | None:
    """Tell why a standard deviation and a reliability give no error of a difference.

    Parameters
    ----------
    sd : float or None
        Standard deviation of the scores, in points of the scale; usable above 0.
    reliability : float or None
        Reliability of the scores, usable strictly between 0 and 1.

    Returns
    -------
    Reason or None
        The standard deviation is judged first; None when both can be used.
    """
    if sd is None or math.isnan(sd) or sd < 1 / LARGEST:
        return Reason.SD_ZERO
    if reliability is None or math.isnan(reliability) or not 0 < reliability < 1:
        return Reason.RELIABILITY_OUT_OF_RANGE
    return None


def sides_of(
    scores: Numbers, cutoff: float, *, higher_is_better: bool, cutoff_is_clinical: bool = False
) -> tuple[Flags, Flags]:
    """Tell on which side of a cut-off each score lies.

    Parameters
    ----------
    scores : n floats
        In points of the scale, NaN for a missing one.
    cutoff : float
        In points of the scale.
    higher_is_better : bool
        Direction of the scale.
    cutoff_is_clinical : bool
        True for the edge of a published band: a score on the edge is in the clinical band. False
        for a cut-off that was computed: a score equal to it is on neither side, our own rule.

    Returns
    -------
    (n bools, n bools)
        Whether the score is clinical, and whether it is functional; a missing score is neither.
    """
    distance = (scores - cutoff) if as_direction(higher_is_better) else (cutoff - scores)
    return (distance <= 0 if cutoff_is_clinical else distance < 0), distance > 0


def categories_of(
    rci: Numbers,
    *,
    higher_is_better: bool,
    criterion: float = TWO_SIDED_95,
    pre: Numbers | None = None,
    post: Numbers | None = None,
    cutoff: float | None = None,
    cutoff_is_clinical: bool = False,
) -> Words:
    """Give the word for each reliable change index.

    Parameters
    ----------
    rci : n floats
        Reliable change index with the sign of post minus pre; NaN when not computable.
    higher_is_better : bool
        Direction of the scale.
    criterion : float
        The index must be larger than this, not equal to it.
    pre, post : n floats or None
        The two scores in points, only looked at when there is a cut-off.
    cutoff : float or None
        Point between the clinical and the functional side. Without it nobody is called recovered.
    cutoff_is_clinical : bool
        Whether a score equal to the cut-off is clinical; see `sides_of`.

    Returns
    -------
    n words or None
        The values of `Category`, None where there is no index. Recovered is improved with the
        first score on the clinical side and the last on the functional side (Jacobson & Truax
        1991).
    """
    towards_better = rci if as_direction(higher_is_better) else -rci
    improved = towards_better > criterion
    words = np.full(rci.shape, None, dtype=object)
    words[~np.isnan(rci)] = str(Category.UNCHANGED)
    words[improved] = str(Category.IMPROVED)
    words[towards_better < -criterion] = str(Category.DETERIORATED)
    if cutoff is not None and pre is not None and post is not None:
        was_clinical, _ = sides_of(
            pre, cutoff, higher_is_better=higher_is_better, cutoff_is_clinical=cutoff_is_clinical
        )
        _, is_functional = sides_of(post, cutoff, higher_is_better=higher_is_better)
        words[improved & was_clinical & is_functional] = str(Category.RECOVERED)
    return words
