"""In which words each text of a questionnaire is read aloud, and the fingerprint of those words."""

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from survey_app.definitions.people import Informant
from survey_app.definitions.texts import VARIABLE, Text, fill
from survey_app.definitions.values import Item, Option, Questionnaire

CHILD_WORDS: Final = {
    "nl": {
        Informant.PARENT: "je kind",
        Informant.TEACHER: "deze leerling",
        Informant.COACH: "dit kind",
    },
    "en": {
        Informant.PARENT: "your child",
        Informant.TEACHER: "this pupil",
        Informant.COACH: "this child",
    },
}
"""What is said where the page shows the name of the child, which no voice knows beforehand.

The same words stand on the page of who answers about a child without a name. The other languages
bend these words by what stands before them, so there such a text waits for a voice of a person.
"""

CHILD: Final = "{kind}"
_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class Utterance:
    """One text as a voice says it.

    Attributes
    ----------
    name : str
        What it is in the list: ``o1`` is a question, ``o1-hint`` its hint, ``o1-soms`` an answer.
    language : str
        Code of the language.
    text : str
        The words.
    """

    name: str
    language: str
    text: str

    @property
    def fingerprint(self) -> str:
        """What binds a sound to these words."""
        return fingerprint_of(self.language, self.text)

    @property
    def can_be_synthesised(self) -> bool:
        """Whether no word is left to whoever speaks."""
        return CHILD not in self.text


@dataclass(frozen=True, slots=True)
class SpokenItem:
    """Fingerprints of what one informant hears of one item.

    Attributes
    ----------
    question, hint, low, high : str or None
        None is what is not there or what nobody can say beforehand.
    answers : tuple of (str, str)
        Option key and fingerprint, in the order shown; of steps only the kinds of missing.
    """

    question: str | None = None
    hint: str | None = None
    low: str | None = None
    high: str | None = None
    answers: tuple[tuple[str, str], ...] = ()


def fingerprint_of(language: str, text: str) -> str:
    """Return 16 hexadecimals for these words; white space and ways to write a letter are equal.

    Examples
    --------
    >>> fingerprint_of("nl", "Hoe gaat het?") == fingerprint_of("nl", " Hoe  gaat het? ")
    True
    """
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(f"{language}\n{words}".encode()).hexdigest()[:_DIGITS]


def spoken(text: Text | None, language: str, informant: Informant) -> str | None:
    """Return the words for this informant, or None when there are none to say beforehand.

    Parameters
    ----------
    text : Text or None
        With neutral words for the child it gets a capital where it begins with them. In a language
        without such words ``{kind}`` stays: a person who records it finds words that fit. A text
        with another name or a goal in it is never spoken, nor one to a child that names a child.
    """
    if text is None or language not in text.languages:
        return None
    words = text.in_language(language)
    named = {place.group(0) for place in VARIABLE.finditer(words)}
    if not named:
        return words
    if named != {CHILD} or informant is Informant.CHILD:
        return None
    known = CHILD_WORDS.get(language)
    if known is None:
        return words
    if informant not in known:
        return None
    said = fill(words, kind=known[informant])
    return said[:1].upper() + said[1:]


@lru_cache(maxsize=4096)
def spoken_item(
    questionnaire: Questionnaire, key: str, language: str, informant: Informant
) -> SpokenItem:
    """Return the fingerprints of all that this informant hears of an item."""
    item = questionnaire.item(key)
    said = {each.name: each.fingerprint for each in _of_item(item, language, informant)}
    return SpokenItem(
        question=said.get(item.key),
        hint=said.get(f"{item.key}-hint"),
        low=said.get(f"{item.key}-low"),
        high=said.get(f"{item.key}-high"),
        answers=tuple(
            (option.key, said[name])
            for option in item.options
            if (name := _answer_name(item, option)) in said
        ),
    )


def utterances(questionnaire: Questionnaire, language: str) -> tuple[Utterance, ...]:
    """Return all that is read aloud of a list in a language, each text once, in the order asked."""
    found: dict[str, Utterance] = {}
    for informant in questionnaire.informants:
        for each in _of_list(questionnaire, language, informant):
            found.setdefault(each.fingerprint, each)
    return tuple(found.values())


def _of_list(
    questionnaire: Questionnaire, language: str, informant: Informant
) -> Iterator[Utterance]:
    tops = {"heading": questionnaire.question, "period": questionnaire.period}
    for name, text in tops.items():
        words = spoken(text, language, informant)
        if words is not None:
            yield Utterance(name, language, words)
    for page in questionnaire.pages_for(informant):
        for item in page.items:
            yield from _of_item(item, language, informant)


def _of_item(item: Item, language: str, informant: Informant) -> Iterator[Utterance]:
    """Give what is said of an item; of one about a goal nothing, in the words of a family."""
    if item.goal is not None:
        return
    texts = {item.key: item.text, f"{item.key}-hint": item.hint}
    for name, text in texts.items():
        words = spoken(text, language, informant)
        if words is not None:
            yield Utterance(name, language, words)
    if item.steps is not None:
        last = str(item.steps.highest)
        for name, step, end in (("low", "0", item.steps.low), ("high", last, item.steps.high)):
            words = spoken(end, language, informant)
            if words is not None:
                yield Utterance(f"{item.key}-{name}", language, f"{step}: {words}")
    for option in item.options:
        words = spoken(option.text, language, informant)
        if words is not None and (item.steps is None or option.missing is not None):
            yield Utterance(_answer_name(item, option), language, words)


def _answer_name(item: Item, option: Option) -> str:
    # Two dashes: an answer may be called `hint` or `low`.
    return f"{item.key}--{option.key}"
