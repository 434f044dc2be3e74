"""What cannot be is refused by name; the rest is answered without a warning or a NaN."""

import inspect
import math
import warnings
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from survey_app import effects
from survey_app.effects import UnusableNumbersError

PRE, POST = [10.0, 12.0, 9.0, 15.0, 11.0, 14.0], [12.0, 13.0, 12.0, 15.0, 14.0, 15.0]
ROWS = [[1, 2, 2], [3, 3, 4], [2, 2, 1], [4, 5, 4], [3, 4, 4], [1, 1, 2]]
GROUPS = ["a", "a", "b", "c", "d", "e"]
UP = {"higher_is_better": True}
NORM = {"sd": 5.0, "reliability": 0.8}
CALLS: dict[str, Callable[..., Any]] = {
    "reliable_change": lambda pre=PRE, post=POST, sd=5.0, reliability=0.8, cutoff=12.0, mean=11.0: (
        effects.reliable_change(
            pre, post, sd=sd, reliability=reliability, cutoff=cutoff, mean=mean, **UP
        )
    ),
    "change_of_pair": lambda pre=10.0, post=15.0, sd=5.0, reliability=0.8: effects.change_of_pair(
        pre, post, sd=sd, reliability=reliability, **UP
    ),
    "paired_effect": lambda pre=PRE, post=POST, confidence=0.95: effects.paired_effect(
        pre, post, confidence=confidence, **UP
    ),
    "agreement": lambda ratings=ROWS, confidence=0.95: effects.agreement(
        ratings, confidence=confidence
    ),
    "cronbach_alpha": lambda rows=ROWS, confidence=0.95: effects.cronbach_alpha(
        rows, confidence=confidence
    ),
    "bland_altman": lambda first=PRE, second=POST: effects.bland_altman(first, second),
    "pool_groups": lambda values=PRE, pre=POST, confidence=0.95: effects.pool_groups(
        values, GROUPS, pre=pre, confidence=confidence
    ),
    "missingness": lambda pre=PRE, post=POST, lowest=0.0, highest=20.0: effects.missingness(
        pre, post, lowest=lowest, highest=highest, **UP
    ),
    "share_of": lambda count=3, n=9, confidence=0.95: effects.share_of(
        count, n, confidence=confidence
    ),
    "adjust_p": lambda p=(0.01, 0.04, 0.5): effects.adjust_p(p, method="holm"),
}
"""Ordinary calls, each argument of which can be replaced."""

NO_NUMBERS = {
    "text": "12",
    "bytes": b"12",
    "a date": date(2026, 1, 1),
    "a complex number": 1 + 2j,
    "infinity": math.inf,
    "minus infinity": -math.inf,
    "more than any scale": 1e200,
    "a whole number without end": 10**400,
    "a list": [1],
}


def sequences(odd: Any, like: Any) -> Any:
    """Put the odd value first in a copy of what is usual."""
    if isinstance(like, list | tuple) and isinstance(like[0], list):
        return [[odd, *like[0][1:]], *like[1:]]
    return [odd, *like[1:]]


def usual(call: Callable[..., Any]) -> dict[str, Any]:
    return {name: each.default for name, each in inspect.signature(call).parameters.items()}


ARGUMENTS = [(name, argument) for name, call in CALLS.items() for argument in usual(call)]


@pytest.mark.parametrize("odd", NO_NUMBERS)
@pytest.mark.parametrize(("name", "argument"), ARGUMENTS)
def test_what_is_no_number_is_refused_by_the_name_of_the_argument(name, argument, odd):
    like = usual(CALLS[name])[argument]
    value = NO_NUMBERS[odd]
    given = sequences(value, like) if isinstance(like, list | tuple) else value

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UnusableNumbersError) as refused:
            CALLS[name](**{argument: given})

    said = str(refused.value)
    assert argument.split("_")[0] in said, said


@pytest.mark.parametrize("missing", [None, math.nan, pd.NA, Decimal("NaN"), Decimal("sNaN")])
def test_what_is_missing_is_missing_however_it_is_written(missing):
    change = effects.change_of_pair(missing, 15.0, **NORM, **UP)
    table = effects.reliable_change([missing, *PRE[1:]], POST, **NORM, **UP)

    assert str(change.reason) == "no_pre"
    assert table["reason"].tolist()[0] == "no_pre"


def test_what_a_mask_hides_does_not_count():
    pre = np.ma.array([1.0, 200.0, 3.0, 2.0], mask=[False, True, False, False])

    found = effects.paired_effect(pre, [2.0, 3.0, 4.0, 4.0], **UP)

    assert (found.n, found.mean_pre) == (3, 2.0)


