"""Goal attainment scaling, against the formula of Kiresuk & Sherman (1968)."""

import math

import pytest

from survey_app.effects import (
    GasChange,
    GasScore,
    UnusableNumbersError,
    gas_change,
    gas_score,
    gas_t,
)


@pytest.mark.parametrize(("goals", "t"), [(1, 40.0), (2, 37.6), (3, 36.3), (4, 35.5)])
def test_all_goals_somewhat_less_than_expected_have_the_known_t(goals, t) -> None:
    # The values that every table of the method prints for equal weights and rho .30.
    assert gas_t([-1] * goals) == pytest.approx(t, abs=0.05)
    assert gas_t([1] * goals) == pytest.approx(100 - t, abs=0.05)


@pytest.mark.parametrize("goals", [1, 2, 5])
def test_all_goals_as_expected_are_always_fifty(goals) -> None:
    assert gas_t([0] * goals, weights=range(1, goals + 1)) == 50


def test_weights_enter_the_sum_and_its_variance() -> None:
    # By the covariance of goals that correlate .30: var(sum w x) = sum_ij w_i w_j r_ij.
    weights, levels = [1, 2, 3], [-1, 0.5, 2]
    variance = sum(
        a * b * (1 if i == j else 0.3) for i, a in enumerate(weights) for j, b in enumerate(weights)
    )

    t = gas_t(levels, weights)

    assert t == pytest.approx(50 + 10 * (-1 + 1 + 6) / math.sqrt(variance))


@pytest.mark.parametrize(("rho", "t"), [(0.0, 50 - 10 * math.sqrt(2)), (1.0, 40.0)])
def test_rho_can_be_anything_from_nought_to_one(rho, t) -> None:
    assert gas_t([-1, -1], rho=rho) == pytest.approx(t)


def test_weights_of_another_size_give_the_same_t() -> None:
    assert gas_t([1, -2], [10, 30]) == pytest.approx(gas_t([1, -2], [1, 3]))


def test_a_goal_without_a_level_is_left_out_with_its_weight_and_counted() -> None:
    assert gas_score([-1, None, 1], [2, 9, 1]) == GasScore(gas_t([-1, 1], [2, 1]), 2, 1, None)


@pytest.mark.parametrize("levels", [[], [None], [math.nan, None]])
def test_no_goals_have_no_t(levels) -> None:
    assert gas_t(levels) is None
    assert gas_score(levels).reason == "no_goals"


def test_weights_that_are_all_nought_say_nothing_and_count_alike() -> None:
    assert gas_t([-1, 2], [0, 0]) == gas_t([-1, 2])


def test_a_goal_that_weighs_nothing_does_not_begin_to_count_when_the_others_are_missing() -> None:
    assert gas_score([None, 1], [1, 0]) == GasScore(None, 0, 1, "no_goals")


def test_change_is_over_the_goals_with_a_level_at_both_moments() -> None:
    change = gas_change([-1, -1, -2, None], [0, 1, None, 2], weights=[1, 2, 3, 4])

    before, after = gas_t([-1, -1], [1, 2]), gas_t([0, 1], [1, 2])
    assert change == GasChange(before, after, after - before, 2, 2, None)


def test_no_goal_at_both_moments_is_no_change() -> None:
    assert gas_change([-1, None], [None, 0]) == GasChange(None, None, None, 0, 2, "no_goals")


@pytest.mark.parametrize(
    ("levels", "weights", "rho", "text"),
    [
        ([3], None, 0.3, "^levels holds a level"),
        ([-2.5], None, 0.3, "^levels holds a level"),
        ([0.3], None, 0.3, "^levels holds a level"),
        ([math.inf], None, 0.3, "^levels holds an infinite"),
        (["goed"], None, 0.3, "^levels holds something"),
        ([0], [-1], 0.3, "^weights holds one that is missing or negative"),
        ([0, 0], [1, None], 0.3, "^weights holds one that is missing or negative"),
        ([0], [math.inf], 0.3, "^weights holds an infinite"),
        ([0, 0], [1], 0.3, "^weights has 1 values for 2 goals"),
        ([0], None, -0.1, "^rho is -0.1"),
        ([0], None, 1.1, "^rho is 1.1"),
        ([0], None, None, "^rho is None"),
        ([0], None, math.inf, "^rho is infinite"),
    ],
)
def test_what_is_no_goal_attainment_is_refused_by_name(levels, weights, rho, text) -> None:
    with pytest.raises(UnusableNumbersError, match=text):
        gas_t(levels, weights, rho)


def test_other_goals_are_not_compared() -> None:
    with pytest.raises(UnusableNumbersError, match="^before has 1 goals and after has 2"):
        gas_change([-1], [0, 1])
    with pytest.raises(UnusableNumbersError, match="^after holds a level"):
        gas_change([-1], [4])
