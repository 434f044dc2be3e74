"""Two rules for one child without a reliability: an important difference, a percentage."""

from typing import TYPE_CHECKING

import numpy as np

from survey_app.effects.categories import (
    Category,
    Numbers,
    Reason,
    UnusableNumbersError,
    Words,
    as_direction,
    finite,
)
from survey_app.effects.score_arrays import Scores, aligned, reasons_of_missing, table_of

if TYPE_CHECKING:
    import pandas as pd

ENOUGH = 1 - 1e-9
"""So much of a threshold is all of it: 0.7 - 0.4 is a little less than 0.3 in the numbers of a
computer, by its arithmetic alone."""


def minimal_important_change(
    pre: Scores, post: Scores, *, threshold: float, higher_is_better: bool
) -> "pd.DataFrame":
    r"""Judge n children by the minimal important difference, :math:`MID`.

    Improved when :math:`dir \cdot (x_2 - x_1) \ge MID`, deteriorated when it is
    :math:`\le -MID`; equal is enough.

    Parameters
    ----------
    pre, post : sequence of n floats
        First and later score, in points of the scale; None and NaN are missing scores.
    threshold : float
        The difference in points that matters to people, above 0, from a study with an anchor. It
        says nothing about chance: a change may matter and still be within the error of measurement.
    higher_is_better : bool
        Direction of the scale.

    Returns
    -------
    pandas.DataFrame
        n rows with the columns ``change`` (post minus pre in points, NaN when a score is missing),
        ``category`` (``improved``, ``unchanged``, ``deteriorated`` or None) and ``reason``
        (``no_pre``, ``no_post`` or None).

    Raises
    ------
    UnusableNumbersError
        The threshold is missing, infinite or not above 0, or pre and post are no pairs.

    References
    ----------
    Jaeschke, Singer & Guyatt (1989), Control Clin Trials 10, 407-415. For the WHO-5 a difference
    of 10 points: Topp, Ostergaard, Sondergaard & Bech (2015), Psychother Psychosom 84, 167-176.

    Examples
    --------
    >>> table = minimal_important_change(
    ...     [40, 40, 40, 40], [50, 49, 30, None], threshold=10, higher_is_better=True
    ... )
    >>> table["category"].tolist(), table["reason"].tolist()[-1]
    (['improved', 'unchanged', 'deteriorated', None], 'no_post')
    """
    least = _above_zero(threshold, "threshold")
    (first, last), index = aligned(pre=pre, post=post)
    change = last - first
    return table_of(
        index,
        change=change,
        category=_words(change, higher_is_better, least, least),
        reason=reasons_of_missing(first, last),
    )


def percentage_change(
    pre: Scores,
    post: Scores,
    *,
    share: float,
    share_worse: float | None = None,
    higher_is_better: bool,
) -> "pd.DataFrame":
    r"""Judge n children by the percentage rule.

    Improved when :math:`dir \cdot (x_2 - x_1) / x_1` is at least `share`, deteriorated when it is
    at most minus `share_worse`; the same score twice is unchanged.

    Parameters
    ----------
    pre, post : sequence of n floats
        First and later score, in points of a scale that starts at 0; None and NaN are missing.
    share : float
        What counts as improved, as a share of the first score, above 0: 0.5 is half.
    share_worse : float or None
        What counts as deteriorated; by default as much as `share`.
    higher_is_better : bool
        Direction of the scale.

    Returns
    -------
    pandas.DataFrame
        n rows with the columns ``change`` (share of the first score, with the sign of post minus
        pre; NaN when not computable), ``category`` (``improved``, ``unchanged``, ``deteriorated``
        or None) and ``reason`` (``no_pre``, ``no_post``, ``pre_zero`` or None). There is no share
        of 0, so such a child has no category, not even with the same score twice.

    Raises
    ------
    UnusableNumbersError
        A share is missing, infinite or not above 0, a first score is below 0, or pre and post are
        no pairs.

    References
    ----------
    Hiller, Schindler & Lambert (2012), Psychother Res 22, 1-11 (response as a fall of half).

    Examples
    --------
    >>> table = percentage_change([20, 20, 0], [10, 11, 4], share=0.5, higher_is_better=False)
    >>> table["change"].tolist(), table["category"].tolist(), table["reason"].tolist()[-1]
    ([-0.5, -0.45, nan], ['improved', 'unchanged', None], 'pre_zero')
    """
    better = _above_zero(share, "share")
    worse = better if share_worse is None else _above_zero(share_worse, "share_worse")
    (first, last), index = aligned(pre=pre, post=post)
    if (first < 0).any():
        raise UnusableNumbersError("pre holds a score below 0, of which there is no percentage")
    change = np.full(len(first), np.nan)
    np.divide(last - first, first, out=change, where=first > 0)
    reasons = reasons_of_missing(first, last)
    reasons[(first == 0) & ~np.isnan(last)] = str(Reason.PRE_ZERO)
    return table_of(
        index,
        change=change,
        category=_words(change, higher_is_better, better, worse),
        reason=reasons,
    )


def _above_zero(value: float | None, argument: str) -> float:
    given = finite(value, argument)
    if given is None or given <= 0:
        raise UnusableNumbersError(f"{argument} is {given}; give a number above 0")
    return given


def _words(change: Numbers, higher_is_better: bool, better: float, worse: float) -> Words:
    """Give the word for each change; equal to the threshold is enough."""
    towards_better = change if as_direction(higher_is_better) else -change
    words = np.full(len(change), None, dtype=object)
    words[~np.isnan(change)] = str(Category.UNCHANGED)
    words[towards_better >= better * ENOUGH] = str(Category.IMPROVED)
    words[towards_better <= -worse * ENOUGH] = str(Category.DETERIORATED)
    return words
