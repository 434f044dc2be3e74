"""p-values of several questions that were asked together."""

from typing import Literal, get_args

import numpy as np

from survey_app.effects.categories import Numbers, UnusableNumbersError
from survey_app.effects.score_arrays import Scores, as_numbers

Adjustment = Literal["holm", "benjamini-hochberg"]


def adjust_p(p: Scores, method: Adjustment) -> Numbers:
    r"""Adjust p-values for the number of questions.

    Sorted from small to large, with m the number of p-values that there are:

    - ``holm``: the running maximum of :math:`(m - i + 1) p_{(i)}`, for a few confirmatory
      questions; the chance of any false answer stays below the level;
    - ``benjamini-hochberg``: the running minimum from the largest down of
      :math:`m p_{(i)} / i`, for many; of the answers called found, the expected share that is
      false stays below the level.

    Parameters
    ----------
    p : sequence of m floats
        Each from 0 to 1. None and NaN stay missing and are not counted.
    method : str
        ``holm`` or ``benjamini-hochberg``.

    Returns
    -------
    array of m floats
        In the given order, at most 1; NaN where p was missing.

    Raises
    ------
    UnusableNumbersError
        A p-value is outside 0 to 1 or no number, or the method is unknown.

    References
    ----------
    Holm, S. (1979). Scandinavian Journal of Statistics, 6, 65-70. Benjamini, Y., & Hochberg, Y.
    (1995). Journal of the Royal Statistical Society B, 57, 289-300. Equal to R's ``p.adjust``.

    Examples
    --------
    >>> adjust_p([0.01, 0.04, 0.03], "holm").tolist()
    [0.03, 0.06, 0.06]
    >>> adjust_p([0.01, 0.04, 0.03], "benjamini-hochberg").tolist()
    [0.03, 0.04, 0.04]
    """
    if method not in get_args(Adjustment):
        raise UnusableNumbersError(f"method is {method!r}; choose one of {get_args(Adjustment)}")
    values = as_numbers(p, "p")
    there = np.flatnonzero(~np.isnan(values))
    if ((values[there] < 0) | (values[there] > 1)).any():
        raise UnusableNumbersError("p holds a value outside 0 to 1")
    order = there[np.argsort(values[there], kind="stable")]
    m, rank = len(order), np.arange(1, len(order) + 1)
    if method == "holm":
        stepped = np.maximum.accumulate((m - rank + 1) * values[order])
    else:
        stepped = np.minimum.accumulate((m / rank * values[order])[::-1])[::-1]
    adjusted = np.full(len(values), np.nan)
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted
