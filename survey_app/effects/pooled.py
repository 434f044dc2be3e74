"""Groups that lend strength to each other: what pooling gives, and what may be said of it."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from survey_app.effects.categories import Numbers, Reason

if TYPE_CHECKING:
    import pandas as pd

FEWEST_GROUPS = 5
"""With fewer groups the spread between them is not estimated: our own rule."""

CERTAIN_ABOVE = 10
"""Up to this many groups the spread between them is called uncertain: our own rule."""

LEAST_RANKABILITY = 0.5
"""Below it groups are given no order at all (Lingsma et al. 2010)."""


@dataclass(frozen=True, eq=False)
class Pooled:
    """Groups pulled towards their common mean, each as far as its own uncertainty asks.

    Attributes
    ----------
    mu : float or None
        Mean over groups, in points; with a covariate, at the average of it.
    mu_se : float or None
        Its standard error.
    mu_interval : (float, float) or None
        Its limits, by t with J - 1 degrees of freedom.
    tau2 : float or None
        Variance between groups, in squared points.
    sigma2 : float or None
        Variance within groups, in squared points; None when summaries were given.
    slope, intercept : float or None
        Of the covariate, and the mean where the covariate is 0; None without one.
    rankability : float or None
        Share (0 to 1) of the differences between groups that is no chance.
    groups : pandas.DataFrame
        One row per group, in the order of the labels; there is no rank. NaN where a number is not
        given. Columns: ``group``, ``n``, ``raw_mean``, ``adjusted_mean`` (at the average of the
        covariate; without one the raw mean), ``shrinkage`` (0: all of the common mean, 1: all of
        its own), ``pooled_mean``, ``sd`` (of the group's own departure, mu taken as known),
        ``low`` and ``high`` (pooled mean -/+ z sd), ``p_above`` (probability that the group lies
        above mu), ``raw_low`` and ``raw_high`` (limits of the raw mean by itself).
    n, left_out : int
        Values (or summaries) that were used, and those with something missing.
    method : str or None
        How the spread between groups was estimated.
    unstable : tuple of labels
        Groups whose own standard error rests on fewer than five values.
    reason : Reason or None
        Why there is no spread between groups; the raw means then stand alone.
    interval_reason : Reason or None
        Why not even the raw means have an interval: ``sd_zero`` (no values differ within a group)
        or ``not_identified`` (one value in every group). Nothing is then known of chance.
    """

    groups: "pd.DataFrame"
    n: int
    left_out: int
    mu: float | None = None
    mu_se: float | None = None
    mu_interval: tuple[float, float] | None = None
    tau2: float | None = None
    sigma2: float | None = None
    slope: float | None = None
    intercept: float | None = None
    rankability: float | None = None
    method: str | None = None
    unstable: tuple[Hashable, ...] = ()
    reason: Reason | None = None
    interval_reason: Reason | None = None

    @property
    def no_differences(self) -> bool:
        """Whether the groups show no differences beyond chance."""
        return self.tau2 == 0

    @property
    def uncertain(self) -> bool:
        """Whether the spread rests on ten groups or fewer."""
        return self.tau2 is not None and len(self.groups) <= CERTAIN_ABOVE

    @property
    def may_be_ordered(self) -> bool:
        """Whether at least half of the differences between groups is no chance."""
        return self.rankability is not None and self.rankability >= LEAST_RANKABILITY


@dataclass(frozen=True)
class OwnMeans:
    """What each group says by itself.

    Attributes
    ----------
    labels : list of J labels
        In the order of the table.
    n : J floats
        Values per group, NaN when not told.
    raw, adjusted : J floats
        Means, before and after the covariate.
    half_width : J floats
        Half of the interval of the raw mean, NaN when there is none.
    """

    labels: list[Hashable]
    n: Numbers
    raw: Numbers
    adjusted: Numbers
    half_width: Numbers


def pooled_table(
    own: OwnMeans,
    *,
    mu: float | None = None,
    tau2: float | None = None,
    variances: Numbers | None = None,
    level: float = 0.95,
) -> "pd.DataFrame":
    r"""Pull the mean of each group towards the common one.

    .. math::
        L_j = \frac{\tau^2}{\tau^2 + v_j}, \quad
        \hat y_j = \mu + L_j (\bar y_j - \mu), \quad
        sd_j = \sqrt{\tau^2 (1 - L_j)}, \quad
        P(u_j > 0) = \Phi\left(\frac{\hat y_j - \mu}{sd_j}\right)

    Parameters
    ----------
    own : OwnMeans
        Of the J groups.
    mu, tau2 : float or None
        Common mean and variance between groups; without them only the raw means are given.
    variances : J floats or None
        Variance :math:`v_j` of each mean, above 0.
    level : float
        Of the pooled intervals.

    Returns
    -------
    pandas.DataFrame
        See `Pooled`. With tau2 = 0 every pooled mean is mu and has no interval of its own.

    References
    ----------
    Efron, B., & Morris, C. (1975). Data analysis using Stein's estimator and its generalizations.
    Journal of the American Statistical Association, 70, 311-319.

    Examples
    --------
    >>> means = np.array([2.0, 6.0])
    >>> own = OwnMeans(["a", "b"], np.array([4.0, 4.0]), means, means, np.array([1.0, 1.0]))
    >>> table = pooled_table(own, mu=4.0, tau2=3.0, variances=np.array([1.0, 1.0]))
    >>> table["pooled_mean"].tolist(), table["shrinkage"].tolist()
    ([2.5, 5.5], [0.75, 0.75])
    """
    import pandas as pd
    from scipy.special import ndtr, ndtri

    none = np.full(len(own.labels), np.nan)
    shrinkage, pooled, sd = none, none, none
    low, high, above = none, none, none
    if mu is not None and tau2 is not None and variances is not None:
        shrinkage = tau2 / (tau2 + variances)
        pooled = mu + shrinkage * (own.adjusted - mu)
        # What 1 - shrinkage is, without the digits that a subtraction loses.
        sd = np.sqrt(tau2 * (variances / (tau2 + variances)))
        if tau2 > 0:
            half = float(ndtri((1 + level) / 2)) * sd
            low, high = pooled - half, pooled + half
            above = ndtr((pooled - mu) / sd)
    n = pd.Series(own.n)
    return pd.DataFrame(
        {
            "group": pd.Series(own.labels, dtype=object),
            "n": n if n.isna().any() else n.astype(np.int64),
            "raw_mean": own.raw,
            "adjusted_mean": own.adjusted,
            "shrinkage": shrinkage,
            "pooled_mean": pooled,
            "sd": sd,
            "low": low,
            "high": high,
            "p_above": above,
            "raw_low": own.raw - own.half_width,
            "raw_high": own.raw + own.half_width,
        }
    )


def rankability_of(tau2: float, variances: Numbers) -> float:
    r"""Return the share of the spread between groups that is no chance.

    .. math:: \rho = \tau^2 / (\tau^2 + median(v_j))

    Parameters
    ----------
    tau2 : float
        Variance between groups.
    variances : J floats
        Variance of the mean of each group, above 0.

    Returns
    -------
    float
        0 to 1; higher means that an order says more.

    References
    ----------
    van Houwelingen, H. C., Brand, R., & Louis, T. A. (1999). Empirical Bayes methods for monitoring
    health care quality. Lingsma, H. F., et al. (2010). Comparing and ranking hospitals based on
    outcome. QJM, 103, 99-108.

    Examples
    --------
    >>> rankability_of(1.0, np.array([0.5, 1.0, 9.0]))
    0.5
    """
    return tau2 / (tau2 + float(np.median(variances)))


def interval_of_mu(mu: float, error: float, groups: int, level: float) -> tuple[float, float]:
    """Return the limits of the common mean by t with J - 1 degrees of freedom.

    Parameters
    ----------
    mu, error : float
        The mean and its standard error, in points.
    groups : int
        J, at least 2. With equally many values per group these limits are exact.
    level : float
        Of the interval.

    Returns
    -------
    (float, float)
        Lower and upper limit.

    Examples
    --------
    >>> low, high = interval_of_mu(10.0, 1.0, 6, 0.95)
    >>> round(low, 2), round(high, 2)
    (7.43, 12.57)
    """
    from scipy.special import stdtrit

    half = float(stdtrit(groups - 1, (1 + level) / 2)) * error
    return mu - half, mu + half
