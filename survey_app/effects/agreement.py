"""Agreement of raters on the same children: intraclass correlations of a two-way design."""

import math
from dataclasses import dataclass

import numpy as np

from survey_app.effects.categories import Numbers, Reason
from survey_app.effects.score_rows import Rows, as_confidence, as_rows

SHOWN_FROM = 10
"""Fewer targets than this are computed but not shown: our own rule."""

Interval = tuple[float, float]


@dataclass(frozen=True)
class Agreement:
    """How far raters give the same targets the same scores.

    Attributes
    ----------
    n, k : int
        Targets rated by everybody, and raters.
    left_out : int
        Targets of which a rating is missing.
    icc_a1, icc_ak, icc_c1 : float or None
        ICC(A,1), ICC(A,k) and ICC(C,1) of McGraw & Wong (1996), also called (2,1), (2,k) and
        (3,1): absolute agreement of one rater, of the mean of k raters, and consistency of one
        rater. At most 1; a negative one is given as it is: raters differ more about one target
        than targets differ from each other.
    icc_a1_interval, icc_ak_interval, icc_c1_interval : (float, float) or None
        Lower and upper limit; None without an estimate, or when it is 1 because there was no
        disagreement to measure.
    reason : Reason or None
        Why a number is None.
    """

    n: int
    k: int
    left_out: int
    icc_a1: float | None = None
    icc_ak: float | None = None
    icc_c1: float | None = None
    icc_a1_interval: Interval | None = None
    icc_ak_interval: Interval | None = None
    icc_c1_interval: Interval | None = None
    reason: Reason | None = None

    @property
    def may_be_shown(self) -> bool:
        """Whether there is a number and it rests on at least ten targets."""
        return self.icc_a1 is not None and self.n >= SHOWN_FROM


@dataclass(frozen=True)
class _Squares:
    """Mean squares of n targets by k raters: between targets, between raters, and the rest."""

    n: int
    k: int
    targets: float
    raters: float
    rest: float


def agreement(ratings: Rows, *, confidence: float = 0.95) -> Agreement:
    r"""Compute the intraclass correlations of n targets that were all rated by the same k raters.

    With the mean squares between targets :math:`R`, between raters :math:`C` and of the rest
    :math:`E`,

    .. math::
        ICC(A,1) = \frac{R - E}{R + (k-1) E + \frac{k}{n} (C - E)}, \quad
        ICC(A,k) = \frac{R - E}{R + (C - E) / n}, \quad
        ICC(C,1) = \frac{R - E}{R + (k-1) E}

    Parameters
    ----------
    ratings : n x k floats
        One row per target (child), one column per rater or occasion, all on the same scale and in
        points. A DataFrame, an array or nested lists; None and NaN are missing.
    confidence : float
        Level of the intervals.

    Returns
    -------
    Agreement
        From the targets that everybody rated; the others are counted in `left_out`. Reasons:
        ``raters_lt_2``, ``n_lt_2``, ``sd_zero`` (no rater sees any difference between targets),
        ``negative_variance`` (targets differ so much less than chance would have them that a
        formula has no denominator left; only that number is None). From 2 targets a number is
        computed, from 10 it may be shown.

    Raises
    ------
    UnusableNumbersError
        The ratings hold text or an infinite value or differ in length, or confidence is not a
        share.

    References
    ----------
    McGraw, K. O., & Wong, S. P. (1996). Forming inferences about some intraclass correlation
    coefficients. Psychological Methods, 1, 30-46, tables 4 and 7. Shrout, P. E., & Fleiss, J. L.
    (1979). Intraclass correlations: uses in assessing rater reliability. Psychological Bulletin,
    86, 420-428.

    Examples
    --------
    >>> judges = agreement(
    ...     [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    ... )
    >>> round(judges.icc_a1, 2), round(judges.icc_ak, 2), round(judges.icc_c1, 2)
    (0.29, 0.62, 0.71)
    """
    table, level = as_rows(ratings, "ratings"), as_confidence(confidence)
    values = table.complete
    n, k = values.shape
    left_out = len(table.values) - n
    if k < 2:
        return Agreement(n, k, left_out, reason=Reason.TOO_FEW_RATERS)
    if n < 2:
        return Agreement(n, k, left_out, reason=Reason.TOO_FEW_PAIRS)
    squares = _mean_squares(values)
    if squares.targets == squares.rest == 0:
        return Agreement(n, k, left_out, reason=Reason.SD_ZERO)
    between, rest = squares.targets - squares.rest, squares.rest
    bias = (squares.raters - rest) / n
    icc_a1 = _ratio(between, squares.targets + (k - 1) * rest + k * bias)
    icc_ak = _ratio(between, squares.targets + bias)
    icc_c1 = _ratio(between, squares.targets + (k - 1) * rest)
    of_one = None if icc_a1 is None else _interval_of_agreement(squares, icc_a1, level)
    return Agreement(
        n,
        k,
        left_out,
        icc_a1=icc_a1,
        icc_ak=icc_ak,
        icc_c1=icc_c1,
        icc_a1_interval=of_one,
        icc_ak_interval=None if of_one is None or icc_ak is None else _of_the_mean(of_one, k),
        icc_c1_interval=_interval_of_consistency(squares, level),
        reason=Reason.NEGATIVE_VARIANCE if icc_a1 is None or icc_ak is None else None,
    )


