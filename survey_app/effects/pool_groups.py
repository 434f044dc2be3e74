"""Comparing groups of children by their own values: pooling with a random intercept."""

import math
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np

from survey_app.effects.categories import Numbers, Reason, UnusableNumbersError
from survey_app.effects.group_labels import Codes, as_codes
from survey_app.effects.pooled import (
    FEWEST_GROUPS,
    OwnMeans,
    Pooled,
    interval_of_mu,
    pooled_table,
    rankability_of,
)
from survey_app.effects.random_intercept import random_intercept, sums_of
from survey_app.effects.score_arrays import Scores, as_numbers
from survey_app.effects.score_rows import as_confidence
from survey_app.effects.spread_search import NoSpreadError

ROUNDING = 1e-14
"""A spread up to this share of the largest value comes from the arithmetic of a computer."""


def pool_groups(
    values: Scores, groups: Any, *, pre: Scores | None = None, confidence: float = 0.95
) -> Pooled:
    r"""Pool the values of children in J groups (ways of working, schools, coaches).

    .. math::
        y_{ij} = \mu + b (x_{ij} - \bar x) + u_j + e_{ij}, \quad
        u_j \sim N(0, \tau^2), \quad e_{ij} \sim N(0, \sigma^2), \quad v_j = \sigma^2 / n_j

    by REML; then every group is pulled towards the common mean by :math:`L_j = \tau^2 / (\tau^2 +
    v_j)`, the best linear unbiased prediction.

    Parameters
    ----------
    values : sequence of n floats
        One value per child, in points (a change, a later score). None and NaN are missing.
    groups : sequence of n labels
        Of any kind; a missing label belongs to no group. Two pandas Series must have the same
        index.
    pre : sequence of n floats or None
        First score of each child: groups whose children began otherwise are then compared at the
        average first score. This takes away what the first score explains, no other difference
        between the children: groups are not randomised.
    confidence : float
        Level of all intervals.

    Returns
    -------
    Pooled
        Children with a missing value, label or first score are left out and counted. A group of
        one child is fine. Reasons: ``groups_lt_5`` (then only the means with their own intervals),
        ``not_identified`` (one child in every group), ``sd_zero`` (no spread within the groups, or
        the first score never differs), ``no_convergence``.

    Raises
    ------
    UnusableNumbersError
        The arguments differ in length or index, a value is infinite or no number, the labels are
        no labels, or confidence is not a share.

    References
    ----------
    Efron, B., & Morris, C. (1975). Journal of the American Statistical Association, 70, 311-319.
    Gelman, A., Hill, J., & Yajima, M. (2012). Why we (usually) don't have to worry about multiple
    comparisons. Journal of Research on Educational Effectiveness, 5, 189-211.

    Examples
    --------
    >>> change = [1, 2, 4, 5, 3, 6, 0, 1, 5, 7]
    >>> pooled = pool_groups(change, ["a", "a", "b", "b", "c", "c", "d", "d", "e", "e"])
    >>> round(pooled.mu, 2), round(pooled.tau2, 2), round(pooled.sigma2, 2)
    (3.4, 4.5, 1.6)
    >>> pooled.groups[["group", "raw_mean", "pooled_mean"]].round(2).values.tolist()[0]
    ['a', 1.5, 1.79]
    """
    level = as_confidence(confidence)
    children = _read(values, groups, pre)
    n, labels = len(children.scores), children.labels
    if n == 0:
        empty = np.zeros(0)
        table = pooled_table(OwnMeans([], empty, empty, empty, empty))
        return Pooled(table, 0, children.left_out, reason=Reason.TOO_FEW_GROUPS)
    # Round 0 nothing is lost in squares, and the constant is the mean at the average covariate.
    centre = float(children.scores.mean())
    middles = [float(each.mean()) for each in children.covariates]
    sums = sums_of(
        children.scores - centre,
        children.codes,
        len(labels),
        [each - middle for each, middle in zip(children.covariates, middles, strict=True)],
    )
    # Not by way of the middle of all: one group far away would cost the others their digits.
    raw = np.bincount(children.codes, weights=children.scores) / sums.n
    degrees = n - len(labels)
    pure = sums.within_square / degrees if degrees > 0 else None
    interval_reason = _reason_of_no_interval(pure, children.scores)
    half_width = np.full(len(labels), np.nan)
    if pure is not None and interval_reason is None:
        half_width = _half_widths(sums.n, pure, degrees, level)
    try:
        if len(labels) < FEWEST_GROUPS:
            raise NoSpreadError(Reason.TOO_FEW_GROUPS)
        fit = random_intercept(sums)
    except NoSpreadError as refusal:
        table = pooled_table(OwnMeans(labels, sums.n, raw, raw, half_width))
        return Pooled(
            table,
            n,
            children.left_out,
            sigma2=pure,
            reason=refusal.reason,
            interval_reason=interval_reason,
        )
    mu, error = float(fit.coefficients[0]) + centre, float(fit.errors[0])
    slopes = fit.coefficients[1:]
    adjusted = raw - sums.means[:, 1:] @ slopes
    variances = fit.sigma2 / sums.n
    return Pooled(
        groups=pooled_table(
            OwnMeans(labels, sums.n, raw, adjusted, half_width),
            mu=mu,
            tau2=fit.tau2,
            variances=variances,
            level=level,
        ),
        n=n,
        left_out=children.left_out,
        mu=mu,
        mu_se=error,
        mu_interval=interval_of_mu(mu, error, len(labels), level),
        tau2=fit.tau2,
        sigma2=fit.sigma2,
        slope=float(slopes[0]) if middles else None,
        intercept=mu - float(slopes @ middles) if middles else None,
        rankability=rankability_of(fit.tau2, variances),
        method="reml",
    )


