"""Comparing groups of which only means and standard errors are known."""

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import Literal, get_args

import numpy as np

from survey_app.effects.categories import LARGEST, Numbers, Reason, UnusableNumbersError
from survey_app.effects.group_labels import labels_or_numbers
from survey_app.effects.pooled import (
    FEWEST_GROUPS,
    OwnMeans,
    Pooled,
    interval_of_mu,
    pooled_table,
    rankability_of,
)
from survey_app.effects.score_arrays import Scores, aligned
from survey_app.effects.score_rows import as_confidence
from survey_app.effects.spread_search import highest_place

SpreadMethod = Literal["paule-mandel", "reml", "dersimonian-laird"]

STABLE_FROM = 5
"""Fewer values than this make a group's own standard error unstable: our own rule."""

TINIEST = 1e-9
"""Smallest error beside the largest and the spread of the means; squares of less are lost."""


def pool_summaries(
    means: Scores,
    standard_errors: Scores,
    *,
    groups: Sequence[Hashable] | None = None,
    n: Scores | None = None,
    method: SpreadMethod = "paule-mandel",
    confidence: float = 0.95,
) -> Pooled:
    r"""Pool J means with known standard errors.

    With :math:`w_j = 1 / (se_j^2 + \tau^2)`, :math:`\mu = \sum w_j y_j / \sum w_j` and
    :math:`Q(\tau^2) = \sum w_j (y_j - \mu)^2`, the variance between groups is

    - ``paule-mandel`` (the default): the solution of :math:`Q(\tau^2) = J - 1`;
    - ``reml``: the largest restricted likelihood;
    - ``dersimonian-laird``: :math:`(Q(0) - (J - 1)) / (\sum w - \sum w^2 / \sum w)` with the
      weights at :math:`\tau^2 = 0`;

    and 0 where that would be negative. The shrinkage is that of `pool_groups`.

    Parameters
    ----------
    means : sequence of J floats
        One per group, in points. None and NaN are missing.
    standard_errors : sequence of J floats
        Of each mean, in points and above 0. From fewer than five values it is unstable: take
        `pooled_standard_errors` then.
    groups : sequence of J labels or None
        By default the numbers from 0.
    n : sequence of J ints or None
        Values behind each mean, only to show them and to name the unstable groups.
    method : str
        One of the three names above.
    confidence : float
        Level of all intervals.

    Returns
    -------
    Pooled
        `sigma2` is None. Groups of which one of the two is missing are left out and counted. The
        only reason is ``groups_lt_5``: then the means with their own intervals alone.

    Raises
    ------
    UnusableNumbersError
        The arguments differ in length or index, a value is infinite or no number, a standard error
        is not above 0, a group is named twice, or the method is unknown.

    References
    ----------
    Paule, R. C., & Mandel, J. (1982). Journal of Research of the National Bureau of Standards, 87,
    377-385. DerSimonian, R., & Laird, N. (1986). Controlled Clinical Trials, 7, 177-188. Veroniki,
    A. A., et al. (2016). Methods to estimate the between-study variance and its uncertainty in
    meta-analysis. Research Synthesis Methods, 7, 55-79 (why Paule-Mandel is the default). Efron,
    B., & Morris, C. (1975). Journal of the American Statistical Association, 70, 311-319.

    Examples
    --------
    >>> pooled = pool_summaries([2, 8, 5, 11, 4, 9], [1, 2, 1, 2, 1, 3])
    >>> round(pooled.tau2, 2), round(pooled.mu, 2), pooled.method
    (8.6, 5.99, 'paule-mandel')
    >>> pooled.groups["pooled_mean"].round(2).tolist()[:3]
    [2.42, 7.36, 5.1]
    """
    if method not in get_args(SpreadMethod):
        raise UnusableNumbersError(f"method is {method!r}; choose one of {get_args(SpreadMethod)}")
    level = as_confidence(confidence)
    (y, se), _ = aligned(means=means, standard_errors=standard_errors)
    sizes = np.full(len(y), np.nan) if n is None else aligned(means=means, n=n)[0][1]
    labels = labels_or_numbers(groups, len(y), "groups")
    if (se <= 0).any():
        raise UnusableNumbersError("standard_errors holds a value that is not above 0")
    usable = ~(np.isnan(y) | np.isnan(se))
    left_out = int((~usable).sum())
    _refuse_tiny(y[usable], se[usable])
    y, variances, sizes = y[usable], se[usable] ** 2, sizes[usable]
    labels = [label for label, kept in zip(labels, usable, strict=True) if kept]
    unstable = tuple(label for label, size in zip(labels, sizes, strict=True) if size < STABLE_FROM)
    own = OwnMeans(labels, sizes, y, y, _half_widths(variances, level))
    if len(y) < FEWEST_GROUPS:
        return Pooled(
            pooled_table(own),
            len(y),
            left_out,
            unstable=unstable,
            reason=Reason.TOO_FEW_GROUPS,
        )
    tau2 = _SPREAD[method](y, variances)
    weights = 1 / (variances + tau2)
    mu, error = _mean(y, weights), float(1 / np.sqrt(weights.sum()))
    return Pooled(
        groups=pooled_table(own, mu=mu, tau2=tau2, variances=variances, level=level),
        n=len(y),
        left_out=left_out,
        mu=mu,
        mu_se=error,
        mu_interval=interval_of_mu(mu, error, len(y), level),
        tau2=tau2,
        rankability=rankability_of(tau2, variances),
        method=method,
        unstable=unstable,
    )


