"""Goal attainment scaling: the goals of one child in one number, and its change."""

import math
from dataclasses import dataclass

import numpy as np

from survey_app.effects.categories import Numbers, Reason, UnusableNumbersError, finite
from survey_app.effects.score_arrays import Scores, as_numbers

WORST, BEST, STEP = -2, 2, 0.5
"""Levels run from much less to much more than expected; 0 is as expected. Half levels are used for
"partly reached" (Turner-Stokes 2009)."""


@dataclass(frozen=True)
class GasScore:
    """The goals of one child at one moment.

    Attributes
    ----------
    t : float or None
        T score; 50 means that all goals were reached as expected, higher is better.
    goals, left_out : int
        Goals that count, and goals without a level.
    reason : Reason or None
        ``no_goals`` when no goal counts.
    """

    t: float | None
    goals: int
    left_out: int
    reason: Reason | None


@dataclass(frozen=True)
class GasChange:
    """The goals of one child at two moments, over the same goals with the same weights.

    Attributes
    ----------
    before, after : float or None
        T scores over the goals that have a level at both moments.
    change : float or None
        After minus before, in T points; higher is better.
    goals, left_out : int
        Goals that count, and goals that lack a level at one of the two moments.
    reason : Reason or None
        ``no_goals`` when no goal counts at both moments.
    """

    before: float | None
    after: float | None
    change: float | None
    goals: int
    left_out: int
    reason: Reason | None


def gas_t(levels: Scores, weights: Scores | None = None, rho: float = 0.3) -> float | None:
    r"""Compute the T score of goal attainment scaling for one child.

    .. math:: T = 50 + \frac{10 \sum w_i x_i}
        {\sqrt{(1 - \rho) \sum w_i^2 + \rho (\sum w_i)^2}}

    Parameters
    ----------
    levels : sequence of k floats
        Attained level per goal, -2 (much less than expected) to 2 (much more), whole or half; None
        and NaN are goals without a level, left out together with their weight.
    weights : sequence of k floats or None
        Weight per goal, 0 or more; by default, and when all given weights are 0, the same for all.
    rho : float
        Correlation to expect between goals, 0 to 1.

    Returns
    -------
    float or None
        50 when all goals were reached as expected; higher is better. None when no goal counts:
        there are none, none has a level, or those with a level have weight 0. Levels are ordinal:
        show the goals beside the number.

    Raises
    ------
    UnusableNumbersError
        A level is outside -2 to 2 or no half, a weight is negative or missing, rho is outside 0 to
        1, or there are not as many weights as levels. The text names the argument.

    References
    ----------
    Kiresuk, T. J., & Sherman, R. E. (1968). Goal attainment scaling: a general method for
    evaluating comprehensive community mental health programs. Community Mental Health Journal, 4,
    443-453. (Turner-Stokes, 2009, Clin Rehabil 23, 362-370, prints a wrong formula; see the
    erratum.)

    Examples
    --------
    >>> round(gas_t([-1, -1]), 1), gas_t([0, 0, 0]), gas_t([])
    (37.6, 50.0, None)
    """
    return gas_score(levels, weights, rho).t


def gas_score(levels: Scores, weights: Scores | None = None, rho: float = 0.3) -> GasScore:
    """Compute the T score with the number of goals that it rests on.

    Parameters
    ----------
    levels, weights, rho
        As for `gas_t`.

    Returns
    -------
    GasScore
        T as `gas_t` gives it, the goals that count and those without a level.

    Raises
    ------
    UnusableNumbersError
        As for `gas_t`.

    References
    ----------
    Kiresuk, T. J., & Sherman, R. E. (1968). Community Mental Health Journal, 4, 443-453.

    Examples
    --------
    >>> score = gas_score([-1, None, 1], weights=[2, 1, 1])
    >>> round(score.t, 1), score.goals, score.left_out
    (46.0, 2, 1)
    """
    attained = _levels(levels, "levels")
    w = _weights(weights, len(attained))
    known = ~np.isnan(attained)
    t = _t(attained[known], w[known], _rho(rho))
    return GasScore(
        t=t,
        goals=int((w[known] > 0).sum()),
        left_out=int((~known).sum()),
        reason=Reason.NO_GOALS if t is None else None,
    )


def gas_change(
    before: Scores, after: Scores, weights: Scores | None = None, rho: float = 0.3
) -> GasChange:
    """Compute the change of the T score over the same goals with the same weights.

    Parameters
    ----------
    before, after : sequence of k floats
        Level per goal at both moments, in the same order of goals, as for `gas_t`. A goal without a
        level at one of the two is left out at both. The start is usually -1, or -2.
    weights, rho
        As for `gas_t`.

    Returns
    -------
    GasChange
        Two T scores and the difference, in T points.

    Raises
    ------
    UnusableNumbersError
        As for `gas_t`, or before and after have not as many goals.

    References
    ----------
    Kiresuk, T. J., & Sherman, R. E. (1968). Community Mental Health Journal, 4, 443-453.

    Examples
    --------
    >>> change = gas_change([-1, -1, -1], [0, 1, None])
    >>> round(change.before, 1), round(change.after, 1), round(change.change, 1), change.goals
    (37.6, 56.2, 18.6, 2)
    """
    first, last = _levels(before, "before"), _levels(after, "after")
    if len(first) != len(last):
        raise UnusableNumbersError(
            f"before has {len(first)} goals and after has {len(last)}; give the same goals"
        )
    w, correlation = _weights(weights, len(first)), _rho(rho)
    both = ~(np.isnan(first) | np.isnan(last))
    t1, t2 = _t(first[both], w[both], correlation), _t(last[both], w[both], correlation)
    return GasChange(
        before=t1,
        after=t2,
        change=None if t1 is None or t2 is None else t2 - t1,
        goals=int((w[both] > 0).sum()),
        left_out=int((~both).sum()),
        reason=Reason.NO_GOALS if t1 is None else None,
    )


def _t(levels: Numbers, weights: Numbers, rho: float) -> float | None:
    spread = (1 - rho) * float((weights**2).sum()) + rho * float(weights.sum()) ** 2
    if spread == 0:
        return None
    return 50 + 10 * float((weights * levels).sum()) / math.sqrt(spread)


def _levels(levels: Scores, argument: str) -> Numbers:
    attained = as_numbers(levels, argument)
    known = attained[~np.isnan(attained)]
    if ((known < WORST) | (known > BEST) | (known % STEP != 0)).any():
        raise UnusableNumbersError(
            f"{argument} holds a level that is not -2, -1, 0, 1, 2 or half way between two of them"
        )
    return attained


def _weights(weights: Scores | None, goals: int) -> Numbers:
    """Return a weight for each goal; all 0 says nothing about the goals, so all are the same."""
    if weights is None:
        return np.ones(goals)
    given = as_numbers(weights, "weights")
    if len(given) != goals:
        raise UnusableNumbersError(
            f"weights has {len(given)} values for {goals} goals; give one per goal"
        )
    if np.isnan(given).any() or (given < 0).any():
        raise UnusableNumbersError("weights holds one that is missing or negative; use 0 or more")
    return given if given.any() else np.ones(goals)


def _rho(rho: float) -> float:
    given = finite(rho, "rho")
    if given is None or not 0 <= given <= 1:
        raise UnusableNumbersError(f"rho is {given}; it must lie between 0 and 1")
    return given
