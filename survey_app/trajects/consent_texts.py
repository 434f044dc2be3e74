"""The words in which people are asked to agree: a version, and a hash of exactly these words.

Change a word and `VERSION` together: whoever agreed before did so in the words of that version, and
the hash beside each statement proves which.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from survey_app.trajects.consent import Purpose

VERSION: Final = "2026-12"
LANGUAGE: Final = "nl"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One purpose in plain words, ending in a question; `{kind}` and `{coach}` stand for names."""

    title: str
    said: tuple[str, ...]
    question: str


HOLDER: Final = {
    Purpose.HELP: ConsentText(
        title="Hulp op school",
        said=(
            "{coach} praat met {kind} en zoekt met {kind} naar kleine stappen.",
            "De hulp kost niets. Stoppen mag altijd.",
        ),
        question="Mag {coach} {kind} helpen?",
    ),
    Purpose.MEASURING: ConsentText(
        title="Vragen over hoe het gaat",
        said=(
            "{coach} stelt een paar keer korte vragen over {kind}. Zo zien we of de hulp werkt.",
            "Wie een vraag krijgt, mag die altijd overslaan.",
            "{coach} leest de antwoorden. Wat jij invult, ziet een ander niet.",
        ),
        question="Mag {coach} vragen stellen over {kind}?",
    ),
    Purpose.NETWORK: ConsentText(
        title="Leren van elkaar",
        said=(
            "Scholen willen samen leren wat werkt. Dat kan met cijfers zonder namen.",
            "Niemand kan aan die cijfers zien dat ze over {kind} gaan.",
            "Zeg je nee? Dan gaat de hulp gewoon door.",
        ),
        question="Mogen de cijfers van {kind} daarin meetellen?",
    ),
}

CHILD: Final = {
    Purpose.HELP: ConsentText(
        title="Hulp op school",
        said=(
            "{coach} praat met jou en zoekt met jou naar kleine stappen.",
            "Stoppen mag altijd. Niemand wordt boos.",
        ),
        question="Mag {coach} jou helpen?",
    ),
    Purpose.MEASURING: ConsentText(
        title="Vragen over hoe het gaat",
        said=(
            "{coach} stelt een paar keer korte vragen over jou. Zo zien we of de hulp werkt.",
            "Een vraag overslaan mag altijd.",
            "{coach} leest wat jij kiest. Je ouders zien het alleen als jij dat goed vindt.",
        ),
        question="Mag {coach} vragen stellen over jou?",
    ),
    Purpose.NETWORK: ConsentText(
        title="Leren van elkaar",
        said=(
            "Scholen willen samen leren wat werkt. Dat kan met cijfers zonder namen.",
            "Niemand kan aan die cijfers zien dat ze over jou gaan.",
            "Zeg je nee? Dan gaat de hulp gewoon door.",
        ),
        question="Mogen jouw cijfers daarin meetellen?",
    ),
}


def text_for(purpose: Purpose, *, is_child: bool) -> ConsentText:
    """Return the words for one purpose, to the child or about it."""
    return (CHILD if is_child else HOLDER)[purpose]


@lru_cache(maxsize=8)
def hash_of(purpose: Purpose, *, is_child: bool) -> str:
    """Return the SHA-256 of the words, before names are filled in."""
    text = text_for(purpose, is_child=is_child)
    words = "\n".join((VERSION, LANGUAGE, text.title, *text.said, text.question))
    return hashlib.sha256(words.encode()).hexdigest()
