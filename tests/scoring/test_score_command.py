"""`survey-app score`: the right result, or one clear line with row and column and no file."""

import csv
import io
import math
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from survey_app.commands.score import score, score_csv
from survey_app.definitions import load, shipped
from survey_app.exchange.answer_files import ROWS_AT_ONCE
from survey_app.exchange.csv_files import RESPONSE_COLUMNS
from survey_app.scoring import score_sheet, score_table
from tests.scoring.examples import TURNED_FILE

TEACHER = "kansmeter-leerkracht"
CHILD = "kansmeter-kind"


@pytest.fixture
def run(tmp_path):
    """Return a function that scores a file with this content."""

    def _run(content, key=str(TURNED_FILE), *more):
        answers = tmp_path / "answers.csv"
        answers.write_bytes(content.encode() if isinstance(content, str) else content)
        return CliRunner().invoke(score, [key, str(answers), *more])

    return _run


def rows(text):
    """Read a result as a spreadsheet program would."""
    return list(csv.DictReader(io.StringIO(text)))


def refusal(result):
    """Return the one line of a refusal."""
    assert result.exit_code == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    return line.removeprefix("Error: ")


# What comes out


def test_one_column_per_scale_is_added_with_full_precision(run):
    result = run("a,b,c,d\n3,1,0,2\n4,0,1,\n")

    assert result.exit_code == 0, result.stderr
    assert result.stdout == (
        "a,b,c,d,average,total,fractions,complete\n"
        "3,1,0,2,2.6666666666666665,8,2,\n"
        "4,0,1,,2.3333333333333335,12,,\n"
    )


def test_an_empty_score_cannot_be_computed(run):
    (row,) = rows(run("a,b,c\n1,,\n").stdout)

    assert (row["average"], row["total"]) == ("", "")


def test_a_written_score_reads_back_as_the_same_number(run):
    (row,) = rows(run("a,b,c,d\n1,0,,2\n").stdout)

    exact = score_table(load(TURNED_FILE), pd.DataFrame({"a": [1], "b": [0], "d": [2]}))
    assert float(row["total"]) == exact["total"].item()


def test_columns_and_rows_stay_in_their_order(run):
    written = rows(run("response_id,d,a\nq,1,4\np,3,0\n").stdout)

    assert [(row["response_id"], row["d"], row["a"]) for row in written] == [
        ("q", "1", "4"),
        ("p", "3", "0"),
    ]
    assert list(written[0])[:3] == ["response_id", "d", "a"]


@pytest.mark.parametrize("spelling", ["2", "2.0", "2.00", "2." + 20 * "0"])
def test_a_whole_value_may_have_a_point(run, spelling):
    (row,) = rows(run(f"a,b,c\n{spelling},2,2\n").stdout)

    assert row["average"] == "2"


def test_values_below_zero_and_fractions_are_found(run):
    written = rows(run("e,d\n-2,1\n0.1,3\n2.5,1\n").stdout)

    assert [row["complete"] for row in written] == ["-1", "3.1", "3.5"]


def test_a_shipped_list_is_found_by_its_key(run):
    (row,) = rows(run("p1,r1,w1,o1,w2,r2,l1\n3,1,2,,2,1,2\n", CHILD).stdout)

    assert (row["kracht"], row["last"], row["houvast"]) == ("1.8", "2", "")


def test_a_list_without_scales_gives_its_rows_back(run):
    assert run("a_kind,d\n7,10\n,3\n", "kansmeter-stapje").stdout == "a_kind,d\n7,10\n,3\n"


def test_the_columns_of_our_own_export_pass_unchanged(run):
    content = (
        ",".join(RESPONSE_COLUMNS)
        + ",l1,l2\n"
        + f"r1,traject,teacher,{TEACHER},1.0,2026-01-05,2026-01-05,t1,i1,intake 1,self,,nl,0,95,,0,"
        + "o1=skipped;p1=not_shown,1,2\n"
    )

    result = run(content, TEACHER)

    (row,) = rows(result.stdout)
    assert ",".join(row[name] for name in RESPONSE_COLUMNS) in content
    assert row["missing"] == "o1=skipped;p1=not_shown"
    assert row["last"] == "1.5"


