"""The one rule that turns a reliable change index into a word, and the reasons for no word."""

import math
from enum import StrEnum

from survey_app.errors import InputError

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
    """Why an index could not be computed."""

    NO_PRE = "no_pre"
    NO_POST = "no_post"
    SD_ZERO = "sd_zero"
    RELIABILITY_OUT_OF_RANGE = "reliability_out_of_range"
    TOO_FEW_PAIRS = "n_lt_2"


class UnusableNumbersError(InputError, ValueError):
    """An argument cannot be computed with; the text names the argument."""


def finite(value: float | None, argument: str) -> float | None:
    """Return a number, or None when it is missing.

    Raises
    ------
    UnusableNumbersError
        The number is infinite.
    """
    if value is None or math.isnan(value):
        return None
    if math.isinf(value):
        raise UnusableNumbersError(f"{argument} is infinite; give a finite number or leave it out")
    return float(value)


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
    if sd is None or math.isnan(sd) or sd <= 0:
        return Reason.SD_ZERO
    if reliability is None or math.isnan(reliability) or not 0 < reliability < 1:
        return Reason.RELIABILITY_OUT_OF_RANGE
    return None


def category_of(
    rci: float,
    *,
    higher_is_better: bool,
    criterion: float = TWO_SIDED_95,
    pre: float | None = None,
    post: float | None = None,
    cutoff: float | None = None,
) -> Category:
    """Give the word for one reliable change index.

    Parameters
    ----------
    rci : float
        Reliable change index with the sign of post minus pre.
    higher_is_better : bool
        Direction of the scale.
    criterion : float
        The index must be larger than this, not equal to it.
    pre, post : float or None
        The two scores in points, only looked at when there is a cut-off.
    cutoff : float or None
        Point between the clinical and the functional side. Without it nobody is called recovered.

    Returns
    -------
    Category
        Recovered is improved with the first score strictly on the clinical side and the last
        strictly on the functional side (Jacobson & Truax 1991); a score equal to the cut-off is
        on neither side, which is our own rule.
    """
    direction = 1 if higher_is_better else -1
    if direction * rci > criterion:
        if cutoff is None or pre is None or post is None:
            return Category.IMPROVED
        crossed = direction * (cutoff - pre) > 0 and direction * (post - cutoff) > 0
        return Category.RECOVERED if crossed else Category.IMPROVED
    if direction * rci < -criterion:
        return Category.DETERIORATED
    return Category.UNCHANGED
