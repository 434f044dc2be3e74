"""The added value score of the SDQ."""

import math

import numpy as np
import pandas as pd
import pytest

from survey_app.effects import AddedValue, UnusableNumbersError, added_value


def test_the_formula_is_that_of_ford_and_others() -> None:
    # Ford et al. (2009): 2.3 + 0.8 total + 0.2 impact - 0.3 emotional; 5 points are an effect of 1.
    group = added_value([20, 0, 40], [4, 0, 10], [6, 0, 10], [13, 3, 30])

    assert group.predicted == pytest.approx([2.3 + 16 + 0.8 - 1.8, 2.3, 2.3 + 32 + 2 - 3])
    assert group.added_value == pytest.approx([4.3, -0.7, 3.3])
    assert group.effect_size == pytest.approx([0.86, -0.14, 0.66])


def test_the_explanation_of_the_owners_holds() -> None:
    # Youthinmind (sdqinfo.com, "Added value score"): 3 points on average are an effect of 0.6, and
    # the interval of the mean of 100 children is plus or minus 1 point.
    group = added_value([20] * 100, [4] * 100, [6] * 100, [17.3 - 3] * 100)

    assert group.mean == pytest.approx(3)
    assert group.mean_effect_size == pytest.approx(0.6)
    assert group.interval == pytest.approx((2, 4))


@pytest.mark.parametrize("n", [2, 4, 25])
def test_the_interval_of_a_group_is_ten_points_over_the_root_of_n(n) -> None:
    group = added_value([20] * n, [4] * n, [6] * n, [13] * n)

    low, high = group.interval
    assert group.mean == pytest.approx(4.3)
    assert group.mean_effect_size == pytest.approx(0.86)
    assert high - group.mean == pytest.approx(10 / math.sqrt(n))
    assert group.mean - low == pytest.approx(10 / math.sqrt(n))


@pytest.mark.parametrize("place", range(4))
def test_a_child_that_lacks_one_of_the_four_is_excluded_and_counted(place) -> None:
    scores = [[20.0, 20.0, 20.0], [4.0, 4.0, 4.0], [6.0, 6.0, 6.0], [13.0, 13.0, 13.0]]
    scores[place][1] = None

    group = added_value(*scores)

    assert (group.n, group.excluded) == (2, 1)
    assert group.mean == pytest.approx(4.3)
    for per_child in (group.predicted, group.added_value, group.effect_size):
        assert np.isnan(per_child).tolist() == [False, True, False]


@pytest.mark.parametrize(
    "scores",
    [
        ([20], [4], [6], [13]),
        (20, 4, 6, 13),
        (20.0, np.float64(4), np.int64(6), 13),
        ([20, 20], [4, 4], [6, None], [13, 13]),
    ],
)
def test_one_child_is_no_group_and_gets_no_mean(scores) -> None:
    group = added_value(*scores)

    assert group.n == 1
    assert (group.mean, group.interval, group.mean_effect_size) == (None, None, None)
    assert group.reason == "n_lt_2"
    assert group.predicted[0] == pytest.approx(17.3)


def test_nobody_is_no_group() -> None:
    group = added_value([], [], [], [])

    assert (group.n, group.excluded, group.mean, group.reason) == (0, 0, None, "n_lt_2")


def test_a_child_without_anything_is_excluded() -> None:
    assert added_value(None, 4, 6, 13).excluded == 1


@pytest.mark.parametrize(
    ("scores", "text"),
    [
        (([41], [4], [6], [13]), "^t1_total must lie between 0 and 40"),
        (([20], [11], [6], [13]), "^t1_impact must lie between 0 and 10"),
        (([20], [4], [-1], [13]), "^t1_emotional must lie between 0 and 10"),
        (([20], [4], [6], [50]), "^t2_total must lie between 0 and 40"),
        (([20, 20], [4], [6, 6], [13, 13]), "t1_total has 2 values and t1_impact has 1"),
        (([20], [4], [6], [math.inf]), "^t2_total holds an infinite value"),
        ((["veel"], [4], [6], [13]), "^t1_total holds something that is not a number"),
    ],
)
def test_scores_that_the_sdq_cannot_have_are_refused_by_name(scores, text) -> None:
    with pytest.raises(UnusableNumbersError, match=text):
        added_value(*scores)


def test_strangers_are_not_put_together() -> None:
    one, other = pd.Series([20.0, 4.0], index=[1, 2]), pd.Series([4.0, 5.0], index=[2, 1])

    with pytest.raises(UnusableNumbersError, match="t1_total and t1_impact have different indexes"):
        added_value(one, other, other, one)


def test_the_docstring_says_that_it_is_for_groups_only() -> None:
    assert "For groups only." in added_value.__doc__
    assert "never shown per child" in " ".join(added_value.__doc__.split())
    assert "only for the group" in AddedValue.__doc__
