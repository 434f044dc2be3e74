"""What to expect without help, for one child and for a group."""

import math

import numpy as np
import pandas as pd
import pytest

from survey_app.effects import (
    UnusableNumbersError,
    expected_change,
    expected_group_change,
)

REFERENCE = {"mean": 8.0, "correlation": 0.75, "higher_is_better": False}


def test_galtons_children_regress_by_a_third() -> None:
    # Galton (1886), p. 246-263: mean 68 1/4 inches; the child deviates 2/3 of the mid-parent.
    table = expected_change(
        [72.0, 64.5], [72.0, 64.5], mean=68.25, correlation=2 / 3, higher_is_better=True
    )

    assert table["expected"].tolist() == pytest.approx([70.75, 65.75])


def test_the_expected_score_lies_on_the_line_of_least_squares() -> None:
    # Where mean and spread stay the same over time the two are one line (Kelley 1947).
    chance = np.random.default_rng(4)
    pre = chance.normal(size=50)
    post = 0.6 * pre + chance.normal(size=50)
    pre, post = ((x - x.mean()) / x.std() * 5 + 20 for x in (pre, post))
    slope, intercept = np.polyfit(pre, post, 1)

    table = expected_change(
        pre, post, mean=20, correlation=np.corrcoef(pre, post)[0, 1], higher_is_better=True
    )

    assert table["expected"].to_numpy() == pytest.approx(intercept + slope * pre)
    assert table["added_value"].mean() == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(("higher_is_better", "added"), [(False, 5.0), (True, -5.0)])
def test_added_value_is_positive_when_better_than_expected(higher_is_better, added) -> None:
    table = expected_change([20], [12], **REFERENCE | {"higher_is_better": higher_is_better})

    assert table["expected"].tolist() == [17]
    assert table["added_value"].tolist() == [added]


def test_the_expected_score_is_known_before_the_later_one() -> None:
    table = expected_change([20, None], [None, 12], **REFERENCE)

    assert table["expected"].tolist()[0] == 17
    assert math.isnan(table["expected"].tolist()[1])
    assert table["added_value"].isna().all()
    assert table["reason"].tolist() == ["no_post", "no_pre"]


@pytest.mark.parametrize("missing", ["mean", "correlation"])
def test_without_an_untreated_group_nothing_is_expected(missing) -> None:
    table = expected_change([20, None], [12, 12], **REFERENCE | {missing: None})

    assert table["expected"].isna().all()
    assert table["reason"].tolist() == ["no_norm", "no_pre"]


def test_a_group_regresses_as_the_mean_of_its_children() -> None:
    pre, post = [20, 16, 18, None, 9], [12, 14, None, 3, 9]

    group = expected_group_change(pre, post, **REFERENCE)

    alone = expected_change(pre, post, **REFERENCE)
    complete = alone["added_value"].notna().to_numpy()
    drift = (alone["expected"] - pd.Series(pre, dtype="float64"))[complete].mean()
    assert (group.n, group.left_out) == (3, 2)
    assert group.expected_change == pytest.approx(drift)
    assert group.added_value == pytest.approx(alone["added_value"].mean())


def test_the_drift_of_a_group_is_the_share_that_is_not_shared() -> None:
    # (1 - .75) * (8 - 18) = -2.5, of the 5 points that it fell.
    group = expected_group_change([20, 16], [12, 14], **REFERENCE)

    assert (group.mean_pre, group.mean_post, group.change) == (18, 13, -5)
    assert (group.expected_change, group.added_value, group.reason) == (-2.5, 2.5, None)


def test_a_group_without_reference_shows_its_raw_change_and_says_why() -> None:
    group = expected_group_change([20], [12], **REFERENCE | {"correlation": None})

    assert (group.change, group.expected_change, group.added_value) == (-8, None, None)
    assert group.reason == "no_norm"


@pytest.mark.parametrize(("pre", "post", "left_out"), [([], [], 0), ([1, None], [None, 1], 2)])
def test_a_group_without_pairs_has_no_change(pre, post, left_out) -> None:
    group = expected_group_change(pre, post, **REFERENCE)

    assert (group.n, group.left_out, group.change, group.reason) == (0, left_out, None, "n_lt_2")


@pytest.mark.parametrize("compute", [expected_change, expected_group_change])
@pytest.mark.parametrize(
    ("others", "text"),
    [
        ({"correlation": 1.2}, "^correlation is 1.2"),
        ({"correlation": math.inf}, "^correlation is infinite"),
        ({"mean": math.inf}, "^mean is infinite"),
    ],
)
def test_a_reference_that_cannot_be_is_refused_by_name(compute, others, text) -> None:
    with pytest.raises(UnusableNumbersError, match=text):
        compute([1], [2], **REFERENCE | others)
