"""Every shipped list does with a sheet what was worked out by hand."""

import csv
import io
import math

import pandas as pd
import pytest
from click.testing import CliRunner

from survey_app.commands.score import score
from survey_app.definitions import Item, Missing, Questionnaire, load, shipped
from survey_app.measurements.raising import raised
from survey_app.reports.wording import MISSING
from survey_app.scoring import score_sheet, score_table
from tests.scoring.worked import Sheet, with_an_example, worked

SHEETS = [(key, sheet) for key in with_an_example() for sheet in worked(key)]
NAMES = [
    f"{key}-{number}" for key in with_an_example() for number, _ in enumerate(worked(key), start=1)
]
each_sheet = pytest.mark.parametrize(("key", "sheet"), SHEETS, ids=NAMES)


def value(item: Item, answer: str | None) -> float | None:
    """Return what an answer counts; None for a missing one and for words and numbers."""
    if answer is None or item.choose or item.number or item.max_length:
        return None
    return item.option(answer).value


def values(questionnaire: Questionnaire, sheet: Sheet) -> dict[str, float | None]:
    """Return a column for every item whose answers count."""
    return {
        item.key: value(item, sheet.answers.get(item.key))
        for item in questionnaire.items
        if item.values
    }


def words(item: Item, answer: str) -> str:
    return ", ".join(item.option(each).text.in_language("nl") for each in answer.split())


def kinds(sheet: Sheet, questionnaire: Questionnaire) -> set[Missing]:
    """Return the kinds of missing that occur on a sheet."""
    found = {Missing.SKIPPED} if sheet.skipped else set()
    found |= {Missing.NOT_SHOWN} if sheet.hidden else set()
    for key, answer in sheet.answers.items():
        chosen = [each for each in questionnaire.item(key).options if each.key == answer]
        found |= {option.missing for option in chosen if option.missing}
    return found


def test_every_shipped_list_has_a_worked_example_and_nothing_else_does():
    assert with_an_example() == sorted(questionnaire.key for questionnaire in shipped())


@pytest.mark.parametrize("key", with_an_example())
def test_every_kind_of_missing_and_every_informant_of_an_own_list_occurs(key):
    questionnaire = load(key)
    can = {Missing.SKIPPED}
    for item in questionnaire.items:
        can |= {Missing.NOT_SHOWN} if item.show_when else set()
        can |= {option.missing for option in item.options if option.missing}

    sheets = worked(key)

    assert set().union(*(kinds(sheet, questionnaire) for sheet in sheets)) == can
    if questionnaire.licence.ship_text and questionnaire.about.value == "traject":
        assert {sheet.informant for sheet in sheets} >= {
            informant.value
            for informant in questionnaire.informants
            if informant.value in ("child", "parent", "teacher") and key != "kansmeter-doelen"
        }


@each_sheet
def test_a_worked_sheet_can_be_answered_so(key, sheet):
    questionnaire = load(key)

    pages = questionnaire.pages_for(sheet.informant, sheet.answers)

    asked = [item.key for page in pages for item in page.items]
    could = [item.key for page in questionnaire.pages_for(sheet.informant) for item in page.items]
    assert sorted([*sheet.answers, *sheet.skipped]) == sorted(asked)
    assert sorted(sheet.hidden) == sorted(set(could) - set(asked))
    for item, answer in sheet.answers.items():
        found = questionnaire.item(item)
        if found.number:
            assert found.number.least <= float(answer) <= found.number.most
        elif found.max_length:
            assert len(answer) <= found.max_length
        elif found.choose:
            assert found.choose.least <= len(answer.split()) <= found.choose.most


@each_sheet
def test_one_sheet_gives_the_scores_worked_out_by_hand(key, sheet):
    questionnaire = load(key)
    # Own words are stored apart from the answers that are scored.
    answers = {
        item: answer
        for item, answer in sheet.answers.items()
        if questionnaire.item(item).max_length is None
    }

    found = {each.scale: each for each in score_sheet(questionnaire, answers)}

    assert found.keys() == sheet.scores.keys()
    for scale, expected in sheet.scores.items():
        got = found[scale]
        assert (got.value, got.reason) == (expected.value, expected.reason), scale
        assert (got.answered, got.asked) == (expected.answered, expected.of), scale


@each_sheet
def test_a_table_gives_the_scores_worked_out_by_hand(key, sheet):
    questionnaire = load(key)
    answers = {
        item: [math.nan if answer is None else answer]
        for item, answer in values(questionnaire, sheet).items()
    }

    table = score_table(questionnaire, pd.DataFrame(answers, index=pd.Index([0]), dtype="float64"))

    row = {scale: None if math.isnan(cell) else cell for scale, cell in table.iloc[0].items()}
    assert row == {scale: expected.value for scale, expected in sheet.scores.items()}


@each_sheet
def test_the_score_command_gives_the_scores_worked_out_by_hand(key, sheet, tmp_path):
    answers = {"response_id": "a1"} | {
        item: "" if answer is None else f"{answer:g}"
        for item, answer in values(load(key), sheet).items()
    }
    path = tmp_path / "answers.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(answers))
        writer.writeheader()
        writer.writerow(answers)

    result = CliRunner().invoke(score, [key, str(path)])

    assert result.exit_code == 0, result.stderr
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert {scale: float(row[scale]) if row[scale] else None for scale in sheet.scores} == {
        scale: expected.value for scale, expected in sheet.scores.items()
    }


@each_sheet
def test_a_sheet_raises_the_signals_worked_out_by_hand(key, sheet):
    found = raised(load(key), sheet.answers, sheet.earlier)

    assert [(each.items, each.level.value) for each in found] == sheet.signals


@each_sheet
def test_what_is_shown_of_a_list_without_scales_is_its_words(key, sheet):
    """Nothing is computed there: each answer is kept under its key and read in its own words."""
    questionnaire = load(key)
    if questionnaire.scales:
        assert sheet.shown == {}
        return
    closed = [item for item in questionnaire.items if item.options]

    seen = {
        item.key: words(item, sheet.answers[item.key])
        for item in closed
        if item.key in sheet.answers
    }
    seen |= {item.key: MISSING["skipped"] for item in closed if item.key in sheet.skipped}
    seen |= {item: MISSING["not_shown"] for item in sheet.hidden if item in sheet.shown}

    assert sheet.shown == seen
    assert {item.key for item in closed if item.key in sheet.hidden} <= sheet.shown.keys()
