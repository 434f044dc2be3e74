"""The change of one child, as a page shows it."""

import math

import pytest

from survey_app.effects import PairChange, UnusableNumbersError, change_of_pair


def test_the_example_of_jacobson_and_truax_is_improved() -> None:
    # Jacobson & Truax (1991), p. 14: 32.5 to 47.5 with S 7.5, r .80 gives 3.16.
    change = change_of_pair(32.5, 47.5, sd=7.5, reliability=0.80, higher_is_better=True)

    assert change.difference == 15
    assert change.rci == pytest.approx(3.16, abs=5e-3)
    assert change.smallest_reliable_difference == pytest.approx(1.96 * 4.743, abs=1e-3)
    assert (change.category, change.reason) == ("improved", None)


def test_on_a_problem_scale_the_same_rise_is_a_deterioration_and_keeps_its_sign() -> None:
    change = change_of_pair(32.5, 47.5, sd=7.5, reliability=0.80, higher_is_better=False)

    assert change.category == "deteriorated"
    assert change.rci == pytest.approx(3.16, abs=5e-3)


@pytest.mark.parametrize(
    ("post", "category"),
    [(1.96, "unchanged"), (1.9601, "improved"), (-1.96, "unchanged"), (-1.9601, "deteriorated")],
)
def test_a_difference_equal_to_the_smallest_reliable_one_is_unchanged(post, category) -> None:
    # S 1 and r .50 make the standard deviation of a difference exactly 1.
    change = change_of_pair(0.0, post, sd=1.0, reliability=0.5, higher_is_better=True)

    assert change.category == category


@pytest.mark.parametrize(
    ("pre", "post", "reason"),
    [
        (None, 3.0, "no_pre"),
        (3.0, None, "no_post"),
        (None, None, "no_pre"),
        (math.nan, 3.0, "no_pre"),
    ],
)
def test_a_missing_score_has_a_reason_and_is_never_unchanged(pre, post, reason) -> None:
    change = change_of_pair(pre, post, sd=1.0, reliability=0.5, higher_is_better=True)

    assert change == PairChange(None, None, 1.96, None, reason)


@pytest.mark.parametrize(
    ("sd", "reliability", "reason"),
    [
        (None, 0.8, "sd_zero"),
        (0.0, 0.8, "sd_zero"),
        (1.0, None, "reliability_out_of_range"),
        (1.0, 1.0, "reliability_out_of_range"),
        (None, None, "sd_zero"),
    ],
)
def test_without_a_reference_the_difference_stays_and_the_verdict_goes(
    sd, reliability, reason
) -> None:
    change = change_of_pair(1.0, 2.5, sd=sd, reliability=reliability, higher_is_better=True)

    assert change == PairChange(1.5, None, None, None, reason)


def test_a_score_of_nought_is_a_score() -> None:
    change = change_of_pair(0.0, 0.0, sd=1.0, reliability=0.5, higher_is_better=True)

    assert (change.difference, change.rci, change.category) == (0.0, 0.0, "unchanged")


@pytest.mark.parametrize("argument", ["pre", "post", "sd", "reliability"])
def test_an_infinite_number_is_refused_by_name(argument) -> None:
    numbers = {"pre": 1.0, "post": 2.0, "sd": 1.0, "reliability": 0.5, argument: math.inf}

    with pytest.raises(UnusableNumbersError, match=f"^{argument} is infinite"):
        change_of_pair(**numbers, higher_is_better=True)