def _mean_squares(values: Numbers) -> _Squares:
    n, k = values.shape
    centred = values - values.mean()
    of_targets, of_raters = centred.mean(axis=1), centred.mean(axis=0)
    rest = centred - of_targets[:, None] - of_raters
    # What rounding leaves of nothing must not become a correlation.
    nothing = (1e-13 * np.abs(values).max()) ** 2
    targets = k * float(of_targets @ of_targets) / (n - 1)
    raters = n * float(of_raters @ of_raters) / (k - 1)
    error = float((rest**2).sum()) / ((n - 1) * (k - 1))
    return _Squares(n, k, *(0.0 if each <= nothing else each for each in (targets, raters, error)))


def _ratio(above: float, below: float) -> float | None:
    return above / below if below > 0 else None


def _interval_of_consistency(squares: _Squares, level: float) -> Interval | None:
    """Return the limits of ICC(C,1) from the F distribution of targets over the rest."""
    if squares.rest == 0:
        return None
    from scipy.stats import f

    n, k, tail = squares.n, squares.k, (1 - level) / 2
    observed, degrees = squares.targets / squares.rest, (n - 1, (n - 1) * (k - 1))
    low, high = observed / f.isf(tail, *degrees), observed / f.ppf(tail, *degrees)
    return float((low - 1) / (low + k - 1)), float((high - 1) / (high + k - 1))


def _interval_of_agreement(squares: _Squares, icc: float, level: float) -> Interval | None:
    """Return the limits of ICC(A,1), with degrees of freedom after Satterthwaite."""
    if icc >= 1:
        return None
    from scipy.stats import f

    n, k, tail = squares.n, squares.k, (1 - level) / 2
    raters = k * icc / (n * (1 - icc)) * squares.raters
    rest = (1 + k * icc * (n - 1) / (n * (1 - icc))) * squares.rest
    spread = raters**2 / (k - 1) + rest**2 / ((n - 1) * (k - 1))
    degrees = (raters + rest) ** 2 / spread if spread > 0 else 0.0
    if degrees <= 0:
        return None
    others = k * squares.raters + (k * n - k - n) * squares.rest
    above, below = float(f.isf(tail, n - 1, degrees)), float(f.isf(tail, degrees, n - 1))
    if math.isinf(above) or math.isinf(below):
        # Next to no degrees of freedom: there is a limit in theory and none that says anything.
        return None
    low = n * (squares.targets - above * squares.rest) / (above * others + n * squares.targets)
    high = n * (below * squares.targets - squares.rest) / (others + n * below * squares.targets)
    return float(low), float(high)


def _of_the_mean(interval: Interval, k: int) -> Interval | None:
    """Return the limits for the mean of k raters (Spearman-Brown), where they exist."""
    low, high = interval
    if 1 + (k - 1) * low <= 0:
        return None
    return k * low / (1 + (k - 1) * low), k * high / (1 + (k - 1) * high)
