"""Reading the fields of a posted page against the definition: exact keys or nothing.

An answer is compared with the list of options, never parsed: '１', '1.0' and '٣' are no option
keys. A number has no list, so its text must fit a pattern of plain digits before it is compared.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from survey_app.definitions import Item, ItemKind, Page

PREFIX = "a."
KNOWN_FIELDS = frozenset({"csrf_token", "act", "revision"})
MOST_DIGITS = 9


class FaultKind(StrEnum):
    """Why what was posted is no answer."""

    TWO_ANSWERS = "two_answers"
    NO_OPTION = "no_option"
    SAME_TWICE = "same_twice"
    NOT_AN_OPTION = "not_an_option"
    ALSO_MISSING = "also_missing"
    WRONG_COUNT = "wrong_count"
    NOT_A_NUMBER = "not_a_number"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """What is wrong with what was posted for an item, and how many were chosen; no words yet."""

    kind: FaultKind
    item: Item
    chosen: int = 0


@dataclass(frozen=True, slots=True)
class PageReading:
    """What a posted page holds: answers, written words, and what is wrong per item.

    `answers` maps an item key to an option key, to several of them with a space between, or to a
    number in its one canonical form ("2.5", "7").
    """

    answers: dict[str, str]
    texts: dict[str, str]
    problems: dict[str, AnswerFault]
    foreign: bool
    posted: tuple[tuple[str, str], ...]

    @property
    def as_kept(self) -> tuple[tuple[str, str], ...]:
        """What was posted, without the blanks around it that could be of any length."""
        return tuple((name, value.strip()) for name, value in self.posted)

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing was doubled, unknown or out of range."""
        return not self.problems and not self.foreign

    def is_answered(self, key: str) -> bool:
        """Tell whether the item was given an answer on this page."""
        return key in self.answers or key in self.texts

    def given(self, key: str) -> tuple[str, ...]:
        """Return all that was posted for an item, as it came."""
        return tuple(value for name, value in self.posted if name == PREFIX + key)


class _NoAnswerError(Exception):
    """What was posted for an item is no answer to it."""

    def __init__(self, kind: FaultKind, chosen: int = 0) -> None:
        super().__init__(kind)
        self.kind = kind
        self.chosen = chosen


def read_page(page: Page, fields: Iterable[tuple[str, str]]) -> PageReading:
    """Read the fields of one page; fields that do not belong to it make the reading unsound."""
    posted: list[tuple[str, str]] = []
    rest: list[str] = []
    given: dict[str, list[str]] = {}
    for name, value in fields:
        if name.startswith(PREFIX):
            posted.append((name, value))
            given.setdefault(name, []).append(value)
        else:
            rest.append(name)
    items = {PREFIX + item.key: item for item in page.items}
    answers: dict[str, str] = {}
    texts: dict[str, str] = {}
    problems: dict[str, AnswerFault] = {}
    for name, item in items.items():
        if name not in given:
            continue
        try:
            answer = _READERS[item.kind](item, given[name])
        except _NoAnswerError as fault:
            problems[item.key] = AnswerFault(fault.kind, item, fault.chosen)
            continue
        if answer:
            (texts if item.max_length is not None else answers)[item.key] = answer
    foreign = not given.keys() <= items.keys() or not KNOWN_FIELDS.issuperset(rest)
    return PageReading(answers, texts, problems, foreign, tuple(posted[:100]))


def _read_option(item: Item, values: list[str]) -> str:
    value = _only(values)
    if all(option.key != value for option in item.options):
        raise _NoAnswerError(FaultKind.NO_OPTION)
    return value


def _read_several(item: Item, values: list[str]) -> str:
    """Return the chosen keys in the order of the options; a kind of missing stands alone."""
    if len(set(values)) < len(values):
        raise _NoAnswerError(FaultKind.SAME_TWICE)
    chosen = [option for option in item.options if option.key in values]
    if len(chosen) < len(values):
        raise _NoAnswerError(FaultKind.NOT_AN_OPTION)
    alone = [option for option in chosen if option.missing is not None]
    if alone and len(chosen) > 1:
        raise _NoAnswerError(FaultKind.ALSO_MISSING)
    if item.choose is not None and not alone:
        least, most = item.choose.least, item.choose.most
        if not least <= len(chosen) <= most:
            raise _NoAnswerError(FaultKind.WRONG_COUNT, len(chosen))
    return " ".join(option.key for option in chosen)


def _read_number(item: Item, values: list[str]) -> str:
    """Return a number in canonical form, or nothing when the field was left empty.

    The text is compared with a pattern first, so that no digits of other scripts, no exponents and
    no thousand digits ever reach a parser.
    """
    text = _only(values)
    number = item.number
    if not text or number is None:
        return ""
    fits = re.fullmatch(
        rf"-?(?:0|[1-9][0-9]{{0,{MOST_DIGITS - 1}}})(?:[.,][0-9]{{1,{number.decimals}}})?"
        if number.decimals
        else rf"-?(?:0|[1-9][0-9]{{0,{MOST_DIGITS - 1}}})",
        text,
    )
    if fits is None:
        raise _NoAnswerError(FaultKind.NOT_A_NUMBER)
    value = Decimal(text.replace(",", "."))
    if not Decimal(str(number.least)) <= value <= Decimal(str(number.most)):
        raise _NoAnswerError(FaultKind.NOT_A_NUMBER)
    return f"{value.normalize():f}" if value else "0"


def _read_text(item: Item, values: list[str]) -> str:
    value = _only(values)
    text = "".join(c for c in value if c in "\n\t" or c >= " ").replace("\x7f", "").strip()
    longest = item.max_length or 0
    if len(text) > longest:
        raise _NoAnswerError(FaultKind.TOO_LONG)
    return text


def _only(values: list[str]) -> str:
    if len(values) > 1:
        raise _NoAnswerError(FaultKind.TWO_ANSWERS)
    return values[0]


_READERS: dict[ItemKind, Callable[[Item, list[str]], str]] = {
    ItemKind.CHOICE: _read_option,
    ItemKind.FACES: _read_option,
    ItemKind.STEPS: _read_option,
    ItemKind.GOAL: _read_option,
    ItemKind.MULTIPLE: _read_several,
    ItemKind.NUMBER: _read_number,
    ItemKind.SHORT_TEXT: _read_text,
    ItemKind.LONG_TEXT: _read_text,
}
"""How each kind of item is read."""