def test_a_column_that_is_not_there_is_told(run):
    whole, short = run("a,b,c\n2,2,2\n"), run("a,b\n2,2\n")

    absent = [line for line in short.stderr.splitlines() if "no column" in line]
    assert len(absent) == 1
    assert " c, " in absent[0]
    assert absent[0].endswith("it is missing for everybody.")
    assert " c, " not in whole.stderr


def test_what_decides_without_a_value_is_looked_at_and_checked(run):
    hidden = str(Path(__file__).parent / "lists" / "hidden.yaml")

    done = run("hulp,vaak,genoeg\nnee,,\nja,1,\n,,\nja,1,1\n", hidden)
    wrong = run("hulp,vaak,genoeg\nnee,,\nmisschien,,\n", hidden)

    assert [row["som"] for row in rows(done.stdout)] == ["0", "", "", "2"]
    assert refusal(wrong) == (
        "Row 2, column 'hulp': 'misschien' is not one of the option values (nee, ja, weet_niet)."
    )


def test_a_byte_order_mark_is_no_part_of_the_first_column(run):
    assert rows(run(b"\xef\xbb\xbfa,b,c\r\n2,2,2\r\n").stdout)[0]["average"] == "2"


def test_blank_lines_between_rows_are_no_respondents(run):
    assert len(rows(run("a,b,c\n\n2,2,2\n\n1,1,1\n\n").stdout)) == 2


def test_a_header_without_rows_gives_a_header_without_rows(run):
    assert run("a,b\n").stdout == "a,b,average,total,fractions,complete\n"


# Files with several questionnaires

MIXED = (
    "response_id,questionnaire,l1,l2,h1\n"
    f"r1,{TEACHER},1,2,\n"
    f"r2,{CHILD},3,,3\n"
    f"r3,{TEACHER},4,4,\n"
    "r4,kansmeter-ouder,0,0,\n"
)


def test_only_the_rows_of_the_asked_questionnaire_are_scored(run):
    result = run(MIXED, TEACHER)

    assert [(row["response_id"], row["last"]) for row in rows(result.stdout)] == [
        ("r1", "1.5"),
        ("r3", "4"),
    ]


def test_how_many_rows_were_left_out_is_said_beside_the_result(run):
    result = run(MIXED, TEACHER)

    assert result.stderr.splitlines()[0] == "Left out: 2 rows of other questionnaires."


def test_the_items_of_other_questionnaires_are_dropped_when_empty(run):
    assert "h1" not in rows(run(MIXED, TEACHER).stdout)[0]


def test_an_answer_to_an_item_of_another_questionnaire_is_refused(run):
    content = MIXED.replace(f"r3,{TEACHER},4,4,\n", f"r3,{TEACHER},4,4,2\n")

    assert refusal(run(content, TEACHER)) == (
        f"Line 4: column 'h1' is no item of questionnaire '{TEACHER}'."
    )


def test_a_file_without_rows_of_the_asked_questionnaire_is_refused(run):
    line = refusal(run(MIXED, "kansmeter-stapje"))

    assert line.endswith("there are: 'kansmeter-kind', 'kansmeter-leerkracht', 'kansmeter-ouder'.")


def test_rows_of_another_version_are_scored_with_a_warning(run):
    result = run(f"questionnaire,version,l1,l2\n{TEACHER},0.9,1,1\n{TEACHER},1.0,2,2\n", TEACHER)

    assert [row["last"] for row in rows(result.stdout)] == ["1", "2"]
    assert result.stderr.splitlines()[0] == (
        "Take care: 1 row of another version, scored by the rules of kansmeter-leerkracht 1.0."
    )


