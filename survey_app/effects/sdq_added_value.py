"""The added value score of the SDQ, parent form: for a group of children, never for one."""

import math
from dataclasses import dataclass

import numpy as np

from survey_app.effects.categories import Numbers, Reason, UnusableNumbersError
from survey_app.effects.score_arrays import Scores, aligned

POINTS_PER_EFFECT = 5
"""Points of difference that make an effect size of 1 (Ford et al. 2009)."""

HALF_INTERVAL_OF_ONE = 10
"""Half the 95 % interval of the score of one child, in points (Ford et al. 2009)."""

_HIGHEST = {"t1_total": 40, "t1_impact": 10, "t1_emotional": 10, "t2_total": 40}


@dataclass(frozen=True, eq=False)
class AddedValue:
    """Added value of a group; per child only to compute with, on screen only for the group.

    Attributes
    ----------
    predicted : n floats
        Total difficulties to expect at follow-up without help, in points; NaN when excluded.
    added_value : n floats
        Predicted minus observed, in points, positive when better than expected; NaN when excluded.
    effect_size : n floats
        Added value divided by 5; NaN when excluded.
    n, excluded : int
        Children with all four scores, and children without.
    mean : float or None
        Mean added value of the group in points; None below two children.
    interval : (float, float) or None
        95 % interval of the mean in points, plus and minus 10 / sqrt(n).
    mean_effect_size : float or None
        Mean added value divided by 5.
    reason : Reason or None
        ``n_lt_2`` when there are not at least two children: one child is no group.
    """

    predicted: Numbers
    added_value: Numbers
    effect_size: Numbers
    n: int
    excluded: int
    mean: float | None
    interval: tuple[float, float] | None
    mean_effect_size: float | None
    reason: Reason | None


def added_value(
    t1_total: Scores, t1_impact: Scores, t1_emotional: Scores, t2_total: Scores
) -> AddedValue:
    r"""Compute the SDQ added value score. For groups only.

    .. math:: \hat T_2 = 2.3 + 0.8 \, total_1 + 0.2 \, impact_1 - 0.3 \, emotional_1, \quad
        added = \hat T_2 - T_2, \quad effect = added / 5

    The score of one child has a 95 % interval of about 10 points to either side, wider than nearly
    every change: it is never shown per child. It holds for the parent form, for children with clear
    problems, with about 6 months (4 to 8) between the two. In a group with few problems it is
    biased and is not to be used.

    Parameters
    ----------
    t1_total : n floats
        Total difficulties at the start, parent form, 0 to 40 points.
    t1_impact : n floats
        Impact at the start, 0 to 10 points.
    t1_emotional : n floats
        Emotional symptoms at the start, 0 to 10 points.
    t2_total : n floats
        Total difficulties at follow-up, 0 to 40 points. None and NaN are missing scores: such a
        child is excluded and counted. Fewer points are better on all four. Four single numbers are
        a group of one, which has no summary.

    Returns
    -------
    AddedValue
        Arrays per child and the summary of the group, positive when better than expected.

    Raises
    ------
    UnusableNumbersError
        The four differ in length, or hold text, an infinite value or one that the scale cannot
        have; the text names the argument.

    References
    ----------
    Ford, T., Hutchings, J., Bywater, T., Goodman, A., & Goodman, R. (2009). Strengths and
    Difficulties Questionnaire Added Value Scores: evaluating effectiveness in child mental health
    interventions. British Journal of Psychiatry, 194, 552-558.

    Examples
    --------
    >>> group = added_value([20, 24, 18], [4, 5, 3], [6, 8, 4], [13, 20, None])
    >>> group.predicted.round(1).tolist(), group.added_value.round(1).tolist()
    ([17.3, 20.1, nan], [4.3, 0.1, nan])
    >>> group.n, group.excluded, round(group.mean, 1), [round(each, 1) for each in group.interval]
    (2, 1, 2.2, [-4.9, 9.3])
    """
    given = {
        "t1_total": _row(t1_total),
        "t1_impact": _row(t1_impact),
        "t1_emotional": _row(t1_emotional),
        "t2_total": _row(t2_total),
    }
    arrays, _ = aligned(**given)
    for name, scores in zip(given, arrays, strict=True):
        if ((scores < 0) | (scores > _HIGHEST[name])).any():
            raise UnusableNumbersError(f"{name} must lie between 0 and {_HIGHEST[name]} points")
    total, impact, emotional, observed = arrays
    # The sum is missing when one of the four is.
    predicted = 2.3 + 0.8 * total + 0.2 * impact - 0.3 * emotional + 0 * observed
    added = predicted - observed
    known = added[~np.isnan(added)]
    n, half = len(known), HALF_INTERVAL_OF_ONE / math.sqrt(max(len(known), 1))
    mean = float(known.mean()) if n >= 2 else None
    return AddedValue(
        predicted=predicted,
        added_value=added,
        effect_size=added / POINTS_PER_EFFECT,
        n=n,
        excluded=len(added) - n,
        mean=mean,
        interval=None if mean is None else (mean - half, mean + half),
        mean_effect_size=None if mean is None else mean / POINTS_PER_EFFECT,
        reason=Reason.TOO_FEW_PAIRS if mean is None else None,
    )


def _row(scores: Scores | None) -> Scores:
    """Return one number, or one that is missing, as a group of one."""
    if scores is None:
        return [None]
    return [float(scores)] if isinstance(scores, int | float | np.number) else scores
