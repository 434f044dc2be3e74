"""What charts share in Dutch words: scores, names, sentences, and the table beside a picture."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from survey_app.charts.values import Event, Informant, Moment, Span, Tick
from survey_app.dutch import date_in_words, short_date

INFORMANT_WORDS: dict[Informant, str] = {
    "child": "kind",
    "parent": "ouder",
    "teacher": "leerkracht",
    "coach": "coach",
    "ib": "intern begeleider",
}


NOTHING = "–"
"""In a cell for which there is nothing to say."""
Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The twin of a picture: a word per column, and rows with as many cells."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def name_of(informant: Informant, number: int) -> str:
    """Return "ouder", or "ouder 2" for a second one."""
    word = INFORMANT_WORDS[informant]
    return f"{word} {number}" if number > 1 else word


def digits_of(scored: Iterable[tuple[Moment, float]]) -> int:
    """Return 0 when every score is a whole number, as with steps, else 1."""
    return 0 if all(float(value).is_integer() for _, value in scored) else 1


def in_words(value: float, ticks: tuple[Tick, ...]) -> str:
    """Say where a score lies among the words of the axis.

    Parameters
    ----------
    value : float
        Score in points of the scale.
    ticks : tuple of Tick
        The words of the axis, in any order.

    Returns
    -------
    str
        The word itself at a tick, else "tussen soms en vaak", "onder …" or "boven …".

    Examples
    --------
    >>> ticks = (Tick(0, "nooit"), Tick(1, "soms"), Tick(2, "vaak"))
    >>> in_words(1.0, ticks), in_words(1.4, ticks)
    ('soms', 'tussen soms en vaak')
    """
    upward = sorted(ticks, key=lambda tick: tick.value)
    for tick in upward:
        if abs(tick.value - value) < 1e-9:
            return tick.word
    for below, above in pairwise(upward):
        if below.value < value < above.value:
            return f"tussen {below.word} en {above.word}"
    if value < upward[0].value:
        return f"onder {upward[0].word}"
    return f"boven {upward[-1].word}"


def moment_cell(moment: Moment) -> str:
    """Return a measurement as the first cell of a row: "intake, 16 sep 2025 (op papier)"."""
    cell = f"{moment.word}, {short_date(moment.on, with_year=True)}"
    return f"{cell} ({moment.remark})" if moment.remark else cell


def moment_sentence(moment: Moment, score: str) -> str:
    """Return "intake, 16 september 2025: 3,2 (op papier)"."""
    said = f"{moment.word}, {date_in_words(moment.on)}: {score}"
    return f"{said} ({moment.remark})" if moment.remark else said


@dataclass(frozen=True)
class Happened:
    """A stretch or an event in a table: its first day, its word, when it was and what it is."""

    on: date
    word: str
    when: str
    kind: str


def happened(spans: Iterable[Span], events: Iterable[Event]) -> list[Happened]:
    """Return every stretch and event as a table says it."""
    kinds = {"holiday": "vakantie", "pause": "pauze"}
    found = []
    for span in spans:
        first, last = (short_date(day, with_year=True) for day in (span.first, span.last))
        when = f"{first} tot en met {last}"
        found.append(Happened(span.first, span.word, when, kinds[span.kind]))
    for event in events:
        when = short_date(event.on, with_year=True)
        found.append(Happened(event.on, event.word, when, "gebeurtenis"))
    return found


def in_time(rows: Iterable[tuple[date, Row]]) -> list[Row]:
    """Return rows by their day; of one day in the order given."""
    return [row for _, row in sorted(rows, key=lambda each: each[0])]


def happened_sentences(spans: Iterable[Span], events: Iterable[Event]) -> list[str]:
    """Return a sentence per stretch and event."""
    said = [
        f"{span.word}: {date_in_words(span.first)} tot en met {date_in_words(span.last)}"
        for span in spans
    ]
    said += [f"{event.word}: {date_in_words(event.on)}" for event in events]
    return said


def prose(sentences: Iterable[str]) -> str:
    """Join what is said into sentences that begin with a capital and end with a sign."""
    return " ".join(_sentence(text) for text in sentences if text.strip())


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    ended = text if text[-1] in ".!?" else f"{text}."
    return ended[0].upper() + ended[1:]


def enumerated(words: Sequence[str], between: str = " en ") -> str:
    """Return "a", "a en b" or "a, b en c"; another last joint can be given."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])}{between}{words[-1]}"
