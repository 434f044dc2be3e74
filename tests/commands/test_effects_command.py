"""`survey-app effects`: the right result, or one clear line with row and column and no file."""

import csv
import io
import json
import math
import subprocess
import sys

import pytest
from click.testing import CliRunner

from survey_app.commands.effects import effects
from survey_app.effects import reliable_change
from tests.rig.bootstrap import ROOT

# S 1 and r .50 make the standard deviation of a difference exactly 1.
PLAIN = ("--sd", "1", "--reliability", "0.5")
HAGEMAN = ("--method", "hageman-arrindell", "--mean", "1", "--mean-post", "1", "--sd-post", "1")
EXAMPLE = ("--sd", "7.5", "--reliability", "0.80")


@pytest.fixture
def change(tmp_path):
    """Return a function that judges the children in a file with this content."""

    def _change(content, *options):
        file = tmp_path / "scores.csv"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return CliRunner().invoke(effects, ["change", str(file), *(options or PLAIN)])

    return _change


def pairs(count):
    """Return a file with so many pairs."""
    lines = (f"c{number},{number % 7},{number % 5}" for number in range(count))
    return "\n".join(["id,pre,post", *lines, ""])


def rows(result, delimiter=","):
    """Read a result as a spreadsheet program would."""
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout), delimiter=delimiter))


def refusal(result):
    """Return the one line of a refusal."""
    assert result.exit_code == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    return line.removeprefix("Error: ")


# What comes out


def test_the_example_of_jacobson_and_truax_comes_out_as_printed(change):
    # Jacobson & Truax (1991), p. 13-14: RCI 3.16, recovered under b = 45 and not under c = 50.
    content = "id,pre,post\nk1,32.5,47.5\n"

    (row,) = rows(change(content, *EXAMPLE, "--cutoff", "45"))

    plain = ["id", "change", "rci", "category", "reason"]
    assert list(row) == [*plain, "harmed", "could_recover"]
    assert list(rows(change(content, *EXAMPLE))[0]) == plain
    assert (row["id"], row["change"], row["category"], row["reason"]) == (
        "k1",
        "15",
        "recovered",
        "",
    )
    assert float(row["rci"]) == pytest.approx(3.16, abs=5e-3)
    assert rows(change(content, *EXAMPLE, "--cutoff", "50"))[0]["category"] == "improved"


def test_every_row_comes_out_in_its_place_with_the_numbers_of_the_function(change):
    result = change("id,pre,post\nb,5,2\na,5,8\nd,,1\nc,4,\ne,4,5\n", *PLAIN, "--lower-is-better")

    table = reliable_change(
        [5, 5, None, 4, 4], [2, 8, 1, None, 5], sd=1, reliability=0.5, higher_is_better=False
    )
    found = rows(result)
    assert [row["id"] for row in found] == ["b", "a", "d", "c", "e"]
    assert [row["category"] or None for row in found] == table["category"].tolist()
    assert [row["reason"] or None for row in found] == table["reason"].tolist()
    assert [row["change"] for row in found] == ["-3", "3", "", "", "1"]
    assert [float(row["rci"] or "nan") for row in found] == pytest.approx(
        table["rci"].tolist(), nan_ok=True
    )


def test_the_edge_of_a_band_can_be_named_clinical(change):
    content = "id,pre,post\na,17,10\n"
    options = (*PLAIN, "--lower-is-better", "--cutoff", "17")

    assert rows(change(content, *options))[0]["category"] == "improved"
    assert rows(change(content, *options, "--cutoff-is-clinical"))[0]["category"] == "recovered"


@pytest.mark.parametrize(
    ("method", "options"),
    [
        ("jacobson-truax", {}),
        ("gulliksen-lord-novick", {"mean": 10.0}),
        ("edwards-nunnally", {"mean": 10.0}),
        ("nunnally-kotsch", {"mean": 10.0, "reliability_post": 0.7}),
        (
            "hageman-arrindell",
            {
                "mean": 10.0,
                "mean_post": 7.0,
                "sd_post": 6.0,
                "reliability_post": 0.7,
                "correlation": 0.5,
            },
        ),
    ],
)
def test_each_method_takes_its_reference_from_options(change, method, options):
    given = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    given = [part.replace("_", "-") if part.startswith("--") else part for part in given]

    result = change(
        "id,pre,post\na,30,3\nb,10,2\n",
        "--sd",
        "5",
        "--reliability",
        "0.8",
        "--method",
        method,
        *given,
    )

    table = reliable_change(
        [30, 10], [3, 2], sd=5, reliability=0.8, higher_is_better=True, method=method, **options
    )
    assert [float(row["rci"]) for row in rows(result)] == table["rci"].tolist()
    assert result.stderr == ""


