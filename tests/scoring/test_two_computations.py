"""The sheet and the table give the same floats for the same answers, for every list."""

import math
import random
import subprocess
import sys
from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.definitions import Page
from survey_app.scoring import ScoringError, score_sheet, score_table
from survey_app.scoring.table import ROWS_AT_ONCE
from tests.scoring.examples import every_list, turned

LISTS = {questionnaire.key: questionnaire for questionnaire in every_list()}


def choices(questionnaire):
    """One answer sheet: per item any option, None, or nothing at all."""
    return st.fixed_dictionaries(
        {},
        optional={
            item.key: st.sampled_from([None, *(option.key for option in item.options)])
            for item in questionnaire.items
            if item.options
        },
    )


def as_table(questionnaire, sheets):
    """Write sheets of option keys as a table of option values."""
    return pd.DataFrame(
        {
            item.key: [
                math.nan
                if sheet.get(item.key) is None or item.option(sheet[item.key]).value is None
                else item.option(sheet[item.key]).value
                for sheet in sheets
            ]
            for item in questionnaire.items
        },
        dtype="float64",
    )


def bits(value):
    """Show a score exactly; None and NaN are both "no score"."""
    return "none" if value is None or math.isnan(value) else float(value).hex()


@pytest.mark.parametrize("key", LISTS)
@given(data=st.data())
def test_the_sheet_and_the_table_give_the_same_floats(key, data):
    questionnaire = LISTS[key]
    sheets = data.draw(st.lists(choices(questionnaire), min_size=1, max_size=6))

    table = score_table(questionnaire, as_table(questionnaire, sheets))

    alone = [[bits(score.value) for score in score_sheet(questionnaire, each)] for each in sheets]
    together = [[bits(value) for value in row] for row in table.to_numpy().tolist()]
    assert together == alone


@pytest.mark.parametrize("key", [key for key, each in LISTS.items() if each.scales])
def test_the_two_agree_on_every_pattern_of_missing_answers_of_every_scale(key):
    questionnaire = LISTS[key]
    chance = random.Random(20261122)  # noqa: S311 a test needs repeatable chance, not a secret
    sheets = []
    for scale in questionnaire.scales:
        for pattern in range(2 ** len(scale.items)):
            sheets.append(
                {
                    item: chance.choice(
                        [o.key for o in questionnaire.item(item).options if o.value is not None]
                    )
                    for place, item in enumerate(scale.items)
                    if pattern >> place & 1
                }
            )

    table = score_table(questionnaire, as_table(questionnaire, sheets))

    alone = [[bits(score.value) for score in score_sheet(questionnaire, each)] for each in sheets]
    assert [[bits(value) for value in row] for row in table.to_numpy().tolist()] == alone


@given(st.data())
def test_the_order_of_answers_columns_and_rows_has_no_meaning(data):
    questionnaire = turned()
    sheets = data.draw(st.lists(choices(questionnaire), min_size=2, max_size=4))
    table = as_table(questionnaire, sheets)

    backwards = score_table(questionnaire, table.iloc[::-1, ::-1]).iloc[::-1]
    turned_round = [score_sheet(questionnaire, dict(reversed(each.items()))) for each in sheets]

    pd.testing.assert_frame_equal(backwards, score_table(questionnaire, table), check_exact=True)
    assert turned_round == [score_sheet(questionnaire, each) for each in sheets]


def test_the_order_of_items_in_the_file_never_touches_a_score():
    questionnaire = turned()
    scale = questionnaire.scale("fractions")
    options = [[each.key for each in questionnaire.item(key).options] for key in scale.items]
    sheets = [dict(zip(scale.items, chosen, strict=True)) for chosen in product(*options)]

    results = set()
    for order in permutations(scale.items):
        other = replace(questionnaire, scales=(replace(scale, items=order),))
        alone = [bits(score_sheet(other, each)[0].value) for each in sheets]
        together = score_table(other, as_table(other, sheets))["fractions"]
        results |= {tuple(alone), tuple(map(bits, together))}

    assert len(results) == 1


@pytest.mark.parametrize("kind", ["int8", "uint16", "int64", "float32", "Int64", "object"])
def test_the_type_of_a_column_never_changes_a_score(kind):
    table = pd.DataFrame({"a": [0, 4, 3], "b": [1, 2, 2], "c": [4, 0, 1]})

    assert score_table(turned(), table.astype(kind)).equals(
        score_table(turned(), table.astype("float64"))
    )


