"""Spelling and rare words, by the Dutch word list of pyspellchecker.

The list holds the words of OpenTaal with their counts in film subtitles (OpenSubtitles), and comes
with a plain installation: no dictionary of the machine is needed. It finds words that do not exist.
It cannot find a word that exists and is wrong here (`hij word`, `het gebeurd`), nor two words that
should be one; those stay with people. A compound of our own is declared in `vocabulary.PROGRAMME`.
"""

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from survey_app.definitions.wording.findings import Remark
from survey_app.definitions.wording.passages import Audience, Passage, Role
from survey_app.definitions.wording.sentences import Word, words
from survey_app.definitions.wording.vocabulary import MISSPELT, PROGRAMME

if TYPE_CHECKING:
    from spellchecker import SpellChecker

LIST: Final = "pyspellchecker's Dutch list (OpenTaal)"
COUNTS: Final = "OpenSubtitles, as pyspellchecker counted"
COUNTED_WORDS: Final = 382.4
"""Millions of words that were counted."""

LEAST_COUNT: Final = 50
"""What the list gives a word of OpenTaal that the subtitles do not have."""

LEAST_A_MILLION: Final = {Audience.YOUNG_CHILD: 3.0, Audience.CHILD: 3.0, Audience.ADULT: 1.0}
"""A word below is called rare. Own judgement: a suspicion, hence always a warning."""

LONGEST: Final = 30
"""Letters of the longest word for which a near one is looked for."""

# Where the list was cleaned its words lost their counts: words on aa- and words with an accent.
_UNCOUNTED = re.compile(r"aa.*|.*[^a-z'-].*")
# Signs of stress, as in `één` and `wél`; other accents belong to the word.
_UNSTRESSED = str.maketrans("áéíóú", "aeiou")
_BASES = ("", "s", "e", "n", "en", "t")
_SOUNDS = (("ch", "g"), ("ij", "ei"), ("ou", "au"), ("ph", "f"))
_LETTERS = str.maketrans({"c": "k", "q": "k", "x": "ks", "z": "s", "v": "f", "y": "i"})
_HARD_END = re.compile(r"[dt]+$")
_DOUBLED = re.compile(r"(.)\1+")


def of_passage(passage: Passage) -> Iterator[Remark]:
    """Return the words that do not exist and, where people must answer, those that are rare."""
    for word in words(passage.text):
        if not _is_checked(word):
            continue
        if _known(word.lower):
            if passage.role is not Role.NAME and _is_rare(word.lower, passage.audience):
                least = LEAST_A_MILLION[passage.audience]
                what = f"{word.lower!r} is rare: under {least:g} in a million words ({COUNTS})"
                yield Remark(what, "a common word is easier", word.start, is_certain=False)
            continue
        near = _near(word.lower)
        what = f"{word.lower!r} is not in {LIST}"
        yield Remark(what, f"did you mean {near!r}?" if near else "check it", word.start)


def _is_checked(word: Word) -> bool:
    """Leave out numbers, single letters, names and abbreviations.

    A capital at the start of a sentence makes no name.
    """
    is_name = word.written.isupper() or (word.written[0].isupper() and not word.opens)
    return word.is_plain and len(word.written.strip("'")) > 1 and not is_name


def _known(word: str) -> bool:
    if word in MISSPELT:
        return False
    return word in PROGRAMME or all(part in _checker() for part in _parts(word))


def _is_rare(word: str, audience: Audience) -> bool:
    least = LEAST_A_MILLION[audience] * COUNTED_WORDS
    return word not in PROGRAMME and any(_count(part) < least for part in _parts(word))


def _parts(word: str) -> list[str]:
    """Return what to look up: the word, or the parts of one with a hyphen or a sign of stress."""
    return [word] if word in _checker() else word.translate(_UNSTRESSED).split("-")


def _count(word: str) -> float:
    """Return how often a word or its base was counted; without end where that is not known."""
    if _UNCOUNTED.fullmatch(word):
        return math.inf
    return max(_checker()[word.removesuffix(ending)] for ending in _BASES)


def _near(word: str) -> str | None:
    """Return the likeliest existing word: one that sounds the same, else one slip away."""
    if len(word) > LONGEST:
        return None
    alike = _by_sound().get(_sound(word))
    if alike:
        return alike
    correction = _checker().correction(word)
    return correction if correction != word else None


def _sound(word: str) -> str:
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return _DOUBLED.sub(r"\1", _HARD_END.sub("t", word.translate(_LETTERS)))


@lru_cache(maxsize=1)
def _checker() -> "SpellChecker":
    """Load the list, which takes about a second: only where a text is checked."""
    from spellchecker import SpellChecker

    return SpellChecker(language="nl", distance=1)


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, str]:
    """Return the commonest word of each sound, of the words that were counted at all.

    Made only when a word is wrong.
    """
    counts = _checker().word_frequency.dictionary
    found: dict[str, str] = {}
    for word, count in counts.items():
        if count > LEAST_COUNT or _UNCOUNTED.fullmatch(word):
            sound = _sound(word)
            if sound not in found or count > counts[found[sound]]:
                found[sound] = word
    return found
