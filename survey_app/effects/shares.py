"""Shares of a group with an interval that is right for few children and at 0 and 100 per cent."""

import math
from dataclasses import dataclass

from survey_app.effects.categories import Reason, UnusableNumbersError
from survey_app.effects.floats import as_count
from survey_app.effects.score_rows import as_confidence


@dataclass(frozen=True, slots=True)
class Share:
    """A share of n children.

    Attributes
    ----------
    count, n : int
        Children of whom it holds, and all children.
    estimate : float or None
        count / n, from 0 to 1; None for n = 0.
    interval : (float, float) or None
        Wilson interval, within 0 and 1.
    reason : Reason or None
        ``n_lt_1`` when there is nobody.
    """

    count: int
    n: int
    estimate: float | None
    interval: tuple[float, float] | None
    reason: Reason | None


def share_of(count: int, n: int, *, confidence: float = 0.95) -> Share:
    r"""Compute a share with its Wilson score interval.

    .. math:: \frac{p + z^2 / 2n \pm z \sqrt{p (1 - p) / n + z^2 / 4 n^2}}{1 + z^2 / n}

    Parameters
    ----------
    count : int
        Children of whom it holds, from 0 to n.
    n : int
        All children.
    confidence : float
        Strictly between 0 and 1.

    Returns
    -------
    Share
        Never an interval of no width, as Wald's is at 0 and 100 per cent.

    Raises
    ------
    UnusableNumbersError
        count is not between 0 and n, or confidence not between 0 and 1.

    References
    ----------
    Wilson, E. B. (1927). Journal of the American Statistical Association, 22, 209-212.

    Examples
    --------
    Of 20 pairs 7 children recovered; 14 of the 20 could, being on the clinical side at first:

    >>> found = share_of(7, 20)
    >>> found.estimate, [round(limit, 4) for limit in found.interval]
    (0.35, [0.1812, 0.5671])
    >>> [round(limit, 4) for limit in share_of(7, 14).interval]
    [0.268, 0.732]
    """
    from scipy.special import ndtri

    count, n = as_count(count, "count"), as_count(n, "n")
    if count > n:
        raise UnusableNumbersError(f"count is {count}; it must lie between 0 and n, which is {n}")
    level = as_confidence(confidence)
    if n == 0:
        return Share(count, n, None, None, Reason.NOBODY)
    z = float(ndtri((1 + level) / 2))
    p = count / n
    middle = p + z**2 / (2 * n)
    reach = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    whole = 1 + z**2 / n
    low = 0.0 if count == 0 else (middle - reach) / whole
    high = 1.0 if count == n else (middle + reach) / whole
    return Share(count, n, p, (low, high), None)
