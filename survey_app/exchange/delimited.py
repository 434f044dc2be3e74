"""A delimited text file: its delimiter, its header and its rows, each with the line it starts on.

The delimiter is the one of comma, semicolon and tab that stands in the header. Nothing is mended:
what is no UTF-8, has a row of another width or an open quote is refused with its line.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from survey_app.errors import InputError

if TYPE_CHECKING:
    import _csv

DELIMITERS: Final = {",": "commas", ";": "semicolons", "\t": "tabs"}

_EXCEL_HINT = re.compile(r'"?sep=(.)"?\r?\n')
_QUOTED = re.compile('"[^"]*"')
_UNDECODED = re.compile("[\udc80-\udcff]")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE = "save the file as CSV UTF-8"


class UnreadableTableError(InputError):
    """A file is no table that can be read; the text is one line that names the place."""


@dataclass(frozen=True, slots=True)
class Delimited:
    """A table that stands in a file.

    Attributes
    ----------
    line : int
        On which the header starts; lines count from 1, as editors do.
    rows : iterator of (line, cells)
        Each as wide as the header; read while the caller goes, and refused where it is wrong.
    """

    delimiter: str
    line: int
    header: list[str]
    rows: Iterator[tuple[int, list[str]]]


def read_delimited(path: Path) -> Delimited:
    """Open a table; its rows are read one by one."""
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise UnreadableTableError(f"{path} cannot be read: {fault.strerror}.") from fault
    if content.startswith(_UTF_16):
        raise UnreadableTableError(f"Line 1: the file is UTF-16; {_SAVE}.")
    if (place := content.find(b"\0")) >= 0:
        line = 1 + content.count(b"\n", 0, place)
        raise UnreadableTableError(f"Line {line} holds a NUL byte, as UTF-16 does; {_SAVE}.")
    content = content.removeprefix(b"\xef\xbb\xbf")
    # A byte that is no UTF-8 is kept as a lone surrogate, to be refused in its row and column.
    text = io.TextIOWrapper(
        io.BytesIO(content), encoding="utf-8", errors="surrogateescape", newline=""
    )
    hint = None
    for start, first in enumerate(text, start=1):
        if start == 1 and (marked := _EXCEL_HINT.fullmatch(first)):
            hint = marked[1]
        elif first.strip("\r\n"):
            break
    else:
        raise UnreadableTableError(f"{path} is empty; write a header, then the rows.")
    delimiter = _delimiter(start, first, hint)
    reader = csv.reader(chain([first], text), delimiter=delimiter, strict=True)
    rows = _rows(reader, start - 1)
    _, header = next(rows)
    is_utf_8 = _is_utf_8(content)
    _check_header(start, header)
    return Delimited(delimiter, start, header, _checked(rows, header, delimiter, is_utf_8))


def _delimiter(line: int, header: str, hint: str | None) -> str:
    """Return what separates the columns of the header; a single column has none, so a comma."""
    if hint is not None and hint not in DELIMITERS:
        raise UnreadableTableError(f"Line 1: {hint!r} separates no columns; use ',', ';' or a tab.")
    bare = _QUOTED.sub("", header)
    found = [each for each in DELIMITERS if each in bare or each == hint]
    if len(found) > 1:
        words = " and ".join(DELIMITERS[each] for each in found)
        raise UnreadableTableError(
            f"Line {line}: the columns are separated by {words}; use one of them."
        )
    return found[0] if found else ","


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _rows(reader: "_csv.Reader", before: int) -> Iterator[tuple[int, list[str]]]:
    """Give every row with the line on which it starts."""
    while True:
        start = before + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise UnreadableTableError(
                f"Line {start} is not CSV: {fault}; is a quote left open?"
            ) from fault
        yield start, cells


def _check_header(line: int, header: Sequence[str]) -> None:
    """Refuse a header that cannot name columns."""
    seen: set[str] = set()
    for place, name in enumerate(header, start=1):
        if _UNDECODED.search(name):
            raise UnreadableTableError(f"Line {line}, column {place}: not UTF-8; {_SAVE}.")
        if not name:
            raise UnreadableTableError(f"Line {line}: column {place} has no name.")
        if name in seen:
            raise UnreadableTableError(f"Line {line}: column {shown(name)} stands there twice.")
        seen.add(name)


def _checked(
    rows: Iterator[tuple[int, list[str]]], header: Sequence[str], delimiter: str, is_utf_8: bool
) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that are as wide as the header; a blank line is no row."""
    width, blank = len(header), None
    for line, cells in rows:
        if not cells:
            blank = blank or line
            continue
        if len(cells) != width:
            raise UnreadableTableError(
                f"Line {line} has {len(cells)} cells and the header {width} columns"
                f"{_suspicion(cells, width, delimiter)}"
            )
        if blank is not None and width == 1:
            raise UnreadableTableError(
                f'Line {blank} is blank; write "" for no answer in a single column.'
            )
        if not is_utf_8:
            _check_decoded(line, header, cells)
        yield line, cells


def _suspicion(cells: Sequence[str], width: int, delimiter: str) -> str:
    if len(cells) > width:
        return "; is there a decimal comma?" if delimiter == "," else "."
    others = [
        word for each, word in DELIMITERS.items() if each != delimiter and each in "".join(cells)
    ]
    return f"; is it separated by {others[0]}?" if others else "."


def _check_decoded(line: int, header: Sequence[str], cells: Sequence[str]) -> None:
    for name, cell in zip(header, cells, strict=True):
        if _UNDECODED.search(cell):
            raise UnreadableTableError(f"Line {line}, column {shown(name)}: not UTF-8; {_SAVE}.")


def shown(text: str) -> str:
    """Show what stands in a file on one line, without control characters and not too long."""
    return repr(text if len(text) <= 40 else text[:40] + "…")
