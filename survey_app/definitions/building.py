"""From the read file to frozen values, checking what the parts say about each other."""

import json
import re
from collections.abc import Callable, Iterator, Sequence

from survey_app.definitions.faults import DefinitionError, Fault
from survey_app.definitions.nodes import Step
from survey_app.definitions.shape import (
    AnyShape,
    EvidenceShape,
    HeadShape,
    ItemShape,
    OptionShape,
    PageShape,
    ReferenceShape,
    ScaleShape,
    SignalShape,
    Texts,
    read_shape,
)
from survey_app.definitions.values import (
    STEP_KEYS,
    Evidence,
    Informant,
    Item,
    ItemKind,
    Layout,
    Licence,
    Method,
    Option,
    Page,
    Questionnaire,
    Reference,
    Scale,
    Signal,
    Steps,
    Text,
)

LONGEST_TEXT = 600
PARTS = ("options", "pages", "items", "scales", "signals")

_VARIABLE = re.compile(r"\{(kind|informant)\}")

Path = tuple[Step, ...]
Note = Callable[[Path, str, bool], None]


def from_document(document: str) -> Questionnaire:
    """Read a stored canonical document back.

    Parameters
    ----------
    document : str
        What `Questionnaire.document` gave, by this or an earlier version of this software.

    Raises
    ------
    DefinitionError
        When the document is damaged.
    """
    faults: list[Fault] = []

    def note(path: Path, message: str, of_key: bool) -> None:
        where = ".".join(str(step) for step in path) or "the document"
        faults.append(Fault("stored document", 1, 1, f"{where}: {message}"))

    try:
        content = json.loads(document)
    except ValueError:
        raise DefinitionError([Fault("stored document", 1, 1, "this is not JSON")]) from None
    questionnaire = build(content, note)
    if questionnaire is None:
        raise DefinitionError(faults)
    return questionnaire


def build(content: object, note: Note) -> Questionnaire | None:
    """Build the values and note every fault.

    Parameters
    ----------
    content : object
        The file's content without places.
    note : callable
        Receives (path, message, whether the key itself is meant) of each fault.

    Returns
    -------
    Questionnaire or None
        None as soon as there is any fault.
    """
    if not isinstance(content, dict):
        note((), "write a questionnaire as `key: value` lines", False)
        return None
    return _Builder(content, note).questionnaire()


