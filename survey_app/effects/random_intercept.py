"""The spread between groups beside that within them: REML for a random intercept."""

from dataclasses import dataclass

import numpy as np

from survey_app.effects.categories import Numbers, Reason
from survey_app.effects.group_labels import Codes
from survey_app.effects.spread_search import NoSpreadError, highest_place


@dataclass(frozen=True)
class GroupSums:
    """All that the model needs of n values in J groups.

    Attributes
    ----------
    n : J ints as floats
        Values per group.
    means : J x p floats
        Per group the mean of each column of the design; the first is 1.
    mean_values : J floats
        Per group the mean of the values.
    within : p x p floats
        Sums of squares and products of the design within groups.
    within_values : p floats
        Sums of products of design and values within groups.
    within_square : float
        Sum of squares of the values within groups.
    """

    n: Numbers
    means: Numbers
    mean_values: Numbers
    within: Numbers
    within_values: Numbers
    within_square: float


@dataclass(frozen=True)
class RandomIntercept:
    """The fitted model y = X b + u + e.

    Attributes
    ----------
    coefficients, errors : p floats
        The fixed part and its standard errors.
    tau2, sigma2 : float
        Variance between groups and within them, in squared points.
    """

    coefficients: Numbers
    errors: Numbers
    tau2: float
    sigma2: float


def sums_of(values: Numbers, codes: Codes, groups: int, covariates: list[Numbers]) -> GroupSums:
    """Reduce values and covariates to sums per group; every group has at least one value.

    Parameters
    ----------
    values : n floats
        Without missing ones, best round 0 so that nothing is lost in squares.
    codes : n ints
        Group of each, 0 to groups - 1.
    groups : int
        J.
    covariates : list of n floats
        Columns beside the constant.

    Returns
    -------
    GroupSums
        Centred on the group's own means before squaring.
    """
    n = np.bincount(codes, minlength=groups).astype(float)
    columns = [values, *covariates]
    means = np.stack([np.bincount(codes, each, groups) / n for each in columns])
    centred = np.stack([each - mean[codes] for each, mean in zip(columns, means, strict=True)])
    products = centred @ centred.T
    p = len(covariates) + 1
    within = np.zeros((p, p))
    within[1:, 1:] = products[1:, 1:]
    return GroupSums(
        n=n,
        means=np.column_stack([np.ones(groups), *means[1:]]),
        mean_values=means[0],
        within=within,
        within_values=np.concatenate([[0.0], products[0, 1:]]),
        within_square=float(products[0, 0]),
    )


def random_intercept(sums: GroupSums) -> RandomIntercept:
    r"""Fit a random intercept by restricted maximum likelihood.

    With :math:`\theta = \tau^2 / \sigma^2` and :math:`w_j = n_j / (1 + n_j \theta)`, the fixed part
    and :math:`\sigma^2` follow in closed form, so one number is searched, from 0 on: where the
    slope of the restricted likelihood

    .. math::
        -(N - p) \log \hat\sigma^2(\theta) - \sum_j \log(1 + n_j \theta) - \log|X' W X|

    passes through 0, or 0 itself where it falls from there on.

    Parameters
    ----------
    sums : GroupSums
        Of at least two groups.

    Returns
    -------
    RandomIntercept
        Equal to lme4::lmer with REML.

    Raises
    ------
    NoSpreadError
        ``not_identified`` (one value per group, or too few values for the fixed part), ``sd_zero``
        (no spread within groups, or a covariate that never differs), ``no_convergence``.

    References
    ----------
    Patterson, H. D., & Thompson, R. (1971). Biometrika, 58, 545-554. Bates, D., Maechler, M.,
    Bolker, B., & Walker, S. (2015). Journal of Statistical Software, 67(1), section 3.4.

    Examples
    --------
    >>> values = np.array([1.0, 2.0, 4.0, 5.0, 3.0, 6.0])
    >>> fit = random_intercept(sums_of(values, np.array([0, 0, 1, 1, 2, 2]), 3, []))
    >>> round(fit.tau2, 6), round(fit.sigma2, 6)
    (2.083333, 1.833333)
    """
    free = float(sums.n.sum()) - sums.means.shape[1]
    if free <= 0 or sums.n.max() < 2:
        raise NoSpreadError(Reason.NOT_IDENTIFIED)
    scale = sums.within_square + float(sums.n @ sums.mean_values**2)
    if sums.within_square <= 1e-20 * scale:
        raise NoSpreadError(Reason.SD_ZERO)
    total, _ = _normal_equations(sums, 0.0)
    if np.linalg.cond(total / np.sqrt(np.outer(np.diag(total), np.diag(total)))) > 1e12:
        raise NoSpreadError(Reason.SD_ZERO)
    theta = highest_place(
        lambda ratio: _rise(sums, free, ratio),
        lambda ratio: _likelihood(sums, free, ratio),
        np.concatenate([[0.0], np.logspace(-8, 8, 97)]),
    )
    inverse, coefficients, square = _solved(sums, theta)
    sigma2 = square / free
    errors = np.sqrt(np.diag(inverse) * sigma2)
    return RandomIntercept(coefficients, errors, theta * sigma2, sigma2)


def _normal_equations(sums: GroupSums, theta: float) -> tuple[Numbers, Numbers]:
    """Return X'WX and X'Wy for this ratio of the variances."""
    weighted = sums.means * (sums.n / (1 + sums.n * theta))[:, None]
    return (
        sums.within + weighted.T @ sums.means,
        sums.within_values + weighted.T @ sums.mean_values,
    )


def _solved(sums: GroupSums, theta: float) -> tuple[Numbers, Numbers, float]:
    """Return the inverse of X'WX, the fixed part and the weighted sum of squares that is left."""
    left, right = _normal_equations(sums, theta)
    inverse = np.asarray(np.linalg.inv(left), dtype=np.float64)
    coefficients: Numbers = inverse @ right
    of_groups = sums.mean_values - sums.means @ coefficients
    of_values = (
        sums.within_square
        - 2 * coefficients @ sums.within_values
        + coefficients @ sums.within @ coefficients
    )
    weights = sums.n / (1 + sums.n * theta)
    return inverse, coefficients, float(of_values + weights @ of_groups**2)


def _likelihood(sums: GroupSums, free: float, theta: float) -> float:
    """Return twice the restricted log-likelihood, but for a constant."""
    inverse, _, square = _solved(sums, theta)
    return float(
        np.linalg.slogdet(inverse)[1] - free * np.log(square) - np.log1p(sums.n * theta).sum()
    )


def _rise(sums: GroupSums, free: float, theta: float) -> float:
    """Return its slope; the fixed part is at its best and adds nothing."""
    inverse, coefficients, square = _solved(sums, theta)
    weights = sums.n / (1 + sums.n * theta)
    of_groups = sums.mean_values - sums.means @ coefficients
    leverage = np.einsum("jp,pq,jq->j", sums.means, inverse, sums.means)
    fit = free * float(weights**2 @ of_groups**2) / square
    return fit - float(weights.sum() - weights**2 @ leverage)
