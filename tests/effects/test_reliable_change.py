"""Reliable change of a table of children, by five methods."""

import math
import statistics

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_app.effects import UnusableNumbersError, change_of_pair, reliable_change

PRE = [30.0, 20.0, 10.0, 8.0, 6.0, 4.0, 2.0]
POST = [3.0, 2.0, 2.0, 2.0, 2.0, 2.0, 1.0]
EXPLICIT = {
    "sd": 5.0,
    "reliability": 0.8,
    "mean": 10.0,
    "mean_post": 7.0,
    "sd_post": 6.0,
    "reliability_post": 0.7,
    "correlation": 0.5,
}


def table_of(pre, post, **given_arguments):
    arguments = {"sd": 1.0, "reliability": 0.5, "higher_is_better": True} | given_arguments
    return reliable_change(pre, post, **arguments)


def test_the_example_of_jacobson_and_truax_has_the_printed_index() -> None:
    # Jacobson & Truax (1991), p. 14: RCI = (47.5 - 32.5) / 4.74 = 3.16.
    table = table_of([32.5], [47.5], sd=7.5, reliability=0.80)

    assert list(table.columns) == ["rci", "category", "reason"]
    assert table.loc[0, "rci"] == pytest.approx(3.16, abs=5e-3)
    assert table.loc[0, "reason"] is None


@pytest.mark.parametrize(
    ("cutoff", "category"), [(55, "improved"), (45, "recovered"), (50, "improved")]
)
def test_the_example_of_jacobson_and_truax_is_recovered_only_under_cutoff_b(
    cutoff, category
) -> None:
    # Means 40 and 60, S 7.5: a = 55, b = 45, c = 50.
    table = table_of([32.5], [47.5], sd=7.5, reliability=0.80, cutoff=cutoff)

    assert table.loc[0, "category"] == category


@pytest.mark.parametrize(
    ("method", "denominator"),
    [
        ("gulliksen-lord-novick", 5 * 0.6),  # sqrt(1 - .64) = .6
        ("edwards-nunnally", 5 * math.sqrt(0.2)),
        ("nunnally-kotsch", math.sqrt(0.64 * 25 * 0.2 + 25 * 0.3)),
    ],
)
def test_a_method_that_expects_regression_compares_with_the_expected_score(
    method, denominator
) -> None:
    # Mean 10 and r .80: from 30 one expects 10 + .80 * 20 = 26, from 10 one expects 10.
    table = table_of([30, 10], [3, 2], **EXPLICIT, method=method)

    assert table["rci"].tolist() == pytest.approx([-23 / denominator, -8 / denominator])


def test_hageman_and_arrindell_weigh_the_child_and_the_group_by_the_reliability_of_difference():
    # S1 5, S2 6, r1 .80, r2 .70, r12 .50: (20 + 25.2 - 30) / (25 + 36 - 30).
    r_dd = 15.2 / 31

    table = table_of([30], [3], **EXPLICIT, method="hageman-arrindell")

    expected = (-27 * r_dd + -3 * (1 - r_dd)) / (math.sqrt(r_dd) * math.sqrt(2) * 5 * 0.2**0.5)
    assert table.loc[0, "rci"] == pytest.approx(expected)


def test_hageman_and_arrindell_take_from_the_pairs_what_is_not_given() -> None:
    # The test data of the R package clinicalsignificance (Claus, Wager & Bonnet 2024), which
    # derives both reliabilities from one standard error of measurement.
    error = 5 * math.sqrt(0.2)
    s2 = statistics.stdev(POST)
    shared = 2 * 5 * s2 * statistics.correlation(PRE, POST)
    r_dd = (25 * 0.8 + s2**2 * (1 - error**2 / s2**2) - shared) / (25 + s2**2 - shared)
    group = statistics.mean(POST) - statistics.mean(PRE)
    expected = [
        ((b - a) * r_dd + group * (1 - r_dd)) / (math.sqrt(r_dd) * math.sqrt(2) * error)
        for a, b in zip(PRE, POST, strict=True)
    ]

    table = table_of(PRE, POST, sd=5, reliability=0.8, method="hageman-arrindell")

    assert table["rci"].tolist() == pytest.approx(expected)


def test_hageman_and_arrindell_use_a_one_sided_criterion() -> None:
    known = {"sd": 1, "sd_post": 1, "reliability": 0.5, "reliability_post": 0.5}
    known |= {"correlation": 0.0, "mean": 0, "mean_post": 0, "method": "hageman-arrindell"}
    # r_dd = .50, hence the index is difference * sqrt(.50).
    differences = [1.64 / math.sqrt(0.5), 1.66 / math.sqrt(0.5), -1.66 / math.sqrt(0.5)]

    table = table_of([0, 0, 0], differences, **known)

    assert table["rci"].tolist() == pytest.approx([1.64, 1.66, -1.66])
    assert table["category"].tolist() == ["unchanged", "improved", "deteriorated"]