def test_a_reference_that_is_taken_from_the_file_is_said(change):
    result = change(pairs(30), *PLAIN, "--method", "hageman-arrindell")

    assert result.exit_code == 0
    assert "without --mean, --mean-post, --sd-post, --correlation" in result.stderr


@pytest.mark.parametrize(
    ("method", "options"),
    [
        ("edwards-nunnally", "--mean"),
        ("hageman-arrindell", "--mean, --mean-post, --sd-post, --correlation"),
    ],
)
def test_a_child_is_not_judged_by_a_few_others(change, method, options):
    said = refusal(change(pairs(29) + "z,1,\n", *PLAIN, "--method", method))

    assert said.startswith(f"Give {options}: it would be taken from the 29 pairs in this file")


def test_numbers_are_written_as_they_were_read_in_the_file(change):
    content = "\ufeffid;pre;post\r\na;0,4;0,7\r\nb;1;4\r\n"

    result = change(content)

    found = rows(result, ";")
    assert [row["change"] for row in found] == ["0,3", "3"]
    assert found[0]["rci"] == "0,29999999999999993"


def test_tabs_points_and_powers_of_ten_are_read(change):
    result = change("id\tpre\tpost\na\t-1.50\t2e0\n")

    assert rows(result, "\t")[0]["change"] == "3.5"


def test_columns_may_stand_in_any_order(change):
    assert rows(change("post,id,pre\n8,a,5\n"))[0]["change"] == "3"


def test_with_a_cut_off_stands_who_crossed_it_for_the_worse_and_who_could_recover(change):
    # Under EXAMPLE a difference is reliable from 9.3 points on.
    content = "id,pre,post\na,58,40\nb,40,58\nc,66,50\nd,44,46\ne,58,\n"

    found = rows(change(content, *EXAMPLE, "--cutoff", "45"))

    assert [(row["category"], row["harmed"], row["could_recover"]) for row in found] == [
        ("deteriorated", "true", "false"),
        ("recovered", "false", "true"),
        ("deteriorated", "false", "false"),
        ("unchanged", "false", "true"),
        ("", "", ""),
    ]


def test_json_has_the_crossing_as_true_false_and_null(change):
    result = change("id,pre,post\na,58,40\ne,58,\n", *EXAMPLE, "--cutoff", "45", "--json")

    children = json.loads(result.stdout)["children"]
    assert [each["harmed"] for each in children] == [True, None]
    assert [each["could_recover"] for each in children] == [False, None]


@pytest.mark.parametrize("bounds", [("0", "40"), ("-3", "5")])
def test_scores_on_the_edge_of_the_range_are_scores(change, bounds):
    low, high = bounds

    (row,) = rows(change(f"id,pre,post\na,{low},{high}\n", *PLAIN, "--range", low, high))

    assert float(row["change"]) == float(high) - float(low)


def test_the_range_stands_in_the_settings(change):
    found = change("id,pre,post\na,1,\n", *PLAIN, "--range", "0", "40", "--json")

    assert json.loads(found.stdout)["settings"]["range"] == [0, 40]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (
            "id,pre,post\na,1,2\nb,5,999\n",
            "Line 3, column 'post': 999 is outside 0 to 40; leave a missing score empty.",
        ),
        ("id;pre;post\na;-0,5;2\n", "Line 2, column 'pre': -0,5 is outside 0 to 40"),
        ('id,pre,post\n"a\nb",1,2\nc,41,2\n', "Line 4, column 'pre': 41 is outside"),
    ],
)
def test_a_score_outside_the_range_is_refused_with_its_place(change, content, text):
    assert text in refusal(change(content, *PLAIN, "--range", "0", "40"))


def test_a_difference_without_reliability_is_not_blamed_on_the_one_that_was_given(change):
    result = change(
        "id,pre,post\na,1,2\n",
        "--sd",
        "1",
        "--reliability",
        "0.8",
        *HAGEMAN,
        "--correlation",
        "0.9",
    )

    assert rows(result)[0]["reason"] == "difference_unreliable"
    assert "r_dd is not above 0" in result.stderr
    assert "--reliability itself is fine" in result.stderr