# What is refused


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("5", "'5' is not one of the option values (0, 1, 2, 3, 4)."),
        (
            "-1",
            "'-1' is not one of the option values (0, 1, 2, 3, 4); leave a missing answer empty.",
        ),
        ("2.5", "'2.5' is not one of the option values (0, 1, 2, 3, 4)."),
        ("03", "'03' is not one of the option values (0, 1, 2, 3, 4)."),
        ('"2,5"', "'2,5' has a decimal comma; write a point."),
        (
            "vaak",
            "'vaak' is the key of an answer; write its value (0, 1, 2, 3, 4), or nothing when the "
            "answer has none.",
        ),
        ("weleens", "'weleens' is not a number; write one of 0, 1, 2, 3, 4."),
        ("١٢", "'١٢' is not a number; write one of 0, 1, 2, 3, 4."),
        ("３", "'３' is not a number; write one of 0, 1, 2, 3, 4."),
        ("1_0", "'1_0' is not a number; write one of 0, 1, 2, 3, 4."),
        (
            "nan",
            "'nan' is not a number; write one of 0, 1, 2, 3, 4, or nothing for a missing answer.",
        ),
        (
            "NA",
            "'NA' is not a number; write one of 0, 1, 2, 3, 4, or nothing for a missing answer.",
        ),
        ("inf", "'inf' is not a number; write one of 0, 1, 2, 3, 4."),
        ("1e0", "'1e0' is not a number; write one of 0, 1, 2, 3, 4."),
        ("0x1", "'0x1' is not a number; write one of 0, 1, 2, 3, 4."),
        ("+3", "'+3' is not a number; write one of 0, 1, 2, 3, 4."),
        (" 3", "' 3' is not a number; write one of 0, 1, 2, 3, 4."),
        (
            "-9",
            "'-9' is not one of the option values (0, 1, 2, 3, 4); leave a missing answer empty.",
        ),
        (
            "99",
            "'99' is not one of the option values (0, 1, 2, 3, 4); leave a missing answer empty.",
        ),
        (" ", "' ' is not a number; write one of 0, 1, 2, 3, 4, or nothing for a missing answer."),
        (".", "'.' is not a number; write one of 0, 1, 2, 3, 4, or nothing for a missing answer."),
        ("Infinity", "'Infinity' is not a number; write one of 0, 1, 2, 3, 4."),
        ("3.", "'3.' is not a number; write one of 0, 1, 2, 3, 4."),
        ("-0", "'-0' is not one of the option values (0, 1, 2, 3, 4)."),
        ("3.0001", "'3.0001' is not one of the option values (0, 1, 2, 3, 4)."),
        ("3.00.", "'3.00.' is not a number; write one of 0, 1, 2, 3, 4."),
        ("=1+1", "'=1+1' is not a number; write one of 0, 1, 2, 3, 4."),
        ("1e999", "'1e999' is not a number; write one of 0, 1, 2, 3, 4."),
        ("3 ", "'3 ' is not a number; write one of 0, 1, 2, 3, 4."),
        ("²", "'²' is not a number; write one of 0, 1, 2, 3, 4."),
        ("True", "'True' is not a number; write one of 0, 1, 2, 3, 4."),
    ],
)
def test_a_cell_that_is_no_answer_is_refused_with_line_and_column(run, cell, message):
    assert refusal(run(f"b,a\n1,2\n1,{cell}\n")) == f"Line 3, column 'a': {message}"


def test_a_long_cell_is_not_printed_whole(run):
    assert len(refusal(run("a\n" + "9" * 5000 + "\n"))) < 150


def test_a_cell_cannot_write_on_the_terminal(run):
    assert "\x1b" not in refusal(run("a\n\x1b[31mred\n"))


def test_lines_are_counted_as_an_editor_does(run):
    content = 'traject,a\n"two\nlines",1\n\nt,9\n'

    assert refusal(run(content)).startswith("Line 5, column 'a'")


def test_an_unknown_questionnaire_is_refused_with_those_there_are(run):
    known = ", ".join(sorted(questionnaire.key for questionnaire in shipped()))

    assert "kansmeter-kind, kansmeter-kind-jong, kansmeter-kind-jong-kern" in known
    assert refusal(run("a\n1\n", "kansmeter-oma")) == (
        f"There is no questionnaire 'kansmeter-oma'; there are: {known}."
    )


def test_an_absent_questionnaire_file_is_named(run):
    assert refusal(run("a\n1\n", "nowhere.yaml")) == "There is no file 'nowhere.yaml'."


def test_a_faulty_questionnaire_file_is_named_with_line_and_column(run, tmp_path):
    (tmp_path / "faulty.yaml").write_text("key: [\n")

    assert ".yaml:" in refusal(run("a\n1\n", str(tmp_path / "faulty.yaml")))


def test_an_absent_answers_file_is_named(tmp_path):
    result = CliRunner().invoke(score, [TEACHER, str(tmp_path / "nowhere.csv")])

    assert refusal(result).endswith("nowhere.csv cannot be read: No such file or directory.")


