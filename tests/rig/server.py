"""A real web server process on a free port, as an operator would start it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.rig.bootstrap import ROOT

SECRET_KEYS = "a-key-that-only-the-tests-know-0123456789"
START_IN_SECONDS = 60
STOP_IN_SECONDS = 10


@dataclass(frozen=True)
class LiveServer:
    """A running server, its process and what it wrote."""

    url: str
    process: subprocess.Popen[bytes]
    log_path: Path
    database_url: str

    def log(self) -> str:
        """Return all that the server said so far."""
        return self.log_path.read_text(errors="replace")


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def running_server(
    database_url: str,
    log_path: Path,
    *,
    workers: int = 2,
    settings: dict[str, str] | None = None,
    by_gunicorn: bool = False,
) -> Iterator[LiveServer]:
    """Serve this database until the block ends; more settings may be given by their full name."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "survey_app", "serve", "--host", "127.0.0.1"]
    command += ["--port", str(port)]
    if by_gunicorn:
        command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(workers)]
    # Settings of the person who runs the tests must not reach the server.
    own = {name: value for name, value in os.environ.items() if "KANSMETER_" not in name}
    needed = {
        "KANSMETER_DATABASE_URL": database_url,
        "KANSMETER_SECRET_KEYS": SECRET_KEYS,
        "KANSMETER_BASE_URL": url,
    }
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**own, **needed, **(settings or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = LiveServer(url, process, log_path, database_url)
    try:
        wait_until_ready(server)
        yield server
    finally:
        stop(process)


def wait_until_ready(server: LiveServer) -> None:
    """Return once the server says that it is ready; raise with its log when it never does."""
    deadline = time.monotonic() + START_IN_SECONDS
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise RuntimeError(f"the server ended at once:\n{server.log()}")
        if is_ready(server.url):
            return
        time.sleep(0.05)
    raise RuntimeError(f"the server was not ready in {START_IN_SECONDS} s:\n{server.log()}")


def is_ready(url: str) -> bool:
    """Ask the server once whether it is ready."""
    try:
        with urllib.request.urlopen(f"{url}/health/ready", timeout=5):
            return True
    except urllib.error.HTTPError as answer:
        answer.close()
    except OSError:
        pass
    return False


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the server to end, then end whatever of it is still there."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_IN_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def live_server(migrated_url: str, tmp_path: Path) -> Iterator[LiveServer]:
    """Give a server on a fresh, migrated database."""
    with running_server(migrated_url, tmp_path / "server.log") as server:
        yield server
