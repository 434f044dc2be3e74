"""A file of words and numbers: named columns and no others, each cell checked.

Nothing is guessed or mended: an unknown column, a word where a number belongs, an identity that
stands there twice or two decimal signs in one file are refused with line and column.
"""

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from survey_app.exchange.cells import MISSING_CODE, harmless, nearest
from survey_app.exchange.delimited import Delimited, UnreadableTableError, read_delimited, shown
from survey_app.scoring import in_digits

_NUMBER: Final = re.compile(
    r"(-?[0-9]{1,30})(?:([.,])([0-9]{1,30}))?([eE][-+]?[0-9]{1,3})?", re.ASCII
)
"""Digits with or without a decimal sign, and the power of ten that statistics programs write."""

_THOUSANDS: Final = re.compile(
    r"-?[0-9]{1,3}(?:([.,' ])[0-9]{3}(?:\1[0-9]{3})*)(?:[.,][0-9]+)", re.ASCII
)

Cell = str | float | int | bool | None


@dataclass(frozen=True, slots=True)
class NumberFile:
    """The rows of a file, column by column.

    Attributes
    ----------
    delimiter : str
        Between the columns.
    decimal_comma : bool
        Whether numbers in the file have a comma where ours have a point.
    words : dict of str to list of str
        The columns of words that are there, each cell filled.
    numbers : dict of str to list of (float or None)
        The columns of numbers that are there; None is an empty cell.
    lines : list of int
        Where in the file each row stands.
    """

    delimiter: str
    decimal_comma: bool
    words: dict[str, list[str]]
    numbers: dict[str, list[float | None]]
    lines: list[int]

    def demand(self, name: str, fits: Callable[[float], bool], otherwise: str) -> None:
        """Refuse the first number of a column that does not fit; a missing one does."""
        for line, number in zip(self.lines, self.numbers[name], strict=True):
            if number is not None and not fits(number):
                raise UnreadableTableError(
                    f"Line {line}, column {name!r}: {_written(number, self.decimal_comma)} "
                    f"{otherwise}."
                )


def read_numbers(
    path: Path,
    *,
    words: Sequence[str],
    numbers: Sequence[str],
    optional: Sequence[str] = (),
    unique: Sequence[str] = (),
) -> NumberFile:
    """Read a file that has these columns, in any order, and no others.

    Columns named in `optional` may be absent. The words in the columns `unique`, taken together,
    may stand in the file once. A file without rows is refused: nothing follows from it.
    """
    table = read_delimited(path)
    _check_columns(table, [*words, *numbers], optional)
    places = {name: place for place, name in enumerate(table.header)}
    cells = _Cells(table.delimiter)
    read = NumberFile(
        table.delimiter,
        False,
        {name: [] for name in words if name in places},
        {name: [] for name in numbers if name in places},
        [],
    )
    identity = [places[name] for name in unique if name in places]
    seen: dict[tuple[str, ...], int] = {}
    for line, row in table.rows:
        for name, texts in read.words.items():
            texts.append(_word(line, name, row[places[name]]))
        _check_new(line, table, row, identity, seen)
        for name, values in read.numbers.items():
            values.append(cells.number(line, name, row[places[name]]))
        read.lines.append(line)
    if not read.lines:
        raise UnreadableTableError(
            f"Line {table.line} is a header and no rows follow; write at least one, with "
            f"{', '.join(table.header)}."
        )
    return replace(read, decimal_comma=cells.has_decimal_commas)


def write_numbers(
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    delimiter: str = ",",
    decimal_comma: bool = False,
) -> str:
    """Write rows as CSV; what is None is empty, and a number reads back as the same number."""
    text = io.StringIO(newline="")
    # With this line ending the writer quotes a lone CR too; unquoted, it would split a row in two.
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_written(cell, decimal_comma) for cell in row] for row in rows)
    return text.getvalue()


def _written(cell: Cell, decimal_comma: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, bool):
        return str(cell).lower()
    digits = in_digits(float(cell))
    return digits.replace(".", ",") if decimal_comma else digits


def _check_columns(table: Delimited, known: Sequence[str], optional: Sequence[str]) -> None:
    for name in table.header:
        if name not in known:
            meant = nearest(name, known) or "; remove it"
            raise UnreadableTableError(
                f"Line {table.line}: column {shown(name)} is not known{meant}; the columns are "
                f"{', '.join(known)}."
            )
    for name in known:
        if name not in table.header and name not in optional:
            raise UnreadableTableError(
                f"Line {table.line}: there is no column {name!r}; the columns are "
                f"{', '.join(known)}."
            )


def _word(line: int, name: str, cell: str) -> str:
    if not cell.strip():
        raise UnreadableTableError(f"Line {line}, column {name!r}: empty; fill it in every row.")
    return cell


def _check_new(
    line: int,
    table: Delimited,
    row: Sequence[str],
    identity: Sequence[int],
    seen: dict[tuple[str, ...], int],
) -> None:
    """Refuse words that stood in an earlier row already."""
    own = tuple(row[place] for place in identity)
    if own and seen.setdefault(own, line) != line:
        columns = " and ".join(repr(table.header[place]) for place in identity)
        raise UnreadableTableError(
            f"Line {line}, column {columns}: {' and '.join(map(shown, own))} stands on line "
            f"{seen[own]} already."
        )


def _remedy(cell: str) -> str:
    """Return what to do about a cell that is no number, where that is plain."""
    bare = cell.strip().removeprefix("+")
    if MISSING_CODE.fullmatch(cell) or bare.lower() in ("inf", "-inf", "infinity"):
        return "; leave a missing number empty"
    if _THOUSANDS.fullmatch(bare):
        return "; write it without a sign between thousands"
    if _NUMBER.fullmatch(bare):
        return "; remove the blank or the plus"
    return ""


class _Cells:
    """Reads numbers, all with the same decimal sign."""

    def __init__(self, delimiter: str) -> None:
        self.delimiter = delimiter
        self.sign_on_line: dict[str, int] = {}

    @property
    def has_decimal_commas(self) -> bool:
        """Say how the file writes a fraction.

        Where no number has one, a semicolon comes from a spreadsheet whose decimal sign is a comma.
        """
        return "," in self.sign_on_line or (self.delimiter == ";" and not self.sign_on_line)

    def number(self, line: int, name: str, cell: str) -> float | None:
        """Return the number in a cell; an empty cell is a missing one."""
        if not cell:
            return None
        place = f"Line {line}, column {name!r}"
        found = _NUMBER.fullmatch(cell)
        if found is None:
            raise UnreadableTableError(f"{place}: {shown(cell)} is not a number{_remedy(cell)}.")
        whole, sign, fraction, power = found.groups()
        if sign is not None:
            self._check_sign(line, place, cell, sign)
        value = float(f"{whole}.{fraction or 0}{power or ''}")
        if math.isinf(value):
            raise UnreadableTableError(f"{place}: {shown(cell)} is too large to compute with.")
        return value

    def _check_sign(self, line: int, place: str, cell: str, sign: str) -> None:
        if sign == "," and self.delimiter == ",":
            raise UnreadableTableError(
                f"{place}: {shown(cell)} has a decimal comma; write a point."
            )
        self.sign_on_line.setdefault(sign, line)
        if len(self.sign_on_line) > 1:
            words = {",": "comma", ".": "point"}
            (first, where), _ = self.sign_on_line.items()
            raise UnreadableTableError(
                f"{place}: {shown(cell)} has a decimal {words[sign]} and line {where} a "
                f"{words[first]}; use one of them."
            )