def test_an_identity_that_a_spreadsheet_would_run_gets_an_apostrophe(change):
    found = rows(change("id,pre,post\n=1+1,1,2\n-3,1,2\n"))

    assert [row["id"] for row in found] == ["'=1+1", "-3"]


def test_json_has_the_settings_the_counts_and_null_for_what_is_not(change):
    result = change("id,pre,post\na,5,2\nb,5,\n", *PLAIN, "--json")

    def no_constant(name):
        raise AssertionError(f"{name} is no JSON")

    content = json.loads(result.stdout, parse_constant=no_constant)
    assert content["settings"]["method"] == "jacobson-truax"
    assert content["settings"]["sd"] == 1
    assert content["settings"]["higher_is_better"] is True
    assert content["counts"] == {"deteriorated": 1, "no_post": 1}
    assert content["children"] == [
        {"id": "a", "change": -3, "rci": -3, "category": "deteriorated", "reason": None},
        {"id": "b", "change": None, "rci": None, "category": None, "reason": "no_post"},
    ]


def test_the_result_can_be_written_to_a_file(change, tmp_path):
    out = tmp_path / "changes.csv"

    result = change("id,pre,post\na,5,2\n", *PLAIN, "--out", str(out))

    assert (result.exit_code, result.stdout) == (0, "")
    assert out.read_text() == "id,change,rci,category,reason\na,-3,-3,deteriorated,\n"


def test_a_file_that_cannot_be_judged_leaves_what_was_there(change, tmp_path):
    out = tmp_path / "changes.csv"
    out.write_text("before")

    refusal(change("id,pre,post\na,5,2\nb,5,veel\n", *PLAIN, "--out", str(out)))

    assert out.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["changes.csv", "scores.csv"]


# What is refused


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("", "is empty; write a header"),
        (
            "id,pre,post\n",
            "Line 1 is a header and no rows follow; write at least one, with id, pre, post.",
        ),
        ("id,pre\na,1\n", "Line 1: there is no column 'post'; the columns are id, pre, post."),
        (
            "id,pre,post,naam\na,1,2,x\n",
            "Line 1: column 'naam' is not known; remove it; the columns",
        ),
        ("ID,pre,post\na,1,2\n", "Line 1: column 'ID' is not known (do you mean 'id'?)"),
        ("id,pre,pre\na,1,2\n", "Line 1: column 'pre' stands there twice"),
        ("id,pre,post\na,1\n", "Line 2 has 2 cells and the header 3 columns"),
        ("id,pre,post\na,1,2\nb,1,2\na,3,4\n", "Line 4, column 'id': 'a' stands on line 2 already"),
        ("id,pre,post\n,1,2\n", "Line 2, column 'id': empty; fill it in every row."),
        ('id,pre,post\n" ",1,2\n', "Line 2, column 'id': empty"),
        ("id,pre,post\na,1,veel\n", "Line 2, column 'post': 'veel' is not a number."),
        ("id,pre,post\na,NA,2\n", "'NA' is not a number; leave a missing number empty."),
        ("id,pre,post\na,1,nan\n", "'nan' is not a number; leave a missing number empty."),
        ("id,pre,post\na,1,inf\n", "'inf' is not a number; leave a missing number empty."),
        (
            "id,pre,post\na,1, 2\n",
            "' 2' is not a number; remove the blank or the plus.",
        ),
        ("id,pre,post\na,+3,2\n", "'+3' is not a number; remove the blank or the plus."),
        ("id,pre,post\na,1,1e999\n", "Line 2, column 'post': '1e999' is too large"),
        ('id,pre,post\na,1,"2,5"\n', "'2,5' has a decimal comma; write a point"),
        ("id,pre,post\na,1,2,5\n", "Line 2 has 4 cells and the header 3 columns; is there a deci"),
        ("id;pre;post\na;1,5;2\nb;1.5;2\n", "Line 3, column 'pre': '1.5' has a decimal point and "),
        (
            "id;pre;post\na;1.234,5;2\n",
            "'1.234,5' is not a number; write it without a sign between",
        ),
        ("id,pre,post\na,1,2\n".encode("utf-16"), "UTF-16"),
        (b"id,pre,post\n\xe9,1,2\n", "Line 2, column 'id': not UTF-8"),
        ('id,pre,post\n"a,1,2\n', "is a quote left open?"),
        ("id,pre,post\na,1,\u0661\n", "is not a number"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(change, content, text):
    assert text in refusal(change(content))


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (("--sd", "0", "--reliability", "0.5"), "--sd is 0; give a number above 0."),
        (("--sd", "-1", "--reliability", "0.5"), "--sd is -1"),
        (("--sd", "nan", "--reliability", "0.5"), "--sd is nan; give a finite number."),
        (("--sd", "inf", "--reliability", "0.5"), "--sd is inf; give a finite number."),
        (("--sd", "1", "--reliability", "0"), "--reliability is 0; give it between 0 and 1."),
        (("--sd", "1", "--reliability", "1"), "--reliability is 1"),
        (("--sd", "1", "--reliability", "nan"), "--reliability is nan"),
        ((*PLAIN, "--cutoff", "inf"), "--cutoff is inf"),
        ((*PLAIN, "--sd-post", "0"), "--sd-post is 0; give a number above 0."),
        ((*PLAIN, "--reliability-post", "1.2"), "--reliability-post is 1.2; give it between"),
        ((*PLAIN, "--range", "40", "0"), "--range has its lowest score first"),
        ((*PLAIN, "--range", "0", "0"), "--range has its lowest score first"),
        ((*PLAIN, "--range", "0", "4,5"), "--range is '4,5'; write a point for the comma."),
        ((*PLAIN, "--cutoff-is-clinical"), "--cutoff-is-clinical needs --cutoff."),
        ((*PLAIN, *HAGEMAN, "--correlation", "2"), "correlation is 2"),
        (("--sd", "5,2", "--reliability", "0.8"), "--sd is '5,2'; write a point for the comma."),
        (("--sd", "wide", "--reliability", "0.8"), "--sd is 'wide'; give a number."),
    ],
)
def test_an_option_that_cannot_be_is_refused_by_name(change, options, text):
    assert text in refusal(change("id,pre,post\na,1,2\n", *options))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    result = CliRunner().invoke(effects, ["change", str(tmp_path / "no.csv"), *PLAIN])

    assert refusal(result).endswith("no.csv cannot be read: No such file or directory.")


