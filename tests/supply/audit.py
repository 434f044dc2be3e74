"""Whether anything in the lock of the tests, which holds all that we ship, has a known hole.

`python -m tests.supply.audit` asks the advisory database of the Python Package Index, by pip-audit.
A hole for which there is a newer version fails, unless it is excepted below; one without is told.
Where the database cannot be reached, or a mirror stands before it that has none, that is said in as
many words: nothing found is not the same as nothing looked at.
"""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.rig.bootstrap import ROOT
from tests.supply import locked

PATIENCE_SECONDS = 120
AWAY = re.compile(
    r"requests\.exceptions\.\w*(?:Connection|Proxy|Timeout|SSL|ChunkedEncoding)|network may be "
    r"blocking|Could not connect|\.ServiceError"
)
NOT_CHECKED = "not checked: advisory database not reachable"


@dataclass(frozen=True)
class Excepted:
    """A hole that does not fail the run until a day, with the reason."""

    reason: str
    until: date


EXCEPTED: dict[str, Excepted] = {}
"""By the number of the advisory, such as GHSA-xxxx or CVE-2026-1: why it cannot hurt us."""


@dataclass(frozen=True)
class Verdict:
    """What is told of an audit, a line each, and whether the run may pass."""

    lines: tuple[str, ...]
    is_clean: bool


def judge(
    report: dict[str, Any], excepted: dict[str, Excepted], today: date, wanted: int
) -> Verdict:
    """Judge what pip-audit found in so many packages; what it passed over was not looked at."""
    looked_at = [each for each in report["dependencies"] if "vulns" in each]
    if not looked_at:
        return Verdict((NOT_CHECKED,), is_clean=True)
    lines, is_clean = [f"{len(looked_at)} of {wanted} packages looked at"], True
    for package in looked_at:
        for hole in package["vulns"]:
            names = {hole["id"], *hole.get("aliases", ())}
            exception = next((excepted[name] for name in names if name in excepted), None)
            told = f"{package['name']} {package['version']}: {hole['id']}"
            if exception is not None and today <= exception.until:
                lines.append(f"{told}, excepted until {exception.until}: {exception.reason}")
            elif hole["fix_versions"]:
                lines.append(f"{told}, mended in {', '.join(hole['fix_versions'])}")
                is_clean = False
            else:
                lines.append(f"{told}, not mended by anybody yet")
    return Verdict(tuple(lines), is_clean)


def read(said: str, complained: str, today: date, wanted: int) -> Verdict:
    """Judge what pip-audit said; what is neither a report nor a network that is away fails."""
    try:
        report = json.loads(said)
    except ValueError:
        if AWAY.search(complained):
            return Verdict((NOT_CHECKED,), is_clean=True)
        last = (complained.strip().splitlines() or ["it said nothing"])[-1]
        return Verdict((f"the audit itself failed: {last}",), is_clean=False)
    return judge(report, EXCEPTED, today, wanted)


def begin(python: Path) -> subprocess.Popen[str]:
    """Start the audit beside whatever else is done; it waits for the network most of the time."""
    command = [
        *(python, "-m", "pip_audit", "--vulnerability-service", "pypi", "--timeout", "10"),
        *("--disable-pip", "--require-hashes", "--requirement", locked.TESTED),
        *("--format", "json", "--progress-spinner", "off"),
    ]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(run: subprocess.Popen[str]) -> Verdict:
    """Wait for the audit and judge it; one that takes too long has found no database."""
    try:
        said, complained = run.communicate(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        run.kill()
        run.communicate()
        return Verdict((NOT_CHECKED,), is_clean=True)
    wanted = len({each.name for each in locked.read(locked.TESTED)})
    return read(said, complained, datetime.now(UTC).date(), wanted)


def main() -> int:
    """Audit now, tell, and return the exit code."""
    verdict = finish(begin(Path(sys.executable)))
    for line in verdict.lines:
        print(f"known holes: {line}")
    return 0 if verdict.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
