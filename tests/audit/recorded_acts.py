"""Which acts the product records, found in its code without running it.

An act is the argument of `audit.record`, or of a function of ours that hands its own argument on to
one: those are followed until nothing new is found. What cannot be told from the text is a fault.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import survey_app

HOUSE = Path(survey_app.__file__).parent
RECORD = ("survey_app.audit.services", "record")
ACT = 2
"""The place of the act among the arguments of `record`, counted from 0."""


@dataclass(frozen=True)
class Function:
    """A function that takes an act: at which place and under which name."""

    place: int
    name: str


@dataclass(frozen=True)
class Module:
    """A file of the product, read."""

    name: str
    tree: ast.Module

    def resolved(self, called: ast.expr) -> tuple[str, str] | None:
        """Return module and name of what is called, when it is a function of the product."""
        if isinstance(called, ast.Name):
            return self._names.get(called.id)
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            found = self._names.get(called.value.id)
            return None if found is None else (".".join(filter(None, found)), called.attr)
        return None

    @cached_property
    def _names(self) -> dict[str, tuple[str, str]]:
        known = {
            each.name: (self.name, each.name)
            for each in self.tree.body
            if isinstance(each, ast.FunctionDef)
        }
        for each in ast.walk(self.tree):
            if isinstance(each, ast.ImportFrom) and each.module:
                for name in each.names:
                    known[name.asname or name.name] = (each.module, name.name)
        return known


def recorded_acts() -> tuple[dict[str, str], list[str]]:
    """Return each act with where it is recorded, and where it cannot be told.

    What is put into an act stands as {} in it.
    """
    calls = [
        (module, inside, call, called)
        for module in _modules()
        for inside, call in _calls(module.tree)
        if (called := module.resolved(call.func)) is not None
    ]
    takers = {RECORD: Function(ACT, "act")}
    while True:
        acts: dict[str, str] = {}
        unclear: list[str] = []
        before = len(takers)
        for module, inside, call, called in calls:
            taker = takers.get(called)
            given = None if taker is None else _argument(call, taker)
            if given is None:
                continue
            at = f"{module.name}:{call.lineno}"
            handed_on = _place_in(inside, given)
            if inside is not None and handed_on is not None:
                takers[module.name, inside.name] = handed_on
                continue
            found = list(_texts(given))
            acts |= dict.fromkeys((each for each in found if each), at)
            if None in found:
                unclear.append(at)
        if len(takers) == before:
            return acts, unclear


def _modules() -> Iterator[Module]:
    for path in sorted(HOUSE.rglob("*.py")):
        name = ".".join(path.relative_to(HOUSE.parent).with_suffix("").parts)
        yield Module(name, ast.parse(path.read_text(encoding="utf-8")))


def _calls(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef | None, ast.Call]]:
    for outer in tree.body:
        inside = outer if isinstance(outer, ast.FunctionDef) else None
        for each in ast.walk(outer):
            if isinstance(each, ast.Call):
                yield inside, each


def _argument(call: ast.Call, taker: Function) -> ast.expr | None:
    named = {each.arg: each.value for each in call.keywords}
    if taker.name in named:
        return named[taker.name]
    return call.args[taker.place] if taker.place < len(call.args) else None


def _place_in(inside: ast.FunctionDef | None, given: ast.expr) -> Function | None:
    if inside is None or not isinstance(given, ast.Name):
        return None
    names = [each.arg for each in (*inside.args.posonlyargs, *inside.args.args)]
    return Function(names.index(given.id), given.id) if given.id in names else None


def _texts(given: ast.expr) -> Iterator[str | None]:
    match given:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp():
            yield from _texts(given.body)
            yield from _texts(given.orelse)
        case ast.JoinedStr():
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in given.values
            )
        case _:
            yield None
