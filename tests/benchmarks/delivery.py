"""Planning reminders and delivering mail, at a size no school has.

python -m tests.benchmarks.delivery [--open N] [--due N] [--url URL] [--pause SECONDS]

A world of N open invitations: of each child one to a parent and one to a teacher of 20 children.
Some are due on Monday, and are planned on the clock; as many are due on Tuesday, and are planned
while memory is watched. All of it then goes to a mail server on this machine that only counts: by
one worker process in a world of a tenth of that size, by four in the whole one. With --pause the
server takes its time, as real ones do; then four workers should bring four times as much.

On a new SQLite file, or with --url on an empty PostgreSQL database. Exits with 1 when planning
takes more time or memory among more invitations that are not due.
"""

import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
from sqlalchemy import func, insert, select

from survey_app.commands.delivering import plan_due
from survey_app.delivery.models import OutboxMessage
from survey_app.invitations.models import Invitation
from survey_app.storage import Database, migrate, new_id
from survey_app.trajects.models import ConsentStatement, Contact, Traject, TrajectInformant
from tests.factories.world import MONDAY, HandClock, World, opened
from tests.rig.bootstrap import ROOT
from tests.rig.server import SECRET_KEYS, free_port
from tests.rig.worker_processes import command_at, settings_for

RATIO = 1.5
PUPILS = 20
"""So many children have the same teacher."""
WARM_UP = 20
"""So many mails go before the clock starts: until then processes are starting."""
CHUNK = 2000
TUESDAY = MONDAY + timedelta(days=1)
NOT_YET = date(2026, 11, 2)
SINK = """
import asyncio, sys
from aiosmtpd.smtp import SMTP

class Count:
    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(float(sys.argv[2]))
        return "250 taken"

async def serve():
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(Count(), enable_SMTPUTF8=False), "127.0.0.1", int(sys.argv[1])
    )
    await server.serve_forever()

asyncio.run(serve())
"""

Row = dict[str, Any]
COPIED = (Contact, Traject, TrajectInformant, ConsentStatement, Invitation)
"""The tables of which a traject has rows, each after those that it points to."""


@dataclass(frozen=True)
class Copier:
    """Copies one traject, of which mother and teacher are asked by mail, as often as asked."""

    database: Database
    rows: dict[type, list[Row]]

    @classmethod
    def of_new_world(cls, database: Database) -> "Copier":
        """Make the traject through the services; what it planned is taken away again."""
        world = World(database, HandClock())
        coach = world.coach()
        traject = world.traject(coach)
        world.reach(coach, traject, "parent", "ouder@thuis.nl")
        world.reach(coach, traject, "teacher", "juf@school.nl")
        for statement in (
            "DELETE FROM invitation_message",
            "DELETE FROM outbox_message",
            "UPDATE invitation SET next_message_on = NULL",
        ):
            world.sql(statement)
        with database.read() as session:
            rows = {
                kind: [dict(row) for row in session.execute(select(kind.__table__)).mappings()]
                for kind in COPIED
            }
        by_mail = {each["id"] for each in rows[TrajectInformant] if each["contact_id"]}
        rows[Invitation] = [
            each
            for each in rows[Invitation]
            if each["informant_id"] in by_mail and each["opens_on"] == MONDAY.date()
        ]
        return cls(database, rows)

    def fill(self, numbers: range, due_count: int) -> None:
        """Add a traject for each number; of the first, invitations are due on two mornings."""
        invitations = len(self.rows[Invitation])
        teacher = new_id()
        for start in range(0, len(numbers), CHUNK):
            made: dict[type, list[Row]] = {kind: [] for kind in COPIED}
            for place, number in enumerate(numbers[start : start + CHUNK], start):
                fresh = number % PUPILS == 0
                teacher = new_id() if fresh else teacher
                morning = place * invitations // due_count
                day = (MONDAY.date(), TUESDAY.date(), NOT_YET)[min(morning, 2)]
                self._copy(made, number, teacher, day, with_teacher=fresh)
            with self.database.write() as session:
                for kind in COPIED:
                    session.execute(insert(kind.__table__), made[kind])

    def _copy(
        self,
        made: dict[type, list[Row]],
        number: int,
        teacher: str,
        day: date,
        *,
        with_teacher: bool,
    ) -> None:
        teachers = {
            each["contact_id"] for each in self.rows[TrajectInformant] if each["role"] == "teacher"
        }
        ids: dict[str | None, str | None] = {None: None, **dict.fromkeys(teachers, teacher)}
        for kind in COPIED:
            for row in self.rows[kind]:
                ids.setdefault(row["id"], new_id())
        for kind in COPIED:
            for row in self.rows[kind]:
                if row["id"] in teachers and not with_teacher:
                    continue
                copy = {name: ids.get(value, value) for name, value in row.items()}
                if kind is Contact:
                    copy |= {"fingerprint": new_id(), "address": f"p{number}{row['address']}"}
                elif kind is Invitation:
                    copy |= {"next_message_on": day, "code_hash": None}
                made[kind].append(copy)


