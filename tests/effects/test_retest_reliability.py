"""The retest study: reliability, error of a score and the gate of the second stage."""

import math

import numpy as np
import pytest

from survey_app import effects
from tests.effects.exact_samples import rows_with_covariance


def retest_with(*, r, n, sd=1.0, shift=0.0):
    rows = rows_with_covariance(sd**2 * (r + (1 - r) * np.eye(2)), n=n, mean=np.array([10.0, 10.0]))
    return effects.test_retest(rows[:, 0], rows[:, 1] + shift)


def test_the_plan_of_sixty_children_gives_the_precision_it_expects() -> None:
    # Evidence plan, n 60: ICC .82 has limits .72 to .89, ICC .65 has .48 to .78.
    strong, weak = retest_with(r=0.82, n=60), retest_with(r=0.65, n=60)

    assert strong.interval == pytest.approx((0.72, 0.89), abs=6e-3)
    assert weak.interval == pytest.approx((0.48, 0.78), abs=6e-3)


def test_without_a_shift_both_errors_follow_from_the_correlation() -> None:
    # ICC(A,1) with equal variances and means of the occasions: slightly above r, see McGraw &
    # Wong: (R - E) / (R + E + 2 (0 - E) / n) with R = 1 + r and E = 1 - r.
    r, n = 0.8, 60
    icc = 2 * r / (2 - 2 * (1 - r) / n)

    retest = retest_with(r=r, n=n, sd=5)

    assert retest.icc == pytest.approx(icc)
    assert retest.sem_from_icc == pytest.approx(5 * math.sqrt(1 - icc))
    assert retest.sem_from_differences == pytest.approx(5 * math.sqrt(1 - r))
    assert (retest.mean_change, retest.sd) == pytest.approx((0, 5))


def test_a_shift_of_everybody_lowers_the_icc_and_is_no_error_of_the_difference() -> None:
    plain, shifted = retest_with(r=0.8, n=60), retest_with(r=0.8, n=60, shift=0.5)

    assert shifted.icc < plain.icc
    assert shifted.mean_change == pytest.approx(0.5)
    assert shifted.sem_from_differences == pytest.approx(plain.sem_from_differences)
    assert shifted.sem_from_icc > plain.sem_from_icc


@pytest.mark.parametrize(
    ("r", "n", "passes"),
    [
        (0.82, 60, True),
        (0.82, 59, False),
        # .74 with 60 children has a lower limit of .60, .72 has not, .69 is too low itself.
        (0.75, 60, True),
        (0.72, 60, False),
        (0.69, 1000, False),
    ],
)
def test_stage_two_asks_sixty_children_and_both_limits(r, n, passes) -> None:
    assert retest_with(r=r, n=n).passes_stage_two == passes


def test_children_who_came_once_are_left_out_and_counted() -> None:
    retest = effects.test_retest([1, 2, 3, None, 5], [2, 2, 4, 4, None])

    assert (retest.n, retest.left_out) == (3, 2)


def test_a_negative_correlation_is_shown_and_gives_no_error_from_itself() -> None:
    retest = effects.test_retest([1, 2, 3, 4], [4, 3, 1, 2])

    assert retest.icc < 0
    assert retest.sem_from_icc is None
    assert retest.sem_from_differences > 0


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ([], [], "n_lt_2"),
        ([1], [2], "n_lt_2"),
        ([1, None], [2, 3], "n_lt_2"),
        ([2, 2, 2], [3, 3, 3], "sd_zero"),
    ],
)
def test_a_retest_that_says_nothing_has_a_reason_and_passes_nothing(first, second, reason) -> None:
    retest = effects.test_retest(first, second)

    assert (retest.icc, retest.interval, retest.lower_limit) == (None, None, None)
    assert (retest.sem_from_icc, retest.reason) == (None, reason)
    assert not retest.passes_stage_two


def test_scores_of_different_children_are_refused() -> None:
    with pytest.raises(effects.UnusableNumbersError, match="first has 2 values"):
        effects.test_retest([1, 2], [1, 2, 3])
