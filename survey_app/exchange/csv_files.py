"""Comma-separated files.

Responses, their scores and a codebook; text is text and numbers are numbers.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from survey_app.definitions import Item, Option, Questionnaire
from survey_app.exchange.files import make_folder, write_together
from survey_app.exchange.rows import ResponseRow

Cell = str | float | int | None

RESPONSE_COLUMNS = (
    "response_id",
    "sample",
    "role",
    "questionnaire",
    "version",
    "submitted_on",
    "answered_on",
    "traject",
    "informant",
    "occasion",
    "mode",
    "class_round",
    "language",
    "evidence_stage",
    "seconds",
    "quality",
    "corrections",
    "missing",
)
SCORE_COLUMNS = (
    "response_id",
    "questionnaire",
    "version",
    "scoring_version",
    "evidence_stage",
    "scale",
    "value",
    "reason",
    "answered",
    "norm",
    "bands",
)
CODEBOOK_COLUMNS = (
    "questionnaire",
    "version",
    "item",
    "kind",
    "text",
    "column",
    "option",
    "words",
    "value",
    "missing",
    "least",
    "most",
    "decimals",
    "unit",
)
TICKED, NOT_TICKED = 1.0, 0.0
NO_NUMBER: tuple[Cell, ...] = (None, None, None, None)
FORMULA = re.compile("[\\s\ufeff\u200b]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""What a spreadsheet may work out; blanks before it and full-width signs are no shield."""


def write_csv(rows: Iterable[ResponseRow], folder: Path) -> list[Path]:
    """Write responses.csv, scores.csv and codebook.csv, all of them or none; return their
    paths.

    The column of an item holds the value of the chosen answer, the key of the answer where answers
    have no values, or the number that was given. An item with several answers has a column for each
    of them, "item.answer", with 1 for chosen and 0 for not. Without an answer the columns are empty
    and the kind of missing stands in the column `missing` as "item=kind". Written words are left
    out: they could name somebody.
    """
    taken = list(rows)
    make_folder(folder)
    lists = {row.questionnaire.fingerprint: row.questionnaire for row in taken}
    columns = list(
        dict.fromkeys(
            column for q in lists.values() for item in q.items for column in _columns(item)
        )
    )
    files = {
        folder / "responses.csv": csv_text(
            (*RESPONSE_COLUMNS, *columns), [_response(row, columns) for row in taken]
        ),
        folder / "scores.csv": csv_text(
            SCORE_COLUMNS, [line for row in taken for line in _scores(row)]
        ),
        folder / "codebook.csv": csv_text(
            CODEBOOK_COLUMNS,
            [line for questionnaire in lists.values() for line in _codebook(questionnaire)],
        ),
    }
    write_together(files)
    return list(files)


def _columns(item: Item) -> tuple[str, ...]:
    """Return the columns of an item; own words have none."""
    if item.max_length is not None:
        return ()
    if item.choose is None:
        return (item.key,)
    return tuple(_column(item, option) for option in item.options if option.missing is None)


def _column(item: Item, option: Option) -> str:
    return item.key if item.choose is None else f"{item.key}.{option.key}"


def _response(row: ResponseRow, columns: Sequence[str]) -> list[Cell]:
    known = {item.key: item for item in row.questionnaire.items}
    missing = dict(row.missing)
    cells: dict[str, Cell] = {}
    for key, answer in row.answers.items():
        item = known[key]
        if item.number is not None:
            cells[key] = float(answer)
            continue
        chosen = [item.option(each) for each in answer.split()]
        why = next((option.missing for option in chosen if option.missing is not None), None)
        if why is not None:
            missing[key] = why.value
        elif item.choose is not None:
            for option in item.options:
                cells[_column(item, option)] = TICKED if option in chosen else NOT_TICKED
        else:
            cells[key] = _value(item, chosen[0])
    return [
        row.response_id,
        row.sample,
        row.role,
        row.questionnaire.key,
        row.questionnaire.version,
        row.submitted_on.isoformat(),
        row.answered_on.isoformat(),
        row.traject,
        row.informant,
        row.occasion,
        row.mode,
        row.class_round,
        row.language,
        row.evidence_stage,
        row.seconds,
        ";".join(row.quality),
        row.corrections,
        ";".join(f"{key}={kind}" for key, kind in sorted(missing.items())),
        *(cells.get(column) for column in columns),
    ]


def _scores(row: ResponseRow) -> list[list[Cell]]:
    return [
        [
            row.response_id,
            row.questionnaire.key,
            row.questionnaire.version,
            score.scoring_version,
            score.evidence_stage,
            score.scale,
            score.value,
            score.reason,
            score.answered,
            score.norm,
            score.bands,
        ]
        for score in row.scores
    ]


def _value(item: Item, option: Option) -> Cell:
    """Return what stands in the column of an item when this one option was chosen."""
    if item.choose is not None:
        return TICKED
    return option.key if option.value is None else option.value


def _codebook(questionnaire: Questionnaire) -> list[list[Cell]]:
    return [line for item in questionnaire.items for line in _lines(questionnaire, item)]


def _lines(questionnaire: Questionnaire, item: Item) -> Iterator[list[Cell]]:
    """Yield a line for every option of an item, or one for a number or own words."""
    language = questionnaire.languages[0]
    about: list[Cell] = [
        questionnaire.key,
        questionnaire.version,
        item.key,
        item.kind.value,
        item.text.in_language(language),
    ]
    for option in item.options:
        words = option.text.in_language(language)
        if option.missing is not None:
            yield [*about, None, option.key, words, None, option.missing.value, *NO_NUMBER]
        else:
            value = _value(item, option)
            yield [*about, _column(item, option), option.key, words, value, None, *NO_NUMBER]
    number = item.number
    if number is not None:
        unit = number.unit.in_language(language) if number.unit else None
        bounds = (number.least, number.most, number.decimals)
        yield [*about, item.key, None, None, None, None, *bounds, unit]
    elif not item.options:
        yield [*about, None, None, "in own words, not exported", None, None, *NO_NUMBER]


def csv_text(columns: Sequence[str], lines: Iterable[Sequence[Cell]]) -> str:
    """Return a table as CSV of which no cell is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([_cell(column) for column in columns])
    writer.writerows([[_cell(cell) for cell in line] for line in lines])
    return text.getvalue()


def neutral(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def _cell(cell: Cell) -> Cell:
    """Return harmless text, and whole numbers without a point."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    return neutral(cell) if isinstance(cell, str) else cell
