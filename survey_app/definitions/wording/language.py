"""Plain Dutch: length, signs, negation, double ideas, words that are refused.

That a sentence has one main verb is left to people: telling a verb from a noun takes a parser, and
a list of verb endings would be wrong too often to fail a text on it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from survey_app.definitions.values import Item, ItemKind
from survey_app.definitions.wording.findings import Remark
from survey_app.definitions.wording.passages import Audience, Passage, Role
from survey_app.definitions.wording.sentences import Word, clauses, sentences, syllables, words
from survey_app.definitions.wording.vocabulary import (
    FREQUENCIES,
    IDIOMS,
    JOINERS,
    JUDGING,
    LADDERS,
    LOANWORDS,
    NEGATED_ANSWERS,
    NEGATIONS,
    NO_NEGATIONS,
    NO_SUPERLATIVES,
    PRIVATE,
    PROGRAMME,
    SLASHED_ANSWERS,
)

MOST_WORDS = {Audience.YOUNG_CHILD: 7, Audience.CHILD: 9, Audience.ADULT: 14}
"""Words in an item or an answer (lists.md 7)."""

MOST_WORDS_AROUND = {Audience.YOUNG_CHILD: 12, Audience.CHILD: 12, Audience.ADULT: 18}
"""Words in a sentence around the items: experience.md 4.3, whose mean a child gets as its most."""

MEAN_WORDS_AROUND = 12
"""Mean words of all sentences around the items (experience.md 4.3)."""

LEAST_SENTENCES = 4
"""With fewer the mean says no more than the longest does."""

MOST_SYLLABLES = {
    Role.STEM: {Audience.YOUNG_CHILD: 2, Audience.CHILD: 3, Audience.ADULT: 3},
    # The blueprint gives adults answers such as `verandering thuis` and `observatie`.
    Role.ANSWER: {Audience.YOUNG_CHILD: 2, Audience.CHILD: 3, Audience.ADULT: 4},
    # An adult sits beside a young child and reads the frame to it.
    Role.FRAME: {Audience.YOUNG_CHILD: 4, Audience.CHILD: 4, Audience.ADULT: 4},
    Role.NAME: {Audience.ADULT: 4},
}

_SIGN = re.compile(r"[()\[\]/;]")
_UN = re.compile(r"on(?!ze?$|s$|t|der)\w{3,}")
# `Best goed` is quite good: the short forms compare only after `het`.
_SUPERLATIVE = re.compile(r"\b(?:\w{2,}ste|het (?:best|meest|minst|liefst|vaakst))\b")
_FREQUENCY_ANSWERS = frozenset().union(*LADDERS[0])


def of_passage(passage: Passage) -> Iterator[Remark]:
    """Return what breaks a rule of language in one text."""
    yield from _length(passage)
    yield from _signs(passage)
    yield from _negations(passage)
    if passage.role is Role.STEM:
        for word in _listed(passage.text, JOINERS):
            yield Remark(f"a double idea ({word.lower})", "ask one thing", word.start)
        if passage.item and asks_how_often(passage.item):
            for word in _listed(passage.text, FREQUENCIES):
                what = f"a word of frequency ({word.lower}) above answers of frequency"
                yield Remark(what, "leave it to the answers", word.start)
    yield from _refused(passage)
    yield from _long_words(passage)


def of_frame(passages: list[Passage]) -> Iterator[Remark]:
    """Return what the sentences around the items break together."""
    frame = [each for each in passages if each.role is Role.FRAME]
    lengths = [len(piece.words) for each in frame for piece in sentences(each.text)]
    is_long = sum(lengths) > MEAN_WORDS_AROUND * len(lengths)
    if is_long and len(lengths) >= LEAST_SENTENCES:
        mean = f"{sum(lengths) / len(lengths):.1f}"
        what = f"{mean} words a sentence around the items, where {MEAN_WORDS_AROUND} is the most"
        yield Remark(what, "split the longest hints")


def asks_how_often(item: Item) -> bool:
    """Tell whether an item is answered with words of frequency, such as F5 and F4."""
    if item.kind is not ItemKind.CHOICE:
        return False
    answers = {plain_answer(text) for option in item.options for _, text in option.text.pairs()}
    return len(answers & _FREQUENCY_ANSWERS) > 1


@lru_cache(maxsize=1024)
def negations(text: str) -> tuple[Word, ...]:
    """Return the words that say what is not there; kept, as items share their answers."""
    return tuple(word for word in words(text) if _negates(word))


def plain_answer(text: str) -> str:
    """Return the text of an answer as the declared lists write it."""
    return " ".join(text.lower().rstrip(".!?").split())


def _length(passage: Passage) -> Iterator[Remark]:
    if passage.role in (Role.STEM, Role.ANSWER):
        count, most = len(words(passage.text)), MOST_WORDS[passage.audience]
        if count > most:
            what = f"{count} words, where {most} is the most for {passage.audience.value}"
            yield Remark(what, "write it shorter")
        return
    most = MOST_WORDS_AROUND[passage.audience]
    for sentence in sentences(passage.text):
        count = len(sentence.words)
        if count > most:
            where = f"where {most} is the most for {passage.audience.value}"
            what = f"{count} words in a sentence, {where}"
            yield Remark(what, "split it", sentence.words[0].start)


def _signs(passage: Passage) -> Iterator[Remark]:
    if plain_answer(passage.text) not in SLASHED_ANSWERS:
        for sign in _SIGN.finditer(passage.text):
            yield Remark(f"the sign {sign[0]!r}", "write one plain sentence", sign.start())
    # A hint may list things: nobody has to weigh those one by one.
    commas = [match.start() for match in re.finditer(",", passage.text)]
    if passage.role is Role.STEM and len(commas) > 1:
        yield Remark("a second comma", "ask one thing", commas[1])


def _negations(passage: Passage) -> Iterator[Remark]:
    doubled = list(_doubled(passage.text))
    yield from doubled
    if passage.role is Role.STEM and not doubled:
        turned = _negated_answer(passage.item)
        for word in negations(passage.text):
            what = f"a negation ({word.lower})"
            if turned:
                what = f"a double negation: {word.lower} here, and the answer {turned!r}"
            yield Remark(what, "say what is there", word.start)
    if passage.role is Role.ANSWER and plain_answer(passage.text) not in NEGATED_ANSWERS:
        for word in negations(passage.text):
            what = f"a negation ({word.lower}) in an answer that the blueprint does not give"
            yield Remark(what, "say what is there", word.start)


def _doubled(text: str) -> Iterator[Remark]:
    """Find two negations in one clause; in a list such as `geen namen, geen ziekte` is none."""
    for clause in clauses(text):
        found = [word for word in clause.words if _negates(word)]
        if len(found) > 1:
            what = f"a double negation ({found[0].lower} … {found[1].lower})"
            yield Remark(what, "say what is there", found[1].start)


def _negated_answer(item: Item | None) -> str | None:
    """Return the first answer that itself says no, and so turns a negated stem round."""
    for option in item.options if item else ():
        for _, text in option.text.pairs():
            if option.missing is None and negations(text):
                return text
    return None


def _negates(word: Word) -> bool:
    if word.lower in NEGATIONS:
        return True
    return bool(_UN.fullmatch(word.lower)) and word.lower not in NO_NEGATIONS


def _refused(passage: Passage) -> Iterator[Remark]:
    for word in _listed(passage.text, JUDGING):
        yield Remark(f"the word {word.lower!r}", "it judges or leads; choose another", word.start)
    if passage.role in (Role.STEM, Role.ANSWER):
        for word in _listed(passage.text, PRIVATE):
            yield Remark(f"the word {word.lower!r}", "that is not asked", word.start)
    for word in _listed(passage.text, LOANWORDS):
        yield Remark(f"the loanword {word.lower!r}", "write it in Dutch", word.start)
    for match in _SUPERLATIVE.finditer(passage.text.lower()):
        if match[0] not in NO_SUPERLATIVES:
            yield Remark(f"the superlative {match[0]!r}", "name what is seen", match.start())
    for idiom in IDIOMS:
        start = passage.text.lower().find(idiom)
        if start >= 0:
            yield Remark(f"the expression {idiom!r}", "say what is meant", start)


def _long_words(passage: Passage) -> Iterator[Remark]:
    most = MOST_SYLLABLES[passage.role][passage.audience]
    for word in words(passage.text):
        if word.is_plain and word.lower not in PROGRAMME and syllables(word.lower) > most:
            count = syllables(word.lower)
            what = f"the word {word.lower!r} has {count} syllables, where {most} is the most"
            yield Remark(f"{what} for {passage.audience.value}", "choose a shorter", word.start)


def _listed(text: str, listed: frozenset[str]) -> list[Word]:
    return [word for word in words(text) if word.lower in listed]
