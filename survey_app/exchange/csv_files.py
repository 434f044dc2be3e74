"""Comma-separated files.

Responses, their scores and a codebook; text is text and numbers are numbers.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from survey_app.definitions import Item, Missing, Questionnaire
from survey_app.exchange.files import make_folder, write_together
from survey_app.exchange.rows import ResponseRow

RESPONSE_COLUMNS = (
    "response_id",
    "role",
    "questionnaire",
    "version",
    "submitted_on",
    "traject",
    "informant",
    "occasion",
    "mode",
    "language",
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
)
CODEBOOK_COLUMNS = (
    "questionnaire",
    "version",
    "item",
    "text",
    "option",
    "words",
    "value",
    "missing",
)
FORMULA = re.compile("[\\s\ufeff\u200b]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""What a spreadsheet may work out; blanks before it and full-width signs are no shield."""

Cell = str | float | int | None


def write_csv(rows: Iterable[ResponseRow], folder: Path) -> list[Path]:
    """Write responses.csv, scores.csv and codebook.csv, all of them or none; return their
    paths.

    An item column holds the value of the chosen answer and is empty when there is none; why it is
    empty stands in the column `missing` as "item=kind". Written words are left out: they could name
    somebody.
    """
    taken = list(rows)
    make_folder(folder)
    lists = {row.questionnaire.fingerprint: row.questionnaire for row in taken}
    items = list(dict.fromkeys(item.key for q in lists.values() for item in q.items))
    files = {
        folder / "responses.csv": _text(
            (*RESPONSE_COLUMNS, *items), [_response(row, items) for row in taken]
        ),
        folder / "scores.csv": _text(
            SCORE_COLUMNS, [line for row in taken for line in _scores(row)]
        ),
        folder / "codebook.csv": _text(
            CODEBOOK_COLUMNS,
            [line for questionnaire in lists.values() for line in _codebook(questionnaire)],
        ),
    }
    write_together(files)
    return list(files)


def _response(row: ResponseRow, items: Sequence[str]) -> list[Cell]:
    known = {item.key: item for item in row.questionnaire.items}
    missing = dict(row.missing)
    values: dict[str, float | None] = {}
    for key, chosen in row.answers.items():
        option = known[key].option(chosen)
        values[key] = option.value
        if option.missing is not None:
            missing[key] = option.missing.value
        elif option.value is None:
            missing[key] = f"chosen:{chosen}"
    return [
        row.response_id,
        row.role,
        row.questionnaire.key,
        row.questionnaire.version,
        row.submitted_on.isoformat(),
        row.traject,
        row.informant,
        row.occasion,
        row.mode,
        row.language,
        ";".join(f"{key}={kind}" for key, kind in sorted(missing.items())),
        *(values.get(key) for key in items),
    ]


def _scores(row: ResponseRow) -> list[list[Cell]]:
    return [
        [
            row.response_id,
            row.questionnaire.key,
            row.questionnaire.version,
            score.scoring_version,
            row.evidence_stage,
            score.scale,
            score.value,
            score.reason,
            score.answered,
        ]
        for score in row.scores
    ]


def _codebook(questionnaire: Questionnaire) -> list[list[Cell]]:
    language = questionnaire.languages[0]
    lines: list[list[Cell]] = []
    for item in questionnaire.items:
        text = item.text.in_language(language)
        lines += [
            [
                questionnaire.key,
                questionnaire.version,
                item.key,
                text,
                option.key,
                option.text.in_language(language),
                option.value,
                option.missing.value if option.missing else None,
            ]
            for option in item.options
        ] or [
            [
                questionnaire.key,
                questionnaire.version,
                item.key,
                text,
                None,
                None,
                None,
                _own_words(item),
            ]
        ]
    return lines


def _own_words(item: Item) -> str:
    return f"{item.kind.value}, not exported ({Missing.NOT_SHOWN.value} when empty)"


def _text(columns: Sequence[str], lines: Iterable[Sequence[Cell]]) -> str:
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
