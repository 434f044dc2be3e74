"""A file of answers to one questionnaire: one row per respondent, one column per item.

A cell is compared with the spellings of the option values: nothing is parsed, rounded or clipped
into an answer. The file is read once; an answer is kept as the number of its spelling, a byte or
two, so that a million respondents fit in memory and go out as they came in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from survey_app.definitions import Item, Questionnaire
from survey_app.errors import InputError
from survey_app.exchange.cells import DECIMAL_COMMA, MISSING_CODE, NUMBER, nearest
from survey_app.exchange.csv_files import RESPONSE_COLUMNS
from survey_app.exchange.delimited import Delimited, UnreadableTableError, read_delimited, shown
from survey_app.scoring import in_digits

ROWS_AT_ONCE: Final = 500
"""So few rows that Python's collector of lists has little to walk over."""

_LONGEST = 32
"""More zeros than anybody writes; so the spellings of an item stay few."""

_IDENTIFIER = re.compile(
    r"(.+[ _.-])?id|respondent|participant|case|child|kind|leerling|leerlingnummer|pupil|nr|nummer",
    re.IGNORECASE,
)
"""What the first column may be called to be taken for an identifier of the respondents."""


class AnswersError(InputError):
    """The answers cannot be read; the text is one line that names the place."""


class Spellings(dict[str, int]):
    """Every way in which the answers to one item are written in a file, numbered as they come.

    A spelling that was not seen before is checked; one that is no answer raises KeyError.

    Attributes
    ----------
    written : list of str
        The spelling with each number, as it stands in the file; 0 is an empty cell.
    stands_for : list of float
        What each stands for; NaN for an empty cell.
    """

    def __init__(self, item: Item, decimal_comma: bool) -> None:
        super().__init__({"": 0})
        self.item = item
        self.decimal_comma = decimal_comma
        self.written = [""]
        self.stands_for = [float("nan")]
        self._known = {in_digits(value): value for value in item.values}

    def __missing__(self, cell: str) -> int:
        """Number a new spelling: the digits of an option value, with or without zeros behind."""
        digits = cell.replace(",", ".") if self.decimal_comma else cell
        if "." in digits and len(digits) <= _LONGEST and NUMBER.fullmatch(digits):
            digits = digits.rstrip("0").removesuffix(".")
        self.stands_for.append(self._known[digits])
        self.written.append(cell)
        self[cell] = len(self.written) - 1
        return self[cell]


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers to one item: per row the number of a spelling."""

    spellings: Spellings
    numbers: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """The rows of one questionnaire in a file, column by column in the order of the file.

    Attributes
    ----------
    decimal_comma : bool
        Whether numbers in the file have a comma where ours have a point.
    columns : dict of str to (Answered or list of str)
        By the name in the header; text where the column is no item with option values.
    rows : int
        Respondents.
    left_out, other_versions : int
        Rows of other questionnaires, and rows taken that name another version.
    """

    delimiter: str
    decimal_comma: bool
    columns: dict[str, Answered | list[str]]
    rows: int
    left_out: int
    other_versions: int


def read_answers(
    path: Path, questionnaire: Questionnaire, *, identifier: str | None = None
) -> AnswerFile:
    """Read every row of this questionnaire, refusing the first cell that cannot be an answer.

    `identifier` names the column that tells respondents apart. Without it the first column does,
    when it is called so: `id`, `respondent`, `leerling`, or a name that ends in `_id`.
    """
    table = read_delimited(path)
    columns = _Columns(questionnaire, table, identifier)
    for chunk in _chunks(table.rows):
        columns.take(chunk)
    return columns.finished(path)


def _chunks(rows: Iterator[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    chunk: list[tuple[int, list[str]]] = []
    try:
        for row in rows:
            chunk.append(row)
            if len(chunk) == ROWS_AT_ONCE:
                yield chunk
                chunk = []
    except UnreadableTableError:
        # What stands before the row that cannot be read is judged first.
        yield chunk
        raise
    yield chunk


class _Columns:
    """What each column of the file holds, by its place in a row, and what was taken from it."""

    def __init__(
        self, questionnaire: Questionnaire, table: Delimited, identifier: str | None
    ) -> None:
        self.questionnaire = questionnaire
        self.table = table
        self.items = {item.key: item for item in questionnaire.items}
        self.scales = {scale.key for scale in questionnaire.scales}
        self.spellings: dict[int, Spellings] = {}
        self.texts: dict[int, list[str]] = {}
        self.foreign: dict[int, str] = {}
        self.numbers: dict[int, list[NDArray[np.uint16]]] = {}
        self.rows = self.left_out = self.other_versions = 0
        self.others: set[str] = set()
        own = self._identifier(identifier)
        for place, name in enumerate(table.header):
            item = self.items.get(name)
            # An item without option values (own words, a wish) is never scored: it passes.
            if item is not None and item.values:
                self.spellings[place] = Spellings(item, table.delimiter != ",")
                self.numbers[place] = []
            elif item is not None or name in RESPONSE_COLUMNS or name == own:
                self.texts[place] = []
            else:
                self.foreign[place] = name
        self.list = self._place("questionnaire")
        self.version = self._place("version")
        # What may stand in the file once only, and the line on which it does.
        self.seen: dict[int, dict[str, int]] = {
            place: {}
            for place, name in enumerate(table.header)
            if name in {"response_id", own} - self.items.keys()
        }
        self._check_header()

    def take(self, chunk: Sequence[tuple[int, list[str]]]) -> None:
        """Take the rows of this questionnaire, or refuse the first that is wrong."""
        for row, (line, cells) in enumerate(chunk):
            doubled = self._doubled(line, cells)
            if doubled is not None:
                self._take(chunk[:row])
                raise doubled
        self._take(chunk)

    def _take(self, chunk: Sequence[tuple[int, list[str]]]) -> None:
        if self.list is not None:
            chunk = self._of_this_list(chunk, self.list)
        if not chunk:
            return
        columns = list(zip(*(cells for _, cells in chunk), strict=True))
        if any(any(columns[place]) for place in self.foreign):
            raise self._first_fault(chunk)
        try:
            numbers = {
                place: np.fromiter(map(known.__getitem__, columns[place]), np.uint16, len(chunk))
                for place, known in self.spellings.items()
            }
        except KeyError:
            raise self._first_fault(chunk) from None
        for place, some in numbers.items():
            self.numbers[place].append(some)
        for place, texts in self.texts.items():
            texts.extend(columns[place])
        if self.version is not None:
            own_versions = ("", self.questionnaire.version)
            self.other_versions += sum(each not in own_versions for each in columns[self.version])
        self.rows += len(chunk)

    def finished(self, path: Path) -> AnswerFile:
        """Return what was taken."""
        if self.others and not self.rows:
            raise AnswersError(
                f"No row of {path} is of questionnaire {self.questionnaire.key!r}; there are: "
                f"{', '.join(shown(other) for other in sorted(self.others)[:10])}."
            )
        taken: dict[int, Answered | list[str]] = dict(self.texts)
        for place, parts in self.numbers.items():
            numbers = np.concatenate(parts) if parts else np.zeros(0, np.uint16)
            taken[place] = Answered(self.spellings[place], numbers)
        return AnswerFile(
            self.table.delimiter,
            self._has_decimal_commas(),
            {self.table.header[place]: taken[place] for place in sorted(taken)},
            self.rows,
            self.left_out,
            self.other_versions,
        )

    def _has_decimal_commas(self) -> bool:
        """Say how the file writes a fraction.

        As its answers do; and where none has one, a semicolon comes from a spreadsheet whose
        decimal sign is the comma: it would read a score of 2.125 as two thousand.
        """
        written = [cell for known in self.spellings.values() for cell in known.written]
        if any("," in cell for cell in written):
            return True
        return self.table.delimiter == ";" and not any("." in cell for cell in written)

    def _identifier(self, named: str | None) -> str | None:
        """Return the column that tells respondents apart."""
        header, line = self.table.header, self.table.line
        if named is None:
            return header[0] if _IDENTIFIER.fullmatch(header[0]) else None
        if named not in header:
            raise AnswersError(
                f"Line {line}: there is no column {shown(named)}"
                f"{nearest(named, header)}; name the column that identifies a respondent."
            )
        if named in self.items or named in self.scales:
            what = "an item" if named in self.items else "a score"
            raise AnswersError(
                f"Line {line}: column {shown(named)} is {what} of {self.questionnaire.key!r} and "
                "identifies nobody."
            )
        return named

    def _place(self, name: str) -> int | None:
        """Return the place of one of our own columns."""
        header = self.table.header
        return header.index(name) if name in header and name not in self.items else None

    def _check_header(self) -> None:
        """Refuse columns that no row can excuse, and a scale that would be a second such column."""
        line = self.table.line
        for place in self.texts:
            if self.table.header[place] in self.scales - self.items.keys():
                name = shown(self.table.header[place])
                raise AnswersError(
                    f"Line {line}: column {name} has the name of a scale; remove it."
                )
        if self.list is None and self.foreign:
            raise self._unknown(line, next(iter(self.foreign.values())))

    def _doubled(self, line: int, cells: Sequence[str]) -> AnswersError | None:
        """Return the refusal of a respondent that stands in the file already."""
        for place, seen in self.seen.items():
            identity = cells[place]
            if identity and seen.setdefault(identity, line) != line:
                return AnswersError(
                    f"Line {line}, column {shown(self.table.header[place])}: {shown(identity)} "
                    f"stands on line {seen[identity]} already."
                )
        return None

    def _of_this_list(
        self, chunk: Sequence[tuple[int, list[str]]], place: int
    ) -> list[tuple[int, list[str]]]:
        key = self.questionnaire.key
        ours = [(line, cells) for line, cells in chunk if cells[place] == key]
        self.left_out += len(chunk) - len(ours)
        self.others.update(cells[place] for _, cells in chunk if cells[place] != key)
        return ours

    def _first_fault(self, chunk: Sequence[tuple[int, list[str]]]) -> AnswersError:
        """Return the refusal of the first row that is wrong, by its first wrong cell."""
        for line, cells in chunk:
            for place, name in self.foreign.items():
                if cells[place]:
                    return self._unknown(line, name)
            for place, known in self.spellings.items():
                try:
                    known[cells[place]]
                except KeyError:
                    return _refusal(line, self.table.header[place], cells[place], known)
        raise AssertionError("no row of the chunk is wrong")

    def _unknown(self, line: int, name: str) -> AnswersError:
        place = f"Line {line}: column {shown(name)}"
        key = self.questionnaire.key
        if name in self.scales:
            return AnswersError(f"{place} is a score of {key!r} and no item; remove it.")
        hint = nearest(name, [*self.items])
        if not hint and (_IDENTIFIER.fullmatch(name) or name == self.table.header[0]):
            hint = "; if it identifies the respondent, name it with --id"
        return AnswersError(f"{place} is no item of questionnaire {key!r}{hint}.")


def _refusal(line: int, name: str, cell: str, known: Spellings) -> AnswersError:
    place = f"Line {line}, column {shown(name)}"
    options = ", ".join(map(in_digits, known.item.values))
    has_comma = DECIMAL_COMMA.fullmatch(cell) is not None
    if has_comma and not known.decimal_comma:
        return AnswersError(f"{place}: {shown(cell)} has a decimal comma; write a point.")
    if any(option.key == cell for option in known.item.options):
        return AnswersError(
            f"{place}: {shown(cell)} is the key of an answer; write its value ({options}), or "
            "nothing when the answer has none."
        )
    leave = "; leave a missing answer empty" if MISSING_CODE.fullmatch(cell) else ""
    if has_comma or NUMBER.fullmatch(cell):
        return AnswersError(
            f"{place}: {shown(cell)} is not one of the option values ({options}){leave}."
        )
    return AnswersError(
        f"{place}: {shown(cell)} is not a number; write one of {options}"
        + (", or nothing for a missing answer." if leave else ".")
    )
