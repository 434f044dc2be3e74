"""The words in which people are asked to agree: a version, and a hash of exactly these words.

They stand with the other texts of each language. Change a word of them and `VERSION` together:
whoever agreed before did so in the words of that version, and the hash beside each statement proves
which, in which language.
"""

import hashlib
from functools import lru_cache
from typing import Final

from survey_app.frames import ConsentText, words_in
from survey_app.trajects.consent import Purpose

VERSION: Final = "2026-12"
LANGUAGE: Final = "nl"
"""The language in which a coach asks, in a conversation or on paper."""


def text_for(purpose: Purpose, *, is_child: bool, language: str = LANGUAGE) -> ConsentText:
    """Return the words for one purpose, to the child or about it."""
    texts = words_in(language).consent
    found: ConsentText = getattr(texts.child if is_child else texts.holder, purpose.value)
    return found


@lru_cache(maxsize=64)
def hash_of(purpose: Purpose, *, is_child: bool, language: str = LANGUAGE) -> str:
    """Return the SHA-256 of the words, before names are filled in."""
    text = text_for(purpose, is_child=is_child, language=language)
    words = "\n".join((VERSION, language, text.title, *text.said, text.question))
    return hashlib.sha256(words.encode()).hexdigest()
