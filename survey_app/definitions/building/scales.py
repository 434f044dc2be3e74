"""Scales: what counts, by which rule, and what a score is held against."""

from collections.abc import Sequence

from survey_app.definitions.building.desk import Desk, Path
from survey_app.definitions.building.items import Items
from survey_app.definitions.building.sources import read_bands, read_norms, read_references
from survey_app.definitions.scales import Method, Scale, Settled
from survey_app.definitions.shape import ScaleShape
from survey_app.definitions.values import Item, ItemKind

SCORED = (ItemKind.CHOICE, ItemKind.FACES, ItemKind.STEPS, ItemKind.GOAL)
ADDING = (Method.SUM, Method.MEAN, Method.PRORATED_SUM)
OF_ITEMS = ("reversed", "recode", "counted", "blank", "hidden", "settled")

Range = tuple[float, float]


def read_scales(desk: Desk, content: dict[str, object], items: Items) -> tuple[Scale, ...]:
    """Read the scales in their order; a total counts scales that stand before it."""
    scales: dict[str, Scale] = {}
    keys: list[object] = []
    for number, given in enumerate(desk.listed(content, "scales", ())):
        path: Path = ("scales", number)
        key = given.get("key") if isinstance(given, dict) else None
        if isinstance(key, str) and key in keys:
            desk.fault((*path, "key"), f"scale {key!r} is there twice; rename one")
        keys.append(key)
        shape = desk.shape(ScaleShape, given, path)
        if shape is None:
            continue
        if shape.key in items.paths:
            desk.fault((*path, "key"), f"{shape.key!r} is also an item; give the scale another key")
        scale = _Reading(desk, items, shape, path, scales, keys[:-1]).scale()
        scales.setdefault(scale.key, scale)
    return tuple(scales.values())


