"""Lines of many children that differ in level and slope: REML for a random line."""

from dataclasses import dataclass

import numpy as np

from survey_app.effects.categories import Numbers, Reason
from survey_app.effects.own_lines import OwnLines
from survey_app.effects.spread_search import NoSpreadError

SINGULAR_BELOW = 1e-4
"""A spread below this many residual standard deviations is none (lme4::isSingular)."""

STEEPEST = 1e-3
"""At its lowest place the deviance may fall no faster than this, in units of the search."""

STARTS = ((1.0, 0.2, 1.0), (0.3, -0.1, 0.3), (0.03, 0.01, 0.03))
"""Where the search begins, in units of the spread of the children's own lines."""

_LOWER = np.tril_indices(2)


@dataclass(frozen=True)
class RandomSlope:
    """The fitted model: every child a line, the lines normally spread round the mean line.

    Attributes
    ----------
    coefficients : 2 floats
        Mean score at time 0, in points, and mean slope in points per unit of time.
    coefficient_variances : 2 x 2 floats
        Their covariance matrix.
    spread : 2 x 2 floats
        Covariance matrix of the children's lines.
    sigma2 : float
        Variance of the scores round them, in squared points.
    departures : J x 2 floats
        Best linear unbiased prediction of each child's departure from the mean line.
    conditional_variances : J x 2 x 2 floats
        Of the departures, the mean line and the variances taken as known.
    total_variances : J x 2 x 2 floats
        Of mean line plus departure; the mean line is an estimate, the variances are taken as known.
    is_singular : bool
        Whether level and slope are not two things here: one spread is 0 or they go together
        entirely.
    """

    coefficients: Numbers
    coefficient_variances: Numbers
    spread: Numbers
    sigma2: float
    departures: Numbers
    conditional_variances: Numbers
    total_variances: Numbers
    is_singular: bool


def random_slope(lines: OwnLines) -> RandomSlope:
    r"""Fit a random intercept and slope by restricted maximum likelihood.

    .. math::
        y_{ij} = \beta_0 + u_{0j} + (\beta_1 + u_{1j}) t_{ij} + e_{ij}, \quad
        u_j \sim N(0, \sigma^2 \Lambda \Lambda'), \quad e_{ij} \sim N(0, \sigma^2)

    With :math:`V_j = I + R_j \Lambda \Lambda' R_j'` for the triangle :math:`R_j` of each child, the
    mean line and :math:`\sigma^2` follow in closed form, so the three numbers of the triangular
    :math:`\Lambda` are searched, by the slope of the restricted deviance

    .. math::
        (N - 2) \log \hat\sigma^2(\Lambda) + \sum_j \log|V_j| + \log|\sum_j R_j' V_j^{-1} R_j|

    from several starting points, as it can have more than one lowest place.

    Parameters
    ----------
    lines : OwnLines
        Of children of whom enough have three times or more.

    Returns
    -------
    RandomSlope
        Equal to lme4::lmer(score ~ time + (time | child)) with REML.

    Raises
    ------
    NoSpreadError
        ``sd_zero`` (every score lies on its child's own line), ``not_identified`` (no score more
        than the lines need, or one child), ``no_convergence``.

    References
    ----------
    Laird, N. M., & Ware, J. H. (1982). Random-effects models for longitudinal data. Biometrics, 38,
    963-974. Bates, D., Maechler, M., Bolker, B., & Walker, S. (2015). Journal of Statistical
    Software, 67(1), section 3.4.

    Examples
    --------
    >>> from survey_app.effects.own_lines import lines_of
    >>> times, codes = np.tile([0.0, 1.0, 2.0], 4), np.repeat(np.arange(4), 3)
    >>> scores = np.array([1, 2, 6, 2, 2, 3, 5, 8, 9, 3, 8, 12.0])
    >>> fit = random_slope(lines_of(times, scores, codes, 4))
    >>> fit.coefficients.round(2).tolist(), round(fit.sigma2, 2), fit.is_singular
    ([2.71, 2.38], 0.62, False)
    """
    pure = float(np.maximum(lines.n - 1 - (lines.roots[:, 1, 1] > 0), 0).sum())
    if pure == 0 or len(lines.n) < 2:
        raise NoSpreadError(Reason.NOT_IDENTIFIED)
    if lines.within_square <= 1e-20 * lines.n.sum():
        raise NoSpreadError(Reason.SD_ZERO)
    try:
        factor = _lowest_place(lines)
        is_singular = bool(np.abs(np.diag(factor)).min() < SINGULAR_BELOW)
        if is_singular:
            factor = np.where(np.abs(factor) < SINGULAR_BELOW, 0, factor)
        return _in_points(lines, factor, is_singular=is_singular)
    except np.linalg.LinAlgError as fault:
        # One time so far away that all others are the same beside it.
        raise NoSpreadError(Reason.NO_CONVERGENCE) from fault


