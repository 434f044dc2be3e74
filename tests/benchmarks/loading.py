"""What a start pays for the shipped questionnaires: `python -m tests.benchmarks.loading [RUNS]`.

Each run is a Python of its own that imports the room of definitions and makes every list. Cold: the
cache is empty and every file is read and checked. Warm: a start like any other. Exits 1 when
import and lists together take a warm start more than 150 ms.
"""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click

MOST_MILLISECONDS = 150
RUNS = 15
ROOT = Path(__file__).parents[2]

START = """
import time
begin = time.perf_counter()
from survey_app.definitions import shipped
imported = time.perf_counter()
lists = shipped()
done = time.perf_counter()
print((imported - begin) * 1e3, (done - imported) * 1e3, len(lists))
"""


@dataclass(frozen=True, order=True)
class Start:
    """Milliseconds of one start, and how many lists it made."""

    total: float
    importing: float
    lists: float
    count: int

    def __str__(self) -> str:
        return (
            f"{self.total:7.0f} ms: import {self.importing:4.0f}, "
            f"{self.count} lists {self.lists:5.0f}"
        )


def start(cache: str) -> Start:
    """Start Python with this folder for caches and load every list."""
    done = subprocess.run(
        [sys.executable, "-c", START],
        cwd=ROOT,
        env={**os.environ, "XDG_CACHE_HOME": cache},
        capture_output=True,
        text=True,
        check=True,
    )
    importing, lists, count = done.stdout.split()
    return Start(float(importing) + float(lists), float(importing), float(lists), int(count))


def main(runs: int = RUNS) -> int:
    """Print cold and warm starts; the quickest warm one counts, the others had company."""
    with tempfile.TemporaryDirectory() as cache:
        click.echo(f"cold   {start(cache)}")
        warm = sorted(start(cache) for _ in range(runs))
    click.echo(f"warm   {warm[0]} (quickest of {runs})")
    click.echo(f"median {warm[len(warm) // 2]}")
    within = warm[0].total <= MOST_MILLISECONDS
    click.echo(f"limit  {MOST_MILLISECONDS:7} ms: {'kept' if within else 'passed'}")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
