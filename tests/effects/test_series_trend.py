"""The slope of a series over real dates."""

import math
from datetime import date, timedelta

import numpy as np
import pytest
from scipy.stats import theilslopes

from survey_app.effects import UnusableNumbersError, series_trend

START = date(2026, 1, 5)


def after(*days: int) -> list[date]:
    return [START + timedelta(days=each) for each in days]


@pytest.mark.parametrize("seed", range(6))
def test_the_slope_is_that_of_scipy_per_week(seed) -> None:
    chance = np.random.default_rng(seed)
    days = np.sort(chance.choice(200, size=4 + seed, replace=False))
    scores = chance.integers(0, 21, size=len(days)) / 2

    trend = series_trend(after(*map(int, days)), scores)

    assert trend.slope_per_week == pytest.approx(theilslopes(scores, days).slope * 7)


def test_a_point_a_week_is_a_slope_of_one_whatever_the_gaps() -> None:
    assert series_trend(after(0, 7, 35), [2, 3, 7]).slope_per_week == pytest.approx(1)


def test_one_odd_day_does_not_carry_the_line_away() -> None:
    assert series_trend(after(0, 7, 14, 21, 28), [3, 3, 10, 3, 3]).slope_per_week == 0


def test_a_missing_score_is_a_gap_and_nothing_is_filled_in() -> None:
    with_gap = series_trend(after(0, 7, 14, 35), [2, 3, None, 7])

    assert with_gap == series_trend(after(0, 7, 35), [2, 3, 7])


def test_the_series_is_put_in_order_of_dates() -> None:
    trend = series_trend(after(14, 0, 7), [5, 3, 4])

    assert (trend.first, trend.last, trend.change, trend.mean_of_last_two) == (3, 5, 2, 4.5)
    assert trend.slope_per_week == pytest.approx(1)


@pytest.mark.parametrize(
    ("days", "scores", "first", "change"),
    [
        ((), [], None, None),
        ((0,), [4], 4, None),
        ((0, 7), [4, 6], 4, 2),
        ((0, 7, 14), [4, None, 6], 4, 2),
        ((0, 0, 7), [4, 5, 6], 4, 2),
    ],
)
def test_fewer_than_three_days_have_no_slope(days, scores, first, change) -> None:
    trend = series_trend(after(*days), scores)

    assert (trend.slope_per_week, trend.reason) == (None, "n_lt_3")
    assert (trend.first, trend.change) == (first, change)


def test_two_scores_on_one_day_have_no_slope_between_them() -> None:
    days, scores = [0, 0, 7, 14], [2, 4, 4, 5]

    trend = series_trend(after(*days), scores)

    assert trend.slope_per_week == pytest.approx(theilslopes(scores, days).slope * 7)


def test_nought_is_a_score() -> None:
    assert series_trend(after(0, 7, 14), [0, 0, 0]).n == 3


@pytest.mark.parametrize(
    ("days", "scores", "text"),
    [
        (after(0, 7), [1], "^days has 2 values and scores has 1"),
        ([START, None], [1, 2], "^days holds something that is not a date"),
        (["2026-01-05"], [1], "^days holds something that is not a date"),
        (after(0), [math.inf], "^scores holds an infinite"),
        (after(0), ["veel"], "^scores holds something"),
    ],
)
def test_what_is_no_series_is_refused_by_name(days, scores, text) -> None:
    with pytest.raises(UnusableNumbersError, match=text):
        series_trend(days, scores)
