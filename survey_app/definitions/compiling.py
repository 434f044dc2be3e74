"""A questionnaire as compact JSON and back: every field in its order, nothing checked again.

The compiled form is for this version of the software on this machine only. What is kept for good
is the document (`Questionnaire.document`), which every later version reads and checks.
"""

import json
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from survey_app.definitions.texts import Text
from survey_app.definitions.values import Questionnaire

Reader = Callable[[Any], Any]


def compiled(questionnaire: Questionnaire) -> str:
    """Return a questionnaire as JSON that only `from_compiled` understands."""
    return json.dumps(_packed(questionnaire), ensure_ascii=False, separators=(",", ":"))


def from_compiled(content: str) -> Questionnaire:
    """Make the questionnaire again; what is no compiled form raises an ordinary Python error."""
    questionnaire: Questionnaire = _reader(Questionnaire)(json.loads(content))
    return questionnaire


def _packed(value: object) -> object:
    if isinstance(value, Text):
        return value.pairs()
    if is_dataclass(value):
        return [_packed(getattr(value, each.name)) for each in fields(value)]
    if isinstance(value, frozenset):
        return sorted(value)
    return [_packed(each) for each in value] if isinstance(value, tuple) else value


@lru_cache(maxsize=256)
def _reader(kind: Any) -> Reader:
    """Return what makes a value of this type from its packed form."""
    if kind is Text:
        return lambda pairs: Text(dict(pairs))
    if is_dataclass(kind):
        return _reader_of_fields(kind)
    inside = get_args(kind)
    if isinstance(kind, types.UnionType) or get_origin(kind) is Union:
        (some,) = (each for each in inside if each is not types.NoneType)
        read = _reader(some)
        return lambda given: None if given is None else read(given)
    if get_origin(kind) is frozenset:
        read_each = _reader(inside[0])
        return lambda given: frozenset(map(read_each, given))
    if get_origin(kind) is tuple and inside[-1] is Ellipsis:
        read_one = _reader(inside[0])
        return lambda given: tuple(map(read_one, given))
    if get_origin(kind) is tuple:
        readers = [_reader(each) for each in inside]
        return lambda given: tuple(read(each) for read, each in zip(readers, given, strict=True))
    if issubclass(kind, Enum):
        return {choice.value: choice for choice in kind}.__getitem__
    return _as_it_is


def _reader_of_fields(kind: Any) -> Reader:
    hints = get_type_hints(kind)
    readers = [_reader(hints[each.name]) for each in fields(kind)]
    # Whatever is as JSON gives it needs no call of its own: most of a questionnaire is.
    busy = [(place, read) for place, read in enumerate(readers) if read is not _as_it_is]

    def make(given: Any) -> Any:
        if len(given) != len(readers):
            raise ValueError(f"{kind.__name__} has other fields")
        for place, read in busy:
            given[place] = read(given[place])
        return kind(*given)

    return make


def _as_it_is(given: Any) -> Any:
    return given
