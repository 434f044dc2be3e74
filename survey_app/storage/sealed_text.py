"""The column type of sealed text, which can be opened in its own row alone.

Whoever may write to the database could otherwise paste the words of one child under the name of
another: each value would open, and no page would tell. So what is sealed is bound to table, column
and primary key.

Reading brings the key of the row along: `SealedText.column_expression` selects `id || '.' ||
column`, for a whole row as for a single column, also of an alias. Writing needs the key too, and a
column type never sees the row: the mapper hands it over for what a session adds or changes
(`bind_to_row`), and a plain INSERT or UPDATE says it with `for_row`. Without one nothing is
written.
"""

from collections.abc import Iterable, Mapping
from functools import cache, reduce
from operator import add
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Dialect,
    Integer,
    Table,
    Text,
    TypeDecorator,
    cast,
    inspect,
    literal_column,
    type_coerce,
)
from sqlalchemy.orm import InstanceState, Mapper, attributes
from sqlalchemy.sql.elements import ColumnElement, Label
from sqlalchemy.sql.schema import CallableColumnDefault

from survey_app.storage.sealing import Keyring, place_in

_POINT = literal_column("'.'", Text)
_SLASH = literal_column("'/'", Text)
_WITHOUT_ROW = "{} is sealed for one row: let a session write it, or use for_row()."
_NOT_ITSELF = "{} is sealed and is selected as it is: it cannot be part of an expression."


class RowText(str):
    """A text with the key of the one row it is for."""

    __slots__ = ("row",)
    row: str


class SealedText(TypeDecorator[str]):
    """Text that is encrypted in the database and bound to its column and row.

    The keys hang on the dialect of one engine (see `engine.Database`), so two databases in one
    process never share them.
    """

    impl = Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        itself = column.element if isinstance(column, Label) else column
        of_table = next(iter(itself.base_columns))
        if not isinstance(of_table, Column) or not isinstance(of_table.table, Table):
            raise TypeError(_NOT_ITSELF.format(self.place))
        parts: list[ColumnElement[Any]] = []
        for each in of_table.table.primary_key:
            key = itself.table.corresponding_column(each)
            if key is None:
                raise TypeError(_NOT_ITSELF.format(self.place))
            is_number = isinstance(each.type, Integer)
            parts += [cast(key, Text) if is_number else type_coerce(key, Text), _SLASH]
        whole = reduce(add, [*parts[:-1], _POINT, type_coerce(itself, Text)])
        return type_coerce(whole, self)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if not isinstance(value, RowText):
            raise TypeError(_WITHOUT_ROW.format(self.place))
        return keyring_of(dialect).seal(value, place_in(self.place, value.row))

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        whole, _, body = value.rpartition(".")
        row, _, name = whole.rpartition(".")
        return keyring_of(dialect).unseal(f"{name}.{body}", place_in(self.place, row))


def text_for(text: str, row: str) -> RowText:
    """Return a text for the one row with this key (see `row_key`)."""
    bound = RowText(text)
    bound.row = row
    return bound


def for_row(model: type[Any], values: Mapping[str, Any], *key: str | int) -> dict[str, Any]:
    """Return values for a plain INSERT or UPDATE of the one row of a model that has this key."""
    sealed = sealed_attributes(inspect(model))
    return {
        name: text_for(value, row_key(key)) if name in sealed and value is not None else value
        for name, value in values.items()
    }


def row_key(key: Iterable[str | int]) -> str:
    """Return the primary key of a row as one text, as `column_expression` selects it."""
    return "/".join(map(str, key))


def bind_to_row(mapper: Mapper[Any], connection: Connection, target: object) -> None:
    """Let what is sealed in an object that is written know its row; a new row gets its id here."""
    sealed = sealed_attributes(mapper)
    if not sealed:
        return
    state: InstanceState[Any] = attributes.instance_state(target)
    values = state.dict
    changed = [
        name
        for name in sealed
        if values.get(name) is not None and (state.key is None or name in state.committed_state)
    ]
    if changed:
        row = row_key([_key_part(mapper, column, values) for column in mapper.primary_key])
        for name in changed:
            values[name] = text_for(values[name], row)


@cache
def sealed_attributes(mapper: Mapper[Any]) -> tuple[str, ...]:
    """Return the attributes of a model that are stored sealed."""
    return tuple(
        each.key for each in mapper.column_attrs if isinstance(each.columns[0].type, SealedText)
    )


def sealed_columns(table: Table) -> list[Column[Any]]:
    """Return the columns of a table that hold sealed text."""
    return [each for each in table.columns if isinstance(each.type, SealedText)]


def keyring_of(dialect: Dialect) -> Keyring:
    """Return the keys of the database that somebody talks to in this dialect."""
    keyring = getattr(dialect, "kansmeter_keyring", None)
    if not isinstance(keyring, Keyring):
        raise RuntimeError("Sealed text needs a Database that was opened with a keyring.")
    return keyring


def _key_part(mapper: Mapper[Any], column: ColumnElement[Any], values: dict[str, Any]) -> str | int:
    name = mapper.get_property_by_column(column).key
    if values.get(name) is None:
        default = getattr(column, "default", None)
        if not isinstance(default, CallableColumnDefault):
            raise TypeError(f"{mapper.local_table} is sealed: give {name} before it is written.")
        values[name] = default.arg(None)  # type: ignore[arg-type]  # it asks for no context
    part: str | int = values[name]
    return part
