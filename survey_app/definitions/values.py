"""The frozen values of a questionnaire; past the YAML reader nobody handles nested dictionaries."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from survey_app.errors import InputError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

STEP_KEYS = tuple(str(step) for step in range(11))

_VARIABLE = re.compile(r"\{(kind|informant)\}")
_DERIVED = {"derived": True}


class UnknownKeyError(InputError, LookupError):
    """A questionnaire has no item, option or scale with the asked key."""


class MissingTextError(UnknownKeyError):
    """A text does not exist in the asked language; another language is never shown instead."""


class UnfilledTextError(InputError):
    """A text names the child or the informant, and the name was not given."""


class Informant(StrEnum):
    """Who answers about the child."""

    CHILD = "child"
    PARENT = "parent"
    TEACHER = "teacher"
    COACH = "coach"


class ItemKind(StrEnum):
    """How an item is answered: one of some options, one of the steps 0 to 10, or own words."""

    CHOICE = "choice"
    STEPS = "steps"
    TEXT = "text"


class Missing(StrEnum):
    """Why there is no value; the kinds stay apart everywhere."""

    NOT_SHOWN = "not_shown"
    SKIPPED = "skipped"
    PREFERS_NOT = "prefers_not"
    DOES_NOT_KNOW = "does_not_know"


class Method(StrEnum):
    """How the values of a scale's items become one score."""

    SUM = "sum"
    MEAN = "mean"


class SignalLevel(StrEnum):
    """How soon the coach must see an answer."""

    TODAY = "today"
    TWO_DAYS = "two_days"
    TALK = "talk"


class Layout(StrEnum):
    """Whether every item is a page of its own or the pages are drawn up by hand."""

    ONE_BY_ONE = "one_by_one"
    TOGETHER = "together"


class ReliabilityKind(StrEnum):
    """How a reliability was found."""

    TEST_RETEST = "test-retest"
    INTER_RATER = "inter-rater"
    ALPHA = "alpha"
    OMEGA = "omega"


@dataclass(frozen=True, slots=True, init=False)
class Text:
    """One text in one or more languages.

    A text without any language is one that a licence forbids to ship.

    Parameters
    ----------
    texts : Mapping[str, str]
        Language code to text, e.g. ``{"nl": "Hoe gaat het met {kind}?"}``.
    """

    _pairs: tuple[tuple[str, str], ...]

    def __init__(self, texts: Mapping[str, str]) -> None:
        object.__setattr__(self, "_pairs", tuple(sorted(texts.items())))

    @property
    def languages(self) -> tuple[str, ...]:
        """Language codes in alphabetical order."""
        return tuple(language for language, _ in self._pairs)

    def in_language(self, language: str) -> str:
        """Return the text in this language.

        Raises
        ------
        MissingTextError
            When this language is absent; languages are never mixed inside an instrument.
        """
        for known, text in self._pairs:
            if known == language:
                return text
        there = ", ".join(self.languages) or "none"
        raise MissingTextError(f"No text in language {language!r}; there is: {there}.")

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return (language, text) for every language."""
        return self._pairs


def fill(text: str, *, kind: str | None = None, informant: str | None = None) -> str:
    """Put names in the places ``{kind}`` and ``{informant}`` of a text.

    Plain replacement in one pass: what stands in a name is never read as a variable.

    Parameters
    ----------
    text : str
        A text in one language.
    kind, informant : str, optional
        The names; needed only where the text has their place.

    Raises
    ------
    UnfilledTextError
        When the text has a place for a name that was not given.
    """
    names = {"kind": kind, "informant": informant}

    def name(found: re.Match[str]) -> str:
        given = names[found.group(1)]
        if given is None:
            raise UnfilledTextError(f"Give the name for {found.group(0)} in {text!r}.")
        return given

    return _VARIABLE.sub(name, text)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen.

    Attributes
    ----------
    value : float or None
        Option steps, when the answer counts in a score.
    missing : Missing or None
        The kind of missing answer that choosing it gives.
    """

    key: str
    text: Text
    value: float | None = None
    missing: Missing | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """The words at both ends of the steps 0 to 10."""

    low: Text
    high: Text


