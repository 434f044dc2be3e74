"""Pages and their items."""

from survey_app.definitions.building.desk import Desk, Path
from survey_app.definitions.building.options import OptionSets
from survey_app.definitions.people import Informant
from survey_app.definitions.shape import ItemShape, NumberShape, PageShape, StepsShape
from survey_app.definitions.texts import VARIABLES, Text
from survey_app.definitions.values import (
    ATTAINMENT,
    STEP_KEYS,
    Choose,
    Condition,
    Goal,
    Item,
    ItemKind,
    Layout,
    Number,
    Option,
    Page,
    Steps,
)

WAYS = ("options", "steps", "goal", "number", "max_length")
RESERVED = frozenset(
    """
    response_id sample role questionnaire version submitted_on answered_on traject informant
    occasion mode class_round language evidence_stage seconds quality corrections missing
    """.split()
)
"""What a table of responses says of each of them, beside a column for each item."""


class Items:
    """The pages of one file; items and their paths stay known, also of what cannot be read."""

    def __init__(self, desk: Desk, sets: OptionSets, content: dict[str, object]) -> None:
        self._desk = desk
        self._sets = sets
        self.read: dict[str, Item] = {}
        self.paths: dict[str, Path] = {}
        self.option_paths: dict[str, Path] = {}
        self.pages = self._read_pages(content)
        self._check_informants()

    @property
    def all_are_read(self) -> bool:
        """Whether every item of the file could be read."""
        return len(self.read) == len(self.paths)

    def _read_pages(self, content: dict[str, object]) -> tuple[Page, ...]:
        desk = self._desk
        layout = desk.head.layout if desk.head else None
        wanted, other = "pages", "items"
        if layout is Layout.ONE_BY_ONE or (layout is None and "items" in content):
            wanted, other = "items", "pages"
        if other in content:
            message = f"layout {layout} takes `{wanted}`; move these there"
            desk.fault((other,), message, of_key=True)
            if wanted not in content:
                wanted = other
        elif wanted not in content:
            desk.fault((), f"`{wanted}` is missing; add it here")
            return ()
        if wanted == "items":
            items = self._read_items(desk.listed(content, "items", ()), ("items",))
            return tuple(Page(item.key, (item,)) for item in items)
        pages: list[Page] = []
        keys: list[object] = []
        for number, page in enumerate(desk.listed(content, "pages", ())):
            self._read_page(page, ("pages", number), pages, keys)
        return tuple(pages)

    def _read_page(
        self, content: object, path: Path, pages: list[Page], keys: list[object]
    ) -> None:
        desk = self._desk
        if not isinstance(content, dict):
            desk.fault(path, "write a page as a block with `key` and `items`")
            return
        alone = {key: value for key, value in content.items() if key != "items"}
        shape = desk.shape(PageShape, alone, path)
        items = self._read_items(desk.listed(content, "items", path), (*path, "items"))
        if not content.get("items"):
            desk.fault(path, "a page without items; give it `items` or remove it")
        key = content.get("key")
        if isinstance(key, str) and key in keys:
            desk.fault((*path, "key"), f"page {key!r} is there twice; rename one")
        keys.append(key)
        if shape is not None:
            pages.append(Page(shape.key, items))

    def _read_items(self, given: list[object], path: Path) -> tuple[Item, ...]:
        items = [self._read_item(content, (*path, number)) for number, content in enumerate(given)]
        return tuple(item for item in items if item is not None)

    def _read_item(self, content: object, path: Path) -> Item | None:
        desk = self._desk
        if not isinstance(content, dict):
            desk.fault(path, "write an item as a block with `key` and `text`")
            return None
        alone = {key: value for key, value in content.items() if key != "options"}
        shape = desk.shape(ItemShape, alone, path)
        options_path: Path = (*path, "options")
        options: tuple[Option, ...] | None = ()
        if "options" in content:
            options_path, options = self._sets.of(content["options"], options_path)
        if len([way for way in WAYS if way in content]) != 1:
            desk.fault(
                path,
                "give an item one of `options`, `steps`, `goal`, `number` or (for own words) "
                "`max_length`",
            )
        key = content.get("key")
        if isinstance(key, str) and key in self.paths:
            desk.fault((*path, "key"), f"item {key!r} is there twice; rename one")
        elif isinstance(key, str):
            if key in RESERVED:
                desk.fault((*path, "key"), f"{key!r} names a column of every export; rename it")
            self.paths[key] = path
            self.option_paths[key] = options_path
        if shape is None or options is None:
            return None
        item = self._item(shape, options, path)
        self.read.setdefault(item.key, item)
        return item

    def _item(self, shape: ItemShape, options: tuple[Option, ...], path: Path) -> Item:
        desk = self._desk
        kind = _kind(shape, options)
        steps = self._steps(shape.steps, (*path, "steps")) if shape.steps else None
        goal = None
        if shape.goal is not None:
            ends = shape.goal.steps
            within = self._steps(ends, (*path, "goal", "steps")) if ends else None
            goal = Goal(shape.goal.number, within)
        if kind in (ItemKind.STEPS, ItemKind.GOAL):
            options = self._step_options(steps or (goal.steps if goal else None))
        if shape.choose is not None:
            self._check_choose(shape, options, path)
        variables = VARIABLES if kind is ItemKind.GOAL else VARIABLES[:2]
        everybody = desk.head.informants if desk.head else list(Informant)
        return Item(
            key=shape.key,
            kind=kind,
            text=desk.shippable_text(shape.text, path, variables),
            hint=desk.text(shape.hint, (*path, "hint")) if shape.hint else None,
            options=options,
            facet=shape.facet,
            indicator=shape.indicator,
            parallel=shape.parallel,
            informants=frozenset(shape.informants or everybody),
            show_when=tuple(
                Condition(each.item, tuple(each.options)) for each in shape.show_when or ()
            ),
            choose=Choose(shape.choose.least, shape.choose.most) if shape.choose else None,
            steps=steps,
            goal=goal,
            number=self._number(shape.number, (*path, "number")) if shape.number else None,
            max_length=shape.max_length,
            lines=shape.lines,
        )

    def _steps(self, shape: StepsShape, path: Path) -> Steps:
        low = self._desk.text(shape.low, (*path, "low"))
        return Steps(low, self._desk.text(shape.high, (*path, "high")), shape.highest)

    def _step_options(self, steps: Steps | None) -> tuple[Option, ...]:
        """Return the steps as options, or the five levels of a goal, whose words are its own."""
        languages = self._desk.languages
        if steps is not None:
            return tuple(
                Option(key, Text(dict.fromkeys(languages, key)), float(key))
                for key in STEP_KEYS[: steps.highest + 1]
            )
        return tuple(
            Option(
                key, Text(dict.fromkeys(languages, f"{value:+d}" if value else "0")), float(value)
            )
            for key, value in ATTAINMENT.items()
        )

    def _number(self, shape: NumberShape, path: Path) -> Number:
        if shape.least >= shape.most:
            self._desk.fault((*path, "most"), "not above `least`; write a higher number")
        unit = self._desk.text(shape.unit, (*path, "unit")) if shape.unit else None
        return Number(shape.least, shape.most, shape.decimals, unit)

    def _check_choose(self, shape: ItemShape, options: tuple[Option, ...], path: Path) -> None:
        choose = shape.choose
        if choose is None:
            return
        can = [option for option in options if option.missing is None]
        if not options:
            message = "`choose` belongs to an item with `options`; remove it"
            self._desk.fault((*path, "choose"), message, of_key=True)
        elif not choose.least <= choose.most <= len(can):
            self._desk.fault(
                (*path, "choose", "most"), f"write {max(choose.least, 1)} to {len(can)}"
            )

    def _check_informants(self) -> None:
        desk = self._desk
        if desk.head is None:
            return
        asked = desk.head.informants
        marks: set[tuple[str, Informant]] = set()
        for item in self.read.values():
            path = self.paths[item.key]
            for informant in sorted(item.informants - set(asked)):
                desk.fault(
                    (*path, "informants"), f"{informant} is not in `informants` at the top; add it"
                )
            new = {(item.parallel, who) for who in item.informants if item.parallel is not None}
            if new & marks:
                desk.fault(
                    (*path, "parallel"),
                    f"{item.parallel!r} marks two items for one informant; keep one",
                )
            marks |= new
        if not self.all_are_read:
            return
        for number, informant in enumerate(asked):
            if not any(informant in item.informants for item in self.read.values()):
                desk.fault(("informants", number), f"there is no item for {informant}; add one")


def _kind(shape: ItemShape, options: tuple[Option, ...]) -> ItemKind:
    if shape.steps is not None:
        return ItemKind.STEPS
    if shape.goal is not None:
        return ItemKind.GOAL
    if shape.number is not None:
        return ItemKind.NUMBER
    if shape.max_length is not None:
        return ItemKind.SHORT_TEXT if shape.lines == 1 else ItemKind.LONG_TEXT
    if shape.choose is not None:
        return ItemKind.MULTIPLE
    return ItemKind.FACES if any(option.face for option in options) else ItemKind.CHOICE
