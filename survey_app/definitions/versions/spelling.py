"""Whether two texts can be the same words, spelt in two ways."""

import re
import unicodedata
from typing import Final

SHORTEST_MISSPELT: Final = 4
"""In shorter words one letter more often makes another word than a misspelt one."""

GUARDED: Final = frozenset(
    """
    niet geen nooit nergens niemand niets noch zonder nee wel ook
    soms vaak altijd bijna meestal zelden weinig veel meer minder heel een beetje
    hij zij hem haar hun wij jij mij jou ons
    """.split()
)
"""Words that carry the sense of an item: another one in their place is never a misspelling."""

# Numbers keep their sign, and signs such as ≤ and + are words; only punctuation is not looked at.
_WORD = re.compile(r"(?<!\w)[+\-−]?\d[\d.,]*|\w+|\{\w+\}|[^\w\s.,!?;:'\"…‘’“”„()\-–—]")
_ALIKE = frozenset({"dt", "sz", "fv", "iy", "ck", "cs", "gh"})
"""Letters that are written for one another; another one in their place makes another word."""


def spelt_otherwise(before: str, after: str) -> bool:
    """Tell whether two texts can be the same words, spelt in two ways.

    Word by word they must be equal apart from capitals, accents and punctuation, or differ by one
    slip of a longer word that leaves its first letter. Whether the sense is the same is for people.
    """
    old, new = _words(before), _words(after)
    return bool(old) and len(old) == len(new) and all(map(_can_be_one_word, old, new))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign)))


def _can_be_one_word(old: str, new: str) -> bool:
    if old == new:
        return True
    is_plain = old.isalpha() and new.isalpha()
    if not is_plain or {old, new} & GUARDED or min(len(old), len(new)) < SHORTEST_MISSPELT:
        return False
    # A first letter that changes makes another word, and so does more than one slip.
    return old[0] == new[0] and _is_one_slip(old, new)


def _is_one_slip(old: str, new: str) -> bool:
    """Tell whether a letter was added, left out or mistaken, or two neighbours changed places."""
    if len(old) == len(new):
        unlike = [place for place in range(len(old)) if old[place] != new[place]]
        if len(unlike) == 2 and unlike[1] == unlike[0] + 1:
            first, second = unlike
            return (old[first], old[second]) == (new[second], new[first])
        return len(unlike) == 1 and "".join(sorted(old[unlike[0]] + new[unlike[0]])) in _ALIKE
    short, long = sorted((old, new), key=len)
    if len(long) - len(short) != 1:
        return False
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
