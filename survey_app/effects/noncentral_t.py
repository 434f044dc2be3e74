"""Limits of a noncentrality: which true effects an observed t does not contradict."""

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np

from survey_app.effects.categories import Numbers

NODES = 400
"""Points of the quadrature; the integrands are smooth, so that 14 digits are right."""
REACH = 9.0
"""Standard deviations that are integrated over; beyond lies less than 1e-18."""


def noncentrality_limits(t: float, df: int, confidence: float) -> tuple[float, float]:
    r"""Return the noncentralities that put an observed t at the edges of a two-sided interval.

    The lower limit has :math:`P(T \ge t) = \alpha / 2`, the upper :math:`P(T \le t) = \alpha / 2`.

    Parameters
    ----------
    t : float
        Observed t, finite.
    df : int
        Degrees of freedom, at least 1.
    confidence : float
        Strictly between 0 and 1, such as 0.95.

    Returns
    -------
    tuple of float
        (low, high), in the units of t.

    Notes
    -----
    The distribution is integrated here: ``scipy.stats.nct.cdf`` gives NaN in its tails, where a
    search for the limits must pass. Steiger & Fouladi (1997); the same limits as ``effectsize`` and
    ``MBESS`` in R.

    Examples
    --------
    >>> low, high = noncentrality_limits(4.0621, 9, 0.95)
    >>> round(low, 4), round(high, 4)
    (1.3111, 6.6977)
    """
    from scipy.optimize import brentq

    tail = (1 - confidence) / 2
    # The spread of t is about this, so the limits lie a few of it away.
    spread = math.sqrt(1 + t * t / (2 * df))

    def limit(probability: float) -> float:
        def excess(noncentrality: float) -> float:
            return distribution(t, df, noncentrality) - probability

        low, high = _around(excess, t, spread)
        return float(brentq(excess, low, high, xtol=1e-12, rtol=1e-14))

    return limit(1 - tail), limit(tail)


def distribution(t: float, df: int, noncentrality: float) -> float:
    """Return P(T <= t) of the noncentral t distribution, for any t and noncentrality.

    With Z standard normal and S a chi variable over the root of its df, T = (Z + ncp) / S. One of
    the two is integrated out by quadrature: the one for which the rest is smooth.
    """
    from scipy.special import gammaincc, ndtr

    if t < 0:
        return 1 - distribution(-t, df, -noncentrality)
    if t > math.sqrt(2 * df):
        # Where Z + ncp is below 0 so is T; beginning just there keeps the integrand smooth.
        z, weight = _normal_nodes(min(max(-noncentrality, -REACH), REACH))
        beyond = gammaincc(df / 2, df * ((z + noncentrality) / t) ** 2 / 2)
        return float(ndtr(-noncentrality) + weight @ beyond)
    s, weight = _chi_nodes(df)
    return float(weight @ ndtr(t * s - noncentrality))


def _around(excess: Callable[[float], float], t: float, spread: float) -> tuple[float, float]:
    """Return two noncentralities with the limit between them; the probability falls with it."""
    step = 4 * spread
    low, high = t - step, t + step
    while excess(low) < 0:
        step *= 2
        low -= step
    while excess(high) > 0:
        step *= 2
        high += step
    return low, high


@lru_cache(maxsize=1)
def _legendre() -> tuple[Numbers, Numbers]:
    points, weights = np.polynomial.legendre.leggauss(NODES)
    return points, weights


def _normal_nodes(low: float) -> tuple[Numbers, Numbers]:
    """Return points and weights for a standard normal variable from `low` on."""
    points, weights = _legendre()
    half = (REACH - low) / 2
    z = half * points + (REACH + low) / 2
    return z, half * weights * np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)


@lru_cache(maxsize=64)
def _chi_nodes(df: int) -> tuple[Numbers, Numbers]:
    """Return points s and weights for chi over the root of its degrees of freedom."""
    from scipy.special import gammaln

    points, weights = _legendre()
    spread = 1 / math.sqrt(2 * df)
    low, high = max(0.0, 1 - REACH * spread), 1 + (REACH + 2) * spread
    s = (high - low) / 2 * points + (high + low) / 2
    log_density = (
        (1 - df / 2) * math.log(2)
        - gammaln(df / 2)
        + (df - 1) * np.log(s * math.sqrt(df))
        - df * s**2 / 2
        + math.log(df) / 2
    )
    weight = weights * np.exp(log_density)
    return s, weight / weight.sum()
