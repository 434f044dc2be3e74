"""`survey-app effects pool`: groups beside each other, with what must be known before reading."""

import csv
import io
import json
import math

import pytest
from click.testing import CliRunner

from survey_app.commands.effects import effects
from survey_app.effects import pool_groups, pool_summaries

# Rubin (1981), J Educ Stat 6, 377-401, table 1: coaching in eight schools.
SCHOOLS = list("ABCDEFGH")
EFFECTS = [28, 8, -3, 7, -1, 1, 18, 12]
ERRORS = [15, 10, 16, 11, 9, 11, 10, 18]
EIGHT_SCHOOLS = "group,mean,se\n" + "".join(
    f"{school},{effect},{error}\n"
    for school, effect, error in zip(SCHOOLS, EFFECTS, ERRORS, strict=True)
)
GROUPS = list("aabbccddee")
VALUES = [1, 2, 4, 5, 3, 6, 0, 1, 5, 7]
PRE = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]


def children(*columns, header="group,value"):
    """Return a file with a row per child."""
    lines = [",".join(map(str, row)) for row in zip(GROUPS, *columns, strict=True)]
    return "\n".join([header, *lines, ""])


@pytest.fixture
def pool(tmp_path):
    """Return a function that pools the groups in a file with this content."""

    def _pool(content, *options):
        file = tmp_path / "groups.csv"
        file.write_text(content)
        return CliRunner().invoke(effects, ["pool", str(file), *options])

    return _pool


def rows(result, delimiter=","):
    """Read a result as a spreadsheet program would."""
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout), delimiter=delimiter))


def refusal(result):
    """Return the one line of a refusal."""
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    return line.removeprefix("Error: ")


def test_the_eight_schools_get_the_known_common_mean(pool):
    # Gelman et al., Bayesian Data Analysis, section 5.5: the pooled estimate is 7.7, and the
    # differences are no larger than chance gives.
    result = pool(EIGHT_SCHOOLS)

    found = rows(result)
    assert [row["group"] for row in found] == SCHOOLS
    assert [float(row["raw_mean"]) for row in found] == EFFECTS
    assert {round(float(row["pooled_mean"]), 1) for row in found} == {7.7}
    assert "no differences beyond chance" in result.stderr


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (children(VALUES), lambda: pool_groups(VALUES, GROUPS)),
        (
            children(VALUES, PRE, header="group,value,pre"),
            lambda: pool_groups(VALUES, GROUPS, pre=PRE),
        ),
        (EIGHT_SCHOOLS, lambda: pool_summaries(EFFECTS, ERRORS, groups=SCHOOLS)),
    ],
)
def test_every_number_of_the_function_stands_in_the_table(pool, content, expected):
    table = expected().groups

    found = rows(pool(content))

    assert list(found[0]) == list(table.columns)
    for row, (_, own) in zip(found, table.iterrows(), strict=True):
        assert row["group"] == own["group"]
        for name in table.columns.drop("group"):
            assert float(row[name] or "nan") == pytest.approx(own[name], rel=0, abs=0, nan_ok=True)


def test_the_common_numbers_are_said_beside_the_table(pool):
    # Of the worked example of `pool_groups`.
    assert pool(children(VALUES)).stderr.splitlines()[0].startswith("mu 3.4 (")
    assert "tau2 4.5, sigma2 1.6, rankability 0.85" in pool(children(VALUES)).stderr


def test_json_has_the_common_numbers_and_null_for_what_is_not(pool):
    def no_constant(name):
        raise AssertionError(f"{name} is no JSON")

    result = pool(EIGHT_SCHOOLS, "--json", "--confidence", "0.9")

    content = json.loads(result.stdout, parse_constant=no_constant)
    assert (content["tau2"], content["sigma2"], content["reason"]) == (0, None, None)
    assert content["confidence"] == 0.9
    assert content["method"] == "paule-mandel"
    assert [group["group"] for group in content["groups"]] == SCHOOLS
    assert (content["groups"][0]["n"], content["groups"][0]["low"]) == (None, None)


def test_the_interval_follows_the_confidence(pool):
    widths = {
        level: [
            float(row["high"]) - float(row["low"])
            for row in rows(pool(children(VALUES), "--confidence", level))
        ]
        for level in ("0.8", "0.99")
    }

    assert all(a < b for a, b in zip(widths["0.8"], widths["0.99"], strict=True))


def test_fewer_than_five_groups_stand_alone_and_the_reason_is_said(pool):
    result = pool("group,value\nx,1\nx,2\ny,4\ny,7\n")

    assert [row["pooled_mean"] for row in rows(result)] == ["", ""]
    assert [row["raw_mean"] for row in rows(result)] == ["1.5", "5.5"]
    assert "Not pooled (groups_lt_5)" in result.stderr


def test_a_child_without_a_value_is_left_out_and_counted(pool):
    result = pool(children(VALUES) + "a,\n")

    assert rows(result)[0]["n"] == "2"
    assert "Left out: 1 with something missing." in result.stderr


