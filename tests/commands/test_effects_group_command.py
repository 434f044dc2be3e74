"""`survey-app effects group`: every number of every scale, with its interval or its reason."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from survey_app.commands.effects import effects
from survey_app.effects import paired_effect

# Student (1908): hours of extra sleep of ten people after two drugs, the `sleep` data of R.
FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
SLEEP = "id,pre,post\n" + "".join(
    f"{number},{pre},{post}\n"
    for number, (pre, post) in enumerate(zip(FIRST, SECOND, strict=True), start=1)
)
SCALES = "id,scale,pre,post\na,last,20,12\na,kracht,2,1\nb,last,7,5\nb,kracht,3,3\nc,last,9,8\n"


@pytest.fixture
def group(tmp_path):
    """Return a function that computes the effect in a file with this content."""

    def _group(content, *options):
        file = tmp_path / "scores.csv"
        file.write_text(content)
        return CliRunner().invoke(effects, ["group", str(file), *options])

    return _group


def rows(result, delimiter=","):
    """Read a result as a spreadsheet program would."""
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout), delimiter=delimiter))


def refusal(result):
    """Return the one line of a refusal."""
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    return line.removeprefix("Error: ")


def test_the_sleep_data_have_the_numbers_that_r_prints(group):
    # R: t.test(extra ~ group, sleep, paired = TRUE): t 4.0621, df 9, p 0.002833, mean 1.58,
    # 95 percent interval 0.7001142 to 2.4598858.
    found = {row["measure"]: row for row in rows(group(SLEEP))}

    assert float(found["t"]["value"]) == pytest.approx(4.0621, abs=5e-5)
    assert found["df"]["value"] == "9"
    assert float(found["p"]["value"]) == pytest.approx(0.002833, abs=5e-7)
    change = found["mean_change"]
    assert [float(change[name]) for name in ("value", "low", "high")] == pytest.approx(
        [1.58, 0.7001142, 2.4598858], abs=5e-8
    )


def test_every_number_of_the_function_stands_in_the_table(group):
    effect = paired_effect(FIRST, SECOND, higher_is_better=True)

    for row in rows(group(SLEEP)):
        value = getattr(effect, row["measure"])
        assert row["value"] == value if isinstance(value, str) else float(row["value"]) == value
        interval = getattr(effect, f"{row['measure']}_interval", None)
        if interval:
            assert (float(row["low"]), float(row["high"])) == interval


def test_each_scale_has_an_effect_and_a_direction_of_its_own(group):
    found = rows(group(SCALES, "--lower", "last"))

    d_av = {row["scale"]: float(row["value"]) for row in found if row["measure"] == "d_av"}
    last = paired_effect([20, 7, 9], [12, 5, 8], higher_is_better=False)
    kracht = paired_effect([2, 3], [1, 3], higher_is_better=True)
    assert list(d_av.items()) == [("last", last.d_av), ("kracht", kracht.d_av)]
    assert d_av["last"] > 0 > d_av["kracht"]


def test_lower_is_better_turns_every_scale(group):
    signs = {
        row["scale"]: float(row["value"]) > 0
        for row in rows(group(SCALES, "--lower-is-better"))
        if row["measure"] == "d_av"
    }

    assert signs == {"last": True, "kracht": True}


def test_a_number_that_cannot_be_computed_is_empty_with_its_reason(group):
    found = {row["measure"]: row for row in rows(group("id,pre,post\na,1,2\nb,2,\n"))}

    assert (found["n"]["value"], found["missing_post"]["value"]) == ("1", "1")
    assert (found["mean_pre"]["value"], found["mean_pre"]["reason"]) == ("1", "")
    assert (found["d_av"]["value"], found["d_av"]["reason"]) == ("", "n_lt_2")


def test_an_interval_that_cannot_be_computed_has_its_reason_too(group):
    found = {row["measure"]: row for row in rows(group("id,pre,post\na,1,2\nb,2,4\n"))}

    assert found["d_pre"]["value"]
    assert (found["d_pre"]["low"], found["d_pre"]["reason"]) == ("", "n_lt_3")


def test_json_holds_null_and_no_nan(group):
    def no_constant(name):
        raise AssertionError(f"{name} is no JSON")

    result = group("id,pre,post\na,1,2\nb,2,3\n", "--json")

    (effect,) = json.loads(result.stdout, parse_constant=no_constant)["effects"]
    assert "scale" not in effect
    assert (effect["n"], effect["t"], effect["reasons"]["t"]) == (2, None, "sd_zero")
    assert (effect["confidence"], effect["higher_is_better"]) == (0.95, True)


def test_json_names_the_scales(group):
    found = json.loads(group(SCALES, "--lower", "last", "--json").stdout)["effects"]

    assert [(each["scale"], each["higher_is_better"]) for each in found] == [
        ("last", False),
        ("kracht", True),
    ]


def test_another_confidence_can_be_asked(group):
    (narrow, wide) = (
        next(row for row in rows(group(SLEEP, "--confidence", each)) if row["measure"] == "d_av")
        for each in ("0.8", "0.99")
    )

    assert float(wide["low"]) < float(narrow["low"]) < float(narrow["high"]) < float(wide["high"])


def test_a_file_with_decimal_commas_gets_them_back(group):
    found = rows(group("id;pre;post\na;1,5;2\nb;2;4\n"), ";")

    assert {row["measure"]: row["value"] for row in found}["mean_pre"] == "1,75"


def test_the_result_can_be_written_to_a_file(group, tmp_path):
    out = tmp_path / "effect.csv"

    result = group(SLEEP, "--out", str(out))

    assert (result.exit_code, result.stdout) == (0, "")
    assert out.read_text().startswith("measure,value,low,high,reason\nn,10,,,\n")


@pytest.mark.parametrize(
    ("content", "options", "text"),
    [
        (SCALES + "a,last,1,2\n", (), "Line 7, column 'id' and 'scale': 'a' and 'last' stands on"),
        ("id,pre,post\na,1,2\na,3,4\n", (), "Line 3, column 'id': 'a' stands on line 2 already."),
        ("id,scale,pre,post\na,,1,2\n", (), "Line 2, column 'scale': empty"),
        ("id,pre,post\n", (), "no rows follow; write at least one, with id, pre, post."),
        ("id,pre\na,1\n", (), "Line 1: there is no column 'post'"),
        ("id,pre,post\na,1,x\n", (), "Line 2, column 'post': 'x' is not a number."),
        (SCALES, ("--lower", "lst"), "--lower names 'lst', which is no scale in the file."),
        (SLEEP, ("--lower", "last"), "--lower names 'last', which is no scale in the file."),
        (SLEEP, ("--confidence", "1"), "confidence is 1.0"),
        (SLEEP, ("--confidence", "nan"), "--confidence is nan"),
    ],
)
def test_what_cannot_be_computed_with_is_refused_in_one_line(group, content, options, text):
    assert text in refusal(group(content, *options))
