"""The closing lines tell the truth: errors are failures, and a run that died has failed."""

import json
import subprocess
import sys

import pytest

from tests.rig.bootstrap import ROOT
from tests.rig.runs import WHOLE, Tally, names_paths, read_tally

TESTS = """
import pytest

@pytest.fixture
def broken():
    raise RuntimeError("cannot start")

def test_one_passes(): pass
def test_another_passes(): pass
def test_one_fails(): assert 1 == 2
def test_one_has_an_error(broken): pass
@pytest.mark.skip(reason="to be counted")
def test_one_is_skipped(): pass
"""


def test_each_test_is_counted_once_and_an_error_as_failed(tmp_path):
    (tmp_path / "test_five.py").write_text(TESTS)
    counts = tmp_path / "counts.json"
    plugin = ["-p", "tests.rig.tally", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]

    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plugin, "--tally", str(counts), str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert counts.exists(), done.stdout + done.stderr
    assert read_tally(counts, done.returncode) == Tally(passed=2, failed=2, skipped=1)


def test_a_run_that_died_without_counting_has_failed(tmp_path):
    assert read_tally(tmp_path / "never-written.json", 3).failed == 1


def test_a_run_that_ends_badly_without_a_failed_test_has_failed(tmp_path):
    counts = tmp_path / "counts.json"
    counts.write_text(json.dumps({"passed": 7, "failed": 0, "skipped": 0}))

    assert read_tally(counts, 1) == Tally(passed=7, failed=1, skipped=0)


def test_the_counts_of_two_lanes_of_one_database_are_added():
    assert Tally(3, 1, 0) + Tally(2, 0, 1) == Tally(passed=5, failed=1, skipped=1)


def test_the_lanes_of_the_whole_suite_leave_no_test_out_and_run_none_twice():
    lanes = [(lane.database, lane.asking) for lane in WHOLE]

    assert sorted(lanes) == [
        ("postgresql", "each"),
        ("sqlite", "browser"),
        ("sqlite", "each"),
        ("sqlite", "one"),
    ]


@pytest.mark.parametrize(
    ("asking", "size", "kept"),
    [
        *(("any", "short", 5), ("each", "short", 1), ("one", "short", 3), ("browser", "short", 1)),
        *(("each", "long", 2), ("one", "long", 2)),
    ],
)
def test_a_lane_takes_the_tests_that_each_database_must_pass_or_the_others(
    tmp_path, asking, size, kept
):
    (tmp_path / "test_two.py").write_text(
        "import pytest\ndef test_with(database_url): pass\ndef test_without(): pass\n"
        "@pytest.mark.one_database\ndef test_on_one(database_url): pass\n"
        "@pytest.mark.one_every_day\ndef test_every_day(database_url): pass\n"
        "@pytest.fixture\ndef browser(): pass\n"
        "@pytest.mark.one_database\ndef test_in_a_browser(database_url, browser): pass\n"
    )
    counts = tmp_path / "counts.json"
    named = ("tests.rig.tally", "tests.rig.databases", "tests.rig.sizes", "no:cacheprovider")
    plugins = [word for name in named for word in ("-p", name)]
    place = ["--size", size, "--rootdir", str(tmp_path), str(tmp_path)]

    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, "--asking", asking, "--tally", counts, *place],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert counts.exists(), done.stdout + done.stderr
    assert read_tally(counts, done.returncode) == Tally(passed=kept, failed=0, skipped=0)


def test_the_closing_line_names_the_three_counts():
    assert str(Tally(passed=3, failed=0, skipped=1)) == "3 passed, 0 failed, 1 skipped"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], False),
        (["-k", "reversed"], False),
        (["tests/rig"], True),
        (["tests/rig/test_runs.py::test_the_closing_line_names_the_three_counts"], True),
    ],
)
def test_only_a_path_picks_a_part_of_the_suite(arguments, expected):
    assert names_paths(arguments) is expected
