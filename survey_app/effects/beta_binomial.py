"""Shares of groups that differ more than chance: the beta-binomial model by maximum likelihood."""

from dataclasses import dataclass

import numpy as np

from survey_app.effects.categories import Numbers, Reason
from survey_app.effects.spread_search import NoSpreadError, highest_place


@dataclass(frozen=True)
class BetaBinomial:
    """Shares of groups follow a beta distribution.

    Attributes
    ----------
    mu : float
        Mean of the shares, strictly between 0 and 1.
    spread : float
        1 / (alpha + beta), 0 when groups differ by chance alone.
    """

    mu: float
    spread: float


@dataclass(frozen=True)
class _Steps:
    """How many groups still have a success, a failure, a child left after k of them."""

    successes: Numbers
    failures: Numbers
    totals: Numbers

    @property
    def k(self) -> Numbers:
        return np.arange(len(self.totals), dtype=float)


def beta_binomial(successes: Numbers, totals: Numbers) -> BetaBinomial:
    r"""Fit mean and spread of the shares of groups.

    With :math:`\phi = 1 / (\alpha + \beta)` the likelihood is written without gamma functions, so
    that it also holds at :math:`\phi = 0`, the binomial:

    .. math::
        \sum_j \sum_{i < x_j} \log(\mu + i \phi) + \sum_{i < n_j - x_j} \log(1 - \mu + i \phi)
        - \sum_{i < n_j} \log(1 + i \phi)

    For given spread the mean is the zero of a falling function; then one number is searched.

    Parameters
    ----------
    successes, totals : J floats
        Whole numbers, 0 <= successes <= totals, totals above 0.

    Returns
    -------
    BetaBinomial
        Spread 0 where the likelihood is highest without any.

    Raises
    ------
    NoSpreadError
        ``sd_zero`` (every share is 0, or every share is 1), ``not_identified`` (one child per
        group), ``no_convergence`` (groups are all or nothing, so that no spread is large enough).

    References
    ----------
    Griffiths, D. A. (1973). Maximum likelihood estimation for the beta-binomial distribution.
    Biometrics, 29, 637-648. Smith, D. M. (1983). Algorithm AS 189. Applied Statistics, 32, 196-204.

    Examples
    --------
    >>> fit = beta_binomial(np.array([1.0, 4.0, 9.0, 2.0]), np.array([10.0] * 4))
    >>> round(fit.mu, 3), round(fit.spread, 3)
    (0.419, 0.38)
    """
    if successes.sum() == 0 or (successes == totals).all():
        raise NoSpreadError(Reason.SD_ZERO)
    if totals.max() < 2:
        raise NoSpreadError(Reason.NOT_IDENTIFIED)
    steps = _steps(successes, totals)
    spread = highest_place(
        lambda at: _rise(steps, at),
        lambda at: _likelihood(steps, _mean_at(steps, at), at),
        np.concatenate([[0.0], np.logspace(-7, 4, 67)]),
    )
    return BetaBinomial(_mean_at(steps, spread), spread)


def _steps(successes: Numbers, totals: Numbers) -> _Steps:
    """Count per k the groups with more than k; these few counts are all the data there is."""
    length = int(totals.max())

    def more_than(counts: Numbers) -> Numbers:
        of_each = np.bincount(counts.astype(int), minlength=length + 1)
        return (len(counts) - np.cumsum(of_each))[:length].astype(float)

    return _Steps(more_than(successes), more_than(totals - successes), more_than(totals))


def _mean_at(steps: _Steps, spread: float) -> float:
    """Return the most likely mean for this spread."""
    from scipy.optimize import brentq

    offset = steps.k * spread

    def rise(mu: float) -> float:
        return float(
            (steps.successes / (mu + offset)).sum() - (steps.failures / (1 - mu + offset)).sum()
        )

    return float(brentq(rise, 1e-12, 1 - 1e-12, xtol=1e-15, rtol=1e-14))


def _likelihood(steps: _Steps, mu: float, spread: float) -> float:
    offset = steps.k * spread
    return float(
        steps.successes @ np.log(mu + offset)
        + steps.failures @ np.log(1 - mu + offset)
        - steps.totals @ np.log1p(offset)
    )


def _rise(steps: _Steps, spread: float) -> float:
    """Return how steeply the likelihood rises in the spread, the mean being at its best."""
    mu, offset = _mean_at(steps, spread), steps.k * spread
    return float(
        steps.k
        @ (
            steps.successes / (mu + offset)
            + steps.failures / (1 - mu + offset)
            - steps.totals / (1 + offset)
        )
    )
