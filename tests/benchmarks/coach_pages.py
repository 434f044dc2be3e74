"""How long a coach waits for Today and for a traject, with few and with many trajects of others.

    python -m tests.benchmarks.coach_pages [--trajects N] [--rounds R] [--databases sqlite]

One world of 15 trajects is written by the services, with the answers of half a year; then it is
copied, row by row, as schools and coaches of their own. The same coach opens the same pages beside
100 and beside N trajects, in turns. The ratio is the figure: other people's data may not show.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask.testing import FlaskClient
from sqlalchemy import Column, String, create_engine, literal_column, select, text
from sqlalchemy.engine import Connection

from survey_app.accounts import services as accounts
from survey_app.accounts.models import Person
from survey_app.clock import LOCAL
from survey_app.keeping.simulation import simulate
from survey_app.storage import Base, migrate
from survey_app.trajects.models import Traject
from tests.factories.plans import standard
from tests.rig.postgres import PostgresServer
from tests.web.world import PASSWORD, HandClock, World, a_world, sign_in

OF_ONE_WORLD = 15
FEW = 100
MOST_TIMES = 1.2
LEFT_ALONE = {
    *("organisation", "audit_event", "audit_head", "published_questionnaire", "sign_in_step")
}
"""What all share, what is a chain that nobody may lengthen by copying, or is gone in an hour."""
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :copies)"
MADE_UNIQUE = {
    ("school", "name"),
    ("outbox_message", "key"),
    ("outbox_message", "reference"),
    ("invitation", "code_hash"),
}
FOUND_BY = {("person", "email_print"), ("contact", "fingerprint")}


def copy_world(connection: Connection, copies: int) -> None:
    """Copy every row of every table so many times, with identities of its own.

    What is sealed in a copy opens for nobody; a page that tried would fail.
    """
    prefix = {
        "sqlite": "printf('%08x', n.i)",
        "postgresql": "lpad(to_hex(n.i), 8, '0')",
    }[connection.dialect.name]
    full = [
        table
        for table in Base.metadata.sorted_tables
        if table.name not in LEFT_ALONE
        and connection.scalar(select(literal_column("1")).select_from(table).limit(1))
    ]
    copied = {table.name for table in full}
    for table in full:
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        values = ", ".join(_value(column, copied, prefix) for column in table.columns)
        into = f'INSERT INTO "{table.name}" ({names})'
        # The names are those of our own tables.
        statement = f'{into} {NUMBERS} SELECT {values} FROM "{table.name}" t, n'  # noqa: S608
        connection.execute(text(statement), {"copies": copies})


def _value(column: Column[Any], copied: set[str], prefix: str) -> str:
    place = (column.table.name, column.name)
    if is_identity(column, copied) or place in FOUND_BY:
        return f'{prefix} || substr(t."{column.name}", 9)'
    if place in MADE_UNIQUE:
        return f'{prefix} || t."{column.name}"'
    return f't."{column.name}"'


def is_identity(column: Column[Any], copied: set[str]) -> bool:
    """Tell whether a column holds the identity of a copied row, its own or that of another."""
    if column.table.name not in copied:
        return False
    leads_to = [key.column for key in column.foreign_keys]
    if not leads_to:
        return column.primary_key and isinstance(column.type, String)
    return any(is_identity(each, copied) for each in leads_to)


@contextmanager
def a_coach_beside(url: str, trajects: int) -> Iterator[tuple[FlaskClient, str]]:
    """Give the coach of a new world beside about so many trajects, and the path of one of hers."""
    migrate.upgrade(url)
    with a_world(url, clock=HandClock(datetime.now(LOCAL))) as world:
        email, path = _begin(world)
        engine = create_engine(url)
        with engine.begin() as connection:
            copy_world(connection, trajects // OF_ONE_WORLD)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))
        engine.dispose()
        client = world.app.test_client()
        sign_in(client, email, PASSWORD)
        yield client, path


def _begin(world: World) -> tuple[str, str]:
    simulate(world.database, standard(), count=OF_ONE_WORLD, seed=1, now=world.clock())
    with world.database.write() as db:
        traject = db.scalars(select(Traject).order_by(Traject.started_on)).first()
        assert traject is not None
        person = db.get_one(Person, traject.coach_id)
        accounts.give_password(db, person, PASSWORD)
        return person.email, f"/trajecten/{traject.id}"


def wait(client: FlaskClient, path: str) -> float:
    """Open a page and return how many ms it took."""
    begun = time.perf_counter()
    page = client.get(path)
    took = time.perf_counter() - begun
    assert page.status_code == 200
    return took * 1000


def measure(kind: str, trajects: int, rounds: int, stack: ExitStack) -> bool:
    """Measure on one kind of database; tell whether nothing showed of the others."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kansmeter-pages-")))
    if kind == "sqlite":
        urls = [f"sqlite:///{folder / name}" for name in ("few.db", "many.db")]
    else:
        server = PostgresServer()
        stack.callback(server.stop)
        urls = [server.url(server.create()) for _ in range(2)]
    few, many = (
        stack.enter_context(a_coach_beside(url, count))
        for url, count in zip(urls, (FEW, trajects), strict=True)
    )
    within = True
    for what, place in (("today", None), ("traject", 1)):
        taken: tuple[list[float], list[float]] = ([], [])
        for turn in range(rounds + 3):
            for (client, path), into in zip((few, many), taken, strict=True):
                took = wait(client, "/vandaag" if place is None else path)
                if turn >= 3:
                    into.append(took)
        beside_few, beside_many = (statistics.median(each) for each in taken)
        ratio = beside_many / beside_few
        within = within and ratio <= MOST_TIMES
        click.echo(
            f"{kind:<10} {what:<8} {beside_few:6.1f} ms beside {FEW}, {beside_many:6.1f} ms beside "
            f"{trajects}, ratio {ratio:.2f} (at most {MOST_TIMES})"
        )
    return within


@click.command(help=__doc__)
@click.option("--trajects", default=100_000, show_default=True)
@click.option("--rounds", default=30, show_default=True)
@click.option("--databases", multiple=True, default=["sqlite", "postgresql"], show_default=True)
def main(trajects: int, rounds: int, databases: tuple[str, ...]) -> None:
    """Measure on each kind of database and print."""
    results = []
    for kind in databases:
        with ExitStack() as stack:
            results.append(measure(kind, trajects, rounds, stack))
    if not all(results):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
