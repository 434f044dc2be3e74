"""The limits of a funnel plot, against the distributions they come from."""

import math

import numpy as np
import pytest
from scipy.stats import binom, norm

from survey_app.effects import UnusableNumbersError, funnel_limits, funnel_limits_of_shares


def test_nineteen_of_twenty_and_all_but_two_in_a_thousand_means_lie_within() -> None:
    limits = funnel_limits([4, 9, 25], target=10, sigma2=16)

    for row in limits.itertuples():
        mean = norm(10, 4 / math.sqrt(row.n))
        assert mean.cdf(row.high_95) - mean.cdf(row.low_95) == pytest.approx(0.95)
        assert mean.cdf(row.high_998) - mean.cdf(row.low_998) == pytest.approx(0.998)


def test_four_times_the_children_halve_the_funnel() -> None:
    limits = funnel_limits([10, 40], target=3, sigma2=2)

    widths = limits["high_95"] - limits["low_95"]
    assert widths[0] == pytest.approx(2 * widths[1])


@pytest.mark.parametrize("share", [0.1, 0.35, 0.8])
@pytest.mark.parametrize("n", [8, 30, 200])
def test_limits_of_a_share_join_the_steps_of_the_binomial(n, share) -> None:
    # Spiegelhalter (2005), A.1.1: a straight line through the points (r, P(R <= r)).
    counts = np.arange(-1, n + 1)
    reached = binom.cdf(counts, n, share)
    increasing = np.concatenate([[True], np.diff(reached) > 0])
    limits = funnel_limits_of_shares([n], target=share).loc[0]

    for column, p in [("low_95", 0.025), ("high_95", 0.975), ("low_998", 0.001)]:
        joined = np.interp(p, reached[increasing], counts[increasing])
        assert limits[column] == pytest.approx(max(joined, 0) / n, abs=1e-9)


def test_a_small_group_can_hardly_lie_outside_and_no_limit_leaves_nought_to_one() -> None:
    limits = funnel_limits_of_shares([1, 2, 3], target=0.9)

    assert (limits.drop(columns="n") >= 0).all().all()
    assert (limits.drop(columns="n") <= 1).all().all()
    assert limits["high_998"].tolist() == pytest.approx([1, 1, 1], abs=0.01)


def test_limits_of_many_children_are_those_of_the_normal_curve() -> None:
    limits = funnel_limits_of_shares([10**6], target=0.4).loc[0]

    half = 1.959964 * math.sqrt(0.24 / 10**6)
    assert limits["high_95"] == pytest.approx(0.4 + half, abs=1e-5)
    assert limits["low_95"] == pytest.approx(0.4 - half, abs=1e-5)


def test_no_groups_give_no_limits() -> None:
    assert len(funnel_limits([], target=1, sigma2=1)) == 0
    assert len(funnel_limits_of_shares([], target=0.5)) == 0


@pytest.mark.parametrize(
    ("n", "target", "sigma2", "text"),
    [
        ([0, 4], 1, 1, "^n holds a value that is missing or not above 0"),
        ([None], 1, 1, "^n holds a value that is missing"),
        ([4], None, 1, "^target is missing"),
        ([4], math.inf, 1, "^target is infinite"),
        ([4], 1, 0, "^sigma2 is 0"),
        ([4], 1, math.nan, "^sigma2 is missing"),
    ],
)
def test_what_gives_no_funnel_is_refused_by_name(n, target, sigma2, text) -> None:
    with pytest.raises(UnusableNumbersError, match=text):
        funnel_limits(n, target=target, sigma2=sigma2)


@pytest.mark.parametrize(
    ("n", "target", "text"),
    [([4.5], 0.5, "give a whole number"), ([4], 1, "^target is 1"), ([4], 0, "^target is 0")],
)
def test_what_is_no_share_of_children_is_refused_by_name(n, target, text) -> None:
    with pytest.raises(UnusableNumbersError, match=text):
        funnel_limits_of_shares(n, target=target)
