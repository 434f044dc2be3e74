"""The minimal important difference and the percentage rule."""

import math

import pandas as pd
import pytest

from survey_app.effects import (
    UnusableNumbersError,
    minimal_important_change,
    percentage_change,
)


def important(pre, post, threshold=10.0, higher_is_better=True) -> pd.DataFrame:
    return minimal_important_change(
        pre, post, threshold=threshold, higher_is_better=higher_is_better
    )


def share(pre, post, **others) -> pd.DataFrame:
    return percentage_change(pre, post, **{"share": 0.5, "higher_is_better": False} | others)


def test_ten_points_on_the_who_5_are_enough_and_nine_are_not() -> None:
    # Topp et al. (2015): 10 points on 0-100 is the relevant difference.
    table = important([40, 40, 40, 40], [50, 49, 30, 31])

    assert table["change"].tolist() == [10, 9, -10, -9]
    assert table["category"].tolist() == ["improved", "unchanged", "deteriorated", "unchanged"]


def test_where_lower_is_better_the_word_turns_and_the_change_does_not() -> None:
    table = important([40, 40], [30, 50], higher_is_better=False)

    assert table["change"].tolist() == [-10, 10]
    assert table["category"].tolist() == ["improved", "deteriorated"]


@pytest.mark.parametrize(("pre", "post"), [(0.4, 0.7), (0.7, 0.4), (1.1, 1.4)])
def test_the_arithmetic_of_a_computer_does_not_take_an_equal_difference_away(pre, post) -> None:
    # 0.7 - 0.4 is 0.29999999999999993.
    assert important([pre], [post], threshold=0.3)["category"].tolist() != ["unchanged"]


def test_a_missing_score_is_never_unchanged() -> None:
    table = important([None, 1, math.nan], [1, None, None])

    assert table["category"].tolist() == [None, None, None]
    assert table["reason"].tolist() == ["no_pre", "no_post", "no_pre"]


@pytest.mark.parametrize("threshold", [0, -1, None, math.nan, math.inf])
def test_a_threshold_that_is_not_above_nought_is_refused_by_name(threshold) -> None:
    with pytest.raises(UnusableNumbersError, match="^threshold is"):
        important([1], [2], threshold=threshold)


def test_half_of_the_first_score_is_enough() -> None:
    table = share([20, 20, 20, 20], [10, 11, 30, 29])

    assert table["change"].tolist() == [-0.5, -0.45, 0.5, 0.45]
    assert table["category"].tolist() == ["improved", "unchanged", "deteriorated", "unchanged"]


def test_the_share_for_worse_can_be_another() -> None:
    table = share([20, 20], [25, 24], share_worse=0.25)

    assert table["category"].tolist() == ["deteriorated", "unchanged"]


def test_there_is_no_share_of_nought_not_even_of_the_same_score_twice() -> None:
    table = share([0, 0, 0], [4, 0, None])

    assert table["reason"].tolist() == ["pre_zero", "pre_zero", "no_post"]
    assert table["category"].tolist() == [None, None, None]
    assert table["change"].isna().all()


def test_the_same_score_twice_is_unchanged() -> None:
    assert share([7], [7], share=1e-12)["category"].tolist() == ["unchanged"]


@pytest.mark.parametrize(
    ("others", "text"),
    [
        ({"share": 0}, "^share is 0"),
        ({"share": None}, "^share is None"),
        ({"share_worse": -0.5}, "^share_worse is -0.5"),
        ({"share": math.inf}, "^share is infinite"),
    ],
)
def test_a_share_that_is_not_above_nought_is_refused_by_name(others, text) -> None:
    with pytest.raises(UnusableNumbersError, match=text):
        share([1], [2], **others)


def test_a_score_below_nought_has_no_percentage() -> None:
    with pytest.raises(UnusableNumbersError, match="^pre holds a score below 0"):
        share([1, -1], [2, 2])


@pytest.mark.parametrize("judge", [important, share])
def test_scores_that_are_no_pairs_are_refused_by_name(judge) -> None:
    with pytest.raises(UnusableNumbersError, match="pre has 2 values and post has 1"):
        judge([1, 2], [1])
    with pytest.raises(UnusableNumbersError, match="post holds an infinite value"):
        judge([1], [math.inf])
    assert len(judge([], [])) == 0


@pytest.mark.parametrize("judge", [important, share])
def test_series_keep_their_index(judge) -> None:
    pre, post = pd.Series([4.0], index=["a"]), pd.Series([40.0], index=["a"])

    assert judge(pre, post).index.tolist() == ["a"]