def test_the_mean_of_pre_is_taken_over_complete_pairs_only() -> None:
    complete = table_of([2, 4], [3, 3], method="edwards-nunnally")
    with_a_dropout = table_of([2, 4, 90], [3, 3, None], method="edwards-nunnally")

    assert with_a_dropout["rci"].tolist()[:2] == complete["rci"].tolist()


def test_an_index_equal_to_the_criterion_is_unchanged() -> None:
    table = table_of([0, 0, 0, 0], [1.96, 1.9601, -1.96, -1.9601])

    assert table["category"].tolist() == ["unchanged", "improved", "unchanged", "deteriorated"]


def test_another_criterion_can_be_asked() -> None:
    assert table_of([0], [1.5], z=1.28)["category"].tolist() == ["improved"]


def test_lower_is_better_turns_the_word_and_not_the_sign() -> None:
    table = table_of([5, 5], [2, 8], higher_is_better=False)

    assert table["rci"].tolist() == [-3, 3]
    assert table["category"].tolist() == ["improved", "deteriorated"]


@pytest.mark.parametrize(
    ("pre", "post", "higher_is_better", "category"),
    [
        (2, 8, True, "recovered"),
        (5, 8, True, "improved"),
        (2, 5, True, "improved"),
        (6, 9, True, "improved"),
        (8, 2, True, "deteriorated"),
        (8, 2, False, "recovered"),
        (8, 5, False, "improved"),
        (4, 5.5, True, "unchanged"),
    ],
)
def test_recovery_needs_both_scores_strictly_on_their_side_of_the_cutoff(
    pre, post, higher_is_better, category
) -> None:
    table = table_of([pre], [post], cutoff=5, higher_is_better=higher_is_better)

    assert table.loc[0, "category"] == category


@pytest.mark.parametrize(
    ("pre", "post", "higher_is_better", "category"),
    [
        (17, 10, False, "recovered"),
        (20, 17, False, "improved"),
        (20, 16, False, "recovered"),
        (16, 10, False, "improved"),
        (5, 9, True, "recovered"),
        (2, 5, True, "improved"),
        (2, 6, True, "recovered"),
    ],
)
def test_the_edge_of_a_published_band_is_itself_clinical(
    pre, post, higher_is_better, category
) -> None:
    # SDQ parent total: 17 to 40 is the highest band; prosocial: 0 to 5 is the lowest (Goodman).
    edge = 5 if higher_is_better else 17
    arguments = {"cutoff": edge, "cutoff_is_clinical": True, "higher_is_better": higher_is_better}

    assert table_of([pre], [post], **arguments)["category"].tolist() == [category]


def test_without_a_cutoff_nobody_is_recovered() -> None:
    assert table_of([0], [100])["category"].tolist() == ["improved"]


def test_a_missing_score_gives_its_reason_and_the_first_goes_before_the_last() -> None:
    table = table_of([None, 1.0, math.nan, 1.0], [1.0, None, math.nan, 1.0])

    assert table["reason"].tolist() == ["no_pre", "no_post", "no_pre", None]
    assert table["category"].tolist() == [None, None, None, "unchanged"]
    assert table["rci"].isna().tolist() == [True, True, True, False]


@pytest.mark.parametrize(
    ("sd", "reliability", "reason"),
    [
        (0, 0.8, "sd_zero"),
        (-2, 0.8, "sd_zero"),
        (None, 0.8, "sd_zero"),
        (1, 0, "reliability_out_of_range"),
        (1, 1, "reliability_out_of_range"),
        (1, 1.2, "reliability_out_of_range"),
        (1, None, "reliability_out_of_range"),
        (0, 0, "sd_zero"),
    ],
)
def test_without_a_usable_reference_every_pair_has_a_reason(sd, reliability, reason) -> None:
    table = table_of([1, None], [2, 2], sd=sd, reliability=reliability)

    assert table["reason"].tolist() == [reason, "no_pre"]
    assert table["category"].tolist() == [None, None]
    assert table["rci"].isna().all()