def test_a_folder_is_no_answers_file(tmp_path):
    assert "cannot be read" in refusal(CliRunner().invoke(score, [TEACHER, str(tmp_path)]))


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_an_empty_file_is_refused(run, content):
    assert "is empty" in refusal(run(content))


def test_an_unknown_column_is_named(run):
    assert refusal(run("a,birth_date\n1,2015\n")) == (
        "Line 1: column 'birth_date' is no item of questionnaire 'test-turned'."
    )


def test_a_score_column_is_no_answer(run):
    assert refusal(run("a,average\n1,1\n")) == (
        "Line 1: column 'average' is a score of 'test-turned' and no item; remove it."
    )


def test_a_doubled_column_is_named(run):
    assert refusal(run("a,b,a\n1,2,3\n")) == "Line 1: column 'a' stands there twice."


def test_a_column_without_a_name_is_counted(run):
    assert refusal(run("a,,b\n1,2,3\n")) == "Line 1: column 2 has no name."


def test_a_doubled_response_is_named_with_both_lines(run):
    assert refusal(run("response_id,a\np,1\nq,2\np,3\n")) == (
        "Line 4, column 'response_id': 'p' stands on line 2 already."
    )


def test_an_unquoted_decimal_comma_is_suspected(run):
    assert refusal(run("a,b\n1,2\n1,2,5\n")) == (
        "Line 3 has 3 cells and the header 2 columns; is there a decimal comma?"
    )


def test_a_short_row_is_not_filled_up(run):
    assert refusal(run("a,b\n1\n")) == "Line 2 has 1 cells and the header 2 columns."


def test_a_blank_line_in_a_single_column_is_not_guessed(run):
    assert refusal(run("a\n1\n\n2\n")).startswith("Line 3 is blank")


@pytest.mark.parametrize("row", ['"1,2\n', '"1"x,2\n'])
def test_broken_quotes_are_refused(run, row):
    assert refusal(run(f"a,b\n1,2\n{row}")).startswith("Line 3 is not CSV")


def test_a_file_that_is_not_utf_8_is_refused_with_line_and_column(run):
    content = "a,traject\n1,x\n2,één\n".encode("cp1252")

    assert refusal(run(content)) == (
        "Line 3, column 'traject': not UTF-8; save the file as CSV UTF-8."
    )


@pytest.mark.parametrize(
    ("encoding", "message"),
    [
        ("utf-16", "Line 1: the file is UTF-16; save the file as CSV UTF-8."),
        ("utf-16-le", "Line 1 holds a NUL byte, as UTF-16 does; save the file as CSV UTF-8."),
        ("utf-16-be", "Line 1 holds a NUL byte, as UTF-16 does; save the file as CSV UTF-8."),
    ],
)
def test_utf_16_is_refused_on_the_first_line(run, encoding, message):
    assert refusal(run("a,b\n1,2\n".encode(encoding))) == message


def test_a_nul_byte_is_refused_with_its_line(run):
    assert refusal(run("traject,a\nx,1\n\0,1\n")).startswith("Line 3 holds a NUL byte")


# Other delimiters and decimal signs


def scored(run, content, *more):
    """Return the header and the rows as they were written, cell by cell."""
    result = run(content, str(TURNED_FILE), *more)
    assert result.exit_code == 0, result.stderr
    return [line.split(";") for line in result.stdout.splitlines()]


def test_a_dutch_spreadsheet_is_read_and_written_in_its_own_way(run):
    content = "\ufeffid;a;b;c;e\r\nx1;3;1,0;0;2,5\r\nx2;4;0;1;0,1\r\n"

    assert scored(run, content) == [
        ["id", "a", "b", "c", "e", "average", "total", "fractions", "complete"],
        ["x1", "3", "1,0", "0", "2,5", "2,6666666666666665", "8", "-2", ""],
        ["x2", "4", "0", "1", "0,1", "2,3333333333333335", "12", "0,4", ""],
    ]


def test_a_semicolon_without_any_decimal_sign_means_that_the_comma_is_one(run):
    # With a point a Dutch spreadsheet would read a score of 2.125 as two thousand.
    assert scored(run, "a;b\n1;2\n")[1][2] == "1,5"


