"""The installed package works without the checkout: its data folders travel inside it."""

import os
import sqlite3
import subprocess
import sys
import sysconfig
import venv
import zipfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.rig.bootstrap import ROOT

SHIPPED = ("kansmeter-leerkracht", "kansmeter-ouder", "kansmeter-kind", "kansmeter-stapje")


@dataclass(frozen=True)
class Installation:
    """The wheel in an environment that knows the dependencies but not the checkout."""

    wheel: Path
    programs: Path

    def run(self, folder: Path, program: str, *arguments: str) -> str:
        """Run an installed program in another folder and return what it printed."""
        own = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("KANSMETER_", "PYTHON"))
        }
        settings = {
            "KANSMETER_DATABASE_URL": f"sqlite:///{folder}/kansmeter.sqlite",
            "KANSMETER_SECRET_KEYS": "a-key-that-only-the-tests-know-0123456789",
            "KANSMETER_BASE_URL": "http://127.0.0.1:8000",
        }
        return run([str(self.programs / program), *arguments], folder, {**own, **settings})


def run(command: list[str], folder: Path, env: dict[str, str] | None = None) -> str:
    """Run a command that must succeed and return what it printed."""
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Build the wheel from the tree and install it in an empty environment."""
    folder = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], ROOT)
    (wheel,) = folder.glob("*.whl")
    environment = folder / "environment"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q"]
    run([*pip, "--no-deps", "--no-index", "--disable-pip-version-check", str(wheel)], folder)
    # A path in a .pth file brings the packages there, but no .pth file that lies among them.
    (site_packages,) = environment.glob("lib/python*/site-packages")
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return Installation(wheel, python.parent)


def test_the_installed_package_is_not_the_checkout(installation, tmp_path):
    code = "import survey_app; print(survey_app.__file__)"

    found = Path(installation.run(tmp_path, "python", "-c", code).strip())

    assert found.is_relative_to(installation.programs.parent)


def test_the_installed_command_lists_the_shipped_questionnaires(installation, tmp_path):
    listed = installation.run(tmp_path, "survey-app", "questionnaires", "list")

    assert [key for key in SHIPPED if key not in listed] == []


def test_the_installed_command_brings_an_empty_file_to_the_newest_migration(installation, tmp_path):
    newest = max(path.stem for path in (ROOT / "migrations" / "versions").glob("0*.py"))

    installation.run(tmp_path, "survey-app", "db", "upgrade")

    with closing(sqlite3.connect(tmp_path / "kansmeter.sqlite")) as connection:
        versions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    assert versions == [(newest,)]


def test_the_wheel_holds_every_file_of_the_package_and_its_data_folders(installation):
    sources = {
        "survey_app": ROOT / "survey_app",
        "survey_app/migrations": ROOT / "migrations",
        "survey_app/questionnaires": ROOT / "questionnaires",
    }
    expected = {
        f"{inside}/{path.relative_to(folder)}"
        for inside, folder in sources.items()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }

    with zipfile.ZipFile(installation.wheel) as wheel:
        held = set(wheel.namelist())

    assert expected - held == set()


def test_the_wheel_holds_nothing_but_the_package_and_its_licence(installation):
    with zipfile.ZipFile(installation.wheel) as wheel:
        tops = {name.split("/")[0] for name in wheel.namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"survey_app"}
