"""Column types that behave the same on SQLite and PostgreSQL."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Dialect, String, Text, TypeDecorator, func
from sqlalchemy.orm import InstrumentedAttribute, Session

from survey_app.storage.marking import Marks
from survey_app.storage.sealed_text import keyring_of

UTC_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


class UtcTime(TypeDecorator[datetime]):
    """A moment with its zone, kept as ISO text in UTC, so that order and equality are those of
    time.
    """

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored.")
        return value.astimezone(UTC).strftime(UTC_FORMAT)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class JsonText(TypeDecorator[Any]):
    """JSON as plain ASCII text: any character survives on both databases, NUL included."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return json.dumps(value, separators=(",", ":"), allow_nan=False)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def fingerprints(session: Session, text: str, place: str) -> tuple[str, ...]:
    """Return the fingerprints of a text (see `Keyring`) under the keys of a session's database."""
    return keyring_of(session.get_bind().dialect).fingerprints(text, place)


def trail_marks(session: Session) -> Marks:
    """Return what marks the lines of the trail in a session's database."""
    return keyring_of(session.get_bind().dialect).trail


def not_looked_up(column: InstrumentedAttribute[str]) -> ColumnElement[str]:
    """Return a column for a condition by which no row is searched, only checked.

    SQLite keeps no statistics of its own accord: between the index of a whole organisation and that
    of one coach it takes the one made last. Then a page gets slower with all that colleagues do.
    """
    return func.coalesce(column, "")
