"""The signed-rank test of Wilcoxon, with its method named."""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from survey_app.effects.categories import Numbers, Reason

MOST_EXACT = 25
"""Up to this many differences the exact distribution is used, when no two are of equal size."""


class RankMethod(StrEnum):
    """How the p-value was found."""

    EXACT = "exact"
    NORMAL = "normal, corrected for ties"


@dataclass(frozen=True, slots=True)
class SignedRanks:
    """Wilcoxon's signed-rank test of n differences.

    Attributes
    ----------
    n : int
        Differences that are not 0.
    positive, negative : float
        Sums of the ranks of the positive and of the negative differences.
    p : float or None
        Two-sided, without a correction for continuity; None when every difference is 0.
    method : RankMethod or None
        How p was found.
    rank_biserial : float or None
        (positive - negative) / (positive + negative), from -1 to 1 (Kerby 2014).
    reason : Reason or None
        Why there is no p.
    """

    n: int
    positive: float
    negative: float
    p: float | None
    method: RankMethod | None
    rank_biserial: float | None
    reason: Reason | None


def signed_ranks(differences: Numbers) -> SignedRanks:
    """Test whether differences lie symmetrically around 0.

    Parameters
    ----------
    differences : array of n floats
        Without missing values. Zeros are dropped and equal sizes share their mean rank (Wilcoxon
        1945). Exact for at most 25 differences of which no two have the same size, else by the
        normal curve with the variance corrected for ties.

    Returns
    -------
    SignedRanks
        The method that was used is named; the two are never mixed.

    References
    ----------
    Wilcoxon, F. (1945). Individual comparisons by ranking methods. Biometrics Bulletin, 1, 80-83.
    Kerby, D. S. (2014). The simple difference formula. Comprehensive Psychology, 3.

    Examples
    --------
    >>> found = signed_ranks(np.array([1.2, -0.3, 2.0, 0.0]))
    >>> found.n, found.positive, found.negative, str(found.method), found.p
    (3, 5.0, 1.0, 'exact', 0.5)
    """
    counted = differences[differences != 0]
    n = len(counted)
    if n == 0:
        return SignedRanks(0, 0.0, 0.0, None, None, None, Reason.SD_ZERO)
    order = np.argsort(np.abs(counted))
    in_order = counted[order]
    sizes = np.abs(in_order)
    starts = np.flatnonzero(np.append(True, sizes[1:] != sizes[:-1]))
    shared = np.diff(starts, append=n)
    ranks = starts + (shared + 1) / 2
    positive = float((ranks * np.add.reduceat(in_order > 0, starts, dtype=np.intp)).sum())
    whole = n * (n + 1) / 2
    no_ties = len(shared) == n
    method = RankMethod.EXACT if no_ties and n <= MOST_EXACT else RankMethod.NORMAL
    p = _exact(counted) if method is RankMethod.EXACT else _normal(positive, n, shared)
    balance = (2 * positive - whole) / whole
    return SignedRanks(n, positive, whole - positive, p, method, balance, None)


def _exact(differences: Numbers) -> float:
    from scipy.stats import wilcoxon

    return float(wilcoxon(differences, method="exact").pvalue)


def _normal(positive: float, n: int, shared: NDArray[np.intp]) -> float:
    """Return the two-sided p of a sum of ranks of which some are shared."""
    from scipy.special import ndtr

    many = shared[shared > 1].astype(np.float64)
    ties = float((many**3 - many).sum())
    variance = n * (n + 1) * (2 * n + 1) / 24 - ties / 48
    z = (positive - n * (n + 1) / 4) / math.sqrt(variance)
    return float(2 * ndtr(-abs(z)))
