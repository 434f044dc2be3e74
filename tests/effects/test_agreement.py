"""Intraclass correlations, against the published examples and another road to each number."""

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from statsmodels.stats.anova import anova_lm

from survey_app.effects import UnusableNumbersError, agreement

SHROUT_AND_FLEISS = [
    # Shrout & Fleiss (1979), Psychol Bull 86, 420-428, table 2: six targets, four judges.
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]
WINES = [
    # Eight wines and four judges (real-statistics.com), data set icc of pingouin.
    [1, 2, 0, 1],
    [1, 3, 3, 2],
    [3, 8, 1, 4],
    [6, 4, 3, 3],
    [6, 5, 5, 6],
    [7, 5, 6, 2],
    [8, 7, 7, 9],
    [9, 9, 9, 8],
]


def test_the_judges_of_shrout_and_fleiss_agree_as_printed() -> None:
    # Table 4: ICC(2,1) .29, ICC(2,4) .62, ICC(3,1) .71.
    found = agreement(SHROUT_AND_FLEISS)

    assert found.icc_a1 == pytest.approx(0.29, abs=5e-3)
    assert found.icc_ak == pytest.approx(0.62, abs=5e-3)
    assert found.icc_c1 == pytest.approx(0.71, abs=5e-3)
    assert (found.n, found.k, found.left_out, found.reason) == (6, 4, 0, None)


def test_their_limits_are_those_of_psych() -> None:
    # psych::ICC(sf): 0.02 to 0.76, 0.07 to 0.93, 0.34 to 0.95.
    found = agreement(SHROUT_AND_FLEISS)

    assert found.icc_a1_interval == pytest.approx((0.02, 0.76), abs=5e-3)
    assert found.icc_ak_interval == pytest.approx((0.07, 0.93), abs=5e-3)
    assert found.icc_c1_interval == pytest.approx((0.34, 0.95), abs=6e-3)


def test_the_judges_of_wine_agree_as_pingouin_documents() -> None:
    found = agreement(WINES)

    assert found.icc_a1 == pytest.approx(0.728, abs=5e-4)
    assert found.icc_ak == pytest.approx(0.914, abs=5e-4)
    assert found.icc_c1 == pytest.approx(0.729, abs=6e-4)
    assert found.icc_a1_interval == pytest.approx((0.43, 0.93), abs=5e-3)
    assert found.icc_ak_interval == pytest.approx((0.75, 0.98), abs=5e-3)
    assert found.icc_c1_interval == pytest.approx((0.43, 0.93), abs=5e-3)


def test_the_mean_squares_are_those_of_an_analysis_of_variance() -> None:
    chance = np.random.default_rng(3)
    ratings = chance.normal(size=(15, 1)) + chance.normal(size=(15, 3)) + [0, 1, -1]
    long = pd.DataFrame(ratings).reset_index().melt("index", var_name="rater", value_name="y")
    model = smf.ols("y ~ C(index) + C(rater)", long.astype({"rater": int})).fit()
    table = anova_lm(model)
    r, c, e = table["sum_sq"] / table["df"]

    found = agreement(ratings)

    assert found.icc_a1 == pytest.approx((r - e) / (r + 2 * e + 3 * (c - e) / 15))
    assert found.icc_ak == pytest.approx((r - e) / (r + (c - e) / 15))
    assert found.icc_c1 == pytest.approx((r - e) / (r + 2 * e))


def test_a_rater_who_always_gives_two_points_more_is_consistent_and_does_not_agree() -> None:
    targets = np.arange(12.0)

    found = agreement(np.column_stack([targets, targets + 2]))

    assert found.icc_c1 == 1
    assert found.icc_c1_interval is None
    assert found.icc_a1 < 1
    assert found.icc_a1_interval[0] < found.icc_a1 < found.icc_a1_interval[1]


def test_raters_who_never_differ_agree_wholly_and_fix_no_limits() -> None:
    found = agreement([[x / 10] * 2 for x in range(12)])

    assert (found.icc_a1, found.icc_ak, found.icc_c1) == (1, 1, 1)
    assert (found.icc_a1_interval, found.icc_c1_interval) == (None, None)


def test_a_negative_correlation_is_given_as_it_is() -> None:
    found = agreement([[1, 5], [2, 4], [3, 3], [4, 1], [5, 2]])

    assert found.icc_a1 < 0
    assert found.icc_c1 < 0
    assert found.icc_c1_interval[0] < found.icc_c1 < found.icc_c1_interval[1]


def test_where_a_formula_has_no_denominator_only_that_number_is_missing() -> None:
    # Every target has the mean 3: targets do not differ at all, raters contradict each other.
    found = agreement([[1, 5], [5, 1], [3, 3]])

    assert found.icc_a1 < 0
    assert found.icc_c1 == -1
    assert (found.icc_ak, found.icc_ak_interval) == (None, None)
    assert found.reason == "negative_variance"


def test_targets_with_a_gap_are_left_out_and_counted() -> None:
    found = agreement([*SHROUT_AND_FLEISS, [1, None, 2, 3]])

    assert (found.n, found.left_out) == (6, 1)
    assert found.icc_a1 == agreement(SHROUT_AND_FLEISS).icc_a1


@pytest.mark.parametrize(
    ("ratings", "reason"),
    [
        ([], "raters_lt_2"),
        ([[1], [2]], "raters_lt_2"),
        ([[1, 2]], "n_lt_2"),
        ([[1, None], [2, 3]], "n_lt_2"),
        ([[2, 2], [2, 2]], "sd_zero"),
        ([[0.1, 0.3], [0.1, 0.3], [0.1, 0.3]], "sd_zero"),
    ],
)
def test_ratings_that_say_nothing_have_a_reason_and_no_number(ratings, reason) -> None:
    found = agreement(ratings)

    assert (found.icc_a1, found.icc_ak, found.icc_c1) == (None, None, None)
    assert (found.icc_a1_interval, found.icc_c1_interval, found.reason) == (None, None, reason)
    assert not found.may_be_shown


@pytest.mark.parametrize(("n", "shown"), [(2, False), (9, False), (10, True)])
def test_agreement_is_computed_from_two_targets_and_shown_from_ten(n, shown) -> None:
    targets = np.arange(n)

    found = agreement(np.column_stack([targets, targets + targets % 2]))

    assert found.icc_a1 is not None
    assert found.may_be_shown == shown


def test_an_infinite_rating_is_refused_by_name() -> None:
    with pytest.raises(UnusableNumbersError, match="^ratings holds an infinite"):
        agreement([[1, math.inf], [2, 3]])
