"""Answers that a coach must see."""

from survey_app.definitions.building.desk import Desk, Path
from survey_app.definitions.building.items import Items
from survey_app.definitions.shape import SignalShape
from survey_app.definitions.signals import Signal
from survey_app.definitions.values import ItemKind

WAYS = ({"item", "options"}, {"items", "options", "at_least"}, {"item", "drop"})
DROP = None


def read_signals(desk: Desk, content: dict[str, object], items: Items) -> tuple[Signal, ...]:
    """Read the signals and check that what raises them can be answered."""
    signals: list[Signal] = []
    taken: set[tuple[str, str | None]] = set()
    for number, given in enumerate(desk.listed(content, "signals", ())):
        path: Path = ("signals", number)
        shape = desk.shape(SignalShape, given, path)
        if shape is None:
            continue
        if {key for key, value in shape if value is not None and key != "level"} not in WAYS:
            desk.fault(
                path,
                "write `item` with `options`, or `items` with `options` and `at_least`, "
                "or `item` with `drop`",
            )
            continue
        _check_items(desk, shape, items, path)
        _check_count(desk, shape, items, path)
        _check_drop(desk, shape, items, path)
        _check_triggers(desk, shape, items, path, taken)
        signals.append(
            Signal(
                item=shape.item,
                options=tuple(shape.options or ()),
                level=shape.level,
                items=tuple(shape.items or ()),
                at_least=shape.at_least,
                drop=shape.drop,
            )
        )
    return tuple(signals)


def _watched(shape: SignalShape, path: Path) -> list[tuple[str, Path]]:
    """Return the watched items, each with its place in the file."""
    if shape.item is not None:
        return [(shape.item, (*path, "item"))]
    return [(key, (*path, "items", number)) for number, key in enumerate(shape.items or ())]


def _check_items(desk: Desk, shape: SignalShape, items: Items, path: Path) -> None:
    desk.distinct(shape.items or (), (*path, "items"), "item {!r} is here twice; keep one")
    for key, where in _watched(shape, path):
        item = items.read.get(key)
        if key not in items.paths:
            desk.fault(where, f"there is no item {key!r}; add it or remove it here")
        elif item is not None and item.kind is ItemKind.GOAL:
            desk.fault(where, "an answer about a goal raises no signal; remove it")


def _check_count(desk: Desk, shape: SignalShape, items: Items, path: Path) -> None:
    """Check that so many of the items can be answered by one informant."""
    if shape.at_least is None:
        return
    watched = set(shape.items or ())
    read = [items.read[key] for key in watched if key in items.read]
    if len(read) < len(watched):
        return
    asked = [who for item in read for who in item.informants]
    most = max(asked.count(who) for who in asked)
    if shape.at_least > most:
        desk.fault(
            (*path, "at_least"),
            f"no informant is asked more than {most} of these items; lower it or count other items",
        )


def _check_drop(desk: Desk, shape: SignalShape, items: Items, path: Path) -> None:
    item = items.read.get(shape.item or "")
    if shape.drop is None or item is None or item.kind is ItemKind.GOAL:
        return
    if item.steps is None:
        desk.fault((*path, "drop"), f"item {item.key!r} has no `steps` to drop on", of_key=True)
    elif shape.drop > item.steps.highest:
        desk.fault((*path, "drop"), f"write 1 to {item.steps.highest}")


def _check_triggers(
    desk: Desk,
    shape: SignalShape,
    items: Items,
    path: Path,
    taken: set[tuple[str, str | None]],
) -> None:
    """Check the answers; one answer raises one signal, so that each has a row of its own."""
    watched = dict.fromkeys(key for key, _ in _watched(shape, path))
    for key in watched:
        if shape.drop is not None:
            if (key, DROP) in taken:
                desk.fault((*path, "drop"), f"a drop of {key!r} raises a signal twice; keep one")
            taken.add((key, DROP))
        item = items.read.get(key)
        known = [option.key for option in item.options] if item else shape.options or ()
        for place, option in enumerate(shape.options or ()):
            where = (*path, "options", place)
            if option not in known:
                there = ", ".join(known) or "none"
                desk.fault(where, f"item {key!r} has no option {option!r}; there is: {there}")
            if (key, option) in taken:
                desk.fault(where, f"option {option!r} of {key!r} raises a signal twice; keep one")
            taken.add((key, option))