def planned_on_the_clock(database: Database, due_count: int) -> float:
    """Return the seconds that planning what is due on Monday takes."""
    began = time.perf_counter()
    planned = plan_due(database, lambda: MONDAY, at_most=due_count)
    seconds = time.perf_counter() - began
    assert planned >= due_count / 2, planned
    return seconds


def planned_in_memory(database: Database, due_count: int) -> int:
    """Return the largest amount of memory that planning what is due on Tuesday takes."""
    tracemalloc.start()
    planned = plan_due(database, lambda: TUESDAY, at_most=due_count)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert planned >= due_count / 2 * 0.9, planned
    return peak


def delivered(database: Database, url: str, workers: int, pause: float) -> tuple[int, float]:
    """Return how many mails go, and how many a second once all processes are at it."""
    before = _sent(database)
    with database.read() as session:
        waiting = session.scalar(select(func.count()).where(OutboxMessage.state == "waiting")) or 0
    with _sink(pause) as smtp_url:
        environment = {**settings_for(url, smtp_url=smtp_url), "PYTHONPATH": os.fspath(ROOT)}
        running = [
            subprocess.Popen(
                command_at(TUESDAY, "deliver", "--once"),
                cwd=ROOT,
                env=environment,
                stdout=subprocess.DEVNULL,
            )
            for _ in range(workers)
        ]
        began_with, began = _wait_for(database, before + WARM_UP)
        ended_with, ended = _wait_for(database, before + waiting)
        for each in running:
            each.wait(60)
    return waiting, (ended_with - began_with) / (ended - began)


@contextmanager
def _sink(pause: float) -> Iterator[str]:
    port = free_port()
    sink = subprocess.Popen([sys.executable, "-c", SINK, str(port), str(pause)], cwd=ROOT)
    try:
        time.sleep(1)
        yield f"smtp://127.0.0.1:{port}"
    finally:
        sink.kill()
        sink.wait()


def _wait_for(database: Database, count: int) -> tuple[int, float]:
    """Wait until so many messages are sent; return how many are, and the moment."""
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        sent = _sent(database)
        if sent >= count:
            return sent, time.perf_counter()
        time.sleep(0.1)
    raise RuntimeError("the mails were not sent in time")


def _sent(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).where(OutboxMessage.state == "sent")) or 0


@click.command()
@click.option("--open", "open_count", default=100_000, show_default=True)
@click.option("--due", "due_count", default=1000, show_default=True)
@click.option("--url", help="An empty PostgreSQL database; without it a new SQLite file.")
@click.option("--pause", default=0.0, help="Seconds that the mail server takes for each mail.")
def main(open_count: int, due_count: int, url: str | None, pause: float) -> None:
    """Measure planning and delivering."""
    with tempfile.TemporaryDirectory(prefix="kansmeter-bench-") as folder:
        chosen = url or f"sqlite:///{Path(folder)}/bench.db"
        migrate.upgrade(chosen)
        with opened(chosen, SECRET_KEYS) as database:
            click.echo(database.url.get_backend_name())
            copier = Copier.of_new_world(database)
            costs, filled = [], 0
            for opened_count, workers in ((open_count // 10, 1), (open_count, 4)):
                copier.fill(range(filled, opened_count // 2), due_count)
                filled = opened_count // 2
                seconds = planned_on_the_clock(database, due_count)
                peak = planned_in_memory(database, due_count)
                click.echo(
                    f"planning, {opened_count:>7} open, {due_count} due: {seconds:.2f} s"
                    f" ({1000 * seconds / due_count:.1f} ms each), {peak / 1e6:.1f} MB"
                )
                mails, rate = delivered(database, chosen, workers, pause)
                click.echo(f"delivering {mails} by {workers}: {rate:.0f} mails a second")
                costs.append((seconds, peak))
    (few_seconds, few_peak), (many_seconds, many_peak) = costs
    if many_seconds > RATIO * few_seconds or many_peak > RATIO * few_peak:
        sys.exit(1)


if __name__ == "__main__":
    main()
