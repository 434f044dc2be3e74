"""A Dutch text as sentences, clauses, words and syllables, each with the place where it begins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from survey_app.definitions.texts import VARIABLE

_WORD = re.compile(
    VARIABLE.pattern + r"|[0-9]+(?:[.,][0-9]+)*|'?[^\W\d_]+(?:['’-][^\W\d_]+)*", re.UNICODE
)
_QUOTED = re.compile(r"'(?![st]\b)")
_SENTENCE = re.compile(r"[^.!?]+(?:[.!?]+|$)")
_BETWEEN_CLAUSES = re.compile(r"[.!?,;:/]|\b(?:en|of|maar|want)\b", re.IGNORECASE)
_VOWELS = re.compile(
    r"aai|ooi|oei|eeuw|ieuw|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|ou|au|[aeiouyàáèéêëïíîóôöúûü]"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word, number or place for a name.

    Attributes
    ----------
    start : int
        Where it begins in the whole text, from 0.
    opens : bool
        Whether it is the first of a sentence, where a capital says nothing.
    """

    written: str
    start: int
    opens: bool = False

    @property
    def lower(self) -> str:
        """The word without capitals."""
        return self.written.lower()

    @property
    def is_plain(self) -> bool:
        """Whether this is a word of letters: no number and no place for a name."""
        return not (self.written[0].isdigit() or self.written[0] == "{")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence or clause and the place where it begins."""

    text: str
    start: int

    @property
    def words(self) -> tuple[Word, ...]:
        """Words, numbers and places for names, in their order."""
        return tuple(self._words())

    def _words(self) -> Iterator[Word]:
        is_first = True
        for match in _WORD.finditer(self.text):
            written, start = match[0], match.start()
            # A quotation mark is no part of the word it stands before; 's and 't are words.
            if _QUOTED.match(written):
                written, start = written[1:], start + 1
            yield Word(written, self.start + start, opens=is_first)
            is_first = False


def sentences(text: str) -> list[Piece]:
    """Return the sentences of a text."""
    pieces = (Piece(match[0], match.start()) for match in _SENTENCE.finditer(text))
    return [piece for piece in pieces if piece.words]


def clauses(text: str) -> list[Piece]:
    """Return what stands between commas and other stops, and words such as `en` and `maar`."""
    ends = [(match.start(), match.end()) for match in _BETWEEN_CLAUSES.finditer(text)]
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(text)]
    return [Piece(text[start:stop], start) for start, stop in zip(starts, stops, strict=True)]


@lru_cache(maxsize=1024)
def words(text: str) -> tuple[Word, ...]:
    """Return all words of a text; kept, because every rule asks for them."""
    return tuple(word for sentence in sentences(text) for word in sentence.words)


def syllables(word: str) -> int:
    """Count the syllables of a Dutch word, roughly: its groups of vowels."""
    return len(_VOWELS.findall(word.lower()))
