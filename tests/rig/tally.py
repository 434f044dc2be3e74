"""A pytest plugin that writes how many tests passed, failed and were skipped to a file."""

import json
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter


def pytest_addoption(parser: pytest.Parser) -> None:
    """Name the file; without it nothing is written."""
    parser.addoption("--tally", type=Path, help="write the counts to this file as JSON")


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    """Write the counts; an error while setting up or ending a test counts as failed."""
    path = config.getoption("--tally")
    if path is None:
        return
    counts = {kind: len(reports) for kind, reports in terminalreporter.stats.items()}
    tally = {
        "passed": counts.get("passed", 0) + counts.get("xpassed", 0),
        "failed": counts.get("failed", 0) + counts.get("error", 0),
        "skipped": counts.get("skipped", 0) + counts.get("xfailed", 0),
    }
    path.write_text(json.dumps(tally))
