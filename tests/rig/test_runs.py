"""The closing lines tell the truth: errors are failures, and a run that died has failed."""

import json
import re
import subprocess
import sys
from collections import Counter

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

OF_EVERY_KIND = """
import pytest

@pytest.fixture
def browser(): pass

def test_with(database_url): pass
def test_without(): pass
@pytest.mark.one_database
def test_on_one(database_url): pass
@pytest.mark.one_every_day
def test_every_day(database_url): pass
@pytest.mark.one_database
def test_in_a_browser(database_url, browser): pass
"""
ASK = """
import json, sys
import pytest

for arguments in json.loads(sys.argv[1]):
    print("NEXT", flush=True)
    assert pytest.main(arguments) == 0
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
    rooms = {path.name for path in (ROOT / "tests").iterdir()}
    read = Counter(
        (lane.database, lane.asking, room)
        for lane in WHOLE
        for room in set(lane.rooms or rooms) - set(lane.but)
    )

    asked = (("postgresql", "each"), ("sqlite", "browser"), ("sqlite", "each"), ("sqlite", "one"))
    assert read == Counter((*each, room) for each in asked for room in rooms)


def test_a_lane_takes_the_tests_that_each_database_must_pass_or_the_others_in_its_rooms(tmp_path):
    for room in ("attacks", "web"):
        (tmp_path / "tests" / room).mkdir(parents=True)
        (tmp_path / "tests" / room / f"test_{room}.py").write_text("def test_here(): pass\n")
    (tmp_path / "tests" / "test_two.py").write_text(OF_EVERY_KIND)

    kept = kept_by(
        tmp_path,
        *("--asking any", "--asking each", "--asking one", "--asking browser"),
        *("--asking each --size long", "--asking one --size long"),
        *("--rooms attacks", "--but-rooms attacks,test_two.py"),
    )

    each, one, browser = {"with"}, {"without", "on_one", "every_day"}, {"in_a_browser"}
    rooms = {"attacks", "web"}
    assert kept == [
        *(each | one | browser | rooms, each, one | rooms, browser),
        *({"with", "every_day"}, {"without", "on_one"} | rooms),
        *({"attacks"}, {"web"}),
    ]


def kept_by(root, *options):
    """Return for each set of options which tests pytest keeps; one program asks it for all."""
    named = ("tests.rig.databases", "tests.rig.sizes", "no:cacheprovider")
    plugins = [word for name in named for word in ("-p", name)]
    place = ["--rootdir", str(root), str(root / "tests")]
    asked = [["-q", "--collect-only", *plugins, *each.split(), *place] for each in options]
    done = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps(asked)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        {
            room if name == "here" else name
            for room, name in re.findall(r"test_(\w+)\.py::test_(\w+)", said)
        }
        for said in done.stdout.split("NEXT")[1:]
    ]


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
