"""What is not an answer of this questionnaire is refused by name, never clipped or ignored."""

import numpy as np
import pandas as pd
import pytest

from survey_app.scoring import ScoringError, score_sheet, score_table
from tests.scoring.examples import turned


def test_an_unknown_item_of_a_sheet_is_named():
    with pytest.raises(ScoringError, match="no item 'zz'"):
        score_sheet(turned(), {"a": "soms", "zz": "soms"})


def test_an_unknown_item_without_an_answer_is_refused_too():
    with pytest.raises(ScoringError, match="no item 'zz'"):
        score_sheet(turned(), {"zz": None})


@pytest.mark.parametrize("option", ["beter", "1", "", "Soms", "１"])
def test_an_unknown_option_of_a_sheet_is_named(option):
    with pytest.raises(ScoringError, match=f"'a' has no option '{option}'"):
        score_sheet(turned(), {"a": option})


def test_own_words_are_no_option():
    with pytest.raises(ScoringError, match="'words' has no option 'hallo'"):
        score_sheet(turned(), {"words": "hallo"})


@pytest.mark.parametrize(
    "value", [5.0, -1.0, 2.5, float("inf"), float("-inf"), 1 + 1e-15, 1e300], ids=str
)
def test_a_value_that_is_no_option_value_is_refused_with_row_and_column(value):
    table = pd.DataFrame({"b": [0.0, 1.0, 2.0], "a": [1.0, value, 9.0]}, index=["x", "y", "z"])

    with pytest.raises(ScoringError, match="Row 'y', column 'a'"):
        score_table(turned(), table)


@pytest.mark.parametrize(
    "value",
    ["2", "١", "", True, np.bool_(True), 1 + 0j, 10**400, pd.Timestamp(2026, 1, 1), [1]],
    ids=str,
)
def test_what_is_no_number_is_refused_with_row_and_column(value):
    table = pd.DataFrame({"a": pd.Series([1.0, value], dtype="object", index=[7, 8])})

    with pytest.raises(ScoringError, match="Row 8, column 'a'"):
        score_table(turned(), table)


@pytest.mark.parametrize("column", [[True, False], ["1", "2"], [1 + 0j, 2 + 0j]], ids=str)
def test_a_whole_column_of_another_kind_is_refused(column):
    with pytest.raises(ScoringError, match="Row 0, column 'a'"):
        score_table(turned(), pd.DataFrame({"a": column}))


def test_a_long_float_is_not_rounded_onto_an_option():
    longer = np.nextafter(np.longdouble(1), np.longdouble(2))

    with pytest.raises(ScoringError, match="column 'a'"):
        score_table(turned(), pd.DataFrame({"a": np.array([longer])}))


def test_the_refusal_lists_the_option_values():
    with pytest.raises(ScoringError, match=r"0\.3 is not one of the option values \(-2, 0, 0\.1, "):
        score_table(turned(), pd.DataFrame({"e": [0.3]}))


def test_an_unknown_column_is_named():
    with pytest.raises(ScoringError, match="'zz' is no item"):
        score_table(turned(), pd.DataFrame({"a": [1.0], "zz": [1.0]}))


def test_a_doubled_column_is_named():
    with pytest.raises(ScoringError, match="'a' stands in the table twice"):
        score_table(turned(), pd.DataFrame([[1.0, 2.0]], columns=["a", "a"]))


def test_an_item_outside_every_scale_is_checked_too():
    with pytest.raises(ScoringError, match="column 'contact'"):
        score_table(turned(), pd.DataFrame({"contact": [1.0]}))
