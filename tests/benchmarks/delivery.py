"""Planning reminders and delivering mail, at a size no school has.

python -m tests.benchmarks.delivery [--open N] [--due N] [--messages N] [--url URL]

Planning: of N open invitations a few are due; time and memory are measured at N and at N / 10.
Delivering: so many mails into a mail server on this machine that only counts, by one worker process
and by four. Exits with 1 when planning costs more with more invitations that are not due, or takes
more memory.
"""

import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from datetime import date, datetime
from pathlib import Path

import click
from sqlalchemy import insert, select, update

from survey_app.clock import LOCAL
from survey_app.commands.delivering import plan_due
from survey_app.delivery.models import OutboxMessage
from survey_app.invitations.models import Invitation
from survey_app.storage import Database, Keyring, migrate, new_id
from survey_app.trajects.models import TrajectInformant
from tests.factories.world import MONDAY, HandClock, World
from tests.rig.bootstrap import ROOT
from tests.rig.server import SECRET_KEYS, free_port
from tests.rig.worker_processes import command_at, settings_for

RATIO = 1.5
SINK = """
import asyncio, sys
from aiosmtpd.smtp import SMTP

class Count:
    async def handle_DATA(self, server, session, envelope):
        return "250 taken"

async def serve():
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(Count(), enable_SMTPUTF8=False), "127.0.0.1", int(sys.argv[1])
    )
    await server.serve_forever()

asyncio.run(serve())
"""


def filled(url: str, open_count: int, due_count: int) -> Database:
    """Return a database with so many open invitations, of which some are due for a reminder."""
    migrate.upgrade(url)
    database = Database(url, Keyring((SECRET_KEYS,)))
    world = World(database, HandClock())
    coach = world.coach()
    traject = world.traject(coach, teachers=())
    world.reach(coach, traject, "parent", "ouder@thuis.nl")
    with database.write() as session:
        model = session.scalars(
            select(Invitation).where(Invitation.next_message_on.is_not(None)).limit(1)
        ).one()
        informant = session.get_one(TrajectInformant, model.informant_id)
        columns = {each.name: getattr(model, each.name) for each in Invitation.__table__.columns}
        people = {
            each.name: getattr(informant, each.name) for each in TrajectInformant.__table__.columns
        }
        session.execute(update(Invitation).values(next_message_on=None))
        for start in range(0, open_count, 5000):
            numbers = range(start, min(start + 5000, open_count))
            ids = [new_id() for _ in numbers]
            session.execute(
                insert(TrajectInformant),
                [
                    people | {"id": each, "number": 10 + n, "holds_authority": False}
                    for each, n in zip(ids, numbers, strict=True)
                ],
            )
            session.execute(
                insert(Invitation),
                [
                    columns
                    | {
                        "id": each,
                        "informant_id": each,
                        "opens_on": date(2026, 9, 7),
                        "closes_on": date(2026, 12, 31),
                        "next_message_on": date(2026, 9, 7) if n < due_count else date(2026, 11, 2),
                        "code_hash": None,
                    }
                    for each, n in zip(ids, numbers, strict=True)
                ],
            )
    return database


def planned(url: str, open_count: int, due_count: int) -> tuple[float, int]:
    """Return seconds and the largest amount of memory that planning what is due takes."""
    database = filled(url, open_count, due_count)
    tracemalloc.start()
    began = time.perf_counter()
    count = plan_due(database, lambda: MONDAY, at_most=due_count)
    seconds = time.perf_counter() - began
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    database.dispose()
    assert count == due_count, count
    return seconds, peak


def delivered(url: str, messages: int, workers: int) -> float:
    """Return how many mails a second go through, with the start of the processes left out."""
    database = filled(url, messages, messages)
    plan_due(database, lambda: MONDAY, at_most=messages)
    port = free_port()
    sink = subprocess.Popen([sys.executable, "-c", SINK, str(port)], cwd=ROOT)
    morning = datetime(2026, 9, 7, 11, 0, tzinfo=LOCAL)
    environment = settings_for(url, smtp_url=f"smtp://127.0.0.1:{port}")
    try:
        time.sleep(1)
        running = [
            subprocess.Popen(
                command_at(morning, "deliver", "--once"),
                cwd=ROOT,
                env={**environment, "PYTHONPATH": os.fspath(ROOT)},
                stdout=subprocess.DEVNULL,
            )
            for _ in range(workers)
        ]
        first = _when_sent(database, 20)
        last = _when_sent(database, messages)
        for each in running:
            each.wait(60)
    finally:
        sink.kill()
        database.dispose()
    return (messages - 20) / (last - first)


def _when_sent(database: Database, count: int) -> float:
    """Wait until so many messages are sent and return the moment."""
    sent = select(OutboxMessage.id).where(OutboxMessage.state == "sent").limit(count)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with database.read() as session:
            if len(session.scalars(sent).all()) >= count:
                return time.perf_counter()
        time.sleep(0.05)
    raise RuntimeError("the mails were not sent in time")


@click.command()
@click.option("--open", "open_count", default=100_000, show_default=True)
@click.option("--due", "due_count", default=500, show_default=True)
@click.option("--messages", default=1000, show_default=True)
def main(open_count: int, due_count: int, messages: int) -> None:
    """Measure planning and delivering on SQLite."""
    with tempfile.TemporaryDirectory(prefix="kansmeter-bench-") as folder:
        urls = iter(f"sqlite:///{Path(folder) / str(number)}.db" for number in range(9))
        few = planned(next(urls), open_count // 10, due_count)
        many = planned(next(urls), open_count, due_count)
        for count, (seconds, peak) in ((open_count // 10, few), (open_count, many)):
            click.echo(
                f"planning, {count:>7} open, {due_count} due: {seconds:.2f} s, {peak / 1e6:.1f} MB"
            )
        for workers in (1, 4):
            rate = delivered(next(urls), messages, workers)
            click.echo(f"delivering with {workers} workers: {rate:.0f} mails a second")
    if many[0] > RATIO * few[0] or many[1] > RATIO * few[1]:
        sys.exit(1)


if __name__ == "__main__":
    main()
