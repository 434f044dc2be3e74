"""Sealing everything again under the newest key, while the service runs.

Some rows at a time, each batch in a transaction of its own: a run that is killed leaves no row half
done, and the next one goes on with what is left. A row is told by the name of its key, so a second
run finds nothing. Who writes meanwhile waits for one batch at most.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    Column,
    RowMapping,
    Select,
    SQLColumnExpression,
    Table,
    Text,
    func,
    or_,
    select,
    tuple_,
    type_coerce,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.accounts.queries import email_prints
from survey_app.storage import Base, Database, Keyring, SealedText, SealError
from survey_app.storage.sealed_text import RowText, row_key, sealed_columns, text_for
from survey_app.storage.sealing import NAME_LENGTH, place_in
from survey_app.trajects.contacts import fingerprints_of

AT_ONCE: Final = 100
_PACKAGE: Final = Path(__file__).resolve().parents[1]


@dataclass(slots=True)
class Resealed:
    """What a run did: how many texts were sealed again and addresses found by the newest key.

    `closed` names what could not be opened: its key is not there, or it was changed.
    """

    texts: int = 0
    fingerprints: int = 0
    closed: list[str] = field(default_factory=list)
    twice: int = 0

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.texts or self.fingerprints)


def reseal(database: Database, keyring: Keyring, at_once: int = AT_ONCE) -> Resealed:
    """Seal all that was sealed by an older key under the newest, a batch in a transaction."""
    done = Resealed()
    for table in sealed_tables():
        after: tuple[Any, ...] | None = None
        while True:
            with database.write() as session:
                after = _reseal_some(session, table, keyring, after, at_once, done)
            if after is None:
                break
    for index in _indexes():
        _find_by_newest(database, keyring, index, at_once, done)
    return done


def sealed_tables() -> list[Table]:
    """Return the tables of every room that hold sealed text.

    A table is known once its file was read. One that was forgotten here would be lost with the old
    key, so every file of models is read, whichever rooms there are.
    """
    for file in sorted(_PACKAGE.rglob("*models.py")):
        inside = file.relative_to(_PACKAGE.parent).with_suffix("")
        import_module(".".join(inside.parts))
    return [table for table in Base.metadata.sorted_tables if sealed_columns(table)]


def keys_in_use(session: Session) -> Counter[str]:
    """Return how many sealed texts there are of each key, by the name of the key."""
    found: Counter[str] = Counter()
    for table in sealed_tables():
        for column in sealed_columns(table):
            name = _key_name(column)
            counted = select(name, func.count()).where(name.is_not(None)).group_by(name)
            for key, number in session.execute(counted):
                found[key] += number
    return found


def _reseal_some(
    session: Session,
    table: Table,
    keyring: Keyring,
    after: tuple[Any, ...] | None,
    at_once: int,
    done: Resealed,
) -> tuple[Any, ...] | None:
    """Seal the next rows of a table again; return the key of the last, None when none was left."""
    columns, key = sealed_columns(table), list(table.primary_key)
    old = or_(*(_key_name(each) != keyring.newest for each in columns))
    found = select(*key, *(_as_stored(each) for each in columns)).where(old)
    rows = session.execute(_next(found, key, after, at_once).with_for_update()).mappings().all()
    for row in rows:
        mine = [row[each.name] for each in key]
        texts = dict(_opened(table, columns, row, row_key(mine), keyring, done))
        if texts:
            session.execute(
                update(table)
                .where(*(each == value for each, value in zip(key, mine, strict=True)))
                .values(texts)
            )
            done.texts += len(texts)
    return tuple(rows[-1][each.name] for each in key) if rows else None


def _opened(
    table: Table,
    columns: Sequence[Column[Any]],
    row: RowMapping,
    mine: str,
    keyring: Keyring,
    done: Resealed,
) -> Iterator[tuple[str, RowText]]:
    for column in columns:
        stored = row[column.name]
        if stored is None or stored.startswith(f"{keyring.newest}."):
            continue
        place = f"{table.name}.{column.name}"
        try:
            yield column.name, text_for(keyring.unseal(stored, place_in(place, mine)), mine)
        except SealError:
            done.closed.append(f"{place} of row {mine}")


@dataclass(frozen=True, slots=True)
class _Index:
    """By what a sealed column is found: the column with the fingerprint, and how that is made."""

    sealed: Column[Any]
    found_by: Column[Any]
    prints: Callable[[Session, RowMapping, str], tuple[str, ...]]


def _indexes() -> tuple[_Index, ...]:
    contact, person = (Base.metadata.tables[name].c for name in ("contact", "person"))
    return (
        _Index(
            contact.address,
            contact.fingerprint,
            lambda session, row, text: fingerprints_of(session, row["channel"], text),
        ),
        _Index(
            person.email, person.email_print, lambda session, row, text: email_prints(session, text)
        ),
    )


def _find_by_newest(
    database: Database, keyring: Keyring, index: _Index, at_once: int, done: Resealed
) -> None:
    """Let every address be found by its fingerprint under the newest key."""
    table, stored = index.sealed.table, type_coerce(index.sealed, Text).label("stored")
    after: tuple[Any, ...] | None = None
    while True:
        with database.write() as session:
            others = [each for each in table.c if not isinstance(each.type, SealedText)]
            some = _next(select(*others, stored), [table.c.id], after, at_once)
            rows = session.execute(some.with_for_update()).mappings().all()
            for row in rows:
                try:
                    text = keyring.unseal(row["stored"], place_in(str(index.sealed), row["id"]))
                except SealError:
                    continue  # it was named when its text was looked at
                newest = index.prints(session, row, text)[0]
                if newest != row[index.found_by.name]:
                    _refind(session, index, row["id"], newest, done)
        if not rows:
            return
        after = (rows[-1]["id"],)


def _refind(session: Session, index: _Index, row_id: str, newest: str, done: Resealed) -> None:
    table = index.found_by.table
    changed = update(table).where(table.c.id == row_id).values({index.found_by.name: newest})
    try:
        with session.begin_nested():
            session.execute(changed)
    except IntegrityError:
        done.twice += 1
    else:
        done.fingerprints += 1


def _next(
    asked: Select[*tuple[Any, ...]],
    key: Sequence[SQLColumnExpression[Any]],
    after: tuple[Any, ...] | None,
    at_once: int,
) -> Select[*tuple[Any, ...]]:
    if after is not None:
        asked = asked.where(tuple_(*key) > tuple_(*after))
    return asked.order_by(*key).limit(at_once)


def _as_stored(column: Column[Any]) -> Any:
    return type_coerce(column, Text).label(column.name)


def _key_name(column: Column[Any]) -> Any:
    return func.substr(type_coerce(column, Text), 1, NAME_LENGTH)