class _Reading:
    """One scale that is being read."""

    def __init__(
        self,
        desk: Desk,
        items: Items,
        shape: ScaleShape,
        path: Path,
        before: dict[str, Scale],
        names_before: Sequence[object],
    ) -> None:
        self._desk = desk
        self._items = items
        self._shape = shape
        self._path = path
        self._before = before
        self._names_before = names_before

    def scale(self) -> Scale:
        shape, desk, path = self._shape, self._desk, self._path
        self._check_parts()
        self._check_rule()
        lowest, highest = self._range()
        settled = shape.settled
        return Scale(
            key=shape.key,
            title=desk.text(shape.title, (*path, "title")),
            direction=desk.text(shape.direction, (*path, "direction")),
            question=desk.text(shape.question, (*path, "question")),
            method=shape.method,
            min_answered=shape.min_answered,
            higher_is_better=shape.higher_is_better,
            lowest=lowest,
            highest=highest,
            items=tuple(shape.items or ()),
            scales=tuple(shape.scales or ()),
            recode=tuple(sorted(shape.recode.items())),
            reversed=frozenset(shape.reversed),
            weights=tuple(sorted(shape.weights.items())),
            counted=tuple(shape.counted or ()),
            blank=shape.blank,
            hidden=shape.hidden,
            rounding=shape.rounding,
            settled=Settled(settled.item, tuple(settled.options), settled.score)
            if settled
            else None,
            references=tuple(
                read_references(desk, shape.references, (lowest, highest), (*path, "references"))
            ),
            norms=tuple(read_norms(desk, shape.norms, (*path, "norms"))),
            norm_fallback=tuple(shape.norm_fallback),
            bands=tuple(read_bands(desk, shape.bands, (lowest, highest), (*path, "bands"))),
        )

    def _fault(self, inside: Path, message: str, *, of_key: bool = False) -> None:
        self._desk.fault((*self._path, *inside), message, of_key=of_key)

    # What counts

    def _check_parts(self) -> None:
        shape = self._shape
        if (shape.items is None) == (shape.scales is None):
            self._fault((), "give a scale either `items` or (a total) `scales`")
            return
        name, parts = ("items", shape.items) if shape.items else ("scales", shape.scales or [])
        kind = name[:-1]
        self._desk.distinct(parts, (*self._path, name), kind + " {!r} counts twice; keep one")
        for number, key in enumerate(parts):
            where: Path = (name, number)
            if shape.items is None:
                if key not in self._names_before:
                    self._fault(where, f"there is no scale {key!r} before this total; add it")
            elif key not in self._items.paths:
                self._fault(where, f"there is no item {key!r}; add it or remove it here")
            elif key in self._items.read:
                self._check_scored(self._items.read[key], where)
        if not 1 <= shape.min_answered <= len(parts):
            self._fault(
                ("min_answered",),
                f"{shape.min_answered} is out of range; write 1 to {len(parts)}",
            )

    def _check_scored(self, item: Item, where: Path) -> None:
        shape = self._shape
        scored = item.kind in SCORED and (len(item.values) >= 2 or shape.recode or shape.counted)
        if not scored:
            self._fault(
                where,
                f"item {item.key!r} has no option values; give them or remove it from the scale",
            )
            return
        for number, option in enumerate(item.options):
            if option.value is None and option.missing is None:
                self._desk.fault(
                    (*self._items.option_paths[item.key], number),
                    f"option {option.key!r} of a scored item; give it `value` or `missing`",
                )
        if item.show_when and shape.hidden is None and shape.settled is None:
            self._fault(
                where,
                f"item {item.key!r} is not always shown; write `hidden`, what it counts for then",
            )

        if _waits_for_several(self._items, item):
            self._fault(
                where,
                f"item {item.key!r} waits for a question with several answers, which no table of "
                "answers holds; let it wait for one answer",
            )

    # The rule

    def _check_rule(self) -> None:
        shape = self._shape
        if shape.items is None:
            for name in OF_ITEMS:
                if getattr(shape, name) not in (None, [], {}):
                    self._fault(
                        (name,), f"`{name}` belongs to a scale of items; remove it", of_key=True
                    )
        self._check_among("reversed", shape.reversed, shape.items or [])
        self._check_weights()
        self._check_recode()
        self._check_counted()
        self._check_settled()
        every = len(shape.items or shape.scales or [])
        known = all(key in self._items.paths for key in shape.items or [])
        is_short = shape.min_answered < every and shape.blank is None
        if shape.method is Method.SUM and known and is_short:
            self._fault(
                ("min_answered",),
                f"a sum needs all {every}; write {every}, `method: prorated_sum`, or `blank`, "
                "what an unanswered item counts for",
            )

    def _check_among(self, name: str, keys: Sequence[str], parts: Sequence[str]) -> None:
        for number, key in enumerate(keys):
            if key not in parts:
                self._fault(
                    (name, number),
                    f"item {key!r} is not in this scale; add it to `items` or remove it here",
                )
        self._desk.distinct(keys, (*self._path, name), "item {!r} is here twice")

    def _check_weights(self) -> None:
        shape = self._shape
        parts = shape.items or shape.scales or []
        for key, weight in shape.weights.items():
            if key not in parts:
                self._fault(("weights", key), f"{key!r} is not in this scale; remove it here")
            elif weight <= 0:
                self._fault(("weights", key), "a weight is more than 0; turn it with `reversed`")
        if shape.weights and shape.method not in ADDING:
            self._fault(("weights",), f"a {shape.method} has no weights; remove them", of_key=True)

    def _check_recode(self) -> None:
        shape = self._shape
        if not shape.recode:
            return
        for key in shape.items or []:
            item = self._items.read.get(key)
            if item is None:
                continue
            answers = [option for option in item.options if option.missing is None]
            for option in answers:
                if option.key not in shape.recode:
                    self._fault(
                        ("recode",), f"option {option.key!r} of item {key!r} is missing; add it"
                    )
            values = [option.value for option in answers]
            if len(set(values)) < len(values):
                self._fault(
                    ("recode",), f"two options of item {key!r} have one value; give each its own"
                )
        known = self._option_keys()
        for key in shape.recode:
            if known and key not in known:
                self._fault(("recode", key), f"no item of this scale has an option {key!r}")

    def _check_counted(self) -> None:
        shape = self._shape
        if (shape.method is Method.COUNT) != (shape.counted is not None):
            self._fault((), "`counted` says which options a `count` counts; write both or neither")
        known = self._option_keys()
        for number, key in enumerate(shape.counted or []):
            if known and key not in known:
                self._fault(("counted", number), f"no item of this scale has an option {key!r}")
        if shape.counted and (shape.recode or shape.reversed):
            self._fault((), "a count looks at options; remove `recode` and `reversed`")

    def _check_settled(self) -> None:
        settled = self._shape.settled
        if settled is None:
            return
        item = self._items.read.get(settled.item)
        if settled.item not in self._items.paths:
            self._fault(("settled", "item"), f"there is no item {settled.item!r}; add it")
        elif item is not None:
            known = [option.key for option in item.options]
            for number, key in enumerate(settled.options):
                if key not in known:
                    self._fault(
                        ("settled", "options", number),
                        f"item {settled.item!r} has no option {key!r}; there is: "
                        + (", ".join(known) or "none"),
                    )

    def _option_keys(self) -> set[str]:
        items = [self._items.read.get(key) for key in self._shape.items or []]
        return {option.key for item in items if item is not None for option in item.options}

    # The range

    def _range(self) -> Range:
        """Return the lowest and the highest score there can be."""
        shape = self._shape
        ranges = [found for key in shape.items or [] if (found := self._item_range(key))]
        for key in shape.scales or []:
            if key in self._before:
                weight = shape.weights.get(key, 1.0)
                scale = self._before[key]
                ranges.append((weight * scale.lowest, weight * scale.highest))
        if not ranges:
            return (0.0, 0.0)
        lowest, highest = self._combined(ranges)
        if shape.settled is not None:
            return (min(lowest, shape.settled.score), max(highest, shape.settled.score))
        return (lowest, highest)

    def _combined(self, ranges: list[Range]) -> Range:
        shape = self._shape
        lows, highs = [low for low, _ in ranges], [high for _, high in ranges]
        if shape.method is Method.COUNT:
            return (0.0, float(len(ranges)))
        if shape.method is Method.MAX:
            return (max(lows) if shape.min_answered == len(lows) else min(lows), max(highs))
        parts = shape.items or shape.scales or []
        share = sum(shape.weights.get(key, 1.0) for key in parts)
        divisor = share if shape.method is Method.MEAN else 1.0
        return (sum(lows) / divisor, sum(highs) / divisor)

    def _item_range(self, key: str) -> Range | None:
        shape, item = self._shape, self._items.read.get(key)
        if item is None:
            return None
        values = [
            shape.recode.get(option.key, option.value or 0.0)
            for option in item.options
            if option.missing is None
        ]
        values += [filled for filled in (shape.blank, shape.hidden) if filled is not None]
        if not values:
            return None
        weight = shape.weights.get(key, 1.0)
        return (weight * min(values), weight * max(values))


def _waits_for_several(items: Items, item: Item) -> bool:
    """Tell whether a question with several answers decides, in any step, if an item comes."""
    waiting, seen = [item], set[str]()
    while waiting:
        for condition in waiting.pop().show_when:
            asked = items.read.get(condition.item)
            if asked is None or asked.key in seen:
                continue
            if asked.kind is ItemKind.MULTIPLE:
                return True
            seen.add(asked.key)
            waiting.append(asked)
    return False
