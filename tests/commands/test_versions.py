"""`recompute` and `questionnaires compare`, as a person at a terminal meets them."""

import csv
import os

import pytest
from click.testing import CliRunner

from survey_app.commands.main import cli
from survey_app.definitions import load
from survey_app.errors import InputError
from tests.factories.answers import answer
from tests.factories.lists import NEW_SCORING, PARENTS, changed


@pytest.fixture
def variant(tmp_path):
    """Return a function that writes the parents' list with pieces replaced and gives its path."""
    return lambda *replacements: str(changed(PARENTS, tmp_path, *replacements))


@pytest.fixture
def run(three_settings, world):
    """Return a function that runs a command on the database of this world."""

    def run(*arguments):
        return CliRunner().invoke(cli, arguments)

    return run


@pytest.fixture
def answered(world, coach):
    traject = world.traject(
        coach, parents=("moeder", "vader"), teachers=(), lists=[load("kansmeter-ouder")]
    )
    answer(world, world.invitation(traject, "parent", number=1), {"o1": "vaak"})
    answer(world, world.invitation(traject, "parent", number=2), {"o1": None, "o2": None})


def test_recompute_reports_before_and_after_per_scale(run, answered, variant):
    path = variant(NEW_SCORING, ("min_answered: 7", "min_answered: 6"))

    done = run("recompute", path)

    assert (done.exit_code, done.output.splitlines()) == (
        0,
        [
            "kansmeter-ouder 1.0, scoring version 2",
            "SCALE   SHEETS  SAME  CHANGED  NEW  LOST  FOUND  BEFORE  AFTER  MOST",
            "kracht  2       1     0        0    0     1      0.375   0.375  +0",
            "last    2       2     0        0    0     0      0       0      +0",
        ],
    )


def test_a_dry_run_reports_the_same_and_stores_nothing(run, answered, variant, world):
    path = variant(NEW_SCORING, ("min_answered: 7", "min_answered: 6"))
    rows = world.rows("score")

    dry = run("recompute", path, "--dry-run")
    stored = world.rows("score")
    real = run("recompute", path)

    assert dry.output == real.output + "Nothing was stored.\n"
    assert (stored, world.rows("score")) == (rows, 2 * rows)


def test_each_score_before_and_after_is_written_under_a_pseudonym(run, answered, variant, tmp_path):
    path = variant(NEW_SCORING, ("min_answered: 7", "min_answered: 6"))
    out = tmp_path / "scores.csv"

    run("recompute", path, "--out", str(out))

    with out.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: (row["scale"], row["before"]))
    assert [(row["scale"], row["before"], row["reason_before"], row["after"]) for row in rows] == [
        ("kracht", "", "too_few_items", "0"),
        ("kracht", "0.375", "", "0.375"),
        ("last", "0", "", "0"),
        ("last", "0", "", "0"),
    ]
    assert len({row["response_id"] for row in rows}) == 2
    assert all(len(row["response_id"]) == 16 for row in rows)


def test_a_report_that_cannot_be_written_leaves_no_scores(run, answered, variant, world, tmp_path):
    path = variant(NEW_SCORING, ("min_answered: 7", "min_answered: 6"))
    rows = world.rows("score")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    done = run("recompute", path, "--out", str(pipe))

    assert "is no ordinary file" in str(done.exception)
    assert world.rows("score") == rows
    assert run("recompute", path).exit_code == 0


def test_recompute_without_anything_to_do_says_why(run, answered):
    done = run("recompute", "kansmeter-ouder")

    assert isinstance(done.exception, InputError)
    assert str(done.exception) == (
        "No sheet of kansmeter-ouder can be scored again by scoring version 1: "
        "all have their scores by these rules."
    )


def test_compare_calls_each_change_what_it_is(run, variant):
    path = variant(
        ("is {kind} ontspannen.", "is {kind} ontspanen."),
        ("min_answered: 7", "min_answered: 6"),
    )

    done = run("questionnaires", "compare", "kansmeter-ouder", path)

    lines = done.output.splitlines()
    assert done.exit_code == 1
    assert lines[0].startswith("spelling: item r2, text (nl): ")
    assert lines[1:] == [
        "scoring: scale kracht, min_answered: '7' -> '6'",
        "Look whether each change of spelling leaves the sense as it was.",
        "The scoring changed (scale kracht, min_answered); give `scoring_version` a new number.",
    ]


def test_compare_of_a_sound_step_tells_what_its_evidence_becomes(run, variant):
    step = """version: "1.1"
follows:
  - {version: "1.0", scoring_version: "1", change: wording, options: true}
"""
    older = variant(
        ("evidence: {stage: 0}", 'evidence: {stage: 1, study: gesprek, version: "1.0"}')
    )
    newer = variant(
        ("evidence: {stage: 0}", 'evidence: {stage: 1, study: gesprek, version: "1.0"}'),
        ('version: "1.0"\n', step),
        ("{nl: bijna altijd,", "{nl: heel vaak,"),
    )

    done = run("questionnaires", "compare", older, newer)

    assert done.exit_code == 0
    assert "evidence: scale kracht (nl): stage 1 -> 0" in done.output
    assert done.output.splitlines()[-1] == "This is a change of wording."


def test_compare_of_the_same_finds_nothing(run):
    done = run("questionnaires", "compare", "kansmeter-ouder", "kansmeter-ouder")

    assert (done.exit_code, done.output) == (0, "No difference.\n")


def test_compare_says_what_a_newer_version_that_does_not_follow_can_write(run, variant):
    newer = variant(
        ('version: "1.0"', 'version: "1.1"'),
        ("is {kind} ontspannen.", "is {kind} moe."),
        ("{nl: bijna altijd,", "{nl: heel vaak,"),
    )

    done = run("questionnaires", "compare", "kansmeter-ouder", newer)

    assert done.exit_code == 0
    assert done.output.splitlines()[-2] == (
        '  - {version: "1.0", scoring_version: "1", change: wording, items: [r2], options: true, '
        "comparable: []}"
    )


def test_compare_tells_a_changed_signal_as_its_author_wrote_it(run, variant):
    newer = variant(
        ("options: [bijna_altijd], level: talk", "options: [bijna_altijd], level: today")
    )

    done = run("questionnaires", "compare", "kansmeter-ouder", newer)

    assert done.output.splitlines()[:2] == [
        "record: signal: 'l1: bijna_altijd (talk)' -> ''",
        "record: signal: '' -> 'l1: bijna_altijd (today)'",
    ]


def test_a_list_that_nobody_sent_in_is_called_so(run):
    done = run("recompute", "kansmeter-ouder")

    assert "none was ever sent in" in str(done.exception)
