"""Every text of a questionnaire in one language: where it stands, what it is for, who reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from survey_app.definitions.people import Informant
from survey_app.definitions.texts import Text
from survey_app.definitions.values import Item, Layout, Questionnaire, Steps
from survey_app.definitions.wording.findings import Path

YOUNG_CHILD_TO = 7
"""Years: a list for children up to this age is heard rather than read."""


class Role(Enum):
    """What a text is for."""

    STEM = auto()
    """What is asked."""
    ANSWER = auto()
    """An option, or the words at an end of steps."""
    FRAME = auto()
    """What stands around the items: heading, period, hints, units."""
    NAME = auto()
    """Titles, and what a chart says of a scale; only adults see them."""


class Audience(Enum):
    """For whom a text must be easy: whoever reads it with most trouble."""

    YOUNG_CHILD = "a child up to 7"
    CHILD = "a child"
    ADULT = "an adult"


@dataclass(frozen=True, slots=True)
class Passage:
    """One text.

    Attributes
    ----------
    path : tuple of str and int
        Where it stands in the canonical document, its language included.
    item : Item or None
        The item it belongs to.
    """

    path: Path
    text: str
    role: Role
    audience: Audience
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An item and its place in the canonical document."""

    path: Path
    item: Item


def placed_items(questionnaire: Questionnaire) -> list[PlacedItem]:
    """Return all items with their places."""
    return [
        PlacedItem(
            ("items", number)
            if questionnaire.layout is Layout.ONE_BY_ONE
            else ("pages", number, "items", inside),
            item,
        )
        for number, page in enumerate(questionnaire.pages)
        for inside, item in enumerate(page.items)
    ]


def passages(questionnaire: Questionnaire, language: str) -> list[Passage]:
    """Return all texts in this language; what a licence keeps away is left out.

    Answers that several items share are there once for each audience, at the first of the items.
    """
    everybody = _audience(questionnaire, frozenset(questionnaire.informants))

    def whole(key: str, text: Text | None, role: Role, audience: Audience) -> Iterator[Passage]:
        for found in _in(language, text):
            yield Passage((key, language), found, role, audience)

    found = [
        *whole("title", questionnaire.title, Role.NAME, Audience.ADULT),
        *whole("question", questionnaire.question, Role.FRAME, everybody),
        *whole("period", questionnaire.period, Role.FRAME, everybody),
    ]
    seen: set[tuple[int, Audience]] = set()
    for placed in placed_items(questionnaire):
        audience = _audience(questionnaire, placed.item.informants)
        is_new = (id(placed.item.options), audience) not in seen
        seen.add((id(placed.item.options), audience))
        found += [
            Passage((*placed.path, *inside, language), each, role, audience, placed.item)
            for inside, text, role in _of_item(placed.item, with_options=is_new)
            for each in _in(language, text)
        ]
    for number, scale in enumerate(questionnaire.scales):
        texts = {"title": scale.title, "direction": scale.direction, "question": scale.question}
        found += [
            Passage(("scales", number, key, language), each, Role.NAME, Audience.ADULT)
            for key, text in texts.items()
            for each in _in(language, text)
        ]
    return found


def _of_item(item: Item, *, with_options: bool) -> Iterator[tuple[Path, Text | None, Role]]:
    yield ("text",), item.text, Role.STEM
    yield ("hint",), item.hint, Role.FRAME
    if with_options and "options" not in item.derived_fields:
        for number, option in enumerate(item.options):
            yield ("options", number, "text"), option.text, Role.ANSWER
    yield from _ends(("steps",), item.steps)
    if item.goal:
        yield from _ends(("goal", "steps"), item.goal.steps)
    if item.number:
        yield ("number", "unit"), item.number.unit, Role.FRAME


def _ends(path: Path, steps: Steps | None) -> Iterator[tuple[Path, Text, Role]]:
    if steps:
        yield (*path, "low"), steps.low, Role.ANSWER
        yield (*path, "high"), steps.high, Role.ANSWER


def _in(language: str, text: Text | None) -> Iterator[str]:
    if text is not None and language in text.languages:
        yield text.in_language(language)


def _audience(questionnaire: Questionnaire, readers: frozenset[Informant]) -> Audience:
    if Informant.CHILD not in readers:
        return Audience.ADULT
    is_young = questionnaire.ages is not None and questionnaire.ages[1] <= YOUNG_CHILD_TO
    return Audience.YOUNG_CHILD if is_young else Audience.CHILD
