"""Runs the lint step, the tests on each database and the audit of the lock, side by side."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.rig.bootstrap import ROOT, PreparationError, prepared
from tests.supply import audit


@dataclass(frozen=True)
class Lane:
    """Tests that one pytest process runs, beside the others.

    Tests that ask for no database, or to which it does not matter which, are lanes of their own,
    counted with SQLite: with a browser, which waits a lot, and without, which is the most and three
    lanes. So two processors stay at work to the end. `rooms` are the only ones a lane reads, unless
    it is none; `but` are those it leaves.
    """

    name: str
    database: str
    asking: str
    rooms: tuple[str, ...] = ()
    but: tuple[str, ...] = ()


SEEN = ("exchange", "papers", "practice", "reports", "web")
STARTED = ("attacks", "commands", "fuzz", "journeys")
WHOLE = (
    Lane("sqlite", "sqlite", "each"),
    Lane("postgresql", "postgresql", "each"),
    Lane("sqlite, once", "sqlite", "one", but=SEEN + STARTED),
    Lane("sqlite, once, what is seen", "sqlite", "one", rooms=SEEN),
    Lane("sqlite, once, what starts programs", "sqlite", "one", rooms=STARTED),
    Lane("sqlite, in a browser", "sqlite", "browser"),
)
PART = (Lane("sqlite", "sqlite", "any"), Lane("postgresql", "postgresql", "any"))
"""When somebody names files, all of it runs on both."""
CHECKS = (
    ("ruff", "check", "--quiet", "."),
    ("ruff", "format", "--check", "--quiet", "."),
    ("mypy",),
    ("lint-imports",),
)
LONGEST_RUN_IN_SECONDS = {"short": 40 * 60, "long": 120 * 60}
STUCK_AFTER_SECONDS = {"short": 5 * 60, "long": 60 * 60}
"""When a test shows where its threads are. A year at full size takes longer than five minutes, and
showing threads while they run has once ended the whole lane."""


@dataclass(frozen=True)
class Tally:
    """How many tests ended which way in one run; an error counts as failed."""

    passed: int
    failed: int
    skipped: int

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def main(size: str, arguments: list[str]) -> int:
    """Prepare, test, and return the exit code; the whole suite is linted and audited too."""
    is_whole = not names_paths(arguments)
    with ThreadPoolExecutor(max_workers=1) as aside:
        try:
            with prepared() as python:
                linted = aside.submit(lint, python) if is_whole else None
        except PreparationError as error:
            print(f"python3 -m tests: {error}", file=sys.stderr)
            return 1
        known_holes = audit.begin(python) if is_whole else None
        tallies = run_suites(python, size, arguments)
        clean = linted is None or linted.result()
    if not clean:
        print("lint: failed")
    if known_holes is not None:
        verdict = audit.finish(known_holes)
        clean = clean and verdict.is_clean
        print("\n".join(f"known holes: {line}" for line in verdict.lines))
    for database, tally in tallies.items():
        print(f"{database}: {tally}")
    return 0 if clean and all(tally.failed == 0 for tally in tallies.values()) else 1


def names_paths(arguments: list[str]) -> bool:
    """Tell whether the arguments pick files or folders instead of the whole suite."""
    return any(Path(ROOT, argument.split("::")[0]).exists() for argument in arguments if argument)


def lint(python: Path) -> bool:
    """Run every check, so that one visit shows all that is wrong."""
    clean = True
    for program, *arguments in CHECKS:
        print("lint:", program, *arguments, flush=True)
        done = subprocess.run(
            [python.with_name(program), *arguments],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            print(done.stdout + done.stderr, flush=True)
            clean = False
    return clean


def run_suites(python: Path, size: str, arguments: list[str]) -> dict[str, Tally]:
    """Run the lanes side by side; show what each said, and count for each database."""
    lanes = PART if names_paths(arguments) else WHOLE
    counts: dict[str, Tally] = {}
    with tempfile.TemporaryDirectory(prefix="kansmeter-runs-") as folder:
        runs = [start_suite(python, size, lane, Path(folder), arguments) for lane in lanes]
        for lane, run in zip(lanes, runs, strict=True):
            tally = finish_suite(run, size, lane, Path(folder))
            counts[lane.database] = counts.get(lane.database, Tally(0, 0, 0)) + tally
    return counts


def start_suite(
    python: Path, size: str, lane: Lane, folder: Path, arguments: list[str]
) -> subprocess.Popen[bytes]:
    """Start pytest on one lane, with all it says going to a file."""
    options = [
        *("--database", lane.database, "--asking", lane.asking, "--size", size),
        *("--rooms", ",".join(lane.rooms), "--but-rooms", ",".join(lane.but)),
        *("--tally", str(folder / f"{lane.name}.json")),
        *("-o", f"cache_dir=.pytest_cache/{lane.name}"),
        *("-o", f"faulthandler_timeout={STUCK_AFTER_SECONDS[size]}"),
    ]
    with (folder / f"{lane.name}.txt").open("wb") as output:
        return subprocess.Popen(
            [
                *(python, "-m", "pytest", "-q", "--color=no"),
                *options,
                *arguments,
            ],
            cwd=ROOT,
            env={**os.environ, "PATH": f"{python.parent}:{os.environ.get('PATH', os.defpath)}"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def finish_suite(run: subprocess.Popen[bytes], size: str, lane: Lane, folder: Path) -> Tally:
    """Wait for one run, show its output and return its tally; a run that died has failed."""
    try:
        run.wait(LONGEST_RUN_IN_SECONDS[size])
    except subprocess.TimeoutExpired:
        print(f"{lane.name}: stopped, the run took too long")
        # As Ctrl-C does, so that pytest still stops its servers and shows where it was.
        run.send_signal(signal.SIGINT)
        try:
            run.wait(60)
        except subprocess.TimeoutExpired:
            run.kill()
            run.wait()
    print(f"\n== {lane.name} ==")
    print((folder / f"{lane.name}.txt").read_text(errors="replace"), flush=True)
    return read_tally(folder / f"{lane.name}.json", run.returncode)


def read_tally(path: Path, returncode: int) -> Tally:
    """Read what pytest counted; a non-zero exit without a failed test counts as one failure."""
    tally = Tally(**json.loads(path.read_text())) if path.exists() else Tally(0, 0, 0)
    if returncode != 0 and tally.failed == 0:
        return Tally(tally.passed, 1, tally.skipped)
    return tally