@dataclass(frozen=True, slots=True)
class Item:
    """One question or statement.

    Attributes
    ----------
    options : tuple of Option
        In the order shown; the steps 0 to 10 for kind ``steps``, empty for kind ``text``.
    facet, indicator : str or None
        What the item is about and which observable sign it uses.
    parallel : str or None
        Items with the same mark ask the same of other informants, or of the same at other times.
    informants : frozenset of Informant
        For whom the item is; never empty in a loaded questionnaire.
    max_length : int or None
        Most characters of an own-words answer.
    steps : Steps or None
        The words at both ends, for kind ``steps``.
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
    max_length: int | None = None
    steps: Steps | None = None

    def option(self, key: str) -> Option:
        """Return the option with this key, or raise `UnknownKeyError`."""
        for option in self.options:
            if option.key == key:
                return option
        raise UnknownKeyError(f"Item {self.key!r} has no option {key!r}.")

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
class Reference:
    """A named outside source for a scale: where it comes from and how exact it is."""

    source: str
    informant: Informant
    n: int | None = None
    mean: float | None = None
    sd: float | None = None
    reliability: float | None = None
    reliability_kind: ReliabilityKind | None = None
    fictitious: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """How some items add up to one score.

    Attributes
    ----------
    direction, question : Text
        What a higher score means, and the heading of its chart.
    items : tuple of str
        Item keys.
    reversed : frozenset of str
        Items whose value is turned (lowest + highest - value) before it counts.
    min_answered : int
        With fewer answered items the score cannot be computed.
    lowest, highest : float
        Range of a score, from the option values.
    """

    key: str
    title: Text
    direction: Text
    question: Text
    items: tuple[str, ...]
    method: Method
    min_answered: int
    higher_is_better: bool
    lowest: float = field(metadata=_DERIVED)
    highest: float = field(metadata=_DERIVED)
    reversed: frozenset[str] = frozenset()
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Signal:
    """Answers that a coach must see, and how soon."""

    item: str
    options: tuple[str, ...]
    level: SignalLevel


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the form: stage 0 (new) to 5 (normed), and from which study."""

    stage: int
    study: str | None = None


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
    ages : (int, int) or None
        Youngest and oldest age in years of a child that answers itself.
    minutes : float
        Time it takes, in minutes.
    title : Text
        The name in lists and mails, without anybody's name.
    question : Text
        Heading of the start page.
    period : Text or None
        The time the answers are about.
    languages : tuple of str
        The first is the ordinary one; every text exists in all of them.
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
    evidence: Evidence
    fictitious: bool
    title: Text
    question: Text
    period: Text | None
    languages: tuple[str, ...]
    pages: tuple[Page, ...]
    scales: tuple[Scale, ...]
    signals: tuple[Signal, ...]
    fingerprint: str = field(default="", metadata=_DERIVED)
    layout: Layout = Layout.TOGETHER

    def __post_init__(self) -> None:
        """Fill in the fingerprint."""
        if not self.fingerprint:
            digest = hashlib.sha256(self.document().encode()).hexdigest()
            object.__setattr__(self, "fingerprint", digest)

    def __hash__(self) -> int:
        """Return a hash that costs no walk through all texts."""
        return hash(self.fingerprint)

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in the order asked."""
        return tuple(item for page in self.pages for item in page.items)

    @property
    def can_be_asked(self) -> bool:
        """Whether every item and option has its text; without, it is a scoring key only."""
        return all(
            item.text.languages and all(option.text.languages for option in item.options)
            for item in self.items
        )

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

    def pages_for(self, informant: Informant | str) -> tuple[Page, ...]:
        """Return the pages as this informant gets them, without items for others only."""
        return tuple(self._pages_for(Informant(informant)))

    def _pages_for(self, informant: Informant) -> Iterator[Page]:
        for page in self.pages:
            items = tuple(item for item in page.items if informant in item.informants)
            if items:
                yield Page(page.key, items)

    def document(self) -> str:
        """Return the whole definition as canonical JSON.

        Keys sorted, no spaces, whole numbers without a point, what is absent left out. A later
        version of this software that knows more fields therefore gives old definitions the same
        document, and so the same fingerprint.
        """
        return json.dumps(_plain(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: object) -> object:
    """Turn a value into what JSON holds, in the shape that the reader reads."""
    if isinstance(value, Text):
        return dict(value.pairs())
    if isinstance(value, Item) and value.steps is not None:
        return {name: plain for name, plain in _fields(value) if name != "options"}
    if isinstance(value, Questionnaire):
        whole = dict(_fields(value))
        if value.layout is Layout.ONE_BY_ONE:
            whole.pop("pages", None)
            whole["items"] = [_plain(item) for item in value.items]
        return whole
    if is_dataclass(value) and not isinstance(value, type):
        return dict(_fields(value))
    if isinstance(value, frozenset):
        return sorted(str(each) for each in value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _fields(value: "DataclassInstance") -> Iterator[tuple[str, object]]:
    for each in fields(value):
        if each.metadata.get("derived"):
            continue
        plain = _plain(getattr(value, each.name))
        if plain is None or plain == [] or plain == {}:
            continue
        yield each.name, plain
