"""Putting names, numbers and days in the places of a text, by the rules of its language."""

import re
from datetime import date
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.dates import format_date

from survey_app.frames.section import Counted
from survey_app.frames.values import Words

_TERRITORIES: Final = {"en": "en_GB"}
"""Where a language is written as in one country: English with the day before the month."""
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff]")
_ISOLATES: Final = ("\u2068", "\u2069")
PLACE: Final = re.compile(r"\{([a-z]+)\}")


def fill(text: str, **given: str | int) -> str:
    """Return a text with its places filled.

    In one pass: what stands in a name is never read as a place. In a text that is written from
    right to left each name or number is isolated, so that it keeps its own direction.

    Parameters
    ----------
    text : str
        A text with places such as ``{kind}``.
    given : str or int
        What comes in each place; more may be given than the text has.

    Raises
    ------
    KeyError
        The text has a place for which nothing was given.

    Examples
    --------
    >>> fill("Vraag {n} van {total}", n=3, total=12)
    'Vraag 3 van 12'
    """
    around = _ISOLATES if _RIGHT_TO_LEFT.search(text) else ("", "")
    return PLACE.sub(lambda place: str(given[place[1]]).join(around), text)


def counted(words: Words, forms: Counted, n: int, **given: str | int) -> str:
    """Return the form of a text that fits a number, with the number as ``{n}`` in it.

    Parameters
    ----------
    words : Words
        The language.
    forms : dict of str to str
        A text for each plural category of the language (CLDR).
    n : int
        What is counted, 0 or more.
    given : str or int
        What comes in its other places.
    """
    return fill(forms[_locale(words.language).plural_form(n)], n=n, **given)


def day(words: Words, on: date) -> str:
    """Return a day as readers of the language write it: "dinsdag 3 maart"."""
    return format_date(on, words.day, locale=_locale(words.language))


def long_date(words: Words, on: date) -> str:
    """Return a day with its year: "3 maart 2026"."""
    return format_date(on, "long", locale=_locale(words.language))


def month(words: Words, on: date) -> str:
    """Return the name of a month, as it stands alone."""
    return format_date(on, "LLLL", locale=_locale(words.language))


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    return Locale.parse(_TERRITORIES.get(language, language))