@dataclass(frozen=True)
class _Children:
    """What is complete, with the groups numbered so that none is empty."""

    scores: Numbers
    codes: Codes
    labels: list[Hashable]
    covariates: list[Numbers]
    left_out: int


def _read(values: Scores, groups: Any, pre: Scores | None) -> _Children:
    given = {"values": values, "groups": groups} | ({} if pre is None else {"pre": pre})
    _refuse_other_indexes(given)
    scores = as_numbers(values, "values")
    codes, labels = as_codes(groups, "groups")
    covariates = [] if pre is None else [as_numbers(pre, "pre")]
    usable = ~np.isnan(scores)
    for name, found in zip(("groups", "pre"), (codes, *covariates), strict=False):
        if len(found) != len(scores):
            raise UnusableNumbersError(
                f"values has {len(scores)} values and {name} has {len(found)}; "
                "give one of each per child"
            )
    usable &= codes >= 0
    for each in covariates:
        usable &= ~np.isnan(each)
    present, codes = np.unique(codes[usable], return_inverse=True)
    return _Children(
        scores=scores[usable],
        codes=codes,
        labels=[labels[place] for place in present],
        covariates=[each[usable] for each in covariates],
        left_out=int((~usable).sum()),
    )


def _refuse_other_indexes(given: dict[str, Any]) -> None:
    """Refuse Series of other children; pairing them by place would pair strangers."""
    import pandas as pd

    series = [(name, each) for name, each in given.items() if isinstance(each, pd.Series)]
    for name, each in series[1:]:
        first, other = series[0]
        if len(each) == len(other) and not each.index.equals(other.index):
            raise UnusableNumbersError(
                f"{first} and {name} have different indexes; align them first"
            )


def _reason_of_no_interval(pure: float | None, scores: Numbers) -> Reason | None:
    """Tell why nothing is known of chance; an interval of no width would call it certain."""
    if pure is None:
        return Reason.NOT_IDENTIFIED
    if math.sqrt(pure) <= ROUNDING * float(np.abs(scores).max()):
        return Reason.SD_ZERO
    return None


def _half_widths(n: Numbers, pure: float, degrees: int, level: float) -> Numbers:
    """Return half of the interval of each raw mean, from the spread within all groups."""
    from scipy.special import stdtrit

    widths: Numbers = float(stdtrit(degrees, (1 + level) / 2)) * math.sqrt(pure) / np.sqrt(n)
    return widths
