"""Filling private texts into a shipped key."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from survey_app.definitions.building import build
from survey_app.definitions.building.desk import Desk
from survey_app.definitions.building.desk import Path as Where
from survey_app.definitions.changes import ChangeKind
from survey_app.definitions.faults import DefinitionError, Fault
from survey_app.definitions.languages import TextStatus
from survey_app.definitions.loading import shipped
from survey_app.definitions.nodes import MOST_FAULTS, Source
from survey_app.definitions.private.folder import UnusableFileError, content_of, files_in
from survey_app.definitions.private.shape import (
    PrivateItemShape,
    PrivateOptionShape,
    PrivateScaleShape,
    PrivateShape,
)
from survey_app.definitions.values import Questionnaire

PARTS = ("options", "items", "scales")
UNCHANGED = "no item of a protected list is left out, added or moved"

Options = tuple[Where, list[PrivateOptionShape] | None]


def filled_in(
    lists: Iterable[Questionnaire], folder: Path
) -> tuple[dict[str, Questionnaire], list[Fault]]:
    """Read every file of a folder.

    Parameters
    ----------
    lists : iterable of Questionnaire
        What is shipped; only those without texts can be filled in.
    folder : Path
        A folder that may hold private texts (see `why_not_private`).

    Returns
    -------
    tuple of dict and list
        Key of a list to the list with its texts, and every fault in any file.
    """
    keys = {each.key: each for each in lists if not each.licence.ship_text}
    filled: dict[str, Questionnaire] = {}
    faults: list[Fault] = []
    for path in files_in(folder):
        try:
            content = content_of(path, folder)
        except UnusableFileError as error:
            faults.append(Fault(str(path), 1, 1, str(error)))
            continue
        questionnaire, here = fill_in(str(path), content, keys)
        faults += here
        if questionnaire is None:
            continue
        if questionnaire.key != path.stem:
            faults.append(
                Fault(str(path), 1, 1, f"the file must be called {questionnaire.key}.yaml")
            )
        if questionnaire.key in filled:
            faults.append(
                Fault(str(path), 1, 1, f"{questionnaire.key} is here twice; keep one file")
            )
        filled[questionnaire.key] = questionnaire
    return filled, sorted(set(faults))


def check_private(folder: Path) -> list[Fault]:
    """Return every fault in the files of a folder of private texts."""
    return filled_in(shipped(), folder)[1]


def fill_in(
    path: str, content: bytes, keys: dict[str, Questionnaire]
) -> tuple[Questionnaire | None, list[Fault]]:
    """Read the content of one file and fill it in; None as soon as there is any fault."""
    source = Source(path, content)
    filled = _Filling(source, keys).filled() if source.root is not None else None
    return (None if source.faults else filled), source.faults[:MOST_FAULTS]


def demand_filled(lists: Iterable[Questionnaire], folder: Path) -> dict[str, Questionnaire]:
    """Read every file of a folder, or raise `DefinitionError` with every fault."""
    filled, faults = filled_in(lists, folder)
    if faults:
        raise DefinitionError(faults)
    return filled


class _Filling:
    """One file of private texts that is being read."""

    def __init__(self, source: Source, keys: dict[str, Questionnaire]) -> None:
        self._source = source
        self._keys = keys
        self._desk = Desk(self._note)

    def _note(self, path: Where, message: str, of_key: bool) -> None:
        self._source.fault(self._source.place(path, of_key=of_key), message)

    def filled(self) -> Questionnaire | None:
        """Return the list with its texts, or None after noting every fault."""
        content = self._source.root.plain() if self._source.root is not None else None
        desk = self._desk
        if not isinstance(content, dict):
            desk.fault((), "write the texts as `key: value` lines")
            return None
        top = {key: value for key, value in content.items() if key not in PARTS}
        texts = desk.shape(PrivateShape, top, ())
        key = self._key(texts) if texts is not None else None
        if texts is None or key is None:
            return None
        self._check_languages(texts, key)
        items, options = self._items(content, key)
        scales = self._scales(content, key)
        self._check_words(texts, key, scales)
        if not desk.is_sound:
            return None
        return _Merging(self._note, key, texts, items, options, scales).merged()

    def _key(self, texts: PrivateShape) -> Questionnaire | None:
        key = self._keys.get(texts.key)
        if key is None:
            there = ", ".join(sorted(self._keys)) or "none"
            self._desk.fault(
                ("key",), f"there is no list {texts.key!r} that waits for texts; there are: {there}"
            )
        elif texts.version != key.version:
            self._desk.fault(
                ("version",),
                f"these texts belong to version {texts.version} and here is {key.version}; "
                "compare them with its items, then write that number",
            )
        return key

    def _check_languages(self, texts: PrivateShape, key: Questionnaire) -> None:
        given = [each.language for each in texts.languages]
        for number, edition in enumerate(texts.languages):
            if edition.status is TextStatus.OWN:
                self._desk.fault(
                    ("languages", number, "status"),
                    "a protected text is `official` or `reviewed`; ask its holder for one that is",
                )
        for language in key.languages:
            if language not in given:
                self._desk.fault(
                    ("languages",), f"{language!r} is missing, which the pages of the coach need"
                )

    # Items and their options, which must be those of the key

    def _items(
        self, content: dict[str, object], key: Questionnaire
    ) -> tuple[list[PrivateItemShape], list[Options]]:
        desk = self._desk
        expected = {item.key: [option.key for option in item.options] for item in key.items}
        sets = self._sets(content)
        compared: set[object] = set()
        items: list[PrivateItemShape] = []
        options: list[Options] = []
        names: list[object] = []
        given = desk.listed(content, "items", ())
        for number, each in enumerate(given):
            where: Where = ("items", number)
            alone = (
                {k: v for k, v in each.items() if k != "options"}
                if isinstance(each, dict)
                else each
            )
            name = each.get("key") if isinstance(each, dict) else None
            names.append(name)
            item = desk.shape(PrivateItemShape, alone, where)
            if item is not None:
                items.append(item)
            if not isinstance(each, dict) or name not in expected:
                continue
            found = self._options(each, sets, where)
            options.append(found)
            answers = (found[0], *expected[name])
            if found[1] is not None and answers not in compared:
                compared.add(answers)  # a named set is told of once
                self._compare(
                    [option.key for option in found[1]],
                    expected[name],
                    f"item {name}",
                    "option",
                    found[0],
                )
        self._compare(names, list(expected), f"{key.key} {key.version}", "item", ("items",))
        self._check_all_used(content, sets)
        return items, options

    def _sets(self, content: dict[str, object]) -> dict[str, Options]:
        sets = content.get("options", {})
        if not isinstance(sets, dict):
            self._desk.fault(("options",), "write a block with one named list of options each")
            return {}
        return {name: self._read_options(given, ("options", name)) for name, given in sets.items()}

    def _options(self, item: dict[str, object], sets: dict[str, Options], where: Where) -> Options:
        given = item.get("options", [])
        path: Where = (*where, "options")
        if isinstance(given, str) and given in sets:
            return sets[given]
        if isinstance(given, str):
            known = ", ".join(sets) or "none"
            self._desk.fault(path, f"there are no options {given!r} at the top; there are: {known}")
            return path, None
        return self._read_options(given, path)

    def _read_options(self, given: object, path: Where) -> Options:
        if not isinstance(given, list):
            self._desk.fault(path, "write a list of options here, one `- ` for each")
            return path, None
        read = [
            self._desk.shape(PrivateOptionShape, each, (*path, number))
            for number, each in enumerate(given)
        ]
        whole = [each for each in read if each is not None]
        return path, whole if len(whole) == len(read) else None

    def _check_all_used(self, content: dict[str, object], sets: dict[str, Options]) -> None:
        items = content.get("items")
        used = (
            [each.get("options") for each in items or () if isinstance(each, dict)]
            if (isinstance(items, list))
            else []
        )
        for name in sets:
            if name not in used:
                message = "no item uses these options; remove them"
                self._desk.fault(("options", name), message, of_key=True)

    def _compare(
        self, given: Sequence[object], expected: list[str], of: str, kind: str, path: Where
    ) -> None:
        """Note each difference between what stands here and what the key has."""
        desk = self._desk
        missing = [each for each in expected if each not in given]
        if missing:
            names = ", ".join(missing)
            desk.fault(path, f"{kind} {names} of {of} is missing; {UNCHANGED}", of_key=True)
        for number, each in enumerate(given):
            if each in given[:number]:
                desk.fault((*path, number), f"{kind} {each!r} is here twice; keep one")
            elif isinstance(each, str) and each not in expected:
                desk.fault((*path, number), f"{of} has no {kind} {each!r}; {UNCHANGED}")
        if sorted(map(str, given)) != sorted(expected):
            return
        for number, (here, there) in enumerate(zip(given, expected, strict=True)):
            if here != there:
                desk.fault(
                    (*path, number), f"{kind} {here!r} stands where {of} has {there!r}; {UNCHANGED}"
                )
                return

    # What Kansmeter itself says about the list, in a language that the key does not have

    def _scales(
        self, content: dict[str, object], key: Questionnaire
    ) -> dict[str, tuple[int, PrivateScaleShape]]:
        desk = self._desk
        known = [scale.key for scale in key.scales]
        scales: dict[str, tuple[int, PrivateScaleShape]] = {}
        for number, each in enumerate(desk.listed(content, "scales", ())):
            shape = desk.shape(PrivateScaleShape, each, ("scales", number))
            if shape is None:
                continue
            if shape.key not in known or shape.key in scales:
                there = ", ".join(known)
                desk.fault(
                    ("scales", number), f"write each scale of {key.key} at most once: {there}"
                )
            scales[shape.key] = (number, shape)
        return scales

    def _check_words(
        self,
        texts: PrivateShape,
        key: Questionnaire,
        scales: dict[str, tuple[int, PrivateScaleShape]],
    ) -> None:
        for number, edition in enumerate(texts.languages):
            if edition.language in key.languages:
                continue
            lacking = [f"scale {each.key}" for each in key.scales if each.key not in scales]
            lacking += [
                name
                for name in ("title", "question", "period")
                if getattr(key, name) is not None and getattr(texts, name) is None
            ]
            for name in lacking:
                self._desk.fault(
                    ("languages", number, "language"),
                    f"the words of {name} are missing in {edition.language!r}; add them",
                )


class _Merging:
    """A key and the sound texts for it, on their way to one list."""

    def __init__(
        self,
        note: Any,
        key: Questionnaire,
        texts: PrivateShape,
        items: list[PrivateItemShape],
        options: list[Options],
        scales: dict[str, tuple[int, PrivateScaleShape]],
    ) -> None:
        self._note = note
        self._key = key
        self._texts = texts
        self._items = items
        self._options = options
        self._scales = scales

    def merged(self) -> Questionnaire | None:
        """Build the list like any other, so that its texts are held to what every text is."""
        return build(self._content(), self._note_in_file)

    def _content(self) -> dict[str, Any]:
        key, texts = self._key, self._texts
        content: dict[str, Any] = json.loads(key.document())
        content["version"] = f"{key.version}.{texts.text_version}"
        content["licence"] = content["licence"] | {"id": texts.licence}
        content["languages"] = [
            each.model_dump(mode="json", exclude_none=True) for each in texts.languages
        ]
        for name in ("title", "question", "period"):
            given = getattr(texts, name)
            if given is not None:
                content[name] = content.get(name, {}) | given
        of_pages = [item for page in content.get("pages", ()) for item in page["items"]]
        plain = [*of_pages, *content.get("items", ())]
        for item, words, (_, options) in zip(plain, self._items, self._options, strict=True):
            item["text"] = words.text
            if words.hint is not None:
                item["hint"] = words.hint
            for option, answer in zip(item.get("options", ()), options or (), strict=True):
                option["text"] = answer.text
        for scale in content.get("scales", ()):
            if scale["key"] in self._scales:
                _, own = self._scales[scale["key"]]
                for name in ("title", "direction", "question"):
                    scale[name] = scale[name] | getattr(own, name)
        content["follows"] = [
            *(each.model_dump(mode="json") for each in texts.follows),
            self._step(),
            *content.get("follows", ()),
        ]
        return content

    def _step(self) -> dict[str, object]:
        """Return the step from the key alone, under which sheets on paper may have been scored.

        The words came, and they are those the key was made for: every score goes on.
        """
        return {
            "version": self._key.version,
            "scoring_version": self._key.scoring_version,
            "change": ChangeKind.WORDING.value,
            "options": True,
            "comparable": [scale.key for scale in self._key.scales],
        }

    def _note_in_file(self, path: Where, message: str, of_key: bool) -> None:
        self._note(self._in_file(path), message, of_key)

    def _in_file(self, path: Where) -> Where:
        """Return where a part of the merged list stands in the file of texts."""
        top, rest = path[:1], path[1:]
        if top == ("version",):
            return ("text_version",)
        if top == ("pages",) and len(path) >= 4:
            before = self._key.pages[: int(path[1])]
            number = sum(len(page.items) for page in before) + int(path[3])
            return self._in_item(number, path[4:])
        if top == ("items",) and rest:
            return self._in_item(int(rest[0]), rest[1:])
        if top == ("scales",) and rest:
            scale = self._key.scales[int(rest[0])].key
            number = self._scales[scale][0] if scale in self._scales else len(self._scales)
            return ("scales", number, *rest[1:])
        return path

    def _in_item(self, number: int, inside: Where) -> Where:
        if inside[:1] == ("options",):
            return (*self._options[number][0], *inside[1:])
        return ("items", number, *inside)
