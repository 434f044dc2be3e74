"""Shares with Wilson's interval; who answered; what the missing children could do."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from survey_app.effects import UnusableNumbersError, missingness, response_of, share_of


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3 (score).
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_examples_of_newcombe(count, n, low, high):
    assert share_of(count, n).interval == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_that_of_statsmodels_and_holds_the_share(pair):
    found = share_of(*pair, confidence=0.9)
    judge = proportion_confint(*pair, alpha=0.1, method="wilson")

    assert found.interval == pytest.approx(judge, abs=1e-9)
    assert 0 <= found.interval[0] <= found.estimate <= found.interval[1] <= 1


def test_nobody_has_no_share():
    found = share_of(0, 0)

    assert (found.estimate, found.interval, found.reason) == (None, None, "n_lt_1")


@pytest.mark.parametrize(("count", "n"), [(-1, 5), (6, 5)])
def test_more_than_all_is_refused(count, n):
    with pytest.raises(UnusableNumbersError, match="count is"):
        share_of(count, n)


def test_a_level_of_confidence_that_cannot_be_is_refused():
    with pytest.raises(UnusableNumbersError, match="confidence is 1"):
        share_of(1, 5, confidence=1)


# Response


@pytest.mark.parametrize(("paired", "caution"), [(5, True), (6, False), (10, False)])
def test_under_sixty_per_cent_a_caution_stands(paired, caution):
    found = response_of(invited=30, opened=20, completed=20, paired=paired, closed=10)

    assert (found.paired_rate, found.needs_caution) == (paired / 10, caution)


def test_without_a_closed_traject_there_is_no_rate():
    found = response_of(invited=3, opened=0, completed=0, paired=0, closed=0)

    assert (found.paired_rate, found.needs_caution) == (None, True)


@pytest.mark.parametrize(
    "changed", [{"opened": 31}, {"completed": 21}, {"paired": 11}, {"opened": -1, "completed": -1}]
)
def test_a_part_is_never_larger_than_the_whole(changed):
    counts = {"invited": 30, "opened": 20, "completed": 20, "paired": 5, "closed": 10}

    with pytest.raises(UnusableNumbersError, match=next(iter(changed))):
        response_of(**{**counts, **changed})


# Missing children


def test_the_bounds_by_hand():
    found = missingness(
        [1, 3, 2, 4, None], [2, 2, None, None, 3], lowest=0, highest=4, higher_is_better=False
    )

    # Lower is better: changes -1 and +1; the missing began at 2 and 4.
    assert (found.paired, found.missing, found.without_pre) == (2, 2, 1)
    assert (found.mean_pre_paired, found.mean_pre_missing) == (2, 3)
    assert (found.mean_change, found.if_unchanged) == (0, 0)
    assert found.worst == pytest.approx((-1 + 1 - 2 + 0) / 4)
    assert found.best == pytest.approx((-1 + 1 + 2 + 4) / 4)


@given(
    st.lists(
        st.tuples(st.integers(0, 8), st.none() | st.integers(0, 8), st.integers(0, 8)), max_size=20
    ),
    st.booleans(),
)
def test_whatever_the_missing_scores_were_the_bounds_hold(children, higher):
    pre = [first for first, _, _ in children]
    post = [last for _, last, _ in children]
    true = [hidden if last is None else last for _, last, hidden in children]
    found = missingness(pre, post, lowest=0, highest=8, higher_is_better=higher)

    if not children:
        assert found.worst is None
        return
    mean = float(np.mean(np.subtract(true, pre))) * (1 if higher else -1)
    assert found.worst - 1e-9 <= mean <= found.best + 1e-9


def test_without_missing_children_there_is_nothing_between():
    found = missingness([1, 2], [2, 4], lowest=0, highest=4, higher_is_better=True)

    assert found.worst == found.best == found.if_unchanged == found.mean_change == 1.5
    assert found.mean_pre_missing is None


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"post": [1.0, 5.0]}, "post holds a score outside 0 to 4"),
        ({"lowest": 4}, "lowest is 4"),
        ({"lowest": -math.inf}, "lowest is infinite"),
        ({"highest": math.inf}, "highest is infinite"),
        ({"pre": [1.0]}, "pre has 1 values and post has 2"),
        ({"pre": [math.inf, 1.0]}, "pre holds an infinite"),
    ],
)
def test_what_cannot_be_is_named(arguments, says):
    given_ = {"pre": [1.0, 2.0], "post": [1.0, None], "lowest": 0, "highest": 4}

    with pytest.raises(UnusableNumbersError, match=says):
        missingness(**{**given_, **arguments}, higher_is_better=True)
