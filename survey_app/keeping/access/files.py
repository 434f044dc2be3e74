"""The data as files that a program can read: JSON, CSV for each subject, and a codebook."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from survey_app.clock import LOCAL
from survey_app.exchange.csv_files import Cell as CsvCell
from survey_app.exchange.csv_files import csv_text
from survey_app.keeping.access.values import Cell, Column, Dossier, Section

Words = Mapping[str, Mapping[str, str]]
"""What the codes of each list of words mean."""
FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a ZIP can hold: the same data make the same file."""
READ_ME: Final = "LEESMIJ.txt"


def data_file(dossier: Dossier, words: Words, told: str) -> bytes:
    """Return a ZIP with the data, their codebook and what is told about them."""
    files = {
        READ_ME: told,
        "gegevens.json": json.dumps(_as_json(dossier), ensure_ascii=False, indent=1),
        "codeboek.csv": csv_text(
            ("bestand", "kolom", "naam", "code", "betekenis"), _codebook(dossier, words)
        ),
        **{
            f"{each.key}.csv": csv_text(
                [column.key for column in each.columns],
                [[_csv(cell) for cell in row] for row in each.rows],
            )
            for each in dossier.sections
            if each.rows
        },
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode())
    return made.getvalue()


def _as_json(dossier: Dossier) -> dict[str, Any]:
    return {
        **{
            each.key: [
                {
                    column.key: _plain(cell)
                    for column, cell in zip(each.columns, row, strict=True)
                    if cell is not None
                }
                for row in each.rows
            ]
            for each in dossier.sections
        },
        "weggelaten": dict(dossier.left_out),
    }


def _codebook(dossier: Dossier, words: Words) -> list[list[CsvCell]]:
    return [
        line
        for section in dossier.sections
        if section.rows
        for place, column in enumerate(section.columns)
        for line in _of_column(section, place, column, words)
    ]


def _of_column(
    section: Section, place: int, column: Column, words: Words
) -> Iterator[list[CsvCell]]:
    """Yield a line for each code that stands in a column, or one for a column without codes."""
    file = f"{section.key}.csv"
    said = words.get(column.words, {})
    used = {code for row in section.rows for code in str(row[place] or "").split()}
    known = [(code, meaning) for code, meaning in said.items() if code in used]
    for code, meaning in known:
        yield [file, column.key, column.label, code, meaning]
    if not known:
        yield [file, column.key, column.label, None, None]


def _plain(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return cell.astimezone(LOCAL).isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else cell


def _csv(cell: Cell) -> CsvCell:
    value = _plain(cell)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return float(value) if isinstance(value, int) else value