@pytest.mark.parametrize(
    ("kind", "wrong"), [("int8", -1), ("int64", -(2**63)), (">i2", 256), (">u4", 2**24), ("u8", 5)]
)
def test_a_whole_number_is_refused_by_what_it_says_and_not_by_its_bytes(kind, wrong):
    table = pd.DataFrame({"a": pd.Series([0, 0, wrong], dtype=kind)})

    with pytest.raises(ScoringError, match=f"Row 2, column 'a': {wrong} is not one of"):
        score_table(turned(), table)


@pytest.mark.parametrize(("first", "step"), [(200, -1), (124, 1), (-125, -1), (-200, 1)])
def test_steps_that_count_for_more_than_a_byte_holds(first, step):
    average = turned().scale("average")
    options = [option.key for option in turned().item("a").options]
    recode = tuple((key, float(first + step * place)) for place, key in enumerate(options))
    scale = replace(average, items=("a",), min_answered=1, reversed=frozenset(), recode=recode)
    questionnaire = replace(turned(), scales=(scale,), fingerprint="")

    scores = score_table(questionnaire, pd.DataFrame({"a": [0, 1, 4]}, dtype="int8"))

    assert scores["average"].tolist() == [first, first + step, first + 4 * step]


MISSING_TYPES = ["float64", "float32", "Int8", "UInt16", "Float32", "object", "category"]


@pytest.mark.parametrize("kind", MISSING_TYPES)
def test_no_type_makes_an_answer_of_a_missing_one(kind):
    some = pd.DataFrame({"a": [0, None, 3], "b": [None, 2, None], "c": [4, 0, None]})

    assert score_table(turned(), some.astype(kind)).equals(score_table(turned(), some))


def test_the_highest_number_of_a_type_may_be_an_answer_and_missing_is_not():
    first = turned().items[0]
    options = tuple(
        replace(option, value=127.0) if option.key == "altijd" else option
        for option in first.options
    )
    items = (replace(first, options=options), *turned().items[1:])
    questionnaire = replace(turned(), pages=(Page("all", items),), fingerprint="")
    table = pd.DataFrame({"a": [127, None], "b": [1, 1]}, dtype="Int8")

    assert score_table(questionnaire, table)["average"].fillna(-1).tolist() == [64, -1]


def test_rows_beyond_the_first_slice_are_scored_and_refused_by_their_own_label():
    rows = 2 * ROWS_AT_ONCE + 3
    table = pd.DataFrame(
        np.random.default_rng(4).integers(0, 5, (rows, 3), dtype=np.int8), columns=["a", "b", "c"]
    )

    scores = score_table(turned(), table)["average"]

    assert scores.tolist() == ((table["a"] + table["b"] + (4 - table["c"])) / 3).tolist()
    table.loc[rows - 2, "b"] = 5
    with pytest.raises(ScoringError, match=f"Row {rows - 2}, column 'b': 5 is not one of"):
        score_table(turned(), table)


def test_the_index_of_the_table_is_kept():
    table = pd.DataFrame({"a": [1.0, 1.0, 2.0]}, index=pd.Index(["p", "p", "q"], name="child"))

    pd.testing.assert_index_equal(score_table(turned(), table).index, table.index)


def test_the_columns_are_the_scales_in_the_order_of_the_questionnaire():
    scores = score_table(turned(), pd.DataFrame({"a": [1.0]}))

    assert list(scores.columns) == ["average", "total", "fractions", "complete"]
    assert set(scores.dtypes) == {np.dtype("float64")}


def test_a_table_without_respondents_has_its_columns():
    assert score_table(turned(), pd.DataFrame({"a": []})).shape == (0, 4)


def test_the_given_table_is_left_as_it_was():
    table = pd.DataFrame({"a": [1.0, np.nan], "b": [0.0, 4.0], "c": [3.0, 3.0]})
    before = table.copy(deep=True)

    score_table(turned(), table)

    pd.testing.assert_frame_equal(table, before)


def test_importing_scoring_does_not_load_pandas():
    code = "import sys, survey_app.scoring; print('pandas' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
