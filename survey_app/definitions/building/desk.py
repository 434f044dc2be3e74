"""What all parts of the building share: reading shapes, noting faults, checking texts."""

import re
from collections.abc import Callable, Sequence

from survey_app.definitions.nodes import Step
from survey_app.definitions.shape import HeadShape
from survey_app.definitions.shaping import AnyShape, read_shape
from survey_app.definitions.texts import VARIABLES, Text
from survey_app.definitions.words import Texts

LONGEST_TEXT = 600

Path = tuple[Step, ...]
Note = Callable[[Path, str, bool], None]

_PLACE = re.compile(r"\{(\w+)\}")


class Desk:
    """One file on the desk: its faults, and its head as soon as that is read.

    Parts are read one by one so that one fault does not hide another.
    """

    def __init__(self, note: Note) -> None:
        self._note = note
        self.is_sound = True
        self.head: HeadShape | None = None

    @property
    def languages(self) -> list[str]:
        """The languages every text must have; empty when the head could not be read."""
        return [each.language for each in self.head.languages] if self.head else []

    def fault(self, path: Path, message: str, *, of_key: bool = False) -> None:
        """Note a fault at a path, or at the key itself that leads there."""
        self.is_sound = False
        self._note(path, message, of_key)

    def shape(self, model: type[AnyShape], content: object, path: Path) -> AnyShape | None:
        """Read one part; None when it cannot be read."""
        shape, faults = read_shape(model, content)
        for inside, of_key, message in faults:
            self.fault(path + inside, message, of_key=of_key)
        return shape

    def listed(self, content: dict[str, object], key: str, path: Path) -> list[object]:
        """Return the list under a key; empty when there is none."""
        given = content.get(key, [])
        if isinstance(given, list):
            return given
        self.fault((*path, key), "write a list here, one `- ` for each")
        return []

    def distinct(self, words: Sequence[object], path: Path, message: str) -> None:
        """Note each word that stood there before, at its own place; `{}` becomes the word."""
        for number, word in enumerate(words):
            if word in words[:number]:
                self.fault((*path, number), message.format(word))

    def text(self, texts: Texts, path: Path, variables: Sequence[str] = VARIABLES[:2]) -> Text:
        """Check the languages of one text and what it leaves open."""
        for language, text in texts.items():
            self._line(text, (*path, language), variables)
        if self.head is not None:
            for language in self.languages:
                if language not in texts:
                    self.fault(path, f"the text in {language!r} is missing; add it")
            for language in texts:
                if language not in self.languages:
                    message = "is not in `languages`; add it there or remove this text"
                    self.fault((*path, language), f"{language!r} {message}", of_key=True)
        return Text(texts)

    def shippable_text(
        self, texts: Texts, path: Path, variables: Sequence[str] = VARIABLES[:2]
    ) -> Text:
        """Check a text that may be absent when its licence forbids to ship it."""
        if texts:
            return self.text(texts, (*path, "text"), variables)
        if self.head is not None and self.head.licence.ship_text:
            self.fault(path, "`text` is missing; add it here")
        return Text({})

    def _line(self, text: str, path: Path, variables: Sequence[str]) -> None:
        if not text.strip():
            self.fault(path, "an empty text; write it")
        elif text != text.strip() or "\n" in text:
            self.fault(path, "spaces or a line break at the edge of a text; write one line")
        elif len(text) > LONGEST_TEXT:
            self.fault(path, f"a text of more than {LONGEST_TEXT} characters; shorten it")
        names = set(_PLACE.findall(text))
        rest = _PLACE.sub("", text)
        if "{" in rest or "}" in rest or names - set(VARIABLES):
            self.fault(path, "a brace; only {kind}, {informant} and {goal} can be filled in")
        elif names and not variables:
            self.fault(path, "a name in a title that stands in mail subjects; remove it")
        elif names - set(variables):
            self.fault(path, "{goal} can be filled in only in an item with `goal`; remove it")
