"""Reliability over a short interval: the same rater, the same child, two weeks later."""

import math
from dataclasses import dataclass

import numpy as np

from survey_app.effects.agreement import Interval, agreement
from survey_app.effects.categories import Reason
from survey_app.effects.measurement_error import standard_error_of_measurement
from survey_app.effects.score_arrays import Scores, aligned

FEWEST_PAIRS = 60
"""Pairs that the evidence plan asks before a retest carries a stage: our own rule."""

LEAST_ICC = 0.70
LEAST_LOWER_LIMIT = 0.60


@dataclass(frozen=True)
class Retest:
    """What two ratings of children who did not change say about the error of a score.

    Attributes
    ----------
    n : int
        Children with both ratings.
    left_out : int
        Children of whom one is missing.
    icc : float or None
        ICC(A,1) of the two occasions; a negative one is given as it is.
    interval : (float, float) or None
        Its limits after McGraw & Wong (1996).
    mean_change : float or None
        Second minus first, in points.
    sd : float or None
        Standard deviation over children in points: the root of the mean of both variances.
    sem_from_icc : float or None
        sd * sqrt(1 - icc), in points; None where the icc is not between 0 and 1.
    sem_from_differences : float or None
        Standard deviation of the differences / sqrt(2), in points. A shift of everybody is no
        error in this one. It carries over to other samples; the icc does not, because it
        depends on how much children differ.
    reason : Reason or None
        Why there is no icc.
    """

    n: int
    left_out: int
    icc: float | None = None
    interval: Interval | None = None
    mean_change: float | None = None
    sd: float | None = None
    sem_from_icc: float | None = None
    sem_from_differences: float | None = None
    reason: Reason | None = None

    @property
    def lower_limit(self) -> float | None:
        """The lower limit of the icc."""
        return None if self.interval is None else self.interval[0]

    @property
    def passes_stage_two(self) -> bool:
        """Whether the retest part of stage 2 is met: 60 pairs, icc .70 and lower limit .60."""
        return (
            self.n >= FEWEST_PAIRS
            and self.icc is not None
            and self.icc >= LEAST_ICC
            and self.lower_limit is not None
            and self.lower_limit >= LEAST_LOWER_LIMIT
        )


def test_retest(
    first: Scores,
    second: Scores,
    *,
    confidence: float = 0.95,  # noqa: PT028 - the name is that of the study; this is no test
) -> Retest:
    r"""Compute the retest reliability and both standard errors of measurement.

    .. math::
        SEM_{icc} = \sqrt{\frac{s_1^2 + s_2^2}{2}} \sqrt{1 - ICC(A,1)}, \quad
        SEM_{d} = s_d / \sqrt 2

    Parameters
    ----------
    first, second : sequence of n floats
        The score of each child at both occasions, in the same order and in points. None and NaN
        are missing. Two pandas Series must have the same index.
    confidence : float
        Level of the interval; the rule for stage 2 is meant for 0.95.

    Returns
    -------
    Retest
        Over the complete pairs. Reasons: ``n_lt_2``, ``sd_zero`` (children do not differ),
        ``negative_variance`` (see `agreement`). The differences are described whenever there are
        two pairs.

    Raises
    ------
    UnusableNumbersError
        The two differ in length or index, a value is infinite or no number, or confidence is not
        a share.

    References
    ----------
    McGraw, K. O., & Wong, S. P. (1996). Psychological Methods, 1, 30-46. Weir, J. P. (2005).
    Quantifying test-retest reliability using the intraclass correlation coefficient and the SEM.
    Journal of Strength and Conditioning Research, 19, 231-240. The gate is our own evidence plan.

    Examples
    --------
    >>> retest = test_retest([10, 14, 8, 20, 16, 11], [12, 13, 9, 18, 17, 11])
    >>> round(retest.icc, 2), round(retest.sem_from_differences, 2), retest.passes_stage_two
    (0.94, 1.04, False)
    """
    (a, b), _ = aligned(first=first, second=second)
    both = ~(np.isnan(a) | np.isnan(b))
    pairs = np.column_stack([a[both], b[both]])
    found = agreement(pairs, confidence=confidence)
    if found.n < 2:
        return Retest(found.n, len(a) - found.n, reason=found.reason)
    differences = pairs[:, 1] - pairs[:, 0]
    sd = math.sqrt(float(pairs.var(axis=0, ddof=1).mean()))
    usable = found.icc_a1 is not None and 0 < found.icc_a1 < 1 and sd > 0
    return Retest(
        n=found.n,
        left_out=len(a) - found.n,
        icc=found.icc_a1,
        interval=found.icc_a1_interval,
        mean_change=float(differences.mean()),
        sd=sd,
        sem_from_icc=standard_error_of_measurement(sd, found.icc_a1)
        if usable and found.icc_a1 is not None
        else None,
        sem_from_differences=float(differences.std(ddof=1)) / math.sqrt(2),
        reason=found.reason if found.icc_a1 is None else None,
    )
