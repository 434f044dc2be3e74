"""The catalogue of attacks and faults, case by case, with the tests that stand for it.

`python -m tests.attacks.catalogue` prints the table. A test stands for a case when its name or what
it says of itself carries the number: `test_ac_032_…`, or `AC-032` in a docstring, of the test or of
its file. A case for which there is none has its reason in `OPEN`; one that is tested in part says
there what is not, beginning with "partly".
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.rig.bootstrap import ROOT

FOLDER = ROOT / "tests"
NUMBERS_OF_NAME = re.compile(r"^test_ac((?:(?:_ac)?_\d{3})+)(?:_|$)")
NUMBERS_IN_WORDS = re.compile(r"AC-(\d{3}(?:(?:, | and |/)(?:AC-)?\d{3})*)")
NUMBER = re.compile(r"\d{3}")
PARTLY = "partly"

CASES = {
    "AC-001": "payload altered",
    "AC-002": "enumeration",
    "AC-003": "malleable text of the token",
    "AC-004": "purpose confusion",
    "AC-005": "expiry",
    "AC-006": "revocation",
    "AC-007": "forwarding",
    "AC-008": "mail scanner / preview bots",
    "AC-009": "missing token",
    "AC-010": "replay after submit",
    "AC-011": "token leaks through URL",
    "AC-012": "editor/result links",
    "AC-013": "wrong respondent",
    "AC-014": "database theft",
    "AC-016": "IDOR matrix",
    "AC-017": "school change",
    "AC-018": "owner/object mismatch",
    "AC-019": "project leader",
    "AC-020": "administrator",
    "AC-021": "orphans",
    "AC-022": "every output format",
    "AC-023": "side doors",
    "AC-024": "jobs and CLI",
    "AC-025": "change of rights",
    "AC-026": "transfer of a child",
    "AC-027": "CSRF",
    "AC-028": "CSRF/session expiry in the survey",
    "AC-029": "login CSRF",
    "AC-030": "CORS/content type",
    "AC-031": "fixation",
    "AC-032": "cookie after logout",
    "AC-033": "cookie flags",
    "AC-034": "timeouts",
    "AC-035": "password change",
    "AC-036": "shared tablet in class",
    "AC-038": "default/weak passwords",
    "AC-039": "reset link",
    "AC-040": "enumeration",
    "AC-041": "second factor",
    "AC-042": "password guessing",
    "AC-043": "lockout as weapon",
    "AC-044": "token guessing",
    "AC-045": "whole school behind one NAT",
    "AC-046": "counter tricks",
    "AC-048": "mail bombing",
    "AC-049": "CLI",
    "AC-050": "SQL",
    "AC-051": "SQL in structure",
    "AC-052": "template/format injection",
    "AC-053": "header/mail injection",
    "AC-054": "log injection",
    "AC-055": "stored XSS in answers",
    "AC-056": "names/school/group",
    "AC-058": "import messages",
    "AC-059": "PDF",
    "AC-060": "YAML questionnaire",
    "AC-061": "scoring rules",
    "AC-062": "pupil import",
    "AC-063": "zip/XLSX bombs",
    "AC-064": "path in parameters",
    "AC-065": "CSV formulas",
    "AC-066": "XLSX formulas",
    "AC-067": "poisoned answer kills export",
    "AC-068": "out of range",
    "AC-069": "strange numbers",
    "AC-070": "unknown item / option",
    "AC-071": "huge body",
    "AC-072": "duplicate keys",
    "AC-074": "10⁵ fields",
    "AC-075": "content type",
    "AC-076": "text",
    "AC-077": "no thanks without commit",
    "AC-078": "double click",
    "AC-079": "concurrent submit",
    "AC-080": "two tabs/devices",
    "AC-081": "constraint exists",
    "AC-083": "back button",
    "AC-084": "resume after days",
    "AC-085": "disk full",
    "AC-086": "database locked",
    "AC-087": "SIGKILL under load",
    "AC-088": "kill between SMTP and commit",
    "AC-089": "two workers send reminders",
    "AC-090": "poison message",
    "AC-091": "silently never sent",
    "AC-092": "mail server down / slow / greylisting",
    "AC-093": "mail content",
    "AC-095": "SMS provider",
    "AC-096": "late events",
    "AC-097": "clock jumps",
    "AC-099": "migration interrupted",
    "AC-100": "mixed versions",
    "AC-101": "backup under load",
    "AC-102": "bare-machine restore",
    "AC-103": "database away and back",
    "AC-104": "durable before acknowledging",
    "AC-105": "stop and pause",
    "AC-106": "stolen backup/disk",
    "AC-109": "serialization",
    "AC-110": "silent damage",
    "AC-111": "key rotation",
    "AC-112": "weak/default key",
    "AC-113": "CSP",
    "AC-114": "other headers",
    "AC-115": "secrets in logs",
    "AC-116": "debug/error pages",
    "AC-117": "erasure",
    "AC-118": "retention",
    "AC-119": "withdrawal of consent",
    "AC-120": "restore after erasure",
    "AC-121": "access request",
    "AC-122": "rectify/restrict",
    "AC-123": "audit completeness",
    "AC-124": "audit tampering",
    "AC-125": "consent by age",
    "AC-126": "separated parents",
    "AC-127": "threshold",
    "AC-128": "differencing of filters",
    "AC-129": "Host header",
    "AC-130": "open redirect",
    "AC-131": "export trail",
    "AC-132": "differencing in time",
    "AC-135": "dependencies",
    "AC-136": "third parties",
    "AC-137": "cookies/tracking",
    "AC-138": "indexing and caches",
    "AC-139": "resource abuse",
    "AC-140": "least privilege",
    "AC-143": "questionnaire changes mid-answer",
    "AC-144": "scores",
    "AC-146": "without JavaScript, screen reader, 200 % zoom, slow 2G, old tablet",
    "AC-147": "window closes while filling",
    "AC-148": "Monday 09:00",
    "AC-149": "administrators",
    "AC-150": "health endpoints",
}

OPEN = {
    "AC-019": "partly: there are no figures of a network yet; nothing else is given",
    "AC-022": "partly: pages, PDF, pictures, ZIP and CSV; no XLSX, SAV or FHIR is written yet",
    "AC-023": "partly: pictures, files and addresses are in the tests of AC-016",
    "AC-062": "no list of pupils can be handed in yet",
    "AC-063": "no file that holds other files can be handed in",
    "AC-066": "nothing is written as XLSX yet",
    "AC-067": "partly: of the formats only CSV is there, whose cells are tested under AC-065",
    "AC-101": "no command makes a backup yet",
    "AC-102": "no command restores a backup yet",
    "AC-106": "partly: keys apart and the modes of files; no command makes a backup yet",
    "AC-109": "partly: pages do once more what was undone; no replica of a database is read",
    "AC-127": "no figures of a network yet; small numbers of own trajects: tests/reports",
    "AC-128": "no figures of a network yet, so there are no two filters to subtract",
    "AC-131": "partly: the one export is a command, recorded with its number of rows",
    "AC-132": "no figures of a network yet, so there are no two moments to subtract",
    "AC-139": "partly: texts that keep a form busy; fifty PDFs at once wait in a queue of one",
    "AC-144": "no number of its own: tests/scoring computes every list by hand and in two ways",
    "AC-148": "a thousand at once for half an hour is measured: tests.benchmarks",
}
"""Why no test stands for a case, or what those that do leave out."""


@cache
def standing(folder: Path = FOLDER) -> dict[str, list[str]]:
    """Return the tests in a folder that stand for each case, as pytest names them from there."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.rglob("test_*.py")):
        for test, number in _carried(path, folder):
            found[f"AC-{number}"].append(test)
    return dict(found)


def _carried(path: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """Give every test of a file, or the file, with each number that it carries."""
    name, tree = str(path.relative_to(folder)), ast.parse(path.read_text())
    for number in _told(tree):
        yield name, number
    for each in ast.walk(tree):
        if isinstance(each, ast.FunctionDef) and each.name.startswith("test_"):
            named = NUMBERS_OF_NAME.match(each.name)
            numbers = NUMBER.findall(named[1]) if named else []
            for number in dict.fromkeys([*numbers, *_told(each)]):
                yield f"{name}::{each.name}", number


def _told(node: ast.Module | ast.FunctionDef) -> list[str]:
    words = NUMBERS_IN_WORDS.findall(ast.get_docstring(node) or "")
    return [number for each in words for number in NUMBER.findall(each)]


def main() -> None:
    """Print every case with its tests, or the reason why there is none."""
    tests = standing()
    for number, subject in CASES.items():
        print(f"{number}  {subject}")
        for line in (*tests.get(number, ()), *([OPEN[number]] if number in OPEN else [])):
            print(f"        {line}")
    tested = sum(number in tests for number in CASES)
    print(f"{tested} of {len(CASES)} cases have tests, {len(OPEN)} a reason")


if __name__ == "__main__":
    main()
