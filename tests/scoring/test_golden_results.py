"""Results that were worked out beside this software, in steps that a reader can follow."""

import math
import re
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from ruamel.yaml import YAML

from survey_app.definitions import load
from survey_app.scoring import score_sheet, score_table

FOLDER = Path(__file__).parent / "golden"
RESULTS = {path.stem: YAML(typ="safe").load(path) for path in sorted(FOLDER.glob("*.yaml"))}
CASES = [
    pytest.param(key, case, id=f"{key}: {case['about']}")
    for key, cases in RESULTS.items()
    for case in cases
]


def worked_out(sum_):
    """Work out terms such as 2 + 0 or 4 x 5 / 3."""
    total = Fraction(0)
    for term in sum_.split(" + "):
        first, *rest = term.split()
        value = Fraction(first)
        for sign, number in zip(rest[::2], rest[1::2], strict=True):
            value = value * int(number) if sign == "x" else value / int(number)
        total += value
    return float(total)


def test_each_published_key_has_at_least_twenty_results():
    assert {key: len(cases) >= 20 for key, cases in RESULTS.items()} == dict.fromkeys(
        ("psc-17", "sdq-p4-17", "sdq-s11-17", "sdq-t4-17", "who-5"), True
    )


@pytest.mark.parametrize(("key", "case"), CASES)
def test_a_sheet_and_a_table_give_the_worked_result(key, case):
    answers = case["answers"]

    sheet = score_sheet(load(key), {item: str(value) for item, value in answers.items()})
    table = score_table(load(key), pd.DataFrame(answers, index=[0], dtype="float64")).iloc[0]

    expected = {scale: worked["score"] for scale, worked in case["scores"].items()}
    assert {score.scale: score.value for score in sheet} == expected
    assert {key: None if math.isnan(score) else score for key, score in table.items()} == expected


@pytest.mark.parametrize(("key", "case"), CASES)
def test_the_steps_of_a_worked_result_lead_to_it(key, case):
    for worked in case["scores"].values():
        steps, score = worked["steps"], worked["score"]
        for sum_, result in re.findall(r"(\d[\d+x/ ]*) = ([\d.]+)", steps):
            assert worked_out(sum_) == pytest.approx(float(result), rel=1e-3)
        assert steps.split()[-1] == ("none" if score is None else str(score))
