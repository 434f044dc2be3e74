"""Reading YAML as plain text: blocks, lists and words, each with its line and column.

Of YAML only that is read which a questionnaire needs. Words stay words (`no`, `010` and `12:30`
are three texts), and everything with which a file can say more than it shows is refused: tags,
anchors, aliases, merge keys, directives, several documents, doubled keys. Limits on size, depth
and number of values keep a hostile file from costing time or memory.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from survey_app.definitions.faults import Fault
from survey_app.definitions.loading import MOST_BYTES

# The slowest file within these limits, and that of bytes, takes the parser well under 2 seconds; a
# questionnaire of 25 items in 6 languages is some 1 500 values.
MOST_ON_A_LINE = 5_000
MOST_LEVELS = 20
MOST_VALUES = 6_000
MOST_FAULTS = 100
MOST_SHOWN = 300

# Control characters, and those that turn the reading direction so that a text shows as another.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)

Place = tuple[int, int]
Step = str | int


@dataclass(frozen=True, slots=True)
class Node:
    """One block, list or word of the file."""

    place: Place
    value: "str | list[Node] | dict[str, Node]"
    keys: dict[str, Place] = field(default_factory=dict)

    def plain(self) -> object:
        """Return the content without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


def printable(message: str) -> str:
    """Return a message in which nothing from a file can break or flood the line that tells it."""
    return "".join(sign if sign.isprintable() else "?" for sign in message[:MOST_SHOWN])


class _Unreadable(Exception):
    """Reading cannot go on after this fault."""

    def __init__(self, place: Place, message: str) -> None:
        self.place = place
        self.message = message


