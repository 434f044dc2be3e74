"""Too few answers give no score and say so; nothing is filled in."""

import math

import pandas as pd
import pytest

from survey_app.scoring import TOO_FEW_ITEMS, ScaleScore, score_sheet, score_table
from tests.scoring.examples import turned

NAN = float("nan")


def score_of(scale, answers):
    (score,) = [each for each in score_sheet(turned(), answers) if each.scale == scale]
    return score


def test_one_answer_below_the_minimum_is_not_computable_and_says_why():
    score = score_of("total", {"a": "soms", "b": "soms"})

    assert score == ScaleScore("total", None, "too_few_items", answered=2, asked=4)


def test_answers_at_the_minimum_give_a_score():
    score = score_of("average", {"a": "soms", "b": "helft"})

    assert score == ScaleScore("average", 1.5, None, answered=2, asked=3)


@pytest.mark.parametrize("absent", ["weet_niet", "liever_niet", None])
def test_every_kind_of_missing_counts_as_not_answered(absent):
    score = score_of("average", {"a": "soms", "b": absent, "c": absent})

    assert (score.value, score.reason, score.answered) == (None, TOO_FEW_ITEMS, 1)


def test_an_answer_of_zero_is_an_answer():
    score = score_of("average", {"a": "nooit", "b": "nooit", "c": "altijd"})

    assert (score.value, score.answered) == (0, 3)


def test_a_sum_with_missing_items_is_prorated_to_all_items():
    score = score_of("total", {"a": "soms", "c": "helft", "d": "veel"})

    assert score.value == (1 + 2 + 1) * 4 / 3


def test_a_sum_of_all_items_is_the_plain_sum():
    score = score_of("total", {"a": "altijd", "b": "soms", "c": "helft", "d": "wat"})

    assert (score.value, score.answered) == (4 + 3 + 2 + 2, 4)


def test_a_sum_that_asks_for_all_items_is_never_prorated():
    assert score_of("complete", {"e": "beter"}).value is None


def test_nobody_answered_anything():
    scores = score_sheet(turned(), {})

    assert [(score.value, score.answered) for score in scores] == [(None, 0)] * 4


def test_a_table_gives_nan_below_the_minimum_and_a_number_at_it():
    table = pd.DataFrame({"a": [1.0, 1.0, NAN], "b": [NAN, 2.0, NAN], "c": [NAN, NAN, NAN]})

    scores = score_table(turned(), table)["average"].tolist()

    assert scores[1] == 1.5
    assert math.isnan(scores[0])
    assert math.isnan(scores[2])


def test_an_absent_column_is_missing_for_everybody():
    given = score_table(turned(), pd.DataFrame({"a": [1.0], "b": [2.0]}))
    spelled_out = score_table(turned(), pd.DataFrame({"a": [1.0], "b": [2.0], "c": [NAN]}))

    pd.testing.assert_frame_equal(given, spelled_out)


@pytest.mark.parametrize("kind", ["object", "Float64", "Int64", "category"])
def test_every_way_to_write_missing_in_a_table_is_missing(kind):
    table = pd.DataFrame({"a": pd.Series([1, None, 2]), "b": [1.0, 1.0, 1.0]}).astype({"a": kind})

    assert score_table(turned(), table)["average"].isna().tolist() == [False, True, False]
