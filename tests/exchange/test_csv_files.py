"""The files open again in csv and pandas, text is text, and numbers are numbers."""

import csv
import dataclasses
import json
from datetime import date

import pandas as pd
import pytest

from survey_app.definitions import load
from survey_app.definitions.building.items import RESERVED
from survey_app.exchange.csv_files import (
    CODEBOOK_COLUMNS,
    RESPONSE_COLUMNS,
    SCORE_COLUMNS,
    write_csv,
)
from survey_app.exchange.rows import ResponseRow, ScoreRow, rows_for
from tests.factories.answers import answer
from tests.scoring.examples import TURNED_FILE
from tests.web.world import KINDS_FILE

TURNED = load(TURNED_FILE)
ROW = ResponseRow(
    response_id="r1",
    sample="traject",
    role="parent",
    questionnaire=TURNED,
    submitted_on=date(2026, 9, 7),
    answered_on=date(2026, 9, 7),
    traject="t1",
    informant="i1",
    occasion="intake 1",
    mode="self",
    class_round=None,
    language="nl",
    evidence_stage=0,
    seconds=95,
    quality=("contradiction", "too_fast"),
    corrections=0,
    answers={"a": "soms", "b": "weet_niet", "d": "weinig", "e": "slechter", "contact": "ja"},
    missing={"c": "skipped", "f": "not_shown", "g": "skipped"},
    scores=(
        ScoreRow("average", 4 / 3, None, "1", 3, 2, "norm-1", "bands-1"),
        ScoreRow("complete", None, "too_few_items", "1", 1, 1, None, None),
        ScoreRow("total", -3.0, None, "1", 4, 0, None, None),
    ),
)
# AC-065, and what spreadsheets of other languages take for the same signs.
FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\r\n=1",
    " =1",
    "\u00a0=1",
    "\ufeff=1",
    "\u3000=1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://192.0.2.1")',
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff0d1+1",
    "\uff20SUM(1)",
]
STARTS = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def opened(path):
    """Read a file as its rows, each by column."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def files(tmp_path):
    """Return a function that writes rows and gives the paths by name."""

    def write(*rows):
        return {path.name: path for path in write_csv(rows, tmp_path / "out")}

    return write


def is_taken_for_a_formula(cell):
    """Tell whether a spreadsheet program may work this cell out; leading blanks are no shield."""
    return cell.lstrip().lstrip("\ufeff\u200b").startswith(STARTS)


def test_there_are_three_files_with_their_columns(files):
    made = files(ROW)

    headers = {name: path.read_text().splitlines()[0] for name, path in made.items()}
    items = tuple(item.key for item in TURNED.items if item.max_length is None)
    assert {name: next(csv.reader([line])) for name, line in headers.items()} == {
        "responses.csv": [*RESPONSE_COLUMNS, *items],
        "scores.csv": [*SCORE_COLUMNS],
        "codebook.csv": [*CODEBOOK_COLUMNS],
    }


def test_an_answer_is_exported_by_its_value_and_is_a_number(files):
    (line,) = pd.read_csv(files(ROW)["responses.csv"]).to_dict("records")

    assert (line["a"], line["d"], line["e"]) == (1, 1, -2)
    assert '"-2"' not in files(ROW)["responses.csv"].read_text()


def test_a_response_says_what_asks_for_care_and_a_score_what_it_was_held_against(files):
    made = files(ROW)
    (response,) = opened(made["responses.csv"])
    scores = {line["scale"]: line for line in opened(made["scores.csv"])}

    assert (response["seconds"], response["quality"]) == ("95", "contradiction;too_fast")
    held = ("evidence_stage", "norm", "bands")
    assert [scores["average"][name] for name in held] == ["2", "norm-1", "bands-1"]
    assert [scores["complete"][name] for name in held] == ["1", "", ""]


def test_what_is_missing_is_empty_and_says_why(files):
    (line,) = opened(files(ROW)["responses.csv"])

    assert [line[key] for key in ("b", "c", "f", "g")] == [""] * 4
    assert line["missing"] == "b=does_not_know;c=skipped;f=not_shown;g=skipped"


def test_an_answer_without_a_value_is_exported_by_its_key(files):
    (line,) = opened(files(ROW)["responses.csv"])

    assert line["contact"] == "ja"


def test_all_four_kinds_of_missing_stay_apart(files):
    row = dataclasses.replace(ROW, answers={"a": "liever_niet", "b": "weet_niet"})

    (line,) = opened(files(row)["responses.csv"])

    assert line["missing"] == "a=prefers_not;b=does_not_know;c=skipped;f=not_shown;g=skipped"


@pytest.fixture
def kinds(files):
    """Return a function that exports these answers to the list with every kind of question."""

    def kinds(answers, missing=None):
        row = dataclasses.replace(
            ROW, questionnaire=load(KINDS_FILE), answers=answers, missing=missing or {}
        )
        return files(row)

    return kinds


SPEL = ("spel.lezen", "spel.tekenen", "spel.buiten")


def test_of_several_answers_each_has_a_column_with_1_or_0(kinds):
    (line,) = pd.read_csv(kinds({"spel": "lezen buiten"})["responses.csv"]).to_dict("records")

    assert [line[column] for column in SPEL] == [1, 0, 1]
    assert not {"spel", "spel.weet_niet"} & set(line)


def test_of_several_answers_not_knowing_is_a_kind_of_missing(kinds):
    (line,) = opened(kinds({"spel": "weet_niet"})["responses.csv"])

    assert [line[column] for column in SPEL] == ["", "", ""]
    assert line["missing"] == "spel=does_not_know"


def test_several_answers_that_were_skipped_are_empty_and_not_0(kinds):
    (line,) = opened(kinds({}, {"spel": "skipped"})["responses.csv"])

    assert [line[column] for column in SPEL] == ["", "", ""]


@pytest.mark.parametrize(("kept", "written"), [("2.5", "2.5"), ("7", "7"), ("0", "0")])
def test_a_number_is_exported_as_a_number(kinds, kept, written):
    made = kinds({"uren": kept})["responses.csv"]

    assert pd.read_csv(made)["uren"][0] == float(kept)
    assert opened(made)[0]["uren"] == written


def test_the_codebook_names_the_column_of_each_of_several_answers(kinds):
    lines = [line for line in opened(kinds({})["codebook.csv"]) if line["item"] == "spel"]

    assert [(line["kind"], line["column"], line["words"], line["value"]) for line in lines] == [
        ("multiple", "spel.lezen", "lezen", "1"),
        ("multiple", "spel.tekenen", "tekenen", "1"),
        ("multiple", "spel.buiten", "buiten", "1"),
        ("multiple", "", "weet ik niet", ""),
    ]
    assert lines[-1]["missing"] == "does_not_know"


def test_the_codebook_gives_the_bounds_and_the_unit_of_a_number(kinds):
    (line,) = [line for line in opened(kinds({})["codebook.csv"]) if line["item"] == "uren"]

    said = [line[name] for name in ("column", "least", "most", "decimals", "unit")]
    assert said == ["uren", "0", "40", "1", "uur per week"]


def test_every_column_of_an_answer_is_in_the_codebook(kinds):
    made = kinds({})
    named = {line["column"] for line in opened(made["codebook.csv"])} - {""}

    (line,) = opened(made["responses.csv"])

    assert set(line) - set(RESPONSE_COLUMNS) == named


def test_a_score_keeps_every_digit_and_a_missing_one_its_reason(files):
    average, complete, total = opened(files(ROW)["scores.csv"])

    assert float(average["value"]) == 4 / 3
    assert (complete["value"], complete["reason"]) == ("", "too_few_items")
    assert total["value"] == "-3"


def test_pandas_reads_the_same_rows(files):
    made = files(ROW, dataclasses.replace(ROW, response_id="r2", language='en\nnl;"x",'))

    read = pd.read_csv(made["responses.csv"])

    assert list(read["response_id"]) == ["r1", "r2"]
    assert read["language"][1] == 'en\nnl;"x",'


def test_two_lists_stand_side_by_side_and_each_is_empty_in_the_others_columns(files):
    other = load("kansmeter-ouder")
    row = dataclasses.replace(ROW, questionnaire=other, answers={"o1": "vaak"}, missing={})

    first, second = opened(files(ROW, row)["responses.csv"])

    assert (first["a"], first["o1"], second["a"], second["o1"]) == ("1", "", "", "3")


def test_without_rows_the_files_hold_their_columns_only(files):
    made = files()

    assert [len(pd.read_csv(path)) for path in made.values()] == [0, 0, 0]


def test_the_codebook_explains_every_answer(files):
    lines = [line for line in opened(files(ROW)["codebook.csv"]) if line["item"] == "e"]

    assert [(line["option"], line["words"], line["value"]) for line in lines] == [
        ("slechter", "slechter", "-2"),
        ("gelijk", "gelijk", "0"),
        ("beetje", "een beetje beter", "0.1"),
        ("beter", "beter", "2.5"),
    ]


def test_the_codebook_says_that_written_words_are_not_exported(files):
    (line,) = [line for line in opened(files(ROW)["codebook.csv"]) if line["item"] == "words"]

    assert (line["column"], line["words"]) == ("", "in own words, not exported")


@pytest.mark.parametrize("text", FORMULAS)
def test_ac_065_text_in_a_cell_is_no_formula(files, text):
    (line,) = opened(files(dataclasses.replace(ROW, language=text))["responses.csv"])

    assert not is_taken_for_a_formula(line["language"])
    assert line["language"].endswith(text)


@pytest.mark.parametrize(
    "text",
    # The reader of questionnaires refuses blanks at the edge and control characters itself.
    [text for text in FORMULAS if text == text.strip("\ufeff \t\r\n\u00a0\u3000")],
)
def test_ac_065_the_words_of_a_question_are_no_formula(files, tmp_path, text):
    source = TURNED_FILE.read_text(encoding="utf-8")
    path = tmp_path / "hostile.yaml"
    path.write_text(source.replace("Vraag a}", f"{json.dumps(text)}}}"), encoding="utf-8")

    made = files(dataclasses.replace(ROW, questionnaire=load(path)))

    words = {line["text"] for line in opened(made["codebook.csv"]) if line["item"] == "a"}
    assert len(words) == 1
    assert not is_taken_for_a_formula(words.pop())


def test_ac_065_a_separator_inside_a_text_starts_no_new_cell(files):
    made = files(dataclasses.replace(ROW, language="x;=1,=2\t=3"))

    assert '"x;=1,=2\t=3"' in made["responses.csv"].read_text()


def test_names_and_written_words_reach_no_file(world, coach, tmp_path):
    hostile = "=KNR-naam"
    traject = world.traject(coach, child=hostile, parents=(hostile,), lists=[TURNED])
    answer(world, world.invitation(traject, "parent"), {"words": "=KNR-woorden"})

    with world.database.read() as session:
        paths = write_csv(rows_for(session, coach.actor, b"s"), tmp_path)

    assert [path.name for path in paths if b"KNR" in path.read_bytes()] == []
    assert len(opened(paths[0])) == 1


def test_the_file_is_there_whole_or_the_old_one_stays(files, tmp_path):
    made = files(ROW)
    before = made["responses.csv"].read_bytes()
    broken = dataclasses.replace(ROW, answers={"a": "no such option"})

    with pytest.raises(LookupError):
        write_csv([broken], tmp_path / "out")

    assert made["responses.csv"].read_bytes() == before


def test_no_item_can_have_the_name_of_a_column_that_says_something_of_the_response():
    assert set(RESPONSE_COLUMNS) == RESERVED