def test_a_place_where_nothing_can_be_written_is_refused(change, tmp_path):
    out = tmp_path / "no" / "changes.csv"

    assert "cannot be written" in refusal(change("id,pre,post\na,1,2\n", *PLAIN, "--out", str(out)))


@pytest.mark.parametrize("name", ["scores.csv", "link.csv", "other.csv"])
def test_a_result_never_replaces_the_scores_it_is_made_of(change, tmp_path, name):
    content = "id,pre,post\na,1,2\n"
    change(content)
    (tmp_path / "link.csv").symlink_to(tmp_path / "scores.csv")
    (tmp_path / "other.csv").hardlink_to(tmp_path / "scores.csv")

    said = refusal(change(content, *PLAIN, "--out", str(tmp_path / name)))

    assert "is the file that is read" in said
    assert (tmp_path / "scores.csv").read_text() == content


@pytest.mark.parametrize("given", [(), ("--sd", "5"), ("--reliability", "0.8")])
def test_what_must_be_given_is_asked_for(tmp_path, given):
    file = tmp_path / "scores.csv"
    file.write_text("id,pre,post\na,1,2\n")

    result = CliRunner().invoke(effects, ["change", str(file), *given])

    assert result.exit_code == 2
    assert "Missing option '--" in result.stderr


def test_a_full_disk_behind_the_screen_is_one_line(tmp_path):
    file = tmp_path / "scores.csv"
    file.write_text("id,pre,post\na,1,2\n")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "survey_app", "effects", "change", str(file), *PLAIN],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert done.stderr.splitlines()[0].startswith("Error: The result cannot be written")
    assert "Traceback" not in done.stderr


def test_the_command_is_part_of_survey_app(tmp_path):
    file = tmp_path / "scores.csv"
    file.write_text("id,pre,post\na,32.5,47.5\n")

    done = subprocess.run(
        [sys.executable, "-m", "survey_app", "effects", "change", str(file), *EXAMPLE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert math.isclose(float(row["rci"]), 15 / (7.5 * math.sqrt(0.4)))
