"""Internal consistency without equal loadings: McDonald's omega total."""

import math

import numpy as np

from survey_app.effects.one_factor import NoFactorError, OneFactor, one_factor
from survey_app.effects.reliability import Reliability, reason_of_rows
from survey_app.effects.score_rows import Rows, as_confidence, as_rows

FEWEST_ITEMS = 3


def mcdonald_omega(rows: Rows, *, confidence: float = 0.95) -> Reliability:
    r"""Compute omega total of one factor, fitted by maximum likelihood to the covariances.

    .. math::
        \omega = \frac{(\sum_i \lambda_i)^2}{(\sum_i \lambda_i)^2 + \sum_i \psi_i}

    The interval is that of the delta method on the logit of omega, with the expected information
    of the factor model: it needs no chance, so the same rows always give the same limits, and it
    stays between 0 and 1. It takes the answers as normal; with few rows or answers heaped at one
    end it is somewhat too narrow.

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
        From the complete rows only; the others are counted in `left_out`. Items are neither
        standardised nor turned, so psych::omega, which does both, gives other values. Reasons:
        ``too_few_items`` (k < 3), ``n_lt_2``, ``sd_zero`` (the sum or an item is the same in every
        row), ``not_identified`` (no more rows than items, an item repeats others, or many sets of
        loadings fit alike), ``negative_variance`` (the best fit has a unique variance of 0 or
        less, a Heywood case), ``no_convergence``.

    Raises
    ------
    UnusableNumbersError
        The rows hold text or an infinite value or differ in length, or confidence is not a share.

    References
    ----------
    McDonald, R. P. (1999). Test theory: a unified treatment, ch. 6. Raykov, T. (2002). Analytic
    estimation of standard error and confidence interval for scale reliability. Multivariate
    Behavioral Research, 37, 89-103. Kelley, K., & Pornprasertmanit, S. (2016). Confidence
    intervals for population reliability coefficients. Psychological Methods, 21, 69-92.

    Examples
    --------
    >>> omega = mcdonald_omega([[0, 1, 1], [2, 2, 3], [1, 2, 1], [3, 4, 4], [2, 1, 1], [0, 0, 2]])
    >>> round(omega.estimate, 3), omega.n, omega.reason
    (0.89, 6, None)
    """
    table, level = as_rows(rows, "rows"), as_confidence(confidence)
    values = table.complete
    n, k = values.shape
    left_out = len(table.values) - n
    reason = reason_of_rows(values, fewest_items=FEWEST_ITEMS)
    if reason is None:
        try:
            fit = one_factor(np.cov(values, rowvar=False))
        except NoFactorError as refusal:
            reason = refusal.reason
    if reason is not None:
        return Reliability(None, None, n, left_out, k, reason)
    estimate = float(fit.loadings.sum() ** 2 / (fit.loadings.sum() ** 2 + fit.unique.sum()))
    return Reliability(estimate, _interval(fit, estimate, n, level), n, left_out, k, None)


def _interval(fit: OneFactor, estimate: float, n: int, level: float) -> tuple[float, float] | None:
    """Return the limits on the logit scale; none where the loadings add up to nothing."""
    if not 0 < estimate < 1:
        return None
    from scipy.special import expit, logit, ndtri

    total, error = float(fit.loadings.sum()), float(fit.unique.sum())
    variance = total**2 + error
    k = len(fit.loadings)
    slope = np.concatenate(
        [np.full(k, 2 * total * error / variance**2), np.full(k, -(total**2) / variance**2)]
    )
    of_estimate = slope @ np.linalg.solve(fit.information, slope) / (n - 1)
    half = float(ndtri((1 + level) / 2)) * math.sqrt(of_estimate) / (estimate * (1 - estimate))
    centre = float(logit(estimate))
    return float(expit(centre - half)), float(expit(centre + half))
