"""Whole tables: `score_table` beside hand-written numpy, and `survey-app score` on a long file.

python -m tests.benchmarks.scoring [--rows N]

Exits with 1 when a table of floats or Int8 takes more than 1.5 times as long as the numpy code for
the same rule, when input and work together take more than 3 times the memory of the input, or when
the command takes more than 30 seconds or 1.5 GB.
"""

import resource
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import click
import numpy as np
import pandas as pd

from survey_app.definitions import Method, Questionnaire, Rounding, load
from survey_app.scoring import score_table

TIME_RATIO, MEMORY_RATIO = 1.5, 3.0
COMMAND_SECONDS, COMMAND_MEGABYTES = 30, 1500
ROUNDS = 7

# As on the scoring sheet of the SDQ; all other numbers of this file follow from the rule.
SCALES = {
    "emotional": (3, 8, 13, 16, 24),
    "conduct": (5, 7, 12, 18, 22),
    "hyperactivity": (2, 10, 15, 21, 25),
    "peer": (6, 11, 14, 19, 23),
    "prosocial": (1, 4, 9, 17, 20),
}
TURNED = {7, 11, 14, 21, 25}
ITEMS = [f"q{number:02d}" for number in range(1, 26)]


def prorated_by_numpy(columns: dict[str, np.ndarray], rows: int) -> np.ndarray:
    """Prorated sum of 5 items, 3 answered, half up, some turned: the plainest fast numpy."""
    return by_numpy(columns, rows, lambda total, count: np.floor(total * 5 / count + 0.5))


def mean_by_numpy(columns: dict[str, np.ndarray], rows: int) -> np.ndarray:
    """Mean of 5 items, 3 answered, some turned."""
    return by_numpy(columns, rows, lambda total, count: total / count)


def by_numpy(
    columns: dict[str, np.ndarray],
    rows: int,
    score: Callable[[np.ndarray, np.ndarray], np.ndarray],
) -> np.ndarray:
    """Score column by column; nothing is checked, and every column is read once."""
    scores = np.empty((len(SCALES), rows))
    for place, numbers in enumerate(SCALES.values()):
        total, count = np.zeros(rows), np.zeros(rows, np.int8)
        for number in numbers:
            column = columns[f"q{number:02d}"]
            if number in TURNED:
                column = 2 - column
            if column.dtype.kind == "f":
                there = column == column
                total += np.where(there, column, 0)
                count += there
            else:
                total += column
                count += 1
        with np.errstate(divide="ignore", invalid="ignore"):
            scores[place] = score(total, count)
        scores[place][count < 3] = np.nan
    return scores


ByHand = Callable[[dict[str, np.ndarray], int], np.ndarray]


def in_slices(by_hand: ByHand, columns: dict[str, np.ndarray], rows: int) -> np.ndarray:
    """Score as many rows at a time as the processor keeps at hand."""
    scores = np.empty((len(SCALES), rows))
    for start in range(0, rows, 16_384):
        some = {key: column[start : start + 16_384] for key, column in columns.items()}
        scores[:, start : start + 16_384] = by_hand(some, len(some[ITEMS[0]]))
    return scores


def from_table(table: pd.DataFrame, by_hand: ByHand) -> np.ndarray:
    """Score a table by hand."""
    return by_hand(as_arrays(table), len(table))


