"""How far two ratings on the same scale lie apart, in points: bias and limits of agreement."""

import math
from dataclasses import dataclass

import numpy as np

from survey_app.effects.agreement import SHOWN_FROM, Interval
from survey_app.effects.categories import TWO_SIDED_95, Reason
from survey_app.effects.score_arrays import Scores, aligned
from survey_app.effects.score_rows import as_confidence


@dataclass(frozen=True)
class LimitsOfAgreement:
    """The differences between two ratings of the same children.

    Attributes
    ----------
    n : int
        Children with both ratings.
    left_out : int
        Children of whom one is missing.
    bias : float or None
        Mean of first minus second, in points; positive means that the first gives more.
    sd : float or None
        Standard deviation (n - 1) of the differences, in points.
    lower, upper : float or None
        Between these two differences lie about 95 in 100 children, in points.
    bias_interval, lower_interval, upper_interval : (float, float) or None
        How well the sample fixes each of the three.
    reason : Reason or None
        Why a number is None.
    """

    n: int
    left_out: int
    bias: float | None = None
    sd: float | None = None
    lower: float | None = None
    upper: float | None = None
    bias_interval: Interval | None = None
    lower_interval: Interval | None = None
    upper_interval: Interval | None = None
    reason: Reason | None = None

    @property
    def may_be_shown(self) -> bool:
        """Whether there are limits and they rest on at least ten children."""
        return self.lower is not None and self.n >= SHOWN_FROM


def bland_altman(first: Scores, second: Scores, *, confidence: float = 0.95) -> LimitsOfAgreement:
    r"""Compute the bias and the 95 % limits of agreement of two ratings.

    With :math:`d` the differences,

    .. math::
        \bar d \pm t \frac{s_d}{\sqrt n}, \quad
        \bar d \pm 1.96 s_d, \quad
        SE_{limit} = s_d \sqrt{\frac{1}{n} + \frac{1.96^2}{2 (n - 1)}}

    Parameters
    ----------
    first, second : sequence of n floats
        Two ratings per child in the same points, in the same order. None and NaN are missing. Two
        pandas Series must have the same index.
    confidence : float
        Level of the three intervals (t with n - 1 degrees of freedom), not of the limits.

    Returns
    -------
    LimitsOfAgreement
        Over the complete pairs. Reasons: ``n_lt_2`` (with one pair the bias alone), ``sd_zero``
        (everybody differs equally: the limits are the bias and have no interval).

    Raises
    ------
    UnusableNumbersError
        The two differ in length or index, a value is infinite or no number, or confidence is not
        a share.

    References
    ----------
    Bland, J. M., & Altman, D. G. (1986). Lancet, 327, 307-310. Bland, J. M., & Altman, D. G.
    (1999). Measuring agreement in method comparison studies. Statistical Methods in Medical
    Research, 8, 135-160, section 2.

    Examples
    --------
    >>> found = bland_altman([10, 12, 9, 15, 11], [11, 12, 11, 14, 13])
    >>> round(found.bias, 2), round(found.lower, 2), round(found.upper, 2)
    (-0.8, -3.36, 1.76)
    """
    (a, b), _ = aligned(first=first, second=second)
    level = as_confidence(confidence)
    differences = (a - b)[~(np.isnan(a) | np.isnan(b))]
    n = len(differences)
    left_out = len(a) - n
    if not n:
        return LimitsOfAgreement(n, left_out, reason=Reason.TOO_FEW_PAIRS)
    bias = float(differences.mean())
    if n < 2:
        return LimitsOfAgreement(n, left_out, bias, reason=Reason.TOO_FEW_PAIRS)
    if np.ptp(differences) == 0:
        return LimitsOfAgreement(n, left_out, bias, 0.0, bias, bias, reason=Reason.SD_ZERO)
    from scipy.special import stdtrit

    sd = float(differences.std(ddof=1))
    lower, upper = bias - TWO_SIDED_95 * sd, bias + TWO_SIDED_95 * sd
    t = float(stdtrit(n - 1, (1 + level) / 2))
    of_bias = t * sd / math.sqrt(n)
    of_limit = t * sd * math.sqrt(1 / n + TWO_SIDED_95**2 / (2 * (n - 1)))
    return LimitsOfAgreement(
        n,
        left_out,
        bias,
        sd,
        lower,
        upper,
        (bias - of_bias, bias + of_bias),
        (lower - of_limit, lower + of_limit),
        (upper - of_limit, upper + of_limit),
    )
