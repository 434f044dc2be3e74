"""Checking the Dutch of our own lists against limits that need no word list.

What remains for people: whether an item can be seen, can move, and can be answered by a proud, a
tired and a frightened parent alike. Lists of others are never checked: their texts are theirs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from survey_app.definitions.nodes import Step
from survey_app.definitions.people import Informant, Subject
from survey_app.definitions.values import Item, ItemKind, Questionnaire

HOLDER = "Kansmeter"
LANGUAGE = "nl"
CONTACT = "contactwens"
MOST_WORDS = {Informant.CHILD: 9}
MOST_WORDS_ADULT = 14
MOST_SYLLABLES = 3

NEGATIONS = frozenset("niet geen nooit nergens niemand niets noch zonder nee".split())
JOINERS = frozenset("en of maar omdat zodat terwijl".split())
FREQUENCIES = frozenset(
    "soms vaak altijd meestal bijna regelmatig dagelijks zelden steeds telkens".split()
)
BANNED = frozenset(
    """
    probleem problemen stoornis stoornissen achterstand gedrag natuurlijk gelukkig waarom
    test uitslag score normaal gemiddeld cijfer voldoende onvoldoende risico zorgelijk
    diagnose medicijn medicijnen politie rechter geld schuld schulden inkomen geloof kerk moskee
    slaan straf zielig schuldig lastpost zwak slim dom braaf lui
    beste meeste leukste liefste ergste slechtste moeilijkste slimste sterkste zwaarste
    u uw indien middels betreffende teneinde
    """.split()
)
IDIOMS = ("in je vel", "op de rit", "lekker bezig", "vrij hoofd", "over de grens", "dwarszit")
# Words that everybody in a traject has heard from the first talk on.
PROGRAMME = frozenset({"kansencoach"})
OTHERS = frozenset("hij zij ze hem haar hun".split())
SELF = frozenset("ik me mij mijn".split())
YOU = frozenset("je jij jou jouw".split())

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_UN = re.compile(r"on(?!der|ze?$|s$|t|geveer|line)\w{3,}")
_VOWELS = re.compile(
    r"aai|ooi|oei|eeuw|ieuw|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|ou|au|[aeiouyàáèéêëïíîóôöúûü]"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of wording: which item (None for the list as a whole), where in it, and what."""

    item: str | None
    inside: tuple[Step, ...]
    message: str


def findings(questionnaire: Questionnaire) -> list[Finding]:
    """Return what breaks the limits; always empty for lists of others and for invented ones."""
    ours = questionnaire.licence.holder == HOLDER and not questionnaire.fictitious
    if not ours or LANGUAGE not in questionnaire.languages:
        return []
    found: list[Finding] = []
    if questionnaire.scales and questionnaire.period is None:
        found.append(Finding(None, (), "`period` is missing; say which time the answers are about"))
    for item in questionnaire.items:
        text = item.text.in_language(LANGUAGE)
        inside = ("text", LANGUAGE)
        found += [Finding(item.key, inside, message) for message in _of_text(item, text)]
        if _should_name_the_child(questionnaire, item, text):
            found.append(Finding(item.key, inside, "name the child: write {kind}"))
        if item.facet is None or item.indicator is None:
            found.append(Finding(item.key, (), "name the `facet` and the `indicator` of this item"))
    return found


def syllables(word: str) -> int:
    """Count the syllables of a Dutch word, roughly: its groups of vowels."""
    return len(_VOWELS.findall(word.lower()))


def _of_text(item: Item, text: str) -> Iterator[str]:
    plain = text.replace("{kind}", "Sam").replace("{informant}", "Kim")
    words = [word.lower() for word in _WORD.findall(plain)]
    most = min(MOST_WORDS.get(informant, MOST_WORDS_ADULT) for informant in item.informants)
    if len(words) > most:
        yield f"{len(words)} words; write at most {most}"
    if re.search(r"[()\[\]/;]", plain) or plain.count(",") > 1:
        yield "a bracket, slash, semicolon or second comma; write one plain sentence"
    yield from _listed(words, NEGATIONS, "a negation ({}); say what is there")
    yield from (f"a negation ({word}); say what is there" for word in words if _UN.fullmatch(word))
    yield from _listed(words, JOINERS, "a double idea ({}); ask one thing")
    if item.kind is ItemKind.CHOICE:
        yield from _listed(words, FREQUENCIES, "a word of frequency ({}); the options have those")
    yield from _listed(words, BANNED, "the word {!r} is not for our lists; choose another")
    for idiom in IDIOMS:
        if idiom in plain.lower():
            yield f"the expression {idiom!r} is not plain; say what is meant"
    for word in words:
        if syllables(word) > MOST_SYLLABLES and word not in PROGRAMME:
            yield f"the word {word!r} has over {MOST_SYLLABLES} syllables; choose a shorter one"
    if item.facet != CONTACT:
        yield from _of_person(item, text, set(words))


def _should_name_the_child(questionnaire: Questionnaire, item: Item, text: str) -> bool:
    """Tell whether an adult is asked about a child without its name."""
    about_a_child = questionnaire.about is Subject.TRAJECT and item.facet != CONTACT
    return about_a_child and Informant.CHILD not in item.informants and "{kind}" not in text


def _of_person(item: Item, text: str, words: set[str]) -> Iterator[str]:
    for word in sorted(words & OTHERS):
        yield f"the word {word!r}; use the name or a neutral turn"
    is_question = text.endswith("?")
    if Informant.CHILD in item.informants:
        if "{kind}" in text:
            yield "a child is not named in its own list; write 'ik'"
        if is_question and not words & (YOU | SELF):
            yield "a question to a child says 'je', 'jij' or 'jou'"
        if not is_question and (words & YOU or not words & SELF):
            yield "a child's statement is about 'ik'"


def _listed(words: list[str], listed: frozenset[str], message: str) -> Iterator[str]:
    for word in words:
        if word in listed:
            yield message.format(word)
