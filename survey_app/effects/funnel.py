"""Limits round one common value within which groups differ by chance: the funnel plot."""

from typing import TYPE_CHECKING

import numpy as np

from survey_app.effects.categories import Numbers, UnusableNumbersError, finite
from survey_app.effects.floats import as_count
from survey_app.effects.score_arrays import Scores, as_numbers

if TYPE_CHECKING:
    import pandas as pd

LEVELS = {"95": 0.95, "998": 0.998}
"""Two and three standard deviations, as Spiegelhalter draws them."""


def funnel_limits(n: Scores, *, target: float, sigma2: float) -> "pd.DataFrame":
    r"""Compute between which limits the mean of a group of n lies by chance.

    .. math:: \theta_0 \pm z_p \sqrt{\sigma^2 / n}

    Parameters
    ----------
    n : sequence of J numbers
        Children per group, above 0; the sizes at which the funnel is drawn.
    target : float
        The common mean :math:`\theta_0`, in points.
    sigma2 : float
        Variance between children within a group, in squared points, above 0.

    Returns
    -------
    pandas.DataFrame
        J rows with ``n``, ``low_95``, ``high_95``, ``low_998`` and ``high_998``, in points. A group
        between the inner limits is like the others as far as can be seen; its place there is no
        rank.

    Raises
    ------
    UnusableNumbersError
        A number is missing, infinite or not above 0; the text names the argument.

    References
    ----------
    Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional performance. Statistics in
    Medicine, 24, 1185-1202, section 3.

    Examples
    --------
    >>> limits = funnel_limits([4, 16], target=10, sigma2=4)
    >>> limits["low_95"].round(2).tolist(), limits["high_998"].round(2).tolist()
    ([8.04, 9.02], [13.09, 11.55])
    """
    from scipy.special import ndtri

    sizes = _sizes(n)
    middle, variance = _known(target, "target"), _known(sigma2, "sigma2")
    if variance <= 0:
        raise UnusableNumbersError(f"sigma2 is {variance:g}; a variance is above 0")
    reach = np.sqrt(variance / sizes)
    halves = {name: float(ndtri((1 + level) / 2)) * reach for name, level in LEVELS.items()}
    return _table(sizes, {name: (middle - half, middle + half) for name, half in halves.items()})


def funnel_limits_of_shares(n: Scores, *, target: float) -> "pd.DataFrame":
    r"""Compute between which limits the share of a group of n lies by chance.

    With :math:`R` binomial, :math:`r_p` the smallest number with :math:`P(R \le r_p) \ge p`,

    .. math::
        y_p = \frac{r_p - a}{n}, \quad
        a = \frac{P(R \le r_p) - p}{P(R \le r_p) - P(R \le r_p - 1)}

    which joins the steps of the exact binomial limits.

    Parameters
    ----------
    n : sequence of J whole numbers
        Children per group, above 0.
    target : float
        The common share :math:`\theta_0`, strictly between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        J rows with ``n``, ``low_95``, ``high_95``, ``low_998`` and ``high_998``, kept between 0 and
        1.

    Raises
    ------
    UnusableNumbersError
        A number is missing or infinite, n is no whole number above 0, or target is no share
        between 0 and 1.

    References
    ----------
    Spiegelhalter, D. J. (2005). Statistics in Medicine, 24, 1185-1202, appendix A.1.1.

    Examples
    --------
    >>> limits = funnel_limits_of_shares([10, 100], target=0.5)
    >>> limits["low_95"].round(3).tolist(), limits["high_95"].round(3).tolist()
    ([0.132, 0.397], [0.768, 0.593])
    """
    sizes, middle = _sizes(n), _known(target, "target")
    for size in sizes.tolist():
        as_count(size, "n", least=1)
    if not 0 < middle < 1:
        raise UnusableNumbersError(f"target is {middle:g}; give a share between 0 and 1")
    return _table(
        sizes,
        {
            name: (
                _joined_quantile((1 - level) / 2, sizes, middle),
                _joined_quantile((1 + level) / 2, sizes, middle),
            )
            for name, level in LEVELS.items()
        },
    )


def _joined_quantile(p: float, n: Numbers, share: float) -> Numbers:
    from scipy.stats import binom

    smallest = binom.ppf(p, n, share)
    reached = binom.cdf(smallest, n, share)
    back = (reached - p) / binom.pmf(smallest, n, share)
    return np.clip((smallest - back) / n, 0.0, 1.0)


def _sizes(n: Scores) -> Numbers:
    sizes = as_numbers(n, "n")
    if np.isnan(sizes).any() or (sizes <= 0).any():
        raise UnusableNumbersError("n holds a value that is missing or not above 0")
    return sizes


def _known(value: float, argument: str) -> float:
    number = finite(value, argument)
    if number is None:
        raise UnusableNumbersError(f"{argument} is missing; limits need it")
    return number


def _table(sizes: Numbers, limits: dict[str, tuple[Numbers, Numbers]]) -> "pd.DataFrame":
    import pandas as pd

    columns = {"n": sizes}
    for name, (low, high) in limits.items():
        columns |= {f"low_{name}": low, f"high_{name}": high}
    return pd.DataFrame(columns)