def test_a_semicolon_with_decimal_points_keeps_them(run):
    assert scored(run, "a;b\n1.0;2\n")[1][2] == "1.5"


def test_a_value_between_options_stays_one_with_a_comma(run):
    assert refusal(run("a;b\n1;2\n2,5;2\n")) == (
        "Line 3, column 'a': '2,5' is not one of the option values (0, 1, 2, 3, 4)."
    )


@pytest.mark.parametrize(("cell", "sign"), [("2", "."), ("2.0", "."), ("2,0", ",")])
def test_tabs_keep_the_decimal_sign_of_the_answers(run, cell, sign):
    result = run(f"a\tb\n{cell}\t1\n")

    assert result.stdout.splitlines()[1].split("\t")[:3] == [cell, "1", f"1{sign}5"]


def test_a_comma_that_separates_is_no_decimal_sign(run):
    assert refusal(run('a,b\n"2,0",1\n')) == (
        "Line 2, column 'a': '2,0' has a decimal comma; write a point."
    )


@pytest.mark.parametrize("first", ["sep=;\n", "sep=;\r\n", '"sep=;"\n'])
def test_the_first_line_of_excel_is_no_header(run, first):
    assert scored(run, first + "a;b\n1;2\n")[0][:2] == ["a", "b"]
    assert refusal(run(first + "a;b\n1;9\n")).startswith("Line 3, column 'b'")


def test_a_first_line_of_excel_must_be_true(run):
    assert refusal(run("sep=;\na,b\n1,2\n")) == (
        "Line 2: the columns are separated by commas and semicolons; use one of them."
    )
    assert refusal(run("sep=|\na|b\n1|2\n")) == (
        "Line 1: '|' separates no columns; use ',', ';' or a tab."
    )


@pytest.mark.parametrize("header", ["a,b;c", "a;b\tc", "a,b\tc"])
def test_mixed_delimiters_are_refused(run, header):
    assert refusal(run(header + "\n1,2,3\n")).startswith("Line 1: the columns are separated by ")


def test_a_row_with_another_delimiter_is_suspected(run):
    assert refusal(run("a,b\n1,2\n1;2\n")) == (
        "Line 3 has 1 cells and the header 2 columns; is it separated by semicolons?"
    )


# Who answered


@pytest.mark.parametrize(
    "name", ["id", "ID", "respondent", "respondent_id", "child_id", "leerling", "Kind-ID", "nr"]
)
def test_a_first_column_that_identifies_passes(run, name):
    (row,) = rows(run(f"{name},a,b\n007,1,2\n").stdout)

    assert (row[name], row["average"]) == ("007", "1.5")


def test_another_column_identifies_when_it_is_named(run):
    result = run("a,b,Naam\n1,2,x\n3,4,y\n", str(TURNED_FILE), "--id", "Naam")

    assert [row["Naam"] for row in rows(result.stdout)] == ["x", "y"]


def test_a_doubled_respondent_is_named_with_both_lines(run):
    assert refusal(run("leerling,a\np,1\nq,2\n\np,3\n")) == (
        "Line 5, column 'leerling': 'p' stands on line 2 already."
    )
    assert refusal(run("a,x\n1,p\n1,p\n", str(TURNED_FILE), "--id", "x")) == (
        "Line 3, column 'x': 'p' stands on line 2 already."
    )


def test_who_has_no_identifier_is_no_double(run):
    assert len(rows(run("id,a\n,1\n,2\n").stdout)) == 2


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ("leering", "there is no column 'leering' (do you mean 'leerling'?); name the column that"),
        ("x", "there is no column 'x'; name the column that identifies a respondent."),
        ("a", "column 'a' is an item of 'test-turned' and identifies nobody."),
    ],
)
def test_a_column_that_cannot_identify_is_refused(run, named, message):
    line = refusal(run("leerling,a\np,1\n", str(TURNED_FILE), "--id", named))

    assert line.startswith(f"Line 1: {message}")


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (
            "a,id",
            "column 'id' is no item of questionnaire 'test-turned'; if it identifies the resp",
        ),
        (
            "naam,a",
            "column 'naam' is no item of questionnaire 'test-turned'; if it identifies the ",
        ),
        ("a,A", "column 'A' is no item of questionnaire 'test-turned' (do you mean 'a'?)"),
        ("a, b", "column ' b' is no item of questionnaire 'test-turned' (do you mean 'b'?)"),
        ("a,contct", "column 'contct' is no item of questionnaire 'test-turned' (do you mean 'con"),
        ("a,average", "column 'average' is a score of 'test-turned' and no item; remove it."),
        ("a,geboren", "column 'geboren' is no item of questionnaire 'test-turned'."),
    ],
)
def test_another_column_is_refused_with_what_was_meant(run, header, message):
    assert refusal(run(f"{header}\n1,2\n")).startswith(f"Line 1: {message}")


