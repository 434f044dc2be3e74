"""Prepares the machine for the tests with nothing but Python's standard library.

Made are a virtual environment with exactly the locked packages and, as root, the system packages
that are missing. Whoever is not root is told which to install.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.rig import debian

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "tests" / "requirements.lock"
ENVIRONMENT = ROOT / ".venv-tests"
STAMP = ENVIRONMENT / "installed"
OLDEST_PYTHON = (3, 11)


class PreparationError(Exception):
    """The machine lacks something that only the person at the keyboard can give."""


@contextmanager
def prepared() -> Iterator[Path]:
    """Give the Python that runs the checks while system packages come; end when all are there.

    Both wait for the network most of the time. Only a Python that cannot make an environment waits
    for the system packages first.
    """
    if sys.version_info < OLDEST_PYTHON:
        raise PreparationError("Python 3.11 or newer is needed; this is " + sys.version.split()[0])
    with ThreadPoolExecutor(max_workers=1) as aside:
        packages = aside.submit(install_system_packages)
        if importlib.util.find_spec("ensurepip") is None:
            packages.result()
        yield make_environment()
        packages.result()


def missing_system_packages() -> list[str]:
    """Name the Debian packages that the tests need and this machine lacks."""
    missing = []
    if debian.chromium() is None:
        missing += ["chromium", "fonts-liberation"]
    if not debian.has_libatomic():
        missing += ["libatomic1"]
    if debian.postgresql_programs() is None:
        missing += ["postgresql"]
    missing += debian.missing_voices()
    missing += debian.missing_for_papers()
    if importlib.util.find_spec("ensurepip") is None:
        missing += ["python3-venv"]
    return missing


def install_system_packages() -> None:
    """Install what is missing as root, or name the command that does."""
    missing = missing_system_packages()
    if not missing:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    command = f"apt-get update && {' '.join(install)}"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise PreparationError(f"these system packages are missing; as root, run:\n  {command}")
    print(f"installing system packages: {' '.join(missing)}", flush=True)
    patient = ["-q", "-o", "DPkg::Lock::Timeout=300"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # An update may fail for a source that has nothing to do with us; the install then decides.
    run_quietly(["apt-get", "update", *patient], env=quiet)
    if not run_quietly([*install, *patient], env=quiet) or missing_system_packages():
        raise PreparationError(f"the system packages could not be installed with:\n  {command}")


def make_environment() -> Path:
    """Make the virtual environment, unless one is there with exactly the locked packages."""
    python = ENVIRONMENT / "bin" / "python"
    wanted = "\n".join([sys.version, sys.executable, hashlib.sha256(LOCK.read_bytes()).hexdigest()])
    if STAMP.exists() and STAMP.read_text() == wanted:
        return python
    print("installing the locked Python packages in .venv-tests", flush=True)
    venv.create(ENVIRONMENT, clear=True, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    if not run_quietly([*pip, "--no-compile", "--require-hashes", "-r", str(LOCK)]):
        raise PreparationError("the Python packages could not be installed")
    # On every processor, once: else pip does it on one, and each lane again for what is our own. A
    # file of a package that is no Python for this version is none of ours.
    compiled = [str(ENVIRONMENT / "lib"), str(ROOT / "survey_app"), str(ROOT / "migrations")]
    subprocess.run(
        [str(python), "-m", "compileall", "-qq", "-j", "0", *compiled],
        stdin=subprocess.DEVNULL,
        check=False,
    )
    STAMP.write_text(wanted)
    return python


def run_quietly(command: list[str], env: dict[str, str] | None = None) -> bool:
    """Run a command and show what it said only when it fails."""
    done = subprocess.run(
        command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0