@dataclass(frozen=True)
class _Solved:
    """The closed part of the model for one factor."""

    deviance: float
    rise: Numbers
    coefficients: Numbers
    inverse: Numbers
    sigma2: float
    pulls: Numbers
    information: Numbers


def _solved(lines: OwnLines, factor: Numbers) -> _Solved:
    """Return mean line, residual variance, and the deviance with its slope along the factor."""
    roots = lines.roots
    loadings = roots @ factor
    variances = np.eye(2) + loadings @ loadings.transpose(0, 2, 1)
    weighted = np.linalg.solve(variances, roots)
    information = roots.transpose(0, 2, 1) @ weighted
    total = information.sum(axis=0)
    inverse = np.linalg.inv(total)
    coefficients = inverse @ np.einsum("jki,jk->i", weighted, lines.places)
    left = lines.places - roots @ coefficients
    pulls = np.einsum("jki,jk->ji", weighted, left)
    square = lines.within_square + float(
        np.einsum("jk,jk->", left, np.linalg.solve(variances, left[:, :, None])[:, :, 0])
    )
    free = float(lines.n.sum()) - 2
    deviance = (
        free * np.log(square) + np.linalg.slogdet(variances)[1].sum() + np.linalg.slogdet(total)[1]
    )
    of_spread = (
        total
        - np.einsum("jab,bc,jcd->ad", information, inverse, information)
        - free / square * pulls.T @ pulls
    )
    return _Solved(
        deviance=float(deviance),
        rise=np.tril(2 * of_spread @ factor),
        coefficients=coefficients,
        inverse=inverse,
        sigma2=float(square / free),
        pulls=pulls,
        information=information,
    )


def _lowest_place(lines: OwnLines) -> Numbers:
    """Return the factor with the lowest deviance; the sign of its columns means nothing."""
    from scipy.optimize import minimize

    size = _size_of_own_lines(lines)

    def deviance_and_rise(numbers: Numbers) -> tuple[float, Numbers]:
        solved = _solved(lines, _factor_of(numbers * size))
        return solved.deviance, solved.rise[_LOWER] * size

    found = [
        minimize(
            deviance_and_rise,
            np.array(start),
            jac=True,
            method="L-BFGS-B",
            bounds=[(-1e4, 1e4)] * 3,
            options={"ftol": 1e-15, "gtol": 1e-6, "maxiter": 500},
        )
        for start in STARTS
    ]
    best = min(found, key=lambda each: float(each.fun))
    if not np.abs(deviance_and_rise(best.x)[1]).max() < STEEPEST:
        raise NoSpreadError(Reason.NO_CONVERGENCE)
    return _factor_of(best.x * size)


def _factor_of(numbers: Numbers) -> Numbers:
    factor = np.zeros((2, 2))
    factor[_LOWER] = numbers
    return factor


def _size_of_own_lines(lines: OwnLines) -> Numbers:
    """Return how far the children's own lines lie apart, per number of the factor."""
    has_line = lines.roots[:, 1, 1] > 0
    own = np.linalg.solve(lines.roots[has_line], lines.places[has_line][:, :, None])[:, :, 0]
    pure = float(np.maximum(lines.n - 2, 0).sum())
    level, slope = own.std(axis=0) / np.sqrt(lines.within_square / pure)
    return np.maximum([level, slope, slope], 1e-2)


def _in_points(lines: OwnLines, factor: Numbers, *, is_singular: bool) -> RandomSlope:
    """Return the model in points and in the unit of time that was given."""
    solved = _solved(lines, factor)
    spread = factor @ factor.T
    squared_roots = lines.roots.transpose(0, 2, 1) @ lines.roots
    inner = np.linalg.inv(np.eye(2) + factor.T @ squared_roots @ factor)
    conditional = factor @ inner @ factor.T
    # What the child's own scores leave of the mean line.
    of_mean = np.linalg.inv(np.eye(2) + spread @ squared_roots)
    total = conditional + of_mean @ solved.inverse @ of_mean.transpose(0, 2, 1)
    unit = lines.unit

    def in_points(variances: Numbers) -> Numbers:
        turned: Numbers = solved.sigma2 * (unit @ variances @ unit.T)
        return turned

    height = unit[0, 0]
    return RandomSlope(
        coefficients=unit @ solved.coefficients + np.array([lines.centre, 0.0]),
        coefficient_variances=in_points(solved.inverse),
        spread=in_points(spread),
        sigma2=float(solved.sigma2 * height**2),
        departures=solved.pulls @ spread @ unit.T,
        conditional_variances=in_points(conditional),
        total_variances=in_points(total),
        is_singular=is_singular,
    )
