"""The signed-rank test of Wilcoxon, with its method named."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

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
    from scipy.stats import rankdata, wilcoxon

    counted = differences[differences != 0]
    if len(counted) == 0:
        return SignedRanks(0, 0.0, 0.0, None, None, None, Reason.SD_ZERO)
    sizes = np.abs(counted)
    ranks = rankdata(sizes)
    positive = float(ranks[counted > 0].sum())
    negative = float(ranks[counted < 0].sum())
    no_ties = len(np.unique(sizes)) == len(sizes)
    method = RankMethod.EXACT if no_ties and len(counted) <= MOST_EXACT else RankMethod.NORMAL
    if method is RankMethod.EXACT:
        tested = wilcoxon(counted, method="exact")
    else:
        # The published types know this method by its old name only.
        tested = wilcoxon(counted, method="asymptotic", correction=False)  # type: ignore[call-overload]
    p = float(tested.pvalue)
    balance = (positive - negative) / (positive + negative)
    return SignedRanks(len(counted), positive, negative, p, method, balance, None)