class _Builder:
    """The parts of one file, read one by one so that one fault does not hide another."""

    def __init__(self, content: dict[str, object], note: Note) -> None:
        self._content = content
        self._note = note
        self._is_sound = True
        top = {key: value for key, value in content.items() if key not in PARTS}
        self._head = self._shape(HeadShape, top, ())
        self._sets: dict[str, tuple[Path, tuple[Option, ...] | None]] = {}
        self._used_sets: set[str] = set()
        self._items: dict[str, Item] = {}
        self._item_paths: dict[str, Path] = {}
        self._option_paths: dict[str, Path] = {}

    def questionnaire(self) -> Questionnaire | None:
        self._check_head()
        self._read_sets()
        pages = self._read_pages()
        self._check_items()
        scales = self._read_scales()
        signals = self._read_signals()
        head = self._head
        if head is None or not self._is_sound:
            return None
        return Questionnaire(
            key=head.key,
            version=head.version,
            scoring_version=head.scoring_version,
            informants=tuple(head.informants),
            ages=(head.ages[0], head.ages[1]) if head.ages else None,
            minutes=head.minutes,
            licence=Licence(head.licence.id, head.licence.ship_text, head.licence.holder),
            evidence=Evidence(head.evidence.stage, head.evidence.study),
            fictitious=head.fictitious,
            title=Text(head.title),
            question=Text(head.question),
            period=Text(head.period) if head.period else None,
            languages=tuple(head.languages),
            pages=pages,
            scales=scales,
            signals=signals,
            layout=head.layout,
        )

    # Reading

    def _shape(self, model: type[AnyShape], content: object, path: Path) -> AnyShape | None:
        shape, faults = read_shape(model, content)
        for inside, of_key, message in faults:
            self._fault(path + inside, message, of_key=of_key)
        return shape

    def _fault(self, path: Path, message: str, *, of_key: bool = False) -> None:
        self._is_sound = False
        self._note(path, message, of_key)

    def _list(self, content: dict[str, object], key: str, path: Path) -> list[object]:
        given = content.get(key, [])
        if isinstance(given, list):
            return given
        self._fault((*path, key), "write a list here, one `- ` for each")
        return []

    def _text(self, texts: Texts, path: Path, *, names: bool = True) -> Text:
        """Check the languages and the places for names of one text."""
        for language, text in texts.items():
            where = (*path, language)
            if not text.strip():
                self._fault(where, "an empty text; write it")
            elif text != text.strip() or "\n" in text:
                self._fault(where, "spaces or a line break at the edge of a text; write one line")
            elif len(text) > LONGEST_TEXT:
                self._fault(where, f"a text of more than {LONGEST_TEXT} characters; shorten it")
            rest = _VARIABLE.sub("", text)
            if "{" in rest or "}" in rest:
                self._fault(where, "a brace; only {kind} and {informant} can be filled in")
            elif rest != text and not names:
                self._fault(where, "a name in a title that stands in mail subjects; remove it")
        if self._head is not None:
            languages = self._head.languages
            for language in languages:
                if language not in texts:
                    self._fault(path, f"the text in {language!r} is missing; add it")
            for language in texts:
                if language not in languages:
                    self._fault(
                        (*path, language),
                        f"{language!r} is not in `languages`; add it there or remove this text",
                        of_key=True,
                    )
        return Text(texts)

    def _shippable_text(self, texts: Texts, path: Path) -> Text:
        """Check a text that may be absent when its licence forbids to ship it."""
        if texts:
            return self._text(texts, (*path, "text"))
        if self._head is not None and self._head.licence.ship_text:
            self._fault(path, "`text` is missing; add it here")
        return Text({})

    # The top

    def _check_head(self) -> None:
        head = self._head
        if head is None:
            return
        self._text(head.title, ("title",), names=False)
        self._text(head.question, ("question",))
        if head.period is not None:
            self._text(head.period, ("period",))
        for key, words in (("languages", head.languages), ("informants", head.informants)):
            for number in _doubled(words):
                self._fault((key, number), f"{words[number]!s} stands here twice; keep one")
        if head.ages and not head.ages[0] <= head.ages[1] <= 18:
            self._fault(("ages",), "write the youngest and the oldest age, at most 18: [8, 12]")
        self._check_evidence(head.evidence, head.fictitious)

    def _check_evidence(self, evidence: EvidenceShape, fictitious: bool) -> None:
        if evidence.stage >= 1 and evidence.study is None:
            self._fault(("evidence",), "`study` is missing; name the study behind this stage")
        scales = self._content.get("scales")
        with_reference = isinstance(scales, list) and any(
            isinstance(scale, dict) and scale.get("references") for scale in scales
        )
        if evidence.stage >= 2 and not fictitious and not with_reference:
            self._fault(
                ("evidence", "stage"),
                "a stage from 2 on without a reference; add `references` or lower it",
            )

    # Options

    def _read_sets(self) -> None:
        sets = self._content.get("options", {})
        if not isinstance(sets, dict):
            self._fault(("options",), "write a block with one named list of options each")
            return
        for name, options in sets.items():
            path = ("options", name)
            if isinstance(options, list):
                self._sets[name] = (path, self._read_options(options, path))
            else:
                self._sets[name] = (path, None)
                self._fault(path, "write a list of options here")

    def _read_options(self, given: list[object], path: Path) -> tuple[Option, ...] | None:
        """Read options; None when one of them cannot be read."""
        options: list[Option] = []
        for number, content in enumerate(given):
            where = (*path, number)
            shape = self._shape(OptionShape, content, where)
            if shape is None:
                continue
            if shape.value is not None and shape.missing is not None:
                self._fault(where, "both `value` and `missing`; keep one of them")
            text = self._shippable_text(shape.text, where)
            options.append(Option(shape.key, text, shape.value, shape.missing))
        keys = [option.key for option in options]
        for number in _doubled(keys):
            self._fault((*path, number), f"option {keys[number]!r} stands here twice; rename one")
        if len(given) < 2:
            self._fault(path, "fewer than 2 options; write at least 2")
        return tuple(options) if len(options) == len(given) else None

    def _options_of(self, given: object, path: Path) -> tuple[Path, tuple[Option, ...] | None]:
        """Return where the options of an item stand, and the options when they can be read."""
        if isinstance(given, list):
            return path, self._read_options(given, path)
        if isinstance(given, str) and given in self._sets:
            self._used_sets.add(given)
            return self._sets[given]
        if isinstance(given, str):
            known = ", ".join(self._sets) or "none"
            self._fault(path, f"there are no options {given!r} at the top; there are: {known}")
        else:
            self._fault(path, "write the name of options at the top, or a list of options")
        return path, None

    # Pages and items

    def _read_pages(self) -> tuple[Page, ...]:
        layout = self._head.layout if self._head else None
        wanted, other = "pages", "items"
        if layout is Layout.ONE_BY_ONE or (layout is None and "items" in self._content):
            wanted, other = "items", "pages"
        if other in self._content:
            self._fault(
                (other,), f"layout {layout} takes `{wanted}`; move these there", of_key=True
            )
            if wanted not in self._content:
                wanted = other
        elif wanted not in self._content:
            self._fault((), f"`{wanted}` is missing; add it here")
            return ()
        if wanted == "items":
            items = self._read_items(self._list(self._content, "items", ()), ("items",))
            return tuple(Page(item.key, (item,)) for item in items)
        pages: list[Page] = []
        keys: list[object] = []
        for number, content in enumerate(self._list(self._content, "pages", ())):
            path = ("pages", number)
            if not isinstance(content, dict):
                self._fault(path, "write a page as a block with `key` and `items`")
                continue
            alone = {key: value for key, value in content.items() if key != "items"}
            shape = self._shape(PageShape, alone, path)
            items = self._read_items(self._list(content, "items", path), (*path, "items"))
            if not content.get("items"):
                self._fault(path, "a page without items; give it `items` or remove it")
            key = content.get("key")
            if isinstance(key, str) and key in keys:
                self._fault((*path, "key"), f"page {key!r} is there twice; rename one")
            keys.append(key)
            if shape is not None:
                pages.append(Page(shape.key, items))
        return tuple(pages)

    def _read_items(self, given: list[object], path: Path) -> tuple[Item, ...]:
        items = [self._read_item(content, (*path, number)) for number, content in enumerate(given)]
        return tuple(item for item in items if item is not None)

    def _read_item(self, content: object, path: Path) -> Item | None:
        if not isinstance(content, dict):
            self._fault(path, "write an item as a block with `key` and `text`")
            return None
        alone = {key: value for key, value in content.items() if key != "options"}
        shape = self._shape(ItemShape, alone, path)
        options_path: Path = (*path, "options")
        options: tuple[Option, ...] | None = ()
        if "options" in content:
            options_path, options = self._options_of(content["options"], options_path)
        ways = [way for way in ("options", "steps", "max_length") if way in content]
        if len(ways) != 1:
            self._fault(
                path, "give an item one of `options`, `steps` or (for own words) `max_length`"
            )
        key = content.get("key")
        if isinstance(key, str) and key in self._item_paths:
            self._fault((*path, "key"), f"item {key!r} is there twice; rename one")
        elif isinstance(key, str):
            self._item_paths[key] = path
            self._option_paths[key] = options_path
        if shape is None or options is None:
            return None
        item = self._item(shape, options, path)
        self._items.setdefault(item.key, item)
        return item

    def _item(self, shape: ItemShape, options: tuple[Option, ...], path: Path) -> Item:
        kind, steps = ItemKind.CHOICE, None
        if shape.steps is not None:
            kind = ItemKind.STEPS
            steps = Steps(
                self._text(shape.steps.low, (*path, "steps", "low")),
                self._text(shape.steps.high, (*path, "steps", "high")),
            )
            languages = self._head.languages if self._head else []
            options = tuple(
                Option(key, Text(dict.fromkeys(languages, key)), float(key)) for key in STEP_KEYS
            )
        elif shape.max_length is not None:
            kind = ItemKind.TEXT
        everybody = self._head.informants if self._head else list(Informant)
        return Item(
            key=shape.key,
            kind=kind,
            text=self._shippable_text(shape.text, path),
            hint=self._text(shape.hint, (*path, "hint")) if shape.hint else None,
            options=options,
            facet=shape.facet,
            indicator=shape.indicator,
            parallel=shape.parallel,
            informants=frozenset(shape.informants or everybody),
            max_length=shape.max_length,
            steps=steps,
        )

    def _check_items(self) -> None:
        for name in self._sets.keys() - self._used_sets:
            self._fault(("options", name), "no item uses these options; remove them", of_key=True)
        if self._head is None:
            return
        asked = self._head.informants
        marks: set[tuple[str, Informant]] = set()
        for item in self._items.values():
            path = self._item_paths[item.key]
            for informant in sorted(item.informants - set(asked)):
                self._fault(
                    (*path, "informants"), f"{informant} is not in `informants` at the top; add it"
                )
            new = {(item.parallel, who) for who in item.informants if item.parallel is not None}
            if new & marks:
                self._fault(
                    (*path, "parallel"),
                    f"{item.parallel!r} marks two items for one informant; keep one",
                )
            marks |= new
        if len(self._items) < len(self._item_paths):
            return
        for number, informant in enumerate(asked):
            if not any(informant in item.informants for item in self._items.values()):
                self._fault(("informants", number), f"there is no item for {informant}; add one")

    # Scales and signals

    def _read_scales(self) -> tuple[Scale, ...]:
        scales: list[Scale] = []
        keys: list[object] = []
        for number, content in enumerate(self._list(self._content, "scales", ())):
            path: Path = ("scales", number)
            key = content.get("key") if isinstance(content, dict) else None
            if isinstance(key, str) and key in keys:
                self._fault((*path, "key"), f"scale {key!r} is there twice; rename one")
            keys.append(key)
            shape = self._shape(ScaleShape, content, path)
            if shape is None:
                continue
            if shape.key in self._item_paths:
                self._fault(
                    (*path, "key"), f"{shape.key!r} is also an item; give the scale another key"
                )
            self._check_scale_items(shape, path)
            lows, highs = self._range_of(shape.items)
            share = 1 if shape.method is Method.SUM else len(shape.items)
            scales.append(
                Scale(
                    key=shape.key,
                    title=self._text(shape.title, (*path, "title")),
                    direction=self._text(shape.direction, (*path, "direction")),
                    question=self._text(shape.question, (*path, "question")),
                    items=tuple(shape.items),
                    method=shape.method,
                    min_answered=shape.min_answered,
                    higher_is_better=shape.higher_is_better,
                    lowest=sum(lows) / share,
                    highest=sum(highs) / share,
                    reversed=frozenset(shape.reversed),
                    references=tuple(self._references(shape.references, (*path, "references"))),
                )
            )
        return tuple(scales)

    def _check_scale_items(self, scale: ScaleShape, path: Path) -> None:
        for number in _doubled(scale.items):
            self._fault(
                (*path, "items", number), f"item {scale.items[number]!r} counts twice; keep one"
            )
        for number, key in enumerate(scale.items):
            where = (*path, "items", number)
            if key not in self._item_paths:
                self._fault(where, f"there is no item {key!r}; add it or remove it here")
            elif key in self._items:
                self._check_scored(self._items[key], where)
        for number, key in enumerate(scale.reversed):
            if key not in scale.items:
                self._fault(
                    (*path, "reversed", number),
                    f"item {key!r} is not in this scale; add it to `items` or remove it here",
                )
        for number in _doubled(scale.reversed):
            self._fault(
                (*path, "reversed", number), f"item {scale.reversed[number]!r} is here twice"
            )
        if not 1 <= scale.min_answered <= len(scale.items):
            self._fault(
                (*path, "min_answered"),
                f"{scale.min_answered} is out of range; write 1 to {len(scale.items)}",
            )

    def _check_scored(self, item: Item, where: Path) -> None:
        if item.options and len(item.values) >= 2:
            for number, option in enumerate(item.options):
                if option.value is None and option.missing is None:
                    self._fault(
                        (*self._option_paths[item.key], number),
                        f"option {option.key!r} of a scored item; give it `value` or `missing`",
                    )
        elif item.options or item.kind is ItemKind.TEXT:
            self._fault(
                where,
                f"item {item.key!r} has no option values; give them or remove it from the scale",
            )

    def _range_of(self, keys: Sequence[str]) -> tuple[list[float], list[float]]:
        values = [self._items[key].values for key in keys if key in self._items]
        return [min(each) for each in values if each], [max(each) for each in values if each]

    def _references(self, given: list[ReferenceShape], path: Path) -> Iterator[Reference]:
        for number, each in enumerate(given):
            where = (*path, number)
            if (each.reliability is None) != (each.reliability_kind is None):
                self._fault(where, "write `reliability` and `reliability_kind` both, or neither")
            if self._head is not None:
                if each.informant not in self._head.informants:
                    self._fault(
                        (*where, "informant"),
                        f"{each.informant} does not answer this questionnaire; choose who does",
                    )
                if each.fictitious and not self._head.fictitious:
                    self._fault(
                        (*where, "fictitious"),
                        "an invented reference in a real questionnaire; remove it",
                    )
                if self._head.fictitious and not each.fictitious:
                    self._fault(
                        where, "an invented questionnaire; mark its reference `fictitious: true`"
                    )
            yield Reference(
                source=each.source,
                informant=each.informant,
                n=each.n,
                mean=each.mean,
                sd=each.sd,
                reliability=each.reliability,
                reliability_kind=each.reliability_kind,
                fictitious=each.fictitious,
            )

    def _read_signals(self) -> tuple[Signal, ...]:
        signals: list[Signal] = []
        taken: set[tuple[str, str]] = set()
        for number, content in enumerate(self._list(self._content, "signals", ())):
            path: Path = ("signals", number)
            shape = self._shape(SignalShape, content, path)
            if shape is None:
                continue
            if shape.item not in self._item_paths:
                self._fault(
                    (*path, "item"), f"there is no item {shape.item!r}; add it or remove the signal"
                )
            item = self._items.get(shape.item)
            known = [option.key for option in item.options] if item else shape.options
            for place, option in enumerate(shape.options):
                where = (*path, "options", place)
                if option not in known:
                    there = ", ".join(known) or "none"
                    self._fault(
                        where, f"item {shape.item!r} has no option {option!r}; there is: {there}"
                    )
                if (shape.item, option) in taken:
                    self._fault(where, f"option {option!r} raises a signal twice; keep one")
                taken.add((shape.item, option))
            signals.append(Signal(shape.item, tuple(shape.options), shape.level))
        return tuple(signals)


def _doubled(words: Sequence[str]) -> list[int]:
    """Return the positions of words that stood there before."""
    return [number for number, word in enumerate(words) if word in words[:number]]
