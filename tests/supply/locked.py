"""Reads what a lock file fixes: packages with version, where they count, hashes and who asks."""

import re
from dataclasses import dataclass
from pathlib import Path

from tests.rig.bootstrap import ROOT

SHIPPED = ROOT / "requirements.lock"
TESTED = ROOT / "tests" / "requirements.lock"
PROJECT = "kansmeter"
ENTRY = re.compile(
    r"^(?P<name>[a-z0-9][a-z0-9-]*)(?:\[[a-z0-9,-]+\])?==(?P<version>\S+)"
    r"(?: ; (?P<where>[^\\\n]+))?"
)


@dataclass(frozen=True)
class Locked:
    """One package as it is fixed; `where` is the marker of the machines on which it counts."""

    name: str
    version: str
    where: str
    hashes: tuple[str, ...]
    asked_by: tuple[str, ...]


def read(lock: Path = SHIPPED) -> list[Locked]:
    """Return every package in a lock file."""
    found = []
    for entry in re.split(r"\n(?=[a-z0-9])", lock.read_text()):
        named = ENTRY.match(entry)
        if named is None:
            continue
        asked = re.sub(r"^ +# via", "    #  ", entry, flags=re.MULTILINE)
        found.append(
            Locked(
                name=named["name"],
                version=named["version"],
                where=(named["where"] or "").strip(),
                hashes=tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", entry)),
                asked_by=tuple(re.findall(r"^ +# +([a-z0-9-]+)", asked, re.MULTILINE)),
            )
        )
    return found