def as_arrays(table: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return the columns as numpy takes them; a type with marks for missing becomes floats."""
    return {
        key: column.to_numpy()
        if isinstance(column.dtype, np.dtype) and column.dtype.kind in "if"
        else column.to_numpy(dtype=np.float64, na_value=np.nan)
        for key, column in table.items()
    }


def lists() -> dict[str, tuple[Questionnaire, ByHand]]:
    """Return the five scales of the SDQ, and the same ones as means."""
    whole = load("sdq-t4-17")
    five = replace(whole, scales=tuple(whole.scale(key) for key in SCALES), fingerprint="")
    assert {scale.rounding for scale in five.scales} == {Rounding.HALF_UP}
    as_means = tuple(replace(each, method=Method.MEAN, rounding=None) for each in five.scales)
    means = replace(five, scales=as_means, fingerprint="")
    return {"prorated": (five, prorated_by_numpy), "mean": (means, mean_by_numpy)}


def tables(rows: int) -> dict[str, pd.DataFrame]:
    """Return the same chance answers in every type; one in twenty missing where the type can."""
    chance = np.random.default_rng(20261125)
    full = pd.DataFrame({key: chance.integers(0, 3, rows, dtype=np.int8) for key in ITEMS})
    missing = chance.random((rows, len(ITEMS)), dtype=np.float32) < 0.05
    some = full.astype("Int8").mask(missing)
    return {
        "float64": some.astype("float64"),
        "float64 by row": pd.DataFrame(
            np.ascontiguousarray(some.to_numpy(dtype=np.float64, na_value=np.nan)), columns=ITEMS
        ),
        "float32": some.astype("float32"),
        "int8": full,
        "Int8": some,
        "object": some.astype("object"),
    }


def shortest(*works: Callable[[], object]) -> list[float]:
    """Return the shortest time in seconds of each, taken in turns so that all meet the same."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, taken in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return [min(taken) for taken in times]


def most_memory(work: Callable[[], object]) -> int:
    """Return how many bytes the work takes at its peak, its result included."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def compare_tables(rows: int) -> bool:
    """Print both ratios for every rule and type; return whether all are within the bounds."""
    within = True
    click.echo(f"score_table, {rows:,} respondents x {len(ITEMS)} items x {len(SCALES)} scales")
    click.echo(f"{'rule':<9} {'type':<15} {'ours':>8} {'numpy':>8} {'ratio':>6} {'memory':>7}")
    for kind, table in tables(rows).items():
        size = int(table.memory_usage(index=False).sum())
        for rule, (questionnaire, by_hand) in lists().items():
            work = partial(score_table, questionnaire, table)
            plain = partial(from_table, table, by_hand)
            sliced = partial(from_table, table, partial(in_slices, by_hand))
            assert np.array_equal(work().to_numpy().T, plain(), equal_nan=True)
            ours, *others = shortest(work, plain, sliced)
            memory = (size + most_memory(work)) / size
            ratio = ours / min(others)
            within &= ratio <= TIME_RATIO and memory <= MEMORY_RATIO
            click.echo(
                f"{rule:<9} {kind:<15} {ours:7.3f}s {min(others):7.3f}s {ratio:6.2f} {memory:6.2f}x"
            )
    return within


def run_command(rows: int) -> bool:
    """Let the command score a file in a process of its own; return whether it keeps its bounds."""
    table = tables(rows)["Int8"]
    with tempfile.TemporaryDirectory(prefix="kansmeter-score-") as folder:
        answers, out = Path(folder) / "answers.csv", Path(folder) / "scores.csv"
        table.to_csv(answers, index_label="id")
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "survey_app", "score", "sdq-t4-17", answers, "--out", out],
            check=True,
        )
        seconds = time.perf_counter() - start
        # Kilobytes, on Linux.
        megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        lines = sum(1 for _ in out.open())
        size = answers.stat().st_size / 1e6
    click.echo(
        f"survey-app score, {rows:,} rows, {size:.0f} MB: {seconds:.1f} s, {megabytes:.0f} MB at "
        f"most, {lines - 1:,} rows written"
    )
    return seconds <= COMMAND_SECONDS and megabytes <= COMMAND_MEGABYTES and lines == rows + 1


@click.command()
@click.option("--rows", default=1_000_000, show_default=True, help="Respondents.")
def main(rows: int) -> None:
    """Measure, print, and exit with 1 beyond the bounds."""
    within = [run_command(rows), compare_tables(rows)]
    sys.exit(0 if all(within) else 1)


if __name__ == "__main__":
    main()
