"""Comparing texts with protected instruments that nobody here may have: by hashed groups of words.

Whoever holds a licence makes the hashes from the own private file; only those are compared. Each
is cut short, so that many other groups of words have it too, and they are sorted, so that the order
of the items is gone. Even so they are kept as the text itself is kept: whoever guesses a sentence
can check it.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from survey_app.definitions.texts import VARIABLE
from survey_app.definitions.values import Questionnaire
from survey_app.definitions.wording.findings import Remark
from survey_app.definitions.wording.passages import Passage, Role, passages
from survey_app.errors import InputError

WORDS: Final = 3
"""Words in one group."""

DIGITS: Final = 8
"""Hexadecimals of one hash: 32 bits, so a chance hit is rare and a certain one impossible."""

SHARE: Final = 0.5
"""From this share of known groups on a text is nearly the protected one."""

_HASH = re.compile(rf"[0-9a-f]{{{DIGITS}}}", re.ASCII)


def fingerprints(questionnaire: Questionnaire) -> set[str]:
    """Return the hashes of the item texts of one questionnaire, in all its languages."""
    return {
        each
        for language in questionnaire.languages
        for passage in passages(questionnaire, language)
        if passage.role is Role.STEM
        for each in _hashes(passage.text)
    }


def read_fingerprints(lines: Iterable[str], name: str) -> frozenset[str]:
    """Read a file with one hash a line; empty lines and lines that begin with # are left out.

    Parameters
    ----------
    name : str
        How the file is called, for the message.

    Raises
    ------
    InputError
        With the first line that is no hash.
    """
    found: set[str] = set()
    for number, line in enumerate(lines, start=1):
        word = line.strip()
        if not word or word.startswith("#"):
            continue
        if not _HASH.fullmatch(word):
            raise InputError(
                f"{name}:{number}: this is no hash of {DIGITS} hexadecimals; "
                "make the file with `survey-app questionnaires fingerprints`."
            )
        found.add(word)
    return frozenset(found)


def of_passage(passage: Passage, protected: frozenset[str]) -> Iterator[Remark]:
    """Return whether the text of an item is nearly one of the protected."""
    if passage.role is not Role.STEM:
        return
    groups = _hashes(passage.text)
    known = [each for each in groups if each in protected]
    is_same = bool(known) and len(known) == len(groups)
    if is_same or len(known) >= max(2, SHARE * len(groups)):
        what = f"{len(known)} of {len(groups)} groups of words are those of a protected instrument"
        yield Remark(what, "ask it in words of your own")


def _hashes(text: str) -> list[str]:
    """Return the hash of each group of words, without capitals, accents, signs and names."""
    plain = unicodedata.normalize("NFKD", VARIABLE.sub(" ", text).casefold())
    found = re.findall(r"\w+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    groups = [found[start : start + WORDS] for start in range(max(1, len(found) - WORDS + 1))]
    joined = (" ".join(group) for group in groups if group)
    return [hashlib.sha256(each.encode()).hexdigest()[:DIGITS] for each in joined]
