"""Comparing shares of groups (recovered, improved) without taking chance for a difference."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from survey_app.effects.beta_binomial import BetaBinomial, beta_binomial
from survey_app.effects.categories import Numbers, Reason, UnusableNumbersError
from survey_app.effects.group_labels import labels_or_numbers
from survey_app.effects.pooled import CERTAIN_ABOVE, FEWEST_GROUPS, LEAST_RANKABILITY
from survey_app.effects.score_arrays import Scores, aligned
from survey_app.effects.score_rows import as_confidence
from survey_app.effects.shares import share_of
from survey_app.effects.spread_search import NoSpreadError

if TYPE_CHECKING:
    import pandas as pd

LARGEST_GROUP = 100_000
"""The fit counts up to the largest group; no group comes near this."""


@dataclass(frozen=True, eq=False)
class PooledShares:
    """Shares of groups pulled towards their common share.

    Attributes
    ----------
    groups : pandas.DataFrame
        One row per group, in the order given; there is no rank. NaN where a number is not given.
        Columns: ``group``, ``successes``, ``n``, ``raw_share``, ``shrinkage`` (0: all of the
        common share, 1: all of its own), ``pooled_share``, ``sd``, ``low`` and ``high`` (of the
        pooled share), ``p_above`` (probability that the group lies above mu), ``raw_low`` and
        ``raw_high`` (Wilson, of the raw share by itself).
    left_out : int
        Groups without children or with something missing.
    mu : float or None
        Mean of the shares over groups, 0 to 1.
    alpha, beta : float or None
        Of the beta distribution of the shares; None as well when groups differ by chance alone.
    overdispersion : float or None
        1 / (alpha + beta + 1), 0 (chance alone) to 1 (groups are all or nothing).
    rankability : float or None
        Share (0 to 1) of the differences between groups that is no chance.
    method : str or None
        How the spread was estimated.
    reason : Reason or None
        Why there is no spread; the raw shares then stand alone.
    """

    groups: "pd.DataFrame"
    left_out: int
    mu: float | None = None
    alpha: float | None = None
    beta: float | None = None
    overdispersion: float | None = None
    rankability: float | None = None
    method: str | None = None
    reason: Reason | None = None

    @property
    def no_differences(self) -> bool:
        """Whether the groups show no differences beyond chance."""
        return self.overdispersion == 0

    @property
    def uncertain(self) -> bool:
        """Whether the spread rests on ten groups or fewer."""
        return self.overdispersion is not None and len(self.groups) <= CERTAIN_ABOVE

    @property
    def may_be_ordered(self) -> bool:
        """Whether at least half of the differences between groups is no chance."""
        return self.rankability is not None and self.rankability >= LEAST_RANKABILITY


def pool_proportions(
    successes: Scores,
    totals: Scores,
    *,
    groups: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
) -> PooledShares:
    r"""Pool the shares of J groups by a beta-binomial model, fitted by maximum likelihood.

    With alpha and beta of the whole, group j has after its own :math:`x_j` of :math:`n_j` the beta
    distribution

    .. math::
        Beta(\alpha + x_j, \beta + n_j - x_j), \quad
        \hat p_j = \mu + L_j (x_j / n_j - \mu), \quad L_j = \frac{n_j}{n_j + \alpha + \beta}

    Parameters
    ----------
    successes : sequence of J ints
        Children of whom it holds, per group. None and NaN are missing.
    totals : sequence of J ints
        All children of that group who could.
    groups : sequence of J labels or None
        By default the numbers from 0.
    confidence : float
        Level of all intervals.

    Returns
    -------
    PooledShares
        Alpha and beta are taken as known, so the intervals are somewhat too narrow with few
        groups. Without spread beyond chance every pooled share is the common one and has no
        interval of its own. Reasons: ``groups_lt_5``, ``sd_zero`` (all shares are 0 or all are 1),
        ``not_identified`` (one child in every group), ``no_convergence`` (groups are all or
        nothing).

    Raises
    ------
    UnusableNumbersError
        The two differ in length or index, a number is no whole number, negative or infinite,
        successes are more than totals, a group is named twice, or confidence is not a share.

    References
    ----------
    Griffiths, D. A. (1973). Biometrics, 29, 637-648. Lehmann, E. L., & Casella, G. (1998). Theory
    of point estimation, 2nd ed., section 4.6 (empirical Bayes). Wilson, E. B. (1927). Journal of
    the American Statistical Association, 22, 209-212.

    Examples
    --------
    >>> pooled = pool_proportions([2, 9, 5, 14, 1, 8], [10, 12, 10, 20, 9, 10])
    >>> round(pooled.mu, 2), round(pooled.overdispersion, 2), pooled.uncertain
    (0.51, 0.18, True)
    >>> pooled.groups[["raw_share", "pooled_share"]].round(2).values.tolist()[0]
    [0.2, 0.3]
    """
    level = as_confidence(confidence)
    (x, n), _ = aligned(successes=successes, totals=totals)
    labels = labels_or_numbers(groups, len(x), "groups")
    _refuse_what_is_no_count(x, n)
    usable = ~(np.isnan(x) | np.isnan(n)) & (n != 0)
    left_out = int((~usable).sum())
    x, n = x[usable], n[usable]
    labels = [label for label, kept in zip(labels, usable, strict=True) if kept]
    try:
        if len(x) < FEWEST_GROUPS:
            raise NoSpreadError(Reason.TOO_FEW_GROUPS)
        fit = beta_binomial(x, n)
    except NoSpreadError as refusal:
        return PooledShares(_table(labels, x, n, None, level), left_out, reason=refusal.reason)
    differ = fit.spread > 0
    return PooledShares(
        groups=_table(labels, x, n, fit, level),
        left_out=left_out,
        mu=fit.mu,
        alpha=fit.mu / fit.spread if differ else None,
        beta=(1 - fit.mu) / fit.spread if differ else None,
        overdispersion=fit.spread / (1 + fit.spread),
        rankability=fit.spread / (fit.spread + float(np.median(1 / n))),
        method="beta-binomial maximum likelihood",
    )


def _refuse_what_is_no_count(x: Numbers, n: Numbers) -> None:
    for name, counts in (("successes", x), ("totals", n)):
        known = counts[~np.isnan(counts)]
        if (known < 0).any() or (known != np.floor(known)).any():
            raise UnusableNumbersError(f"{name} holds something that is no whole number from 0 on")
        if (counts > LARGEST_GROUP).any():
            raise UnusableNumbersError(f"{name} holds a number beyond {LARGEST_GROUP}")
    if (x > n).any():
        raise UnusableNumbersError("successes holds more than totals; give a part of the whole")


def _table(
    labels: list[Hashable], x: Numbers, n: Numbers, fit: BetaBinomial | None, level: float
) -> "pd.DataFrame":
    import pandas as pd

    none = np.full(len(x), np.nan)
    shrinkage, pooled, sd, low, high, above = (none,) * 6
    raw = x / n
    own = [
        share_of(int(count), int(total), confidence=level).interval or (np.nan, np.nan)
        for count, total in zip(x, n, strict=True)
    ]
    if fit is not None:
        shrinkage = n * fit.spread / (1 + n * fit.spread)
        pooled = fit.mu + shrinkage * (raw - fit.mu)
        sd = np.sqrt(pooled * (1 - pooled) * fit.spread / (1 + (n + 1) * fit.spread))
    if fit is not None and fit.spread > 0:
        from scipy.special import betainc, betaincinv

        after = fit.mu / fit.spread + x, (1 - fit.mu) / fit.spread + n - x
        low = betaincinv(*after, (1 - level) / 2)
        high = betaincinv(*after, (1 + level) / 2)
        above = 1 - betainc(*after, fit.mu)
    return pd.DataFrame(
        {
            "group": pd.Series(labels, dtype=object),
            "successes": x.astype(np.int64),
            "n": n.astype(np.int64),
            "raw_share": raw,
            "shrinkage": shrinkage,
            "pooled_share": pooled,
            "sd": sd,
            "low": low,
            "high": high,
            "p_above": above,
            "raw_low": [limits[0] for limits in own],
            "raw_high": [limits[1] for limits in own],
        }
    )
