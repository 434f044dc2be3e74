"""Clinically significant change: who recovered, who could not, and who was harmed."""

import math

import pandas as pd
import pytest

from survey_app.effects import (
    UnusableNumbersError,
    clinical_change,
    recovery_rates,
    reliable_change,
)

# S 1 and r .50 make the standard deviation of a difference exactly 1.
REFERENCE = {"sd": 1.0, "reliability": 0.5, "higher_is_better": True}


def judged(pre, post, **others) -> pd.DataFrame:
    return clinical_change(pre, post, **REFERENCE | {"cutoff": 5.0} | others)


def test_the_first_three_columns_are_those_of_reliable_change() -> None:
    pre, post = [2, 2, 8, None], [8, 3, 2, 4]

    table = judged(pre, post)

    plain = reliable_change(pre, post, **REFERENCE, cutoff=5.0)
    pd.testing.assert_frame_equal(table[["rci", "category", "reason"]], plain)
    assert list(table.columns) == ["rci", "category", "reason", "harmed", "could_recover"]


@pytest.mark.parametrize(
    ("pre", "post", "harmed"),
    [
        (8, 2, True),  # from the functional to the clinical side, reliably
        (4, 1, False),  # was clinical already
        (9, 6, False),  # stays functional
        (5.5, 4.5, False),  # crosses, but within the error of measurement
        (5, 2, False),  # equal to the cut-off is neither side
        (8, 5, False),
        (2, 8, False),
    ],
)
def test_harmed_is_deteriorated_and_crossed_into_the_clinical_range(pre, post, harmed) -> None:
    assert judged([pre], [post])["harmed"].tolist() == [harmed]


def test_on_the_edge_of_a_published_band_one_has_crossed() -> None:
    table = judged([10], [17], cutoff=17, cutoff_is_clinical=True, higher_is_better=False)

    assert table["category"].tolist() == ["deteriorated"]
    assert table["harmed"].tolist() == [True]


def test_harmed_stands_beside_the_category_and_not_in_its_place() -> None:
    assert judged([8], [2])["category"].tolist() == ["deteriorated"]


@pytest.mark.parametrize(
    ("pre", "edge", "could"),
    [(4, False, True), (5, False, False), (6, False, False), (5, True, True), (6, True, False)],
)
def test_who_was_functional_at_the_start_cannot_recover(pre, edge, could) -> None:
    table = judged([pre], [pre + 9], cutoff_is_clinical=edge)

    assert table["could_recover"].tolist() == [could]
    assert table["category"].tolist() == ["recovered" if could else "improved"]


def test_a_missing_score_is_neither_harmed_nor_unharmed() -> None:
    table = judged([8, None, 8], [None, 2, 8])

    assert table["harmed"].isna().tolist() == [True, True, False]
    assert table["could_recover"].isna().tolist() == [True, True, False]


@pytest.mark.parametrize("cutoff", [None, math.nan])
def test_without_a_cutoff_there_is_no_clinical_change(cutoff) -> None:
    with pytest.raises(UnusableNumbersError, match="^cutoff is missing"):
        judged([1], [2], cutoff=cutoff)


def test_another_method_and_its_reference_can_be_asked() -> None:
    table = judged([2], [8], method="edwards-nunnally", mean=5.0)

    # 5 + .50 * (2 - 5) = 3.5 is expected, SEM is sqrt(.50).
    assert table["rci"].tolist() == pytest.approx([(8 - 3.5) / math.sqrt(0.5)])


def test_series_keep_their_index() -> None:
    pre = pd.Series([2.0, 8.0], index=["a", "b"])
    post = pd.Series([8.0, 2.0], index=["a", "b"])

    assert judged(pre, post)["harmed"].to_dict() == {"a": False, "b": True}


def test_recovery_is_a_share_of_all_pairs_and_of_those_who_could() -> None:
    #        recovered, improved, unchanged, deteriorated, harmed, and two without a pair
    table = judged([2, 6, 4, 4, 8, None, 3], [8, 9, 4, 1, 2, 3, None])

    rates = recovery_rates(table)

    assert (rates.pairs, rates.left_out) == (5, 2)
    assert (rates.recovered, rates.improved, rates.unchanged, rates.deteriorated) == (1, 1, 1, 2)
    assert (rates.harmed, rates.eligible) == (1, 3)
    assert rates.rate == pytest.approx(1 / 5)
    assert rates.rate_of_eligible == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("pre", "post", "rate", "of_eligible"),
    [([], [], None, None), ([None], [1], None, None), ([8], [8], 0.0, None)],
)
def test_a_share_of_nobody_is_no_share(pre, post, rate, of_eligible) -> None:
    rates = recovery_rates(judged(pre, post))

    assert (rates.rate, rates.rate_of_eligible) == (rate, of_eligible)


def test_a_table_without_the_flags_is_refused() -> None:
    with pytest.raises(UnusableNumbersError, match="could_recover"):
        recovery_rates(reliable_change([1], [2], **REFERENCE))
