"""Routing: every condition asks about an earlier page, and every item can come up for somebody.

What may be answered one item for all pupils has no routing at all.
"""

from itertools import combinations, islice, product

from survey_app.definitions.building.desk import Desk, Path
from survey_app.definitions.building.items import Items
from survey_app.definitions.people import Informant
from survey_app.definitions.values import Condition, Item, ItemKind

MOST_COMBINATIONS = 20_000
ASKABLE = (ItemKind.CHOICE, ItemKind.FACES, ItemKind.MULTIPLE, ItemKind.STEPS)


def check_routing(desk: Desk, items: Items) -> None:
    """Note conditions that cannot be asked, and items that nobody can ever get to see."""
    if not items.all_are_read:
        return
    if desk.head is not None and desk.head.by_question:
        _check_by_question(desk, items)
    order = {item.key: number for number, page in enumerate(items.pages) for item in page.items}
    routed = [item for item in items.read.values() if item.show_when]
    sound = [
        _check_condition(
            desk, items, order, item, condition, (*items.paths[item.key], "show_when", number)
        )
        for item in routed
        for number, condition in enumerate(item.show_when)
    ]
    # Without a circle among the conditions, following them back comes to an end.
    if all(sound):
        for item in routed:
            _check_reachable(desk, items, item, (*items.paths[item.key], "show_when"))


def _check_by_question(desk: Desk, items: Items) -> None:
    """Note what cannot be asked of several pupils in one table."""
    for item in items.read.values():
        if item.show_when or item.kind is not ItemKind.CHOICE:
            desk.fault(
                items.paths[item.key],
                "with `by_question` every item comes always and has one answer; remove that line",
            )


def _check_condition(
    desk: Desk, items: Items, order: dict[str, int], item: Item, condition: Condition, path: Path
) -> bool:
    asked = items.read.get(condition.item)
    if asked is None:
        desk.fault((*path, "item"), f"there is no item {condition.item!r}; add it or remove this")
        return False
    if asked.key == item.key:
        desk.fault((*path, "item"), f"{item.key!r} waits for itself; ask about an earlier item")
        return False
    if order[asked.key] > order[item.key]:
        circle = " in a circle" if _leads_to(items, asked, item.key) else ""
        desk.fault((*path, "item"), f"{asked.key!r} comes later{circle}; ask about an earlier item")
        return False
    if order[asked.key] == order[item.key]:
        desk.fault(
            (*path, "item"), f"{asked.key!r} is on the same page; move it to an earlier page"
        )
        return False
    if asked.kind not in ASKABLE:
        desk.fault((*path, "item"), f"{asked.key!r} has no options to choose; ask about another")
        return False
    known = [option.key for option in asked.options]
    unknown = [each for each in condition.options if each not in known]
    for each in unknown:
        desk.fault(
            (*path, "options", condition.options.index(each)),
            f"item {asked.key!r} has no option {each!r}; there is: {', '.join(known)}",
        )
    desk.distinct(condition.options, (*path, "options"), "option {!r} is here twice")
    return not unknown


def _leads_to(items: Items, start: Item, goal: str) -> bool:
    """Tell whether the conditions of an item, followed on, ask about the goal."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        item = waiting.pop()
        for condition in item.show_when:
            if condition.item == goal:
                return True
            if condition.item in items.read and condition.item not in seen:
                seen.add(condition.item)
                waiting.append(items.read[condition.item])
    return False


def _check_reachable(desk: Desk, items: Items, item: Item, path: Path) -> None:
    for informant in sorted(item.informants):
        if not _is_reachable(items, item, informant):
            desk.fault(
                path, f"{informant} can never get to see {item.key!r}; change these conditions"
            )


def _is_reachable(items: Items, item: Item, informant: Informant) -> bool:
    """Look for answers to the items it depends on under which this one is shown.

    A form with more combinations than can be tried counts as reachable.
    """
    involved: dict[str, Item] = {}
    conditions = list(item.show_when)
    for condition in conditions:
        asked = items.read.get(condition.item)
        if asked is None or informant not in asked.informants:
            return False
        if asked.key not in involved:
            involved[asked.key] = asked
            conditions += asked.show_when
    ways = [
        _answers(each, [set(one.options) for one in conditions if one.item == each.key])
        for each in involved.values()
    ]
    size = 1
    for each in ways:
        size *= len(each)
    if size > MOST_COMBINATIONS:
        return True
    for combination in islice(product(*ways), MOST_COMBINATIONS):
        given = dict(zip(involved, combination, strict=True))
        if _is_shown(item, given, involved):
            return True
    return False


def _answers(item: Item, asked: list[set[str]]) -> list[frozenset[str]]:
    """Return the answers that differ for these conditions, each a set of chosen options.

    Options that no condition names are all alike, and of several answers no more are needed than
    there are conditions. A kind of missing is never chosen together with something else.
    """
    named = set().union(*asked)
    alone = [option.key for option in item.options if option.key in named]
    if item.choose is None:
        return [frozenset({key}) for key in alone]
    together = [key for key in alone if item.option(key).missing is None]
    most = min(item.choose.most, len(asked), len(together))
    groups = (combinations(together, size) for size in range(1, most + 1))
    missing = [frozenset({key}) for key in alone if key not in together]
    return [*missing, *(frozenset(group) for each in groups for group in each)]


def _is_shown(item: Item, given: dict[str, frozenset[str]], involved: dict[str, Item]) -> bool:
    return all(
        given[condition.item] & set(condition.options)
        and _is_shown(involved[condition.item], given, involved)
        for condition in item.show_when
    )