class Source:
    """The content of one file with its faults; `root` is None when nothing could be read."""

    def __init__(self, path: str, content: bytes) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self.root: Node | None = None
        self._lines: list[str] = []
        try:
            text = self._text(content)
            if text is not None:
                self._lines = text.split("\n")
                self.root = self._document(_events(text))
        except _Unreadable as stop:
            self.fault(stop.place, stop.message)

    def fault(self, place: Place, message: str) -> None:
        """Note one fault."""
        self.faults.append(Fault(self.path, place[0], place[1], printable(message)))

    def place(self, path: tuple[Step, ...], *, of_key: bool = False) -> Place:
        """Return the place of what stands at a path, or of the nearest block around it."""
        return self._follow(path, of_key=of_key)[0]

    def word(self, path: tuple[Step, ...]) -> str | None:
        """Return the word or text at a path; None when there is none."""
        node = self._follow(path, of_key=False)[1]
        return node.value if node is not None and isinstance(node.value, str) else None

    def place_within(self, path: tuple[Step, ...], start: int) -> Place:
        """Return the place of a sign of the text at a path; `start` counts from 0.

        Only when the text stands in the file letter for letter on one line, bare or in quotation
        marks. Of a text with escapes, or over several lines, it is the place where it begins.
        """
        line, column = self.place(path)
        text = self.word(path)
        written = self._lines[line - 1][column - 1 :] if text is not None else ""
        for quote in ("", "'", '"'):
            if text is not None and written.startswith(f"{quote}{text}{quote}"):
                return (line, column + len(quote) + start)
        return (line, column)

    def _follow(self, path: tuple[Step, ...], *, of_key: bool) -> tuple[Place, Node | None]:
        """Return the place at a path and what stands there; nothing when the path breaks off."""
        node = self.root
        if node is None:
            return (1, 1), None
        place, broke_off = node.place, False
        for number, step in enumerate(path):
            value = node.value
            if isinstance(value, dict) and isinstance(step, str) and step in value:
                last = number == len(path) - 1
                place = node.keys[step] if of_key and last else value[step].place
                node = value[step]
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                node = value[step]
                place = node.place
            else:
                broke_off = True
        return place, None if broke_off else node

    def _text(self, content: bytes) -> str | None:
        if len(content) > MOST_BYTES:
            most = MOST_BYTES // 1000
            raise _Unreadable((1, 1), f"the file is larger than {most} kB; split the questionnaire")
        if content.startswith(codecs.BOM_UTF8):
            self.fault((1, 1), "a byte order mark; save the file as UTF-8 without BOM")
            content = content.removeprefix(codecs.BOM_UTF8)
        try:
            text = content.decode("utf-8").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            before = content[: error.start]
            place = (before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
            raise _Unreadable(place, "this is not UTF-8; save the file as UTF-8") from None
        spoilt = [
            ((number, column), message)
            for number, line in enumerate(text.split("\n"), start=1)
            for column, message in _spoilt(line)
        ]
        for place, message in spoilt[:MOST_FAULTS]:
            self.fault(place, message)
        return None if spoilt else text

    def _document(self, events: Iterator[Event]) -> Node | None:
        root: Node | None = None
        for event in events:
            if isinstance(event, StreamStartEvent | StreamEndEvent | DocumentEndEvent):
                continue
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    raise _Unreadable(_of(event), "a second document; put it in another file")
                if event.version or event.tags:
                    raise _Unreadable((1, 1), "a % directive; remove it")
                continue
            root = self._node(event, events, level=1)
        if root is None:
            raise _Unreadable((1, 1), "the file is empty; write a questionnaire in it")
        return root

    def _node(self, event: Event, events: Iterator[Event], level: int) -> Node:
        place = _of(event)
        if isinstance(event, AliasEvent):
            raise _Unreadable(place, f"an alias (*{event.anchor}); write the text out here")
        if level > MOST_LEVELS:
            raise _Unreadable(place, f"nested deeper than {MOST_LEVELS} levels; flatten this")
        if not isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent):
            raise _Unreadable(place, "this is not YAML; check brackets and indentation")
        if event.anchor is not None:
            raise _Unreadable(place, f"an anchor (&{event.anchor}); remove it")
        if event.tag is not None:
            raise _Unreadable(place, f"a tag ({event.tag}); remove it, words stay words here")
        if isinstance(event, ScalarEvent):
            word = cast("str", event.value)
            unseen = _UNSEEN.search(word)
            if unseen:
                raise _Unreadable(place, f"an unseen U+{ord(unseen[0]):04X} in here; remove it")
            return Node(place, word)
        if isinstance(event, SequenceStartEvent):
            nodes: list[Node] = []
            for each in events:
                if isinstance(each, SequenceEndEvent):
                    break
                nodes.append(self._node(each, events, level + 1))
            return Node(place, nodes)
        return self._block(place, events, level)

    def _block(self, place: Place, events: Iterator[Event], level: int) -> Node:
        values: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            key = self._node(event, events, level + 1)
            value = self._node(next(events), events, level + 1)
            if not isinstance(key.value, str):
                self.fault(key.place, "a list or block as key; a key is one word")
            elif key.value == "<<":
                self.fault(key.place, "a merge key (<<); write the lines out here")
            elif key.value in keys:
                first = keys[key.value][0]
                self.fault(
                    key.place, f"{key.value!r} stands here twice (first on line {first}); keep one"
                )
            else:
                keys[key.value] = key.place
                values[key.value] = value
        return Node(place, values, keys)


def _spoilt(line: str) -> Iterator[tuple[int, str]]:
    """Find what no line of a questionnaire may hold, with its column."""
    tab = line.find("\t")
    if tab >= 0:
        yield tab + 1, "a tab; use spaces"
    unseen = _UNSEEN.search(line)
    if unseen:
        yield unseen.start() + 1, f"an unseen character (U+{ord(unseen[0]):04X}); remove it"
    if len(line) > MOST_ON_A_LINE:
        yield MOST_ON_A_LINE + 1, f"a line of more than {MOST_ON_A_LINE} characters; break it"


def _events(text: str) -> Iterator[Event]:
    """Parse lazily, so that a limit stops the work where it is passed."""
    reader = YAML(typ="safe", pure=True)
    values = 0
    try:
        for event in reader.parse(text):
            if isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent):
                values += 1
                if values > MOST_VALUES:
                    raise _Unreadable(
                        _of(event), f"more than {MOST_VALUES} values; split the questionnaire"
                    )
            yield event
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise _Unreadable(place, f"this is not YAML: {_reason(error)}") from None
    except (YAMLError, ValueError) as error:
        raise _Unreadable((1, 1), f"this is not YAML: {str(error).splitlines()[0]}") from None


def _reason(error: MarkedYAMLError) -> str:
    parts = [str(part) for part in (error.context, error.problem) if part]
    return ", ".join(parts) + "; check quotes, colons and indentation"


def _of(event: Event) -> Place:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1)
