"""What people typed, on paper: line by line, in its own direction, without signs that steer."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_STEERS: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of what follows; each line gets its direction from its letters."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One line that somebody typed."""

    text: str
    direction: str


def printable(text: str) -> str:
    """Return text without signs that no letter belongs to."""
    return "".join(
        c if c in "\u200c\u200d" or not unicodedata.category(c).startswith("C") else " "
        for c in _STEERS.sub("", text)
    )


def typed_line(text: str) -> Typed:
    """Return one line as it may be printed."""
    line = printable(text).strip()
    return Typed(line, direction_of(line))


def typed_lines(text: str) -> tuple[Typed, ...]:
    """Return the lines of a text that are not empty."""
    lines = (typed_line(line) for line in text.splitlines())
    return tuple(line for line in lines if line.text)


def direction_of(text: str) -> str:
    """Return in which direction a text is read: that of its first letter."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"