# Which of several faults is named


@pytest.mark.parametrize(
    ("lines", "first"),
    [
        (["x,9", "y,1,1"], "Line 2, column 'a': '9'"),
        (["x,1", "y,9", "x,1"], "Line 3, column 'a': '9'"),
        (["x,1", "x,1", "y,9"], "Line 3, column 'id'"),
        (["x,1", "y", "z,9"], "Line 3 has 1 cells"),
        (["x,1", '"y,1'], "Line 3 is not CSV"),
    ],
)
def test_the_first_fault_of_a_file_is_the_one_that_is_named(run, lines, first):
    assert refusal(run("id,a\n" + "\n".join(lines) + "\n")).startswith(first)


def test_a_fault_far_down_has_its_own_line(run):
    content = "id,a\n" + "".join(f"r{row},1\n" for row in range(2 * ROWS_AT_ONCE)) + "last,7\n"

    assert refusal(run(content)).startswith(f"Line {2 * ROWS_AT_ONCE + 2}, column 'a': '7'")
    content = content.replace("last,7", "r3,1")
    assert refusal(run(content)) == (
        f"Line {2 * ROWS_AT_ONCE + 2}, column 'id': 'r3' stands on line 5 already."
    )


def test_a_long_file_comes_out_row_by_row_as_it_came_in(run):
    lines = [f"r{row},{row % 5},{(row // 5) % 5 or ''}" for row in range(2 * ROWS_AT_ONCE + 7)]

    written = run("id,a,b\n" + "\n".join(lines) + "\n").stdout.splitlines()

    assert [",".join(line.split(",")[:3]) for line in written[1:]] == lines
    assert {line.split(",")[3] for line in written[1:] if line.split(",")[2] == ""} == {""}
    assert written[8].split(",")[3] == "1.5"


@pytest.mark.parametrize("end", ["", "\n", "\n\n\n", "\r\n\r\n"])
@pytest.mark.parametrize("header", ["a", "a,b"])
def test_blank_lines_at_the_end_are_no_respondents(run, header, end):
    width = header.count(",") + 1
    content = header + "\n" + ",".join(["1"] * width) + end

    assert len(rows(run(content).stdout)) == 1


def test_the_answers_of_a_list_without_texts_are_scored(run):
    result = run("id;q01;q02;q03;q04;q05\nx;3;2;3;2;2\ny;3;;3;2;2\n", "who-5")

    assert result.stdout.splitlines()[1:] == ["x;3;2;3;2;2;12;48", "y;3;;3;2;2;;"]


# The file that is written


def test_the_result_goes_to_the_file_that_is_asked_for(run, tmp_path):
    out = tmp_path / "scores.csv"

    result = run("a,b,c\n2,2,2\n", str(TURNED_FILE), "--out", str(out))

    assert (result.exit_code, result.stdout) == (0, "")
    assert rows(out.read_text())[0]["average"] == "2"


def test_a_refused_file_leaves_an_earlier_result_as_it_was(run, tmp_path):
    out = tmp_path / "scores.csv"
    out.write_text("earlier")

    refusal(run("a\n1\n9\n", str(TURNED_FILE), "--out", str(out)))

    assert out.read_text() == "earlier"


