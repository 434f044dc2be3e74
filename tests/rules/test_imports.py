"""The direction of the imports: rooms in their order, and nothing heavy or undeclared."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.rig.bootstrap import ROOT

PACKAGE = ROOT / "survey_app"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS = {contract["id"]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]}
EDGE = {"__main__", "commands", "factory", "web"}
# What type checkers bring along; it is imported for them alone.
TYPES_ONLY = "_typeshed"
HEAVY = ("flask", "matplotlib", "sqlalchemy", "itsdangerous")


def rooms() -> set[str]:
    """Name every room: the folders with code and the single files of the package."""
    return {
        path.stem
        for path in PACKAGE.iterdir()
        if (path.suffix == ".py" or any(path.glob("*.py"))) and path.stem != "__init__"
    }


def imported_packages(path: Path) -> set[str]:
    """Name the top packages that a file imports, wherever in the file it does so."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name.split(".")[0] for name in names}


def normal(name: str) -> str:
    """Write a distribution's name in the one way that all its spellings share."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_rooms_import_only_what_stands_before_them():
    program = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run(
        [program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_below_the_edge_is_forbidden_to_know_flask():
    bound = {module.removeprefix("survey_app.") for module in CONTRACTS["edge"]["source_modules"]}

    assert bound == rooms() - EDGE


@pytest.mark.parametrize("room", ["definitions", "scoring", "effects"])
def test_a_pure_room_loads_no_server_database_or_drawing_library(room):
    code = f"import sys, survey_app.{room}; print(*sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert [name for name in done.stdout.split() if name in HEAVY] == []


def test_every_package_that_is_imported_is_a_declared_dependency():
    requirements = PROJECT["project"]["dependencies"]
    declared = {normal(re.split(r"[\[<>=~!; ]", line)[0]) for line in requirements}
    distributions = packages_distributions()

    undeclared = {
        f"{path.relative_to(ROOT)}: {package}"
        for path in PACKAGE.rglob("*.py")
        for package in imported_packages(path)
        if package not in {"survey_app", TYPES_ONLY} | sys.stdlib_module_names
        if not declared & {normal(name) for name in distributions.get(package, [])}
    }

    assert undeclared == set()
