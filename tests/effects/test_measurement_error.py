"""The error of one score and of a difference, against the example of Jacobson & Truax (1991)."""

import math

import pytest

from survey_app.effects import (
    UnusableNumbersError,
    difference_sd,
    standard_error_of_measurement,
)


def test_the_standard_error_is_that_of_jacobson_and_truax() -> None:
    # Jacobson & Truax (1991), J Consult Clin Psychol 59, p. 14: S 7.5, r .80.
    assert standard_error_of_measurement(7.5, 0.80) == pytest.approx(3.354, abs=5e-4)


def test_the_error_of_a_difference_is_that_of_jacobson_and_truax() -> None:
    assert difference_sd(7.5, 0.80) == pytest.approx(4.743, abs=5e-4)


def test_seven_points_on_the_sdq_parent_total_are_more_than_chance_and_six_are_not() -> None:
    # Goodman (2001): parent total S 5.8, r .82, hence SEM 2.46 and S_diff 3.48.
    assert standard_error_of_measurement(5.8, 0.82) == pytest.approx(2.46, abs=5e-3)
    assert difference_sd(5.8, 0.82) == pytest.approx(3.48, abs=5e-3)
    assert 6 < 1.96 * difference_sd(5.8, 0.82) < 7


@pytest.mark.parametrize("compute", [standard_error_of_measurement, difference_sd])
@pytest.mark.parametrize(
    ("sd", "reliability", "reason"),
    [
        (0.0, 0.8, "sd_zero"),
        (-1.0, 0.8, "sd_zero"),
        (math.nan, 0.8, "sd_zero"),
        (7.5, 0.0, "reliability_out_of_range"),
        (7.5, 1.0, "reliability_out_of_range"),
        (7.5, -0.2, "reliability_out_of_range"),
        (math.inf, 0.8, "sd is infinite"),
        (7.5, math.inf, "reliability is infinite"),
    ],
)
def test_an_error_without_usable_reference_is_refused(compute, sd, reliability, reason) -> None:
    with pytest.raises(UnusableNumbersError, match=reason):
        compute(sd, reliability)
