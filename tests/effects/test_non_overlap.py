"""Non-overlap of two phases, against the examples that were published."""

import math

import numpy as np
import pytest
from scipy.stats import kendalltau, mannwhitneyu

from survey_app.effects import UnusableNumbersError, non_overlap


def test_the_example_of_parker_and_vannest_has_their_nap() -> None:
    # Parker & Vannest (2009), Behav Ther 40, 357-367: of 110 pairs 2 overlap and 4 are ties, so
    # (110 - 2 - 4 / 2) / 110 = .96.
    baseline = [4, 3, 4, 3, 4, 7, 5, 2, 3, 2]
    later = [5, 9, 7, 9, 7, 5, 9, 11, 11, 10, 9]

    phases = non_overlap(baseline, later, higher_is_better=True)

    assert phases.nap == pytest.approx(0.96, abs=5e-3)
    assert phases.nap == mannwhitneyu(later, baseline).statistic / 110


@pytest.mark.parametrize(
    ("baseline", "later", "original", "revised"),
    [
        # Parker, Vannest, Davis & Sauber (2011), figure 2.
        ([2, 3, 5, 3], [4, 5, 5, 7, 6], 0.5, 0.65),
        # Parker, Vannest & Davis (2011), figure 1 and table 1.
        ([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29], 0.5438596, 0.7380952),
        ([3, 3, 4, 5], [4, 5, 6, 7, 7], 0.4230769, 0.55),
        # Parker, Vannest & Davis (2014), figure 4.1.
        ([22, 21, 23, 23, 23, 22], [24, 22, 23, 23, 24, 26, 25], 0.4385965, 0.5952381),
    ],
)
def test_the_published_examples_have_both_forms_of_tau_u(
    baseline, later, original, revised
) -> None:
    # Both forms as Pustejovsky (2016, "What is Tau-U?") computed them for these four examples.
    phases = non_overlap(baseline, later, higher_is_better=True)

    assert phases.tau_u == pytest.approx(original, abs=5e-8)
    assert phases.tau_u_revised == pytest.approx(revised, abs=5e-8)


def test_a_series_that_was_rising_already_loses_its_tau_u() -> None:
    # Tarlow (2017), Behav Modif 41, 427-467: tau 1, Tau-U .60 for one straight line.
    phases = non_overlap([1, 2, 3, 4, 5], [6, 7, 8, 9, 10], higher_is_better=True)

    assert (phases.nap, phases.tau, phases.tau_u_revised) == (1, 1, 0.6)


@pytest.mark.parametrize("seed", range(5))
def test_tau_u_is_tau_less_the_kendall_correlation_of_the_baseline(seed) -> None:
    # Without ties: (2n tau - (m - 1) tau_A) / (2n + m - 1), by another road than counting pairs.
    chance = np.random.default_rng(seed)
    m, n = 5 + seed, 7
    scores = chance.permutation(m + n)
    baseline, later = scores[:m], scores[m:]
    trend = kendalltau(range(m), baseline).statistic

    phases = non_overlap(baseline, later, higher_is_better=True)

    assert phases.tau_u == pytest.approx((2 * n * phases.tau - (m - 1) * trend) / (2 * n + m - 1))


def test_where_lower_is_better_the_same_series_mirrors() -> None:
    up = non_overlap([2, 3, 5, 3], [4, 5, 5, 7, 6], higher_is_better=True)
    down = non_overlap([-2, -3, -5, -3], [-4, -5, -5, -7, -6], higher_is_better=False)

    assert down == up


def test_missing_scores_are_left_out() -> None:
    with_gaps = non_overlap([2, None, 3, 5, 3], [4, 5, math.nan, 5, 7, 6], higher_is_better=True)

    assert with_gaps == non_overlap([2, 3, 5, 3], [4, 5, 5, 7, 6], higher_is_better=True)


@pytest.mark.parametrize(
    ("baseline", "later", "reason"),
    [([], [1, 2], "no_pre"), ([None], [], "no_pre"), ([1, 2], [], "no_post")],
)
def test_an_empty_phase_overlaps_with_nothing(baseline, later, reason) -> None:
    phases = non_overlap(baseline, later, higher_is_better=True)

    assert (phases.nap, phases.tau, phases.tau_u, phases.reason) == (None, None, None, reason)


@pytest.mark.parametrize("baseline", [[1], [1, 2]])
def test_two_points_before_are_too_few_to_see_a_trend(baseline) -> None:
    phases = non_overlap(baseline, [3, 4], higher_is_better=True)

    assert (phases.nap, phases.tau) == (1, 1)
    assert (phases.tau_u, phases.tau_u_revised, phases.reason) == (None, None, "n_lt_3")


@pytest.mark.parametrize("phase", ["baseline", "later"])
def test_what_is_no_number_is_refused_by_phase(phase) -> None:
    phases = {"baseline": [1.0], "later": [2.0]}

    with pytest.raises(UnusableNumbersError, match=f"^{phase} holds an infinite"):
        non_overlap(**phases | {phase: [math.inf]}, higher_is_better=True)