@pytest.mark.parametrize("direction", ["no", None, 1, 0.0])
def test_a_direction_is_yes_or_no(direction):
    with pytest.raises(UnusableNumbersError, match="^higher_is_better is"):
        effects.paired_effect(PRE, POST, higher_is_better=direction)
    with pytest.raises(UnusableNumbersError, match="^higher_is_better is"):
        effects.change_of_pair(1.0, 2.0, **NORM, higher_is_better=direction)


@pytest.mark.parametrize("k", [math.nan, 0, 1, -5, 2.5, "5", None])
def test_a_threshold_that_hides_nothing_is_refused(k):
    for call in (
        lambda: effects.suppress([[3, 17], [14, 12]], k),
        lambda: effects.may_show_share(1, 20, k),
        lambda: effects.may_show_quantiles(1, k),
        lambda: effects.may_show_both({1, 2}, {1}, k),
    ):
        with pytest.raises(UnusableNumbersError, match="^k is"):
            call()


@pytest.mark.parametrize(("count", "n"), [(0.5, 3), (math.inf, math.inf), (1e200, 1e200), (2, 1)])
def test_a_number_of_children_is_whole_and_part_of_them_no_more(count, n):
    with pytest.raises(UnusableNumbersError):
        effects.share_of(count, n)


@pytest.mark.parametrize("sd", [0.0, -1.0, 1e-320, 1e-150])
def test_a_spread_of_nothing_judges_nobody(sd):
    change = effects.change_of_pair(1.0, 5.0, sd=sd, reliability=0.8, **UP)

    assert (change.rci, change.category, str(change.reason)) == (None, None, "sd_zero")


def test_the_mean_of_a_group_does_not_depend_on_another_far_away():
    table = effects.pool_groups(
        [1e17, 2, 4, 3, 3, 4, 4], ["a", "b", "b", "c", "d", "e", "a"]
    ).groups.set_index("group")

    assert table["raw_mean"].loc[["b", "c", "d", "e"]].tolist() == [3.0, 3.0, 3.0, 4.0]


def test_values_that_never_differ_within_a_group_claim_no_certainty():
    pooled = effects.pool_groups([2.0] * 7, ["a", "a", "a", "b", "c", "d", "e"])

    assert pooled.groups[["raw_low", "raw_high"]].isna().all().all()
    assert pooled.interval_reason == "sd_zero"


def test_a_spread_by_the_arithmetic_of_a_computer_is_no_spread():
    # Within b the sum of squares is 3.7e-32 and not 0.
    pooled = effects.pool_groups([3.3, 0.3, 0.3, 0.3, 2.3], list("abbbc"))

    assert pooled.groups[["raw_low", "raw_high"]].isna().all().all()
    assert pooled.interval_reason == "sd_zero"


def test_one_value_in_every_group_says_nothing_of_chance():
    pooled = effects.pool_groups([1.0, 2.0, 3.0], list("abc"))

    assert pooled.groups[["raw_low", "raw_high"]].isna().all().all()
    assert pooled.interval_reason == "not_identified"


SMALL = np.random.default_rng(5).integers(1, 6, (600, 4, 2)).tolist()


def test_small_tables_of_ratings_give_limits_or_none_and_never_a_nan():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for rows in [[[1, 5], [2, 4], [5, 1]], *SMALL, *(each[:3] for each in SMALL)]:
            assert no_nan(effects.agreement(rows)), rows


def no_nan(found: Any) -> bool:
    if is_dataclass(found):
        return all(no_nan(getattr(found, each.name)) for each in fields(found))
    if isinstance(found, tuple):
        return all(map(no_nan, found))
    return not (isinstance(found, float) and not math.isfinite(found))


@pytest.mark.parametrize(
    ("means", "errors"),
    [
        ([1.0, 2.0, 3.0, 3.0, 4.0], [1e-160, 1.0, 1.0, 1.0, 1.0]),
        ([1e100, 2.0, 3.0, 3.0, 4.0], [1.0] * 5),
        ([1.0, 2.0, 3.0, 3.0, 4.0], [1e-12, 1.0, 1.0, 1.0, 1.0]),
    ],
)
def test_an_error_that_is_nothing_beside_the_others_is_refused(means, errors):
    with pytest.raises(UnusableNumbersError, match="^standard_errors holds"):
        effects.pool_summaries(means, errors)


@pytest.mark.parametrize("method", ["paule-mandel", "reml", "dersimonian-laird"])
def test_a_very_small_error_gives_numbers_and_no_warning(method):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = effects.pool_summaries([1, 2, 3, 3, 4], [1e-8, 1, 1, 1, 1], method=method)

    assert found.groups[["pooled_mean", "sd"]].notna().all().all()
