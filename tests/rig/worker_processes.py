"""Real `survey-app` processes at a moment that the test chooses.

Only what a process reads as the date is moved; the program itself knows nothing of it.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from tests.rig.bootstrap import ROOT
from tests.rig.server import SECRET_KEYS

BASE_URL = "http://127.0.0.1:8000"


def settings_for(database_url: str, **more: str) -> dict[str, str]:
    """Return an environment with these settings and none of the person who runs the tests."""
    own = {name: value for name, value in os.environ.items() if "KANSMETER_" not in name}
    return {
        **own,
        "KANSMETER_DATABASE_URL": database_url,
        "KANSMETER_SECRET_KEYS": SECRET_KEYS,
        "KANSMETER_BASE_URL": BASE_URL,
        **{f"KANSMETER_{name.upper()}": value for name, value in more.items()},
    }


AT = """
import datetime, sys, time_machine

moment = datetime.datetime.fromisoformat(sys.argv.pop(1))
with time_machine.travel(moment, tick=True):
    from survey_app.commands.main import main

    main()
"""


def command_at(moment: datetime, *arguments: str) -> list[str]:
    """Return the command line that runs `survey-app` as if it were this moment."""
    return [sys.executable, "-c", AT, moment.isoformat(), *arguments]


def run_at(
    moment: datetime, database_url: str, *arguments: str, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        command_at(moment, *arguments),
        cwd=ROOT,
        env=settings_for(database_url, **settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@contextmanager
def running_at(
    moment: datetime, database_url: str, *arguments: str, count: int = 1, **settings: str
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run a command in so many processes until the block ends; what is left then is killed."""
    processes = [
        subprocess.Popen(
            command_at(moment, *arguments),
            cwd=ROOT,
            env=settings_for(database_url, **settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(count)
    ]
    try:
        yield processes
    finally:
        for process in processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, 9)
            process.wait()
