"""Internal consistency: how well the items of one scale hang together (Cronbach's alpha)."""

from dataclasses import dataclass

import numpy as np

from survey_app.effects.categories import Numbers, Reason
from survey_app.effects.score_rows import Rows, as_confidence, as_rows

SHOWN_FROM = 30
"""Fewer rows than this are computed but not printed: our own rule."""

JUDGED_FROM = 100
"""Rows that the evidence plan asks before alpha and omega carry a stage: our own rule."""


@dataclass(frozen=True)
class Reliability:
    """The internal consistency of one scale in one sample.

    Attributes
    ----------
    estimate : float or None
        At most 1; higher is better. None when there is a reason.
    interval : (float, float) or None
        Lower and upper limit; None when there is no estimate or no interval can be computed.
    n : int
        Complete rows, the ones that were used.
    left_out : int
        Rows in which an answer is missing.
    k : int
        Items.
    reason : Reason or None
        Why there is no estimate.
    """

    estimate: float | None
    interval: tuple[float, float] | None
    n: int
    left_out: int
    k: int
    reason: Reason | None

    @property
    def may_be_shown(self) -> bool:
        """Whether there is an estimate and it rests on at least 30 complete rows."""
        return self.estimate is not None and self.n >= SHOWN_FROM

    @property
    def may_be_judged(self) -> bool:
        """Whether there is an estimate and it rests on at least 100 complete rows."""
        return self.estimate is not None and self.n >= JUDGED_FROM

    @property
    def looks_unreversed(self) -> bool:
        """Whether the estimate is negative, which nearly always means an item not reversed."""
        return self.estimate is not None and self.estimate < 0


def alpha_of_covariance(covariance: Numbers) -> float:
    """Return alpha from a k x k covariance matrix, k at least 2 and its sum above 0."""
    k = len(covariance)
    return float(k / (k - 1) * (1 - np.trace(covariance) / covariance.sum()))


def cronbach_alpha(rows: Rows, *, confidence: float = 0.95) -> Reliability:
    r"""Compute Cronbach's alpha with the interval of Feldt.

    With :math:`s_i^2` the variance of item :math:`i` and :math:`s_T^2` that of the sum,

    .. math::
        \alpha = \frac{k}{k - 1} \left(1 - \frac{\sum_i s_i^2}{s_T^2}\right), \quad
        1 - (1 - \alpha) F_{1 \mp p/2}(n - 1, (n - 1)(k - 1))

    Parameters
    ----------
    rows : n x k floats
        One row per respondent, one column per item, in points and with every item scored in the
        same direction. A DataFrame, an array or nested lists; None and NaN are missing.
    confidence : float
        Level of the interval.

    Returns
    -------
    Reliability
        From the complete rows only; the others are counted in `left_out`. A negative alpha is
        given as it is, and `looks_unreversed` says so. Reasons: ``too_few_items`` (k < 2),
        ``n_lt_2``, ``sd_zero`` (the sum is the same in every row).

    Raises
    ------
    UnusableNumbersError
        The rows hold text or an infinite value or differ in length, or confidence is not a share.

    References
    ----------
    Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika,
    16, 297-334. Feldt, L. S. (1965). The approximate sampling distribution of Kuder-Richardson
    reliability coefficient twenty. Psychometrika, 30, 357-370.

    Examples
    --------
    >>> alpha = cronbach_alpha([[0, 1, 1], [2, 2, 3], [1, 2, 1], [3, 4, 4], [2, None, 1]])
    >>> round(alpha.estimate, 3), alpha.n, alpha.left_out, alpha.may_be_shown
    (0.962, 4, 1, False)
    """
    table, level = as_rows(rows, "rows"), as_confidence(confidence)
    values = table.complete
    n, k = values.shape
    left_out = len(table.values) - n
    reason = reason_of_rows(values, fewest_items=2)
    if reason is not None:
        return Reliability(None, None, n, left_out, k, reason)
    from scipy.stats import f

    estimate = alpha_of_covariance(np.cov(values, rowvar=False))
    tail = (1 - level) / 2
    degrees = n - 1, (n - 1) * (k - 1)
    low = 1 - (1 - estimate) * float(f.isf(tail, *degrees))
    high = 1 - (1 - estimate) * float(f.ppf(tail, *degrees))
    return Reliability(estimate, (low, high), n, left_out, k, None)


def reason_of_rows(values: Numbers, *, fewest_items: int) -> Reason | None:
    """Tell why complete rows say nothing about how the items hang together.

    Parameters
    ----------
    values : n x k floats
        Without missing ones.
    fewest_items : int
        What the coefficient needs.

    Returns
    -------
    Reason or None
        ``too_few_items``, ``n_lt_2`` or ``sd_zero``, in this order.
    """
    n, k = values.shape
    if k < fewest_items:
        return Reason.TOO_FEW_ITEMS
    if n < 2:
        return Reason.TOO_FEW_PAIRS
    # Rounding leaves a sum of decimals that never varies a variance of some 1e-31.
    spread = np.ptp(values.sum(axis=1))
    if spread <= 1e-12 * np.abs(values).sum(axis=1).max():
        return Reason.SD_ZERO
    return None
