"""The figures per item by which a list is judged."""

import math

import numpy as np
import pandas as pd
import pytest

from survey_app.effects import UnusableNumbersError, cronbach_alpha, item_figures

ROWS = [[0, 1, 1], [2, 2, 3], [1, 2, 1], [3, 4, 4], [2, None, 4], [4, 0, 2]]


def test_an_item_is_correlated_with_the_sum_of_the_others_over_complete_rows() -> None:
    complete = pd.DataFrame([row for row in ROWS if None not in row])
    rest = [complete[i].corr(complete.drop(columns=i).sum(axis=1)) for i in range(3)]

    assert item_figures(ROWS)["item_rest"].tolist() == pytest.approx(rest)


def test_alpha_if_dropped_is_the_alpha_of_the_other_items() -> None:
    complete = np.array([row for row in ROWS if None not in row])
    alphas = [cronbach_alpha(np.delete(complete, i, axis=1)).estimate for i in range(3)]

    assert item_figures(ROWS)["alpha_if_dropped"].tolist() == pytest.approx(alphas)


def test_floor_and_ceiling_are_shares_of_the_answers_of_that_item() -> None:
    figures = item_figures(ROWS, lowest=0, highest=4)

    assert figures["n"].tolist() == [6, 5, 6]
    assert figures["floor"].tolist() == pytest.approx([1 / 6, 1 / 5, 0])
    assert figures["ceiling"].tolist() == pytest.approx([1 / 6, 1 / 5, 2 / 6])
    assert figures["mean"].tolist() == pytest.approx([2, 1.8, 2.5])


def test_does_not_know_is_a_share_of_what_was_answered_and_a_skip_is_not() -> None:
    rows = [[1, None], [2, None], [3, 2], [4, 1]]
    unknown = [[False, True], [False, False], [False, False], [False, False]]

    assert item_figures(rows, does_not_know=unknown)["does_not_know"].tolist() == [0, 1 / 3]


def test_without_ends_or_marks_those_shares_are_left_open() -> None:
    figures = item_figures(ROWS)

    assert figures[["floor", "ceiling", "does_not_know"]].isna().all().all()


def test_the_columns_of_a_table_name_the_items() -> None:
    figures = item_figures(pd.DataFrame({"o1": [1, 2, 3], "w1": [2, 2, 4]}))

    assert figures["item"].tolist() == ["o1", "w1"]


def test_an_item_that_everybody_answers_alike_has_no_correlation_and_no_warning() -> None:
    figures = item_figures([[1, 2, 2], [1, 3, 4], [1, 5, 3]])

    assert figures["item_rest"].isna().tolist() == [True, False, False]


def test_an_item_nobody_answered_has_nought_answers_and_no_figures() -> None:
    figures = item_figures([[1, None], [2, None]], lowest=0, highest=4)

    assert figures["n"].tolist() == [2, 0]
    assert figures.loc[1, ["mean", "sd", "item_rest", "floor", "ceiling"]].isna().all()


def test_two_items_have_no_alpha_without_one_of_them() -> None:
    assert item_figures([[1, 2], [2, 2], [3, 5]])["alpha_if_dropped"].isna().all()


def test_no_rows_give_a_table_without_items() -> None:
    assert len(item_figures([])) == 0


@pytest.mark.parametrize(
    ("ends", "text"),
    [
        ({"lowest": 1}, "below lowest"),
        ({"highest": 3}, "above highest"),
        ({"lowest": 4, "highest": 4}, "^lowest is 4"),
        ({"highest": math.inf}, "^highest is infinite"),
        ({"does_not_know": [[True, False, False]]}, "the shape of rows"),
        ({"does_not_know": np.ones((6, 3), dtype=bool)}, "has points in rows"),
    ],
)
def test_ends_and_marks_that_contradict_the_answers_are_refused(ends, text) -> None:
    with pytest.raises(UnusableNumbersError, match=text):
        item_figures(ROWS, **ends)
