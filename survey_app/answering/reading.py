"""Reading the fields of a posted page against the definition: exact keys or nothing.

An answer is compared with the list of options, never parsed: '１', '1.0' and '٣' are no option
keys.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from survey_app.definitions import Item, Page

PREFIX = "a."
KNOWN_FIELDS = frozenset({"csrf_token", "act", "revision"})


@dataclass(frozen=True, slots=True)
class PageReading:
    """What a posted page holds: chosen options, written words, and what is wrong per item."""

    options: dict[str, str]
    texts: dict[str, str]
    problems: dict[str, str]
    foreign: bool
    posted: tuple[tuple[str, str], ...]

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing was doubled, unknown or out of range."""
        return not self.problems and not self.foreign

    def is_answered(self, key: str) -> bool:
        """Tell whether the item was given an answer on this page."""
        return key in self.options or key in self.texts


def read_page(page: Page, fields: Iterable[tuple[str, str]]) -> PageReading:
    """Read the fields of one page; fields that do not belong to it make the reading unsound."""
    posted = tuple((name, value) for name, value in fields if name.startswith(PREFIX))
    rest = [name for name, _ in fields if not name.startswith(PREFIX)]
    times = Counter(name for name, _ in posted)
    items = {PREFIX + item.key: item for item in page.items}
    options: dict[str, str] = {}
    texts: dict[str, str] = {}
    problems: dict[str, str] = {}
    for name, value in posted:
        item = items.get(name)
        if item is None:
            continue
        if times[name] > 1:
            problems[item.key] = "Er kwamen 2 antwoorden binnen. Kies er 1."
        elif item.max_length is not None:
            _read_text(item, value, texts, problems)
        elif any(option.key == value for option in item.options):
            options[item.key] = value
        else:
            problems[item.key] = "Kies een van de antwoorden."
    foreign = any(name not in items for name in times) or any(
        name not in KNOWN_FIELDS for name in rest
    )
    return PageReading(options, texts, problems, foreign, posted[:100])


def _read_text(item: Item, value: str, texts: dict[str, str], problems: dict[str, str]) -> None:
    text = "".join(c for c in value if c in "\n\t" or c >= " ").replace("\x7f", "").strip()
    longest = item.max_length or 0
    if len(text) > longest:
        problems[item.key] = f"Maak dit korter: hoogstens {longest} tekens."
    elif text:
        texts[item.key] = text
