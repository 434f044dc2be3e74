"""An item counts as hidden only where an answer kept it away, not where nobody answered."""

from pathlib import Path

import pandas as pd
import pytest

from survey_app.definitions import load
from survey_app.scoring import score_sheet, score_table

HIDDEN = load(Path(__file__).parent / "lists" / "hidden.yaml")
VALUES = {"nee": 0.0, "ja": 1.0}

CASES = [
    ({"hulp": "nee"}, 0.0),
    ({"hulp": "ja", "vaak": "nee"}, 0.0),
    ({"hulp": "ja", "vaak": "ja", "genoeg": "ja"}, 2.0),
    # Shown and left open.
    ({"hulp": "ja"}, None),
    ({"hulp": "ja", "vaak": "ja"}, None),
    # The question that decides was left open, or answered by "weet ik niet".
    ({}, None),
    ({"hulp": "weet_niet"}, None),
    ({"hulp": "ja", "vaak": "weet_niet"}, None),
]


@pytest.mark.parametrize(("answers", "expected"), CASES)
def test_one_sheet(answers, expected):
    (score,) = score_sheet(HIDDEN, answers)

    assert (score.value, score.reason) == (
        expected,
        None if expected is not None else "too_few_items",
    )


def test_a_whole_table_gives_the_same():
    table = pd.DataFrame(
        [
            {
                "hulp": answers.get("hulp"),
                **{key: VALUES.get(answers.get(key, "")) for key in ("vaak", "genoeg")},
            }
            for answers, _ in CASES
        ]
    )

    scores = score_table(HIDDEN, table)["som"]

    expected = [float("nan") if value is None else value for _, value in CASES]
    pd.testing.assert_series_equal(scores, pd.Series(expected, name="som"))


def test_a_table_without_the_question_that_decides_hides_nothing():
    scores = score_table(HIDDEN, pd.DataFrame({"vaak": [1.0], "genoeg": [None]}, dtype=float))

    assert scores["som"].isna().all()
