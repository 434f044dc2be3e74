"""What a child and a group would do without help: regression to the mean, and what lies beyond."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from survey_app.effects.categories import Reason, as_direction, finite
from survey_app.effects.score_arrays import (
    Scores,
    aligned,
    as_correlation,
    reasons_of_missing,
    table_of,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class ExpectedGroupChange:
    """The change of a group beside the change that regression to the mean predicts.

    Attributes
    ----------
    n, left_out : int
        Complete pairs, and children with a missing score.
    mean_pre, mean_post : float or None
        In points, over the complete pairs; None without any.
    change : float or None
        Mean of post minus mean of pre, in points; its sign is not turned.
    expected_change : float or None
        What regression to the mean predicts, in points with the same sign; None without a
        reference.
    added_value : float or None
        Change beyond the expected one, in points, positive when better than expected.
    reason : Reason or None
        ``n_lt_2`` without pairs; ``no_norm`` when the mean or the correlation is missing, and then
        only the raw change is given.
    """

    n: int
    left_out: int
    mean_pre: float | None
    mean_post: float | None
    change: float | None
    expected_change: float | None
    added_value: float | None
    reason: Reason | None


def expected_change(
    pre: Scores,
    post: Scores,
    *,
    mean: float | None,
    correlation: float | None,
    higher_is_better: bool,
) -> "pd.DataFrame":
    r"""Compute for n children the later score to expect without help, and the added value.

    .. math:: \hat x_2 = M_{ref} + r_{12} (x_1 - M_{ref}), \quad
        added = dir \cdot (x_2 - \hat x_2)

    Parameters
    ----------
    pre, post : sequence of n floats
        First and later score, in points of the scale; None and NaN are missing scores.
    mean : float or None
        Mean of the group from which the children were chosen, in points.
    correlation : float or None
        Correlation of pre and post in an untreated group over the same interval, -1 to 1. The
        reliability of the scale is not it: over months children also change.
    higher_is_better : bool
        Direction of the scale.

    Returns
    -------
    pandas.DataFrame
        n rows with the columns ``expected`` (points; known as soon as pre is), ``added_value``
        (points, positive when better than expected; NaN when not computable) and ``reason``
        (``no_pre``, ``no_post``, ``no_norm`` when the mean or correlation is missing, or None).

    Raises
    ------
    UnusableNumbersError
        The correlation is outside -1 to 1, a number is infinite, or pre and post are no pairs.

    References
    ----------
    Galton, F. (1886). Regression towards mediocrity in hereditary stature. Journal of the
    Anthropological Institute, 15, 246-263. Kelley, T. L. (1947). Fundamentals of statistics.

    Examples
    --------
    >>> table = expected_change(
    ...     [20, 20], [12, None], mean=8, correlation=0.75, higher_is_better=False
    ... )
    >>> table["expected"].tolist(), table["added_value"].tolist(), table["reason"].tolist()
    ([17.0, 17.0], [5.0, nan], [None, 'no_post'])
    """
    centre, r12 = finite(mean, "mean"), as_correlation(correlation)
    (first, last), index = aligned(pre=pre, post=post)
    direction = 1 if as_direction(higher_is_better) else -1
    if centre is None or r12 is None:
        expected = np.full(len(first), np.nan)
        reasons = reasons_of_missing(first, last, otherwise=Reason.NO_NORM)
    else:
        expected = centre + r12 * (first - centre)
        reasons = reasons_of_missing(first, last)
    return table_of(
        index, expected=expected, added_value=direction * (last - expected), reason=reasons
    )


def expected_group_change(
    pre: Scores,
    post: Scores,
    *,
    mean: float | None,
    correlation: float | None,
    higher_is_better: bool,
) -> ExpectedGroupChange:
    r"""Compute the change of a group and the part of it that regression to the mean predicts.

    .. math:: RTM = (1 - r_{12}) (M_{ref} - M_1)

    Children who were chosen for a bad first score drift back to the mean without help; the change
    minus this drift stands beside the raw change, never in its place.

    Parameters
    ----------
    pre, post : sequence of n floats
        First and later score, in points of the scale; incomplete pairs are left out and counted.
    mean, correlation : float or None
        Of an untreated group over the same interval, as for `expected_change`.
    higher_is_better : bool
        Direction of the scale.

    Returns
    -------
    ExpectedGroupChange
        The mean over the pairs of what `expected_change` gives per child.

    Raises
    ------
    UnusableNumbersError
        As for `expected_change`.

    References
    ----------
    Barnett, A. G., van der Pols, J. C., & Dobson, A. J. (2005). Regression to the mean: what it is
    and how to deal with it. International Journal of Epidemiology, 34, 215-220.

    Examples
    --------
    >>> group = expected_group_change(
    ...     [20, 16, 18], [12, 14, None], mean=8, correlation=0.75, higher_is_better=False
    ... )
    >>> group.n, group.change, group.expected_change, group.added_value
    (2, -5.0, -2.5, 2.5)
    """
    centre, r12 = finite(mean, "mean"), as_correlation(correlation)
    (first, last), _ = aligned(pre=pre, post=post)
    complete = ~(np.isnan(first) | np.isnan(last))
    n, left_out = int(complete.sum()), int((~complete).sum())
    if n == 0:
        return ExpectedGroupChange(0, left_out, None, None, None, None, None, Reason.TOO_FEW_PAIRS)
    mean_pre, mean_post = float(first[complete].mean()), float(last[complete].mean())
    change = mean_post - mean_pre
    if centre is None or r12 is None:
        return ExpectedGroupChange(
            n, left_out, mean_pre, mean_post, change, None, None, Reason.NO_NORM
        )
    drift = (1 - r12) * (centre - mean_pre)
    added = (change - drift) if as_direction(higher_is_better) else (drift - change)
    return ExpectedGroupChange(n, left_out, mean_pre, mean_post, change, drift, added, None)