def test_groups_that_may_differ_by_chance_are_not_to_be_ordered(pool):
    summaries = "group,mean,se\n" + "".join(f"{each},{each},2\n" for each in range(1, 8))

    result = pool(summaries)

    assert 0 < pool_summaries(range(1, 8), [2] * 7).rankability < 0.5
    assert "Do not order the groups" in result.stderr


def test_an_error_that_rests_on_few_children_is_called_unstable(pool):
    content = "group,mean,se,n\n" + "".join(f"g{each},{each},1,{each}\n" for each in range(3, 12))

    assert "fewer than five values behind the standard error of 'g3', 'g4'" in pool(content).stderr


def test_a_file_with_decimal_commas_gets_them_back(pool):
    content = children(VALUES).replace(",", ";")

    assert rows(pool(content), ";")[0]["raw_mean"] == "1,5"


def test_a_group_that_a_spreadsheet_would_run_gets_an_apostrophe(pool):
    assert rows(pool("group,value\n=1+1,1\n"))[0]["group"] == "'=1+1"


@pytest.mark.parametrize(
    ("content", "reason", "words"),
    [
        ("group,value\na,3\na,3\nb,3\n", "sd_zero", "no values differ within a group"),
        ("group,value\na,3\nb,2\n", "not_identified", "no group has two values"),
    ],
)
def test_means_of_which_chance_is_not_known_have_no_interval_and_say_why(
    pool, content, reason, words
):
    result = pool(content)

    assert {(row["raw_low"], row["raw_high"]) for row in rows(result)} == {("", "")}
    assert f"stands alone, and without an interval, because {words}." in result.stderr
    assert json.loads(pool(content, "--json").stdout)["interval_reason"] == reason


def test_means_that_stand_alone_with_an_interval_are_said_to(pool):
    result = pool("group,value\nx,1\nx,2\ny,4\n")

    assert all(row["raw_low"] for row in rows(result))
    assert "each mean stands alone, with its own interval." in result.stderr
    assert json.loads(pool("group,value\nx,1\nx,2\n", "--json").stdout)["interval_reason"] is None


def test_the_result_can_be_written_to_a_file(pool, tmp_path):
    out = tmp_path / "pooled.json"

    result = pool(children(VALUES), "--json", "--out", str(out))

    assert (result.exit_code, result.stdout) == (0, "")
    assert math.isclose(json.loads(out.read_text())["mu"], 3.4)


@pytest.mark.parametrize(
    ("content", "options", "text"),
    [
        ("id,pre\na,1\n", (), "Line 1: the columns must be group and value, or group, mean and"),
        ("group,mean\na,1\n", (), "Line 1: there is no column 'se'"),
        ("group,value,mean\na,1,2\n", (), "Line 1: column 'mean' is not known"),
        ("group,mean,se\na,1,2\na,1,2\n", (), "Line 3, column 'group': 'a' stands on line 2"),
        (
            "group,mean,se\na,1,0\n",
            (),
            "Line 2, column 'se': 0 is not above 0; give one that is, or leave it empty.",
        ),
        ("group;mean;se\na;1;\nb;1;-0,5\n", (), "Line 3, column 'se': -0,5 is not above 0"),
        ("group,value\n", (), "no rows follow; write at least one, with group, value."),
        ("group,mean,se\n", (), "no rows follow; write at least one, with group, mean, se."),
        ("group,value\n,1\n", (), "Line 2, column 'group': empty"),
        ("group,value\na,veel\n", (), "Line 2, column 'value': 'veel' is not a number"),
        ("group,value\na,1\n", ("--confidence", "2"), "confidence is 2"),
    ],
)
def test_what_cannot_be_pooled_is_refused_in_one_line(pool, content, options, text):
    assert text in refusal(pool(content, *options))


FIVE = "group,mean,se,n\n" + "".join(
    f"{name},{mean},{se},{n}\n"
    for name, mean, se, n in zip(
        ("Lezen", "Praten", "Spelen", "Tekenen", "Bewegen"),
        (0.9, 0.8, 0.1, 0.05, 0.4321),
        (0.1, 0.1, 0.2, 0.2, 0.3),
        (40, 30, 20, 12, 9),
        strict=True,
    )
)


@pytest.mark.parametrize(("name", "begins"), [("forest.svg", b"<svg"), ("forest.png", b"\x89PNG")])
def test_the_groups_are_drawn_with_what_is_not_known_and_what_stays_hidden(
    pool, tmp_path, name, begins
):
    result = pool(FIVE, "--chart", str(tmp_path / name))

    assert result.exit_code == 0, result.output
    drawn = (tmp_path / name).read_bytes()
    assert drawn.startswith(begins)
    if name.endswith("svg"):
        text = drawn.decode()
        assert "We weten het nog niet" in text
        assert "Bewegen" in text
        assert "0,43" not in text


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (FIVE, "forest.pdf", "end the name in .svg or .png"),
        ("group,mean,se\na,1,1\nb,2,1\n", "f.svg", "at least 5 groups"),
        (FIVE, "groups.csv", "is the file that is read"),
    ],
)
def test_what_cannot_be_drawn_is_refused_and_writes_nothing(pool, tmp_path, content, name, said):
    assert said in refusal(pool(content, "--chart", str(tmp_path / name)))
    assert [path.name for path in tmp_path.iterdir()] == ["groups.csv"]
