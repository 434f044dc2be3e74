"""Exceptions to the checks state their reason, and what is installed is exactly what is locked."""

import io
import re
import tokenize
import tomllib
from collections.abc import Iterator

import pytest

from tests.rig.bootstrap import ROOT

LOCKS = ("requirements.lock", "tests/requirements.lock")
FOLDERS = ("survey_app", "migrations", "tests")
EXCEPTION = re.compile(r"#\s*(noqa|type:\s*ignore)\b(?P<codes>(:\s*[A-Z0-9, ]+\d|\[[a-z-, ]+\])?)")
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)", re.MULTILINE)


def comments() -> Iterator[tuple[str, str, str]]:
    """Give every comment of our Python code with its place and the comment on the line above."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            lines = {
                token.start[0]: token.string
                for token in tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
                if token.type == tokenize.COMMENT
            }
            for number, comment in lines.items():
                place = f"{path.relative_to(ROOT)}:{number}"
                yield place, comment, lines.get(number - 1, "")


def says_why(comment: str, above: str = "") -> bool:
    """Tell whether an exception names its rule and has a reason, behind it or above it."""
    found = EXCEPTION.search(comment)
    if found is None:
        return True
    reason = f"{EXCEPTION.sub('', comment)} {EXCEPTION.sub('', above)}".replace("#", " ")
    return bool(found["codes"]) and len(reason.split()) >= 3


def pins(lock: str) -> set[tuple[str, str]]:
    """Give the names and versions in a lock file."""
    return set(PIN.findall((ROOT / lock).read_text()))


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("# noqa", False),
        ("# noqa: S101", False),
        ("# type: ignore", False),
        ("# type: ignore[arg-type]", False),
        ("# type: ignore[arg-type]  # the stub lacks this form", True),
        ("# noqa: S603 the command is our own", True),
        ("# plain words about something else", True),
    ],
)
def test_an_exception_without_rule_and_reason_is_recognised(comment, expected):
    assert says_why(comment) is expected


def test_every_exception_in_the_code_says_why():
    silent = [place for place, comment, above in comments() if not says_why(comment, above)]

    assert silent == []


def test_every_exception_for_whole_files_has_a_comment_above_it():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    start = lines.index("[tool.ruff.lint.per-file-ignores]") + 1
    block = lines[start : lines.index("", start)]

    bare = [
        line
        for above, line in zip(["", *block], block, strict=False)
        if not line.startswith("#") and not above.startswith("#")
    ]

    assert bare == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash(lock):
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text())[1:]

    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock):
    text = (ROOT / lock).read_text()

    assert re.findall(r"https?:|file:|--(?:extra-)?index-url|--find-links", text) == []


def test_the_tests_run_with_the_versions_that_are_shipped():
    assert pins("requirements.lock") - pins("tests/requirements.lock") == set()


def test_every_declared_dependency_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {re.split(r"[\[<>=]", line)[0].replace(".", "-") for line in project["dependencies"]}

    assert declared - {name for name, _ in pins("requirements.lock")} == set()
