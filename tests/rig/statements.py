"""What something asks of the database: counted, because counts do not depend on the machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from survey_app.storage import Database


@contextmanager
def noted(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Give the statements inside the block with their parameters."""
    found: list[tuple[str, Any]] = []

    def asked(
        connection: object, cursor: object, statement: str, parameters: Any, *rest: object
    ) -> None:
        found.append((statement, parameters))

    for engine in database.engines:
        event.listen(engine, "before_cursor_execute", asked)
    try:
        yield found
    finally:
        for engine in database.engines:
            event.remove(engine, "before_cursor_execute", asked)


@contextmanager
def counted(database: Database) -> Iterator[dict[str, int]]:
    """Give the numbers of transactions and of statements inside the block, BEGIN not counted."""
    counts = {"transactions": 0, "statements": 0}

    def began(connection: object) -> None:
        counts["transactions"] += 1

    def asked(connection: object, cursor: object, statement: str, *rest: object) -> None:
        counts["statements"] += not statement.startswith("BEGIN")

    listeners = (("begin", began), ("before_cursor_execute", asked))
    places = [(engine, *listener) for engine in database.engines for listener in listeners]
    for place in places:
        event.listen(*place)
    try:
        yield counts
    finally:
        for place in places:
            event.remove(*place)
