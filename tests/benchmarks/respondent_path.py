"""How many respondents a second Kansmeter takes, beside a bare Flask application.

    python -m tests.benchmarks.respondent_path [--links N] [--concurrency C] [--rounds R]

In one run, on the same server command and the same kind of database: open the form page, send 25
answers, see the thanks. Kansmeter's start page comes before and is reported apart. Machines differ
and are busy, so the ratio of two rates of the same minute is the figure, and the middle one of some
rounds. `--driver PATH` lets an outside load driver (with `run PEER.json`) do the same visits.
"""

import argparse
import csv
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlsplit

import click

from tests.benchmarks import bare_app
from tests.benchmarks.visitors import Visitor, Visits, visit_all
from tests.rig import postgres
from tests.rig.bootstrap import ROOT
from tests.rig.server import free_port, stop

KEY = "a-key-for-measuring-only-0123456789abcdef"
TARGET = 0.5
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
START_IN_SECONDS = 60


@dataclass(frozen=True)
class Contestant:
    """A running server with its links and a way to ask what it stored."""

    name: str
    url: str
    paths: list[str]
    stored: Callable[[], tuple[int, int]]
    stored_commands: tuple[str, str]
    done_text: str


def main() -> int:
    """Measure on both databases and print; 1 when a ratio is below the target."""
    # Whoever ends this program ends the servers with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    options = _options()
    ratios = []
    for kind in options.databases:
        with ExitStack() as stack:
            folder = Path(tempfile.mkdtemp(prefix="kansmeter-bench-"))
            stack.callback(shutil.rmtree, folder)
            ratios.append(_measure(kind, folder, options, stack))
    return 0 if min(ratios) >= TARGET else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--links", type=int, default=300, help="respondents a round")
    parser.add_argument("--concurrency", type=int, default=8, help="respondents at the same time")
    parser.add_argument("--rounds", type=int, default=5, help="rounds that count")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--driver", type=Path, help="an outside load driver")
    parser.add_argument(
        "--databases", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"]
    )
    return parser.parse_args()


def _measure(kind: str, folder: Path, options: argparse.Namespace, stack: ExitStack) -> float:
    count = options.links * (options.rounds + 1)
    urls = stack.enter_context(_databases(kind, folder))
    bare = stack.enter_context(_bare(urls[0], folder, count, options))
    ours = stack.enter_context(_ours(urls[1], folder, count, options))
    click.echo(f"{kind}: {options.links} respondents, {options.concurrency} at once")
    ratios = []
    for number in range(options.rounds + 1):
        part = slice(number * options.links, (number + 1) * options.links)
        begun = visit_all(ours.url, ours.paths[part], options.concurrency, Visitor.begin)
        visit = _outside if options.driver else _own
        rates = [
            visit(bare, bare.paths[part], folder, options),
            visit(ours, [str(path) for path in begun.results], folder, options),
        ]
        if number == 0:
            continue  # the first round warms the servers
        ratios.append(rates[1] / rates[0])
        click.echo(
            f"  bare {rates[0]:6.1f}/s   Kansmeter from the form page on {rates[1]:6.1f}/s"
            f"   ratio {ratios[-1]:.2f}   (start page and Begin {begun.per_second:6.1f}/s)"
        )
    middle = statistics.median(ratios)
    click.echo(f"  ratio {middle:.2f} (target {TARGET}); counts and sums stored equal those sent")
    return middle


def _own(
    server: Contestant, paths: Sequence[str], folder: Path, options: argparse.Namespace
) -> float:
    """Visit with our own driver, check what was stored, and return the rate."""
    before = server.stored()
    visits: Visits = visit_all(server.url, paths, options.concurrency, Visitor.answer)
    after = server.stored()
    sent = (visits.count, sum(int(str(each)) for each in visits.results))
    kept = (after[0] - before[0], after[1] - before[1])
    if kept != sent:
        raise SystemExit(f"{server.name}: sent {sent} (count, sum), stored {kept}")
    return visits.per_second


