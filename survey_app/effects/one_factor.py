"""One common factor behind the items of a scale, by maximum likelihood."""

from dataclasses import dataclass

import numpy as np

from survey_app.effects.categories import Numbers, Reason

SMALLEST_UNIQUE_SHARE = 1e-5
"""Bound under which the unique share of an item counts as none at all (a Heywood case)."""

SMALLEST_GRADIENT = 1e-6
"""Largest slope per item at which the search counts as ended."""


class NoFactorError(Exception):
    """One factor cannot be fitted; the reason says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class OneFactor:
    """The model covariance = loadings loadings' + diag(unique).

    Attributes
    ----------
    loadings : k floats
        In points of the items; their sum is not negative.
    unique : k floats
        Unique variances, above 0, in squared points.
    information : 2k x 2k floats
        Expected information of one row about loadings and unique variances, in that order.
    """

    loadings: Numbers
    unique: Numbers
    information: Numbers


def one_factor(covariance: Numbers) -> OneFactor:
    r"""Fit one factor to a covariance matrix by maximum likelihood.

    Minimises :math:`\log|\Sigma| + tr(S \Sigma^{-1}) - \log|S| - k` with
    :math:`\Sigma = \lambda\lambda' + diag(\psi)`. For given :math:`\psi` the best loadings follow
    from the largest eigenvalue of :math:`\psi^{-1/2} S \psi^{-1/2}` (Lawley & Maxwell 1971), so
    only k numbers are searched, on the scale of correlations and by their logarithm; steps of
    Fisher's scoring on all 2k numbers then end the search.

    Parameters
    ----------
    covariance : k x k floats
        Of the items, k at least 3, with variances above 0.

    Returns
    -------
    OneFactor
        In the points of the items.

    Raises
    ------
    NoFactorError
        ``not_identified``: the matrix is singular (an item repeats others, or no more rows than
        items), or more than one set of loadings fits equally well. ``negative_variance``: the
        best fit wants a unique variance of 0 or less (Heywood). ``no_convergence``.

    References
    ----------
    Joreskog, K. G. (1967). Some contributions to maximum likelihood factor analysis.
    Psychometrika, 32, 443-482. Lawley, D. N., & Maxwell, A. E. (1971). Factor analysis as a
    statistical method, 2nd ed., ch. 4.

    Examples
    --------
    >>> fit = one_factor(np.array([[1.0, 0.72, 0.63], [0.72, 1.0, 0.56], [0.63, 0.56, 1.0]]))
    >>> fit.loadings.round(6).tolist(), fit.unique.round(6).tolist()
    ([0.9, 0.8, 0.7], [0.19, 0.36, 0.51])
    """
    scale = np.sqrt(np.diag(covariance))
    if not (scale > 0).all():
        raise NoFactorError(Reason.SD_ZERO)
    correlation = covariance / np.outer(scale, scale)
    if np.linalg.eigvalsh(correlation)[0] < 1e-10:
        raise NoFactorError(Reason.NOT_IDENTIFIED)
    unique = _searched(correlation)
    if unique.min() <= SMALLEST_UNIQUE_SHARE * 1.001:
        raise NoFactorError(Reason.NEGATIVE_VARIANCE)
    loadings, unique = _scored(correlation, _best_loadings(correlation, unique)[0], unique)
    information = _information(loadings, unique)
    loadings = loadings if loadings.sum() >= 0 else -loadings
    back = np.concatenate([1 / scale, 1 / scale**2])
    return OneFactor(loadings * scale, unique * scale**2, information * np.outer(back, back))


def _searched(correlation: Numbers) -> Numbers:
    """Return the unique shares with the best fit, from two starts so that a dip is no trap."""
    from scipy.optimize import minimize

    def misfit(log_unique: Numbers) -> tuple[float, Numbers]:
        unique = np.exp(log_unique)
        loadings, rest = _best_loadings(correlation, unique)
        slope = (loadings**2 + unique - np.diag(correlation)) / unique
        return float((rest - np.log(rest) - 1).sum()), slope

    k = len(correlation)
    starts = np.log([(1 - 0.5 / k) / np.diag(np.linalg.inv(correlation)), np.full(k, 0.5)])
    bounds = [(np.log(SMALLEST_UNIQUE_SHARE), 0.0)] * k
    ends = [
        minimize(
            misfit,
            np.clip(start, *bounds[0]),
            jac=True,
            method="L-BFGS-B",
            bounds=bounds,
            options={"maxiter": 1000, "ftol": 1e-15, "gtol": 1e-9},
        )
        for start in starts
    ]
    best: Numbers = np.exp(min(ends, key=lambda end: float(end.fun)).x)
    return best


def _best_loadings(correlation: Numbers, unique: Numbers) -> tuple[Numbers, Numbers]:
    """Return the best loadings for these unique shares, and the eigenvalues that are left over."""
    root = np.sqrt(unique)
    values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
    loadings: Numbers = root * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0))
    rest = values[:-1] if values[-1] > 1 else values
    return loadings, rest


def _scored(correlation: Numbers, loadings: Numbers, unique: Numbers) -> tuple[Numbers, Numbers]:
    """End the search by Fisher's scoring; refuse a fit that is not one point."""
    k = len(unique)
    for _ in range(50):
        information = _information(loadings, unique)
        if np.linalg.cond(information) > 1e10:
            raise NoFactorError(Reason.NOT_IDENTIFIED)
        inverse = np.linalg.inv(np.outer(loadings, loadings) + np.diag(unique))
        residual = inverse @ (correlation @ inverse) - inverse
        slope = np.concatenate([residual @ loadings, np.diag(residual) / 2])
        if np.abs(slope).max() < 1e-13:
            break
        step = np.linalg.solve(information, slope)
        loadings, unique = loadings + step[:k], unique + step[k:]
        if unique.min() <= SMALLEST_UNIQUE_SHARE:
            raise NoFactorError(Reason.NEGATIVE_VARIANCE)
    if np.abs(slope).max() > SMALLEST_GRADIENT:
        raise NoFactorError(Reason.NO_CONVERGENCE)
    return loadings, unique


def _information(loadings: Numbers, unique: Numbers) -> Numbers:
    """Return half tr(W dS_a W dS_b) with W the inverse of the model, for every pair of numbers."""
    inverse = np.linalg.inv(np.outer(loadings, loadings) + np.diag(unique))
    weighted = inverse @ loadings
    of_loadings = np.outer(weighted, weighted) + (loadings @ weighted) * inverse
    mixed = inverse * weighted
    return np.block([[of_loadings, mixed], [mixed.T, inverse**2 / 2]])
