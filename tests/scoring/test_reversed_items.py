"""A reversed item is turned at its own turning point, before anything is added up."""

import pandas as pd
import pytest

from survey_app.scoring import score_sheet, score_table
from tests.scoring.examples import turned


def value_of(scale, **answers):
    (score,) = [each for each in score_sheet(turned(), answers) if each.scale == scale]
    return score.value


def test_a_reversed_item_is_turned_before_the_mean():
    assert value_of("average", a="vaak", b="soms", c="nooit") == pytest.approx((3 + 1 + 4) / 3)


def test_a_reversed_item_is_turned_before_a_sum_is_prorated():
    assert value_of("total", a="altijd", b="nooit", c="soms") == (4 + 4 + 1) * 4 / 3


def test_an_item_with_other_options_is_turned_at_its_own_lowest_and_highest_value():
    lowest_of_d = value_of("total", a="nooit", b="altijd", c="nooit", d="weinig")

    assert lowest_of_d == 1 + 3 - 1


def test_an_item_below_zero_is_turned_at_its_own_lowest_and_highest_value():
    assert value_of("fractions", e="slechter") == 2.5


def test_a_missing_reversed_item_is_not_turned_into_the_best_answer():
    assert value_of("average", a="soms", b="soms") == 1


def test_the_same_item_counts_unturned_in_a_scale_that_does_not_reverse_it():
    assert value_of("complete", e="gelijk", d="weinig") == 1


def test_a_table_turns_the_items_of_a_sheet_too():
    table = pd.DataFrame({"a": [3.0, 1.0], "b": [1.0, 1.0], "c": [0.0, 4.0]})

    scores = score_table(turned(), table)

    assert scores["average"].tolist() == [8 / 3, 2 / 3]