def test_a_disk_that_is_full_leaves_no_half_file(tmp_path):
    answers, out = tmp_path / "answers.csv", tmp_path / "scores.csv"
    answers.write_text("a\n1\n")
    out.write_text("earlier")
    # A real refusal by the system: this process may not write a file longer than one byte.
    limited = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1, 1)); "
        "from survey_app.commands.main import main; main()"
    )

    done = subprocess.run(
        [sys.executable, "-c", limited, "score", str(TURNED_FILE), answers, "--out", out],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.strip().endswith("cannot be written: File too large.")
    assert out.read_text() == "earlier"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.csv", "scores.csv"]


def test_a_run_that_is_killed_while_writing_leaves_the_earlier_result(tmp_path):
    answers, out = tmp_path / "answers.csv", tmp_path / "scores.csv"
    answers.write_text("a\n1\n")
    out.write_text("earlier")
    # Killed at the moment at which all is written and nothing is certain to be on the disk.
    killed = (
        "import os, signal; os.fsync = lambda number: os.kill(os.getpid(), signal.SIGKILL); "
        "from survey_app.commands.main import main; main()"
    )

    done = subprocess.run(
        [sys.executable, "-c", killed, "score", str(TURNED_FILE), answers, "--out", out],
        capture_output=True,
        check=False,
    )

    assert done.returncode == -signal.SIGKILL
    assert out.read_text() == "earlier"


def test_a_file_is_no_folder_to_write_in(run, tmp_path):
    (tmp_path / "file").write_text("")
    out = tmp_path / "file" / "scores.csv"

    line = refusal(run("a\n1\n", str(TURNED_FILE), "--out", str(out)))

    assert line == f"{out} cannot be written: Not a directory."


def test_the_answers_themselves_may_be_replaced(run, tmp_path):
    run("a,b,c\n2,2,2\n", str(TURNED_FILE), "--out", str(tmp_path / "answers.csv"))

    assert rows((tmp_path / "answers.csv").read_text())[0]["average"] == "2"


def test_a_link_to_a_file_stays_a_link(run, tmp_path):
    (tmp_path / "real.csv").write_text("earlier")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")

    run("a\n1\n", str(TURNED_FILE), "--out", str(tmp_path / "link.csv"))

    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text().startswith("a,")


def test_a_folder_that_is_not_there_is_not_made(run, tmp_path):
    out = tmp_path / "nowhere" / "scores.csv"

    line = refusal(run("a\n1\n", str(TURNED_FILE), "--out", str(out)))

    assert line == f"{out} cannot be written: No such file or directory."


def test_what_is_no_ordinary_file_is_never_replaced(run, tmp_path):
    line = refusal(run("a\n1\n", str(TURNED_FILE), "--out", str(tmp_path)))

    assert line == f"{tmp_path} is no ordinary file; name a file to write."


# Text that a spreadsheet would run


@pytest.mark.parametrize(
    "text", ["=1+1", "+1-1", "-cmd", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "＝1", "\n=1"]
)
def test_text_that_looks_like_a_formula_gets_an_apostrophe(run, tmp_path, text):
    line = io.StringIO()
    csv.writer(line).writerow([text, "1"])
    out = tmp_path / "scores.csv"

    run("traject,a\n" + line.getvalue(), str(TURNED_FILE), "--out", str(out))

    with out.open(newline="") as file:
        assert next(csv.DictReader(file))["traject"] == "'" + text


@pytest.mark.parametrize("text", ["-3", "-3.5", '"-3,5"', "intake 1", "2026-01-05", "a=b", ""])
def test_numbers_and_plain_text_stay_as_they_are(run, text):
    assert rows(run(f"traject,a\n{text},1\n").stdout)[0]["traject"] == text.strip('"')


def test_a_value_below_zero_stays_a_number(run):
    assert rows(run("e\n-2\n").stdout)[0]["e"] == "-2"


# The function behind it


def test_the_function_gives_what_the_sheets_give_one_by_one(tmp_path):
    questionnaire = load(TEACHER)
    options = questionnaire.item("l1").options
    answers = tmp_path / "answers.csv"
    pairs = [(first, second) for first in options for second in options]
    answers.write_text(
        "l1,l2\n"
        + "".join(
            ",".join("" if each.value is None else str(each.value) for each in pair) + "\n"
            for pair in pairs
        )
    )

    written = rows(score_csv(TEACHER, answers))

    assert [float(row["last"] or "nan") for row in written] == pytest.approx(
        [
            math.nan if value is None else value
            for value in (
                score_sheet(questionnaire, {"l1": first.key, "l2": second.key})[1].value
                for first, second in pairs
            )
        ],
        abs=0,
        rel=0,
        nan_ok=True,
    )
