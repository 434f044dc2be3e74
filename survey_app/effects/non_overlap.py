"""Non-overlap of two phases of one child's series: before the help and during it."""

from dataclasses import dataclass

import numpy as np

from survey_app.effects.categories import Reason, as_direction
from survey_app.effects.score_arrays import Scores, as_numbers

FEWEST_FOR_A_TREND = 3


@dataclass(frozen=True)
class NonOverlap:
    """How far the scores of two phases lie apart.

    Attributes
    ----------
    n_baseline, n_later : int
        Scores in each phase.
    nap : float or None
        Non-overlap of all pairs, 0 to 1: the share of pairs, one score of each phase, in which the
        later is better, a tie counted half. 0.5 is no difference.
    tau : float or None
        The same from -1 to 1: 2 NAP - 1, called "A vs. B" in the Tau-U family.
    tau_u : float or None
        "A vs. B - trend A" of Parker, Vannest, Davis & Sauber (2011): tau corrected for a baseline
        that was changing already, from -1 to 1.
    tau_u_revised : float or None
        The same as Parker, Vannest & Davis (2011) and the web calculator define it, divided by the
        pairs between the phases only; it can pass 1. The two differ: say which you report.
    reason : Reason or None
        Why a number is None: ``no_pre`` or ``no_post`` when a phase has no scores, ``n_lt_3`` when
        the baseline has fewer than three, too few to see a trend (then only tau-u is None).
    """

    n_baseline: int
    n_later: int
    nap: float | None
    tau: float | None
    tau_u: float | None
    tau_u_revised: float | None
    reason: Reason | None


def non_overlap(baseline: Scores, later: Scores, *, higher_is_better: bool) -> NonOverlap:
    r"""Compute NAP, tau and Tau-U for two phases of one series.

    With :math:`S_P` the pairs between the phases in which the later score is better minus those in
    which it is worse, and :math:`S_A` the same over the pairs within the baseline, in time order,

    .. math::
        NAP = \frac{1}{2} \left(1 + \frac{S_P}{n_A n_B}\right), \quad
        \tau = \frac{S_P}{n_A n_B}, \quad
        \tau_U = \frac{S_P - S_A}{n_A n_B + n_A (n_A - 1) / 2}, \quad
        \tau_U^{revised} = \frac{S_P - S_A}{n_A n_B}

    Parameters
    ----------
    baseline : sequence of n_A floats
        Scores before the help, in time order and in points; None and NaN are left out.
    later : sequence of n_B floats
        Scores during or after it.
    higher_is_better : bool
        Direction of the scale.

    Returns
    -------
    NonOverlap
        Positive tau means better. Only the order of scores counts, not how much they differ.

    Raises
    ------
    UnusableNumbersError
        A phase holds text or an infinite value.

    References
    ----------
    Parker, R. I., & Vannest, K. (2009). An improved effect size for single-case research:
    nonoverlap of all pairs. Behavior Therapy, 40, 357-367. Parker, R. I., Vannest, K. J., Davis,
    J. L., & Sauber, S. B. (2011). Combining nonoverlap and trend for single-case research: Tau-U.
    Behavior Therapy, 42, 284-299. Parker, R. I., Vannest, K. J., & Davis, J. L. (2011). Effect size
    in single-case research: a review of nine nonoverlap techniques. Behavior Modification, 35,
    303-322.

    Examples
    --------
    >>> phases = non_overlap([2, 3, 5, 3], [4, 5, 5, 7, 6], higher_is_better=True)
    >>> phases.nap, phases.tau, phases.tau_u, phases.tau_u_revised
    (0.9, 0.8, 0.5, 0.65)
    """
    a, b = as_numbers(baseline, "baseline"), as_numbers(later, "later")
    a, b = a[~np.isnan(a)], b[~np.isnan(b)]
    if not len(a) or not len(b):
        reason = Reason.NO_POST if len(a) else Reason.NO_PRE
        return NonOverlap(len(a), len(b), None, None, None, None, reason)
    direction = 1 if as_direction(higher_is_better) else -1
    pairs = len(a) * len(b)
    between = direction * int(np.sign(b[:, None] - a[None, :]).sum())
    tau = between / pairs
    if len(a) < FEWEST_FOR_A_TREND:
        reason = Reason.TOO_FEW_POINTS
        return NonOverlap(len(a), len(b), (1 + tau) / 2, tau, None, None, reason)
    earlier, after = np.triu_indices(len(a), k=1)
    trend = direction * int(np.sign(a[after] - a[earlier]).sum())
    return NonOverlap(
        n_baseline=len(a),
        n_later=len(b),
        nap=(1 + tau) / 2,
        tau=tau,
        tau_u=(between - trend) / (pairs + len(earlier)),
        tau_u_revised=(between - trend) / pairs,
        reason=None,
    )
