"""Bias and limits of agreement, against the examples of Bland and Altman."""

import math

import numpy as np
import pytest

from survey_app.effects import UnusableNumbersError, bland_altman
from tests.effects.exact_samples import values_with


def ratings_whose_differences_have(*, mean, sd, n):
    second = np.linspace(80, 160, n)
    return second + values_with(mean=mean, sd=sd, n=n), second


def test_the_blood_pressures_have_the_limits_of_bland_and_altman() -> None:
    # Bland & Altman (1999), section 2: n 85, mean -16.29, SD 19.61 mmHg; limits -54.7 and 22.1;
    # intervals -20.5 to -12.1, -61.9 to -47.5 and 14.9 to 29.3.
    found = bland_altman(*ratings_whose_differences_have(mean=-16.29, sd=19.61, n=85))

    assert (found.lower, found.upper) == pytest.approx((-54.7, 22.1), abs=0.06)
    assert found.bias_interval == pytest.approx((-20.5, -12.1), abs=0.06)
    # They computed these two from numbers that were rounded already.
    assert found.lower_interval == pytest.approx((-61.9, -47.5), abs=0.11)
    assert found.upper_interval == pytest.approx((14.9, 29.3), abs=0.11)


def test_the_peak_flow_meters_have_the_bias_of_bland_and_altman() -> None:
    # Bland & Altman (1986): n 17, mean -2.1, SD 38.8 l/min; 95 % interval -22.0 to 17.8.
    found = bland_altman(*ratings_whose_differences_have(mean=-2.1, sd=38.8, n=17))

    assert (found.bias, found.sd) == pytest.approx((-2.1, 38.8))
    assert found.bias_interval == pytest.approx((-22.0, 17.8), abs=0.06)


def test_a_positive_bias_means_that_the_first_gives_more() -> None:
    assert bland_altman([5, 7, 6], [4, 5, 6]).bias == 1


def test_children_with_one_rating_are_left_out_and_counted() -> None:
    with_gaps = bland_altman([5, None, 7, 6, 9], [4, 3, 5, 6, math.nan])

    assert (with_gaps.n, with_gaps.left_out, with_gaps.bias) == (3, 2, 1)


@pytest.mark.parametrize(
    ("first", "second", "bias", "reason"),
    [
        ([], [], None, "n_lt_2"),
        ([3], [1], 2, "n_lt_2"),
        ([3, None], [1, 2], 2, "n_lt_2"),
        ([3, 4], [1, 2], 2, "sd_zero"),
    ],
)
def test_too_little_to_see_a_spread_has_a_reason_and_no_limits(first, second, bias, reason) -> None:
    found = bland_altman(first, second)

    assert (found.bias, found.bias_interval, found.lower_interval) == (bias, None, None)
    assert found.reason == reason


@pytest.mark.parametrize(("n", "shown"), [(9, False), (10, True)])
def test_limits_are_shown_from_ten_children(n, shown) -> None:
    found = bland_altman(*ratings_whose_differences_have(mean=0, sd=1, n=n))

    assert found.may_be_shown == shown


def test_ratings_of_different_children_are_refused() -> None:
    with pytest.raises(UnusableNumbersError, match="first has 3 values and second has 2"):
        bland_altman([1, 2, 3], [1, 2])
