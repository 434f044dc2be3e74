"""Cronbach's alpha and its interval, against numbers that others published."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import f

from survey_app.effects import UnusableNumbersError, cronbach_alpha
from tests.effects.exact_samples import rows_with_covariance

GAP = None
PINGOUIN = [
    # The data set cronbach_wide_missing of pingouin: 12 respondents, 11 items.
    [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    [1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0],
    [GAP, 0, 1, 1, GAP, 1, 1, 1, 1, 0, 0],
    [1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0],
    [1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0],
    [0, 1, GAP, 0, 1, 1, 1, 1, 0, 0, 0],
    [1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0],
    [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0],
    [0, 1, 0, 1, 1, 0, 0, 0, 0, 1, 0],
    [1, 0, 0, 1, 0, 1, 0, 0, GAP, 0, 0],
    [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
    [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
]


def test_the_example_of_pingouin_has_the_alpha_and_limits_it_documents() -> None:
    # pingouin.cronbach_alpha, nan_policy="listwise" (equal to psych::alpha on complete cases).
    alpha = cronbach_alpha(PINGOUIN)

    assert alpha.estimate == pytest.approx(0.8016949152542373, abs=1e-12)
    assert alpha.interval == pytest.approx((0.533, 0.947), abs=5e-4)
    assert (alpha.n, alpha.left_out, alpha.k) == (9, 3, 11)


def test_the_limits_of_a_published_alpha_are_those_of_feldt() -> None:
    # Own data plan (Feldt): n 100, alpha .81 gives .75 to .86; k 8 parallel items.
    r = 0.81 / (8 - 7 * 0.81)
    alpha = cronbach_alpha(rows_with_covariance(r + (1 - r) * np.eye(8), n=100))

    assert alpha.estimate == pytest.approx(0.81)
    assert alpha.interval == pytest.approx((0.75, 0.86), abs=5e-3)


def test_the_upper_limit_lies_beyond_the_estimate_by_the_published_f() -> None:
    alpha = cronbach_alpha(PINGOUIN, confidence=0.9)

    low, high = alpha.interval
    assert (1 - low) / (1 - alpha.estimate) == pytest.approx(f.ppf(0.95, 8, 80))
    assert (1 - high) / (1 - alpha.estimate) == pytest.approx(f.ppf(0.05, 8, 80))


def test_a_table_an_array_and_lists_give_the_same() -> None:
    array = np.array(PINGOUIN, dtype=float)

    assert cronbach_alpha(pd.DataFrame(array)) == cronbach_alpha(array) == cronbach_alpha(PINGOUIN)


def test_a_column_of_nullable_integers_is_read_with_its_gaps() -> None:
    table = pd.DataFrame(PINGOUIN).astype("Int64")

    assert cronbach_alpha(table) == cronbach_alpha(PINGOUIN)


def test_a_negative_alpha_is_shown_and_hints_at_an_item_not_reversed() -> None:
    alpha = cronbach_alpha([[0, 4], [1, 3], [2, 2], [3, 0], [4, 1]])

    assert alpha.estimate < 0
    assert alpha.looks_unreversed
    assert not cronbach_alpha(PINGOUIN).looks_unreversed


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "too_few_items"),
        ([[1], [2], [3]], "too_few_items"),
        ([[1, 2]], "n_lt_2"),
        ([[1, 2], [None, 3]], "n_lt_2"),
        ([[None, 2], [3, None]], "n_lt_2"),
        ([[1, 2], [2, 1]], "sd_zero"),
        ([[0.1, 0.2], [0.1, 0.2], [0.2, 0.1]], "sd_zero"),
    ],
)
def test_rows_that_say_nothing_have_a_reason_and_no_number(rows, reason) -> None:
    alpha = cronbach_alpha(rows)

    assert (alpha.estimate, alpha.interval, alpha.reason) == (None, None, reason)
    assert (alpha.may_be_shown, alpha.may_be_judged, alpha.looks_unreversed) == (False,) * 3


@pytest.mark.parametrize(
    ("n", "shown", "judged"), [(29, False, False), (30, True, False), (99, True, False)]
)
def test_alpha_is_printed_from_thirty_and_judged_from_a_hundred(n, shown, judged) -> None:
    alpha = cronbach_alpha(rows_with_covariance(0.5 + 0.5 * np.eye(3), n=n))

    assert (alpha.may_be_shown, alpha.may_be_judged) == (shown, judged)


def test_a_hundred_rows_may_be_judged() -> None:
    assert cronbach_alpha(rows_with_covariance(0.5 + 0.5 * np.eye(3), n=100)).may_be_judged


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([[1, 2], [3]], "rows holds rows of different lengths"),
        ([["a", 2], [3, 4]], "rows holds something that is not a number"),
        ([1, 2, 3], "rows must be a table: n rows"),
        ([[1, math.inf], [2, 3]], "rows holds an infinite value"),
    ],
)
def test_what_is_no_table_of_numbers_is_refused_by_name(rows, text) -> None:
    with pytest.raises(UnusableNumbersError, match=text):
        cronbach_alpha(rows)


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.1, math.nan])
def test_a_confidence_that_is_no_share_is_refused(confidence) -> None:
    with pytest.raises(UnusableNumbersError, match="^confidence is"):
        cronbach_alpha(PINGOUIN, confidence=confidence)
