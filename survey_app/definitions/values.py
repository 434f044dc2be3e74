"""The frozen values of a questionnaire; past the YAML reader nobody handles nested dictionaries."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from survey_app.definitions.changes import Step
from survey_app.definitions.document import canonical, plain
from survey_app.definitions.languages import Edition
from survey_app.definitions.people import Informant, Subject
from survey_app.definitions.scales import Scale
from survey_app.definitions.signals import Signal
from survey_app.definitions.texts import Text, UnknownKeyError

STEP_KEYS: Final = tuple(str(step) for step in range(11))
ATTAINMENT: Final = {"minus2": -2, "minus1": -1, "zero": 0, "plus1": 1, "plus2": 2}
"""The five levels of goal attainment scaling: 0 is what is expected at the day of review."""

MOST_GOALS: Final = 3

_DERIVED = {"derived": True}


class ItemKind(StrEnum):
    """How an item is answered."""

    CHOICE = "choice"
    FACES = "faces"
    MULTIPLE = "multiple"
    STEPS = "steps"
    GOAL = "goal"
    NUMBER = "number"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"


class Missing(StrEnum):
    """Why there is no value; the kinds stay apart everywhere."""

    NOT_SHOWN = "not_shown"
    SKIPPED = "skipped"
    PREFERS_NOT = "prefers_not"
    DOES_NOT_KNOW = "does_not_know"


class Face(StrEnum):
    """The drawn face above an option."""

    SAD = "sad"
    SO_SO = "so_so"
    GLAD = "glad"


CONTACT: Final = "contactwens"
"""Facet of the wish for contact."""


class Layout(StrEnum):
    """Whether every item is a page of its own or the pages are drawn up by hand."""

    ONE_BY_ONE = "one_by_one"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen.

    Attributes
    ----------
    value : float or None
        Option steps, when the answer counts in a score.
    missing : Missing or None
        The kind of missing answer that choosing it gives.
    face : Face or None
        Drawn above the words.
    """

    key: str
    text: Text
    value: float | None = None
    missing: Missing | None = None
    face: Face | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps from 0 up, with words at both ends only."""

    low: Text
    high: Text
    highest: int = 10


@dataclass(frozen=True, slots=True)
class Goal:
    """Which goal of the child is rated: on steps with words at the ends, or on its own 5 levels."""

    number: int
    steps: Steps | None = None


@dataclass(frozen=True, slots=True)
class Choose:
    """How many of the options may be chosen together."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Number:
    """Which numbers can be answered."""

    least: float
    most: float
    decimals: int = 0
    unit: Text | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """An earlier item whose answer is one of these options."""

    item: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One question or statement.

    Attributes
    ----------
    options : tuple of Option
        In the order shown; filled in for steps and goals, empty for numbers and own words.
    facet, indicator : str or None
        What the item is about and which observable sign it uses.
    parallel : str or None
        Items with the same mark ask the same of other informants, or of the same at other times.
    informants : frozenset of Informant
        For whom the item is; never empty in a loaded questionnaire.
    show_when : tuple of Condition
        All of them must hold for the item to be asked; empty is always.
    max_length : int or None
        Most characters of an answer in own words.
    lines : int
        Lines of the field for own words, on the screen and on paper.
    """

    key: str
    kind: ItemKind = field(metadata=_DERIVED)
    text: Text
    hint: Text | None = None
    options: tuple[Option, ...] = ()
    facet: str | None = None
    indicator: str | None = None
    parallel: str | None = None
    informants: frozenset[Informant] = frozenset()
    show_when: tuple[Condition, ...] = ()
    choose: Choose | None = None
    steps: Steps | None = None
    goal: Goal | None = None
    number: Number | None = None
    max_length: int | None = None
    lines: int = 3

    @property
    def derived_fields(self) -> tuple[str, ...]:
        """Fields that follow from others: the options of steps and goals."""
        return ("options",) if self.steps or self.goal else ()

    def option(self, key: str) -> Option:
        """Return the option with this key, or raise `UnknownKeyError`."""
        for option in self.options:
            if option.key == key:
                return option
        raise UnknownKeyError(f"Item {self.key!r} has no option {key!r}.")

    @property
    def is_wish_for_contact(self) -> bool:
        """Whether it is about who answers and not about the child: only the coach sees it."""
        return self.facet == CONTACT

    @property
    def values(self) -> tuple[float, ...]:
        """Values of the options that count in a score, in the order shown."""
        return tuple(option.value for option in self.options if option.value is not None)


@dataclass(frozen=True, slots=True)
class Page:
    """The items that are asked together."""

    key: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Licence:
    """Under which licence the texts stand, whether they may be shipped, and who holds them."""

    id: str
    ship_text: bool
    holder: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One version of one questionnaire.

    Attributes
    ----------
    about : Subject
        Whether one child's traject, a person, a class group or a school is answered about.
    ages : (int, int) or None
        Youngest and oldest age in years of a child that answers itself.
    minutes : float
        Time it takes, in minutes.
    editions : tuple of Edition
        The languages it is written in, the ordinary one first; every text exists in all of them.
    title : Text
        The name in lists and mails, without anybody's name.
    question : Text
        Heading of the start page.
    period : Text or None
        The time the answers are about.
    follows : tuple of Step
        The versions before this one, the newest first.
    most_blanks : int or None
        With more unanswered items in the whole form no scale can be computed.
    by_question : bool
        Whether a teacher with several pupils may answer one item for all of them, then the next;
        else one pupil after the other only.
    fingerprint : str
        SHA-256 of the canonical document, in hexadecimals; filled in when left empty.
    """

    key: str
    version: str
    scoring_version: str
    informants: tuple[Informant, ...]
    ages: tuple[int, int] | None
    minutes: float
    licence: Licence
    editions: tuple[Edition, ...] = field(metadata={"key": "languages"})
    fictitious: bool
    layout: Layout
    title: Text
    question: Text
    period: Text | None
    pages: tuple[Page, ...]
    scales: tuple[Scale, ...]
    signals: tuple[Signal, ...]
    about: Subject = Subject.TRAJECT
    follows: tuple[Step, ...] = ()
    most_blanks: int | None = None
    by_question: bool = False
    fingerprint: str = field(default="", metadata=_DERIVED)

    def __post_init__(self) -> None:
        """Fill in the fingerprint."""
        if not self.fingerprint:
            digest = hashlib.sha256(self.document().encode()).hexdigest()
            object.__setattr__(self, "fingerprint", digest)

    def __hash__(self) -> int:
        """Return a hash that costs no walk through all texts."""
        return hash(self.fingerprint)

    @property
    def languages(self) -> tuple[str, ...]:
        """All languages there is a text in, the ordinary one first."""
        return tuple(edition.language for edition in self.editions)

    @property
    def offered_languages(self) -> tuple[str, ...]:
        """The languages in which somebody may be asked."""
        return tuple(edition.language for edition in self.editions if edition.is_offered)

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in the order asked."""
        return tuple(item for page in self.pages for item in page.items)

    @property
    def can_be_asked(self) -> bool:
        """Whether every item and option has its text, in a language that may be offered.

        Without texts it is a scoring key only.
        """
        return bool(self.offered_languages) and all(
            item.text.languages and all(option.text.languages for option in item.options)
            for item in self.items
        )

    def edition(self, language: str) -> Edition:
        """Return the edition in this language, or raise `UnknownKeyError`."""
        for edition in self.editions:
            if edition.language == language:
                return edition
        raise UnknownKeyError(f"Questionnaire {self.key!r} is not there in {language!r}.")

    def item(self, key: str) -> Item:
        """Return the item with this key, or raise `UnknownKeyError`."""
        for item in self.items:
            if item.key == key:
                return item
        raise UnknownKeyError(f"Questionnaire {self.key!r} has no item {key!r}.")

    def scale(self, key: str) -> Scale:
        """Return the scale with this key, or raise `UnknownKeyError`."""
        for scale in self.scales:
            if scale.key == key:
                return scale
        raise UnknownKeyError(f"Questionnaire {self.key!r} has no scale {key!r}.")

    def pages_for(
        self, informant: Informant | str, answers: Mapping[str, str] | None = None
    ) -> tuple[Page, ...]:
        """Return the pages as this informant gets them.

        Parameters
        ----------
        informant : Informant or str
            Items for others only are left out.
        answers : Mapping of str to str, optional
            Item key to option key (several keys with a space between where several were chosen).
            Given, items are left out whose condition these answers do not meet; without it every
            item that could come is there.
        """
        return tuple(self._pages_for(Informant(informant), answers))

    def _pages_for(self, informant: Informant, answers: Mapping[str, str] | None) -> Iterator[Page]:
        shown: dict[str, str] = {}
        for page in self.pages:
            items = tuple(
                item
                for item in page.items
                if informant in item.informants and (answers is None or _is_met(item, shown))
            )
            if items:
                yield Page(page.key, items)
            # Only what is shown can open what comes after it.
            keys = [item.key for item in items]
            shown |= {key: answers[key] for key in keys if answers is not None and key in answers}

    def document(self) -> str:
        """Return the whole definition as canonical JSON.

        Keys sorted, no spaces, whole numbers without a point, what is absent left out. A later
        version of this software that knows more fields therefore gives old definitions the same
        document, and so the same fingerprint.
        """
        content = plain(self)
        if self.layout is Layout.ONE_BY_ONE:
            content["items"] = [item for page in content.pop("pages", []) for item in page["items"]]
        return canonical(content)


def _is_met(item: Item, answers: Mapping[str, str]) -> bool:
    return all(
        any(chosen in each.options for chosen in answers.get(each.item, "").split())
        for each in item.show_when
    )
