"""The canonical document of a definition: the same text for the same content, whoever wrote it."""

import json
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import TYPE_CHECKING, Any

from survey_app.definitions.texts import Text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def canonical(content: object) -> str:
    """Return plain content as canonical JSON: keys sorted, no spaces."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(value: "DataclassInstance") -> dict[str, Any]:
    """Return a value as the blocks, lists and words of a file.

    Whole numbers lose their point; what is absent, derived or as it is by default is left out.
    Metadata of a field tell what is special: ``derived`` (left out), ``key`` (another name in the
    file), ``pairs`` (written as a block).
    """
    return dict(_entries(value))


def _plain(value: object) -> object:
    if isinstance(value, Text):
        return dict(value.pairs())
    if is_dataclass(value) and not isinstance(value, type):
        return plain(value)
    if isinstance(value, frozenset):
        return sorted(str(each) for each in value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _entries(value: "DataclassInstance") -> Iterator[tuple[str, object]]:
    left_out = getattr(value, "derived_fields", ())
    for each in fields(value):
        content = getattr(value, each.name)
        if each.metadata.get("derived") or each.name in left_out or content == _default(each):
            continue
        written = _plain(content)
        if each.metadata.get("pairs"):
            written = {key: _plain(number) for key, number in content}
        if written is None or written == [] or written == {}:
            continue
        yield each.metadata.get("key", each.name), written


def _default(each: "Field[object]") -> object:
    return None if each.default is MISSING else each.default