def pooled_standard_errors(standard_errors: Scores, n: Scores) -> Numbers:
    r"""Replace unstable standard errors by one spread that all groups share.

    .. math::
        s^2 = \frac{\sum_j (n_j - 1) n_j se_j^2}{\sum_j (n_j - 1)}, \quad se_j' = s / \sqrt{n_j}

    Parameters
    ----------
    standard_errors : sequence of J floats
        Of each mean, in points; may be missing for a group of one value.
    n : sequence of J ints
        Values behind each mean.

    Returns
    -------
    J floats
        For `pool_summaries`; NaN where n is missing or below 1. Groups without a standard error
        get one and add nothing to the spread.

    Raises
    ------
    UnusableNumbersError
        The two differ in length or index, a value is infinite, no number or negative, or no group
        has a spread.

    References
    ----------
    The pooled variance of the analysis of variance; when to use it is our own rule (n below 5).

    Examples
    --------
    >>> pooled_standard_errors([1.0, 3.0, None], [4, 4, 1]).round(3).tolist()
    [2.236, 2.236, 4.472]
    """
    (se, sizes), _ = aligned(standard_errors=standard_errors, n=n)
    if (se < 0).any() or (sizes < 0).any():
        raise UnusableNumbersError("standard_errors and n hold a value below 0")
    usable = ~np.isnan(se) & (sizes >= 2)
    degrees = sizes[usable] - 1
    square = float(degrees @ (sizes[usable] * se[usable] ** 2))
    if square <= 0:
        raise UnusableNumbersError(
            "standard_errors shows no spread; give a group of at least two values that differ"
        )
    sizes = np.where(sizes >= 1, sizes, np.nan)
    shared: Numbers = np.sqrt(square / degrees.sum() / sizes)
    return shared


def _mean(y: Numbers, weights: Numbers) -> float:
    return float(weights @ y / weights.sum())


def _half_widths(variances: Numbers, level: float) -> Numbers:
    from scipy.special import ndtri

    widths: Numbers = float(ndtri((1 + level) / 2)) * np.sqrt(variances)
    return widths


def _refuse_tiny(y: Numbers, se: Numbers) -> None:
    """Refuse an error that is nothing beside the rest: its weight would be all there is."""
    if len(y) and se.min() < TINIEST * max(float(se.max()), float(np.ptp(y)), 1 / LARGEST):
        raise UnusableNumbersError(
            f"standard_errors holds {se.min():g}, which is too small beside the others to compute "
            "with; look whether it is in the same unit"
        )


def _surplus(y: Numbers, variances: Numbers, tau2: float) -> float:
    """Return Q - (J - 1): how much more the groups differ than this variance explains."""
    weights = 1 / (variances + tau2)
    return float(weights @ (y - _mean(y, weights)) ** 2) - (len(y) - 1)


def _paule_mandel(y: Numbers, variances: Numbers) -> float:
    """Return where the surplus, which only falls, is used up; 0 where there is none."""
    if _surplus(y, variances, 0.0) <= 0:
        return 0.0
    from scipy.optimize import brentq

    high = float(np.var(y))
    while _surplus(y, variances, high) > 0:
        high *= 2
    surplus = partial(_surplus, y, variances)
    return float(brentq(surplus, 0.0, high, xtol=1e-300, rtol=1e-14))


def _dersimonian_laird(y: Numbers, variances: Numbers) -> float:
    weights = 1 / variances
    below = float(weights.sum() - weights @ weights / weights.sum())
    return max(0.0, _surplus(y, variances, 0.0) / below)


def _reml(y: Numbers, variances: Numbers) -> float:
    # More than this no likelihood asks: all of the spread of the means, and more.
    largest = 4 * float(np.var(y)) + float(variances.max())
    return highest_place(
        partial(_reml_rise, y, variances),
        partial(_reml_likelihood, y, variances),
        np.concatenate([[0.0], largest * np.logspace(-10, 0, 61)]),
    )


def _reml_likelihood(y: Numbers, variances: Numbers, tau2: float) -> float:
    """Return twice the restricted log-likelihood, but for a constant."""
    weights = 1 / (variances + tau2)
    misfit = float(weights @ (y - _mean(y, weights)) ** 2)
    return float(np.log(weights).sum()) - float(np.log(weights.sum())) - misfit


def _reml_rise(y: Numbers, variances: Numbers, tau2: float) -> float:
    """Return its slope."""
    weights = 1 / (variances + tau2)
    squares = weights**2
    misfit = float(squares @ (y - _mean(y, weights)) ** 2)
    return misfit - float(weights.sum()) + float(squares.sum() / weights.sum())


_SPREAD: dict[str, Callable[[Numbers, Numbers], float]] = {
    "paule-mandel": _paule_mandel,
    "reml": _reml,
    "dersimonian-laird": _dersimonian_laird,
}