@pytest.mark.parametrize(
    ("extra", "pre", "post", "reason"),
    [
        ({}, [1], [2], "n_lt_2"),
        ({}, [1, 2], [3, 3], "sd_zero"),
        ({}, [1, 1], [2, 3], "sd_zero"),
        ({"sd_post": 0}, [1, 2], [2, 4], "sd_zero"),
        ({"sd_post": 1, "reliability_post": 1}, [1, 2], [2, 4], "reliability_out_of_range"),
        ({"sd_post": 1, "correlation": 0.9}, [1, 2], [2, 4], "difference_unreliable"),
    ],
)
def test_hageman_and_arrindell_say_why_they_have_no_value(extra, pre, post, reason) -> None:
    table = table_of(pre, post, method="hageman-arrindell", **extra)

    assert set(table["reason"]) == {reason}


def test_nunnally_and_kotsch_need_a_later_reliability_in_range() -> None:
    table = table_of([1], [2], method="nunnally-kotsch", reliability_post=1.0)

    assert table.loc[0, "reason"] == "reliability_out_of_range"


@pytest.mark.parametrize(
    "argument",
    [
        "sd",
        "reliability",
        "cutoff",
        "mean",
        "mean_post",
        "sd_post",
        "reliability_post",
        "correlation",
        "z",
    ],
)
def test_an_infinite_argument_is_refused_by_name(argument) -> None:
    with pytest.raises(UnusableNumbersError, match=f"^{argument} is infinite"):
        table_of([1], [2], **{argument: math.inf})


@pytest.mark.parametrize(
    ("pre", "post", "text"),
    [
        ([1, math.inf], [1, 1], "pre holds an infinite value"),
        ([1, 1], [1, -math.inf], "post holds an infinite value"),
        ([1, 2], [1], "pre has 2 values and post has 1"),
        (["veel"], [1], "pre holds something that is not a number"),
        ([1], [[1, 2]], "post must be one row"),
    ],
)
def test_scores_that_are_no_pairs_of_numbers_are_refused_by_name(pre, post, text) -> None:
    with pytest.raises(UnusableNumbersError, match=text):
        table_of(pre, post)


def test_an_unknown_method_is_refused_with_the_choices() -> None:
    with pytest.raises(UnusableNumbersError, match="edwards-nunnally"):
        table_of([1], [2], method="jt")


@pytest.mark.parametrize(
    ("extra", "text"), [({"z": 0}, "z is 0"), ({"correlation": 1.2}, "correlation is 1.2")]
)
def test_an_argument_out_of_its_range_is_refused(extra, text) -> None:
    with pytest.raises(UnusableNumbersError, match=text):
        table_of([1], [2], **extra)


def test_series_keep_their_index_and_strangers_are_not_paired() -> None:
    pre = pd.Series([1.0, 2.0], index=["a", "b"])
    post = pd.Series([2.0, None], index=["a", "b"], dtype="Float64")

    assert table_of(pre, post).index.tolist() == ["a", "b"]
    assert table_of(pre, post)["reason"].tolist() == [None, "no_post"]
    with pytest.raises(UnusableNumbersError, match="different indexes"):
        table_of(pre, post[::-1])


def test_no_children_give_an_empty_table() -> None:
    table = table_of([], [])

    assert (len(table), list(table.columns)) == (0, ["rci", "category", "reason"])


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("method", ["nunnally-kotsch", "hageman-arrindell"])
def test_only_missing_pairs_give_reasons_and_no_warning(method) -> None:
    table = table_of([None, 1], [1, None], method=method)

    assert table["reason"].tolist() == ["no_pre", "no_post"]


SCORE = st.one_of(st.none(), st.just(math.nan), st.floats(-100, 100))


@settings(deadline=None, derandomize=True, database=None)
@given(
    pairs=st.lists(st.tuples(SCORE, SCORE), min_size=1, max_size=8),
    sd=st.one_of(st.none(), st.floats(-1, 30)),
    reliability=st.one_of(st.none(), st.floats(-0.2, 1.2)),
    higher_is_better=st.booleans(),
)
def test_one_child_and_a_table_of_children_are_judged_alike(
    pairs, sd, reliability, higher_is_better
) -> None:
    arguments = {"sd": sd, "reliability": reliability, "higher_is_better": higher_is_better}

    table = reliable_change([a for a, _ in pairs], [b for _, b in pairs], **arguments)

    for row, (pre, post) in enumerate(pairs):
        alone = change_of_pair(pre, post, **arguments)
        assert table.loc[row, "category"] == alone.category
        assert table.loc[row, "reason"] == alone.reason
        if alone.rci is None:
            assert np.isnan(table.loc[row, "rci"])
        else:
            assert table.loc[row, "rci"] == alone.rci
