"""Ranges of numbers in Dutch answers: `1-3`, `3 tot 5`, `minder dan 2`, `10 of meer`."""

import math
import re
from dataclasses import dataclass

_N = r"(\d+(?:[.,]\d+)?)"
_BETWEEN = (
    (re.compile(rf"{_N} ?(?:-|–|t/m|tot en met) ?{_N}"), True, True),
    (re.compile(rf"(?:van |tussen )?{_N} (?:tot|en) {_N}"), True, False),
)
_BELOW = (
    (re.compile(rf"(?:minder|korter|jonger|lager) dan {_N}|onder (?:de )?{_N}"), False),
    (re.compile(rf"(?:hoogstens|maximaal|ten hoogste|tot en met) {_N}|{_N} of minder"), True),
)
_ABOVE = (
    (re.compile(rf"(?:meer|langer|ouder|hoger) dan {_N}|boven (?:de )?{_N}"), False),
    (re.compile(rf"(?:minstens|minimaal|ten minste|vanaf) {_N}|{_N} of (?:meer|vaker)"), True),
)
_ONE_OF = {
    "minuten": "minuut",
    "uren": "uur",
    "dagen": "dag",
    "weken": "week",
    "maanden": "maand",
    "jaren": "jaar",
    "keren": "keer",
}
_ALONE = re.compile(_N)


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers an answer stands for, in the unit it names.

    Attributes
    ----------
    holds_low, holds_high : bool
        Whether the end itself is in it.
    unit : str
        What is left of the text; only ranges in the same unit are compared.
    """

    low: float
    high: float
    holds_low: bool
    holds_high: bool
    unit: str

    def overlaps(self, other: "Range") -> bool:
        """Tell whether some number is in both."""
        if self.unit != other.unit:
            return False
        lower, higher = sorted((self, other), key=lambda each: (each.low, not each.holds_low))
        if lower.high == higher.low:
            return lower.holds_high and higher.holds_low
        return lower.high > higher.low


def range_of(answer: str) -> Range | None:
    """Return the numbers a plain answer stands for; None when it names none.

    `3 tot 5` ends before 5, as people say it; `3-5` and `3 t/m 5` hold 5.
    """
    for pattern, holds_low, holds_high in _BETWEEN:
        if match := pattern.search(answer):
            low, high = _number(match[1]), _number(match[2])
            return Range(low, high, holds_low, holds_high, _unit(answer, match))
    for pattern, holds in _BELOW:
        if match := pattern.search(answer):
            end = _number(match[1] or match[2])
            return Range(-math.inf, end, False, holds, _unit(answer, match))
    for pattern, holds in _ABOVE:
        if match := pattern.search(answer):
            end = _number(match[1] or match[2])
            return Range(end, math.inf, holds, False, _unit(answer, match))
    if match := _ALONE.search(answer):
        return Range(_number(match[1]), _number(match[1]), True, True, _unit(answer, match))
    return None


def _number(written: str) -> float:
    return float(written.replace(",", "."))


def _unit(answer: str, match: re.Match[str]) -> str:
    rest = (answer[: match.start()] + answer[match.end() :]).split()
    return " ".join(_ONE_OF.get(word, word) for word in rest)
