"""Answers that a coach must see."""

from survey_app.definitions.building.desk import Desk, Path
from survey_app.definitions.building.items import Items
from survey_app.definitions.shape import SignalShape
from survey_app.definitions.values import ItemKind, Signal


def read_signals(desk: Desk, content: dict[str, object], items: Items) -> tuple[Signal, ...]:
    """Read the signals and check that what raises them can be answered."""
    signals: list[Signal] = []
    taken: set[tuple[str, str]] = set()
    for number, given in enumerate(desk.listed(content, "signals", ())):
        path: Path = ("signals", number)
        shape = desk.shape(SignalShape, given, path)
        if shape is None:
            continue
        item = items.read.get(shape.item)
        if shape.item not in items.paths:
            desk.fault(
                (*path, "item"), f"there is no item {shape.item!r}; add it or remove the signal"
            )
        elif item is not None and item.kind is ItemKind.GOAL:
            desk.fault((*path, "item"), "an answer about a goal raises no signal; remove it")
        known = [option.key for option in item.options] if item else shape.options
        for place, option in enumerate(shape.options):
            where = (*path, "options", place)
            if option not in known:
                there = ", ".join(known) or "none"
                desk.fault(
                    where, f"item {shape.item!r} has no option {option!r}; there is: {there}"
                )
            if (shape.item, option) in taken:
                desk.fault(where, f"option {option!r} raises a signal twice; keep one")
            taken.add((shape.item, option))
        signals.append(Signal(shape.item, tuple(shape.options), shape.level))
    return tuple(signals)
