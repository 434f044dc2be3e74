"""What may stand in one cell of a file, and what is said when something else does."""

import difflib
import re
from collections.abc import Sequence
from typing import Final

from survey_app.exchange.csv_files import neutral

NUMBER: Final = re.compile(r"-?[0-9]+([.][0-9]+)?", re.ASCII)
DECIMAL_COMMA: Final = re.compile(r"-?[0-9]+,[0-9]+", re.ASCII)

MISSING_CODE: Final = re.compile(
    r"-?9+|-?8+|-?7+|-1|na|n/a|nan|#n/a|#null!|null|none|nil|missing|leeg|[.?-]|\s+", re.IGNORECASE
)
"""How other programs write a missing answer; none of these is guessed to be one."""


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula; a number stays as it is."""
    is_number = NUMBER.fullmatch(text) or DECIMAL_COMMA.fullmatch(text)
    return text if is_number else neutral(text)


def nearest(name: str, known: Sequence[str]) -> str:
    """Return a hint at the known name that this one resembles, or nothing."""
    by_lower = {each.lower(): each for each in known}
    near = difflib.get_close_matches(name.strip().lower(), by_lower, n=1, cutoff=0.75)
    return f" (do you mean {by_lower[near[0]]!r}?)" if near else ""