def _outside(
    server: Contestant, paths: Sequence[str], folder: Path, options: argparse.Namespace
) -> float:
    """Visit with the outside driver, which checks by itself, and return the rate."""
    links = folder / f"{server.name}.txt"
    links.write_text("\n".join(paths))
    peer = folder / f"{server.name}.json"
    peer.write_text(
        json.dumps(
            {
                "name": server.name,
                "base_url": server.url,
                "paths_file": links.name,
                "done_text": server.done_text,
                "submit": {"name": "act", "value": "forward"},
                "count_command": server.stored_commands[0],
                "sum_command": server.stored_commands[1],
            }
        )
    )
    command = [sys.executable, str(options.driver), "run", str(peer), "--json", "--offset", "0"]
    command += ["-n", str(len(paths)), "-c", str(options.concurrency)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{server.name}: the driver says\n{done.stdout}{done.stderr}")
    return float(json.loads(done.stdout)["respondents_per_s"])


@contextmanager
def _databases(kind: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Give two empty databases of one kind, with commits that survive a power cut."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'bare.db'}", f"sqlite:///{folder / 'kansmeter.db'}"
        return
    with patch.dict(postgres.SETTINGS, DURABLE):
        server = postgres.PostgresServer()
    try:
        yield server.url(server.create()), server.url(server.create())
    finally:
        server.stop()


@contextmanager
def _bare(
    database_url: str, folder: Path, count: int, options: argparse.Namespace
) -> Iterator[Contestant]:
    url = database_url.replace("postgresql://", "postgresql+psycopg://")
    paths = bare_app.make_links(url, count)
    settings = {"BARE_DATABASE_URL": url, "BARE_SECRET_KEY": KEY}
    shell = f"cd '{ROOT}' && '{sys.executable}' -c \"from tests.benchmarks import bare_app;"
    commands = (
        f"{shell} print(bare_app.stored('{url}')[0])\"",
        f"{shell} print(bare_app.stored('{url}')[1])\"",
    )
    with _gunicorn("tests.benchmarks.bare_app:create_app()", settings, folder, options) as address:
        yield Contestant(
            "bare", address, paths, lambda: bare_app.stored(url), commands, "<h1>Bedankt</h1>"
        )


@contextmanager
def _ours(
    database_url: str, folder: Path, count: int, options: argparse.Namespace
) -> Iterator[Contestant]:
    settings = {
        "KANSMETER_DATABASE_URL": database_url,
        "KANSMETER_SECRET_KEYS": KEY,
        "KANSMETER_BASE_URL": f"http://127.0.0.1:{free_port()}",
    }
    links = folder / "links.csv"
    _simulate(settings, "--bench", str(count), "--links", str(links))
    with links.open(newline="") as file:
        paths = [urlsplit(row["url"]).path for row in csv.DictReader(file)]
    given = " ".join(f"{name}='{value}'" for name, value in settings.items())
    shell = f"cd '{ROOT}' && {given} '{sys.executable}' -m survey_app simulate --stored"

    def stored() -> tuple[int, int]:
        return int(_simulate(settings, "--stored", "count")), int(
            _simulate(settings, "--stored", "sum")
        )

    with _gunicorn("wsgi:app", settings, folder, options) as address:
        yield Contestant(
            "kansmeter",
            address,
            paths,
            stored,
            (f"{shell} count", f"{shell} sum"),
            "Je antwoorden zijn verstuurd",
        )


def _simulate(settings: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "survey_app", "simulate", *arguments],
        cwd=ROOT,
        env=_environment(settings),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout


@contextmanager
def _gunicorn(
    application: str, settings: dict[str, str], folder: Path, options: argparse.Namespace
) -> Iterator[str]:
    """Serve an application, both by the very same command, and give its address."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(options.workers), "--worker-class", "gthread"]
    command += ["--threads", str(options.threads), "--no-control-socket", application]
    log_path = folder / f"{port}.log"
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=_environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_ready(f"http://127.0.0.1:{port}", process, log_path)
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(process)


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log_path: Path) -> None:
    deadline = time.monotonic() + START_IN_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health/ready", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(f"a server did not start:\n{log_path.read_text(errors='replace')}")


def _environment(settings: dict[str, str]) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if "KANSMETER_" not in name}
    return {**own, **settings}


if __name__ == "__main__":
    sys.exit(main())
