"""`survey-app score`: a CSV file of answers comes in, the same file with its scores goes out.

The file is read in full before anything is written, and written with the delimiter and the decimal
sign of the answers.
"""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from survey_app.commands.lists import find
from survey_app.definitions import DefinitionError, Questionnaire, load
from survey_app.errors import KansmeterError
from survey_app.exchange.answer_files import (
    ROWS_AT_ONCE,
    Answered,
    AnswerFile,
    AnswersError,
    read_answers,
)
from survey_app.exchange.cells import harmless
from survey_app.exchange.files import write_whole
from survey_app.scoring import in_digits, score_table, scored_items


def _ignore(note: str) -> None:
    """Take no notes."""


def score_csv(
    key: str,
    answers_path: str | Path,
    out_path: str | Path | None = None,
    *,
    identifier: str | None = None,
    note: Callable[[str], None] = _ignore,
) -> str:
    """Score a CSV file and return the result as CSV, also written to `out_path` when given."""
    import pandas as pd

    questionnaire = _questionnaire(key)
    answers = read_answers(Path(answers_path), questionnaire, identifier=identifier)
    if answers.left_out:
        note(f"Left out: {_rows(answers.left_out)} of other questionnaires.")
    if answers.other_versions:
        note(
            f"Take care: {_rows(answers.other_versions)} of another version, scored by the rules "
            f"of {questionnaire.key} {questionnaire.version}."
        )
    by_key = {item.key for item in questionnaire.items if item.options and not item.values}
    several = {item.key for item in questionnaire.items if item.choose is not None}
    table = pd.DataFrame(
        {
            name: np.array(column.spellings.stands_for)[column.numbers]
            if isinstance(column, Answered)
            else pd.array([cell or None for cell in column], dtype="object")
            for name, column in answers.columns.items()
            if isinstance(column, Answered) or name in by_key - several
        },
        index=range(1, answers.rows + 1),
    )
    scores = score_table(questionnaire, table)
    text = _written(answers, {key: scores[key].to_numpy() for key in scores.columns})
    if out_path is not None:
        write_whole(Path(out_path), text)
    absent = sorted(scored_items(questionnaire) - answers.columns.keys())
    if absent:
        note(f"Take care: there is no column {', '.join(absent)}; it is missing for everybody.")
    return text


@click.command("score")
@click.argument("key")
@click.argument("answers", metavar="ANSWERS.csv", type=click.Path(path_type=Path))
@click.option(
    "--id",
    "identifier",
    metavar="COLUMN",
    help="The column that tells respondents apart; without this the first one, when it is called "
    "id, respondent, participant, case, child, kind, leerling, leerlingnummer, pupil, nr or "
    "nummer, or ends in id after a sign, such as child_id.",
)
@click.option(
    "--out",
    metavar="SCORES.csv",
    type=click.Path(path_type=Path),
    help="Write here instead of to the screen; the file appears complete or not at all.",
)
def score(key: str, answers: Path, identifier: str | None, out: Path | None) -> None:
    """Add a column per scale to a CSV file of answers.

    KEY is a shipped questionnaire or the path of a YAML file. ANSWERS.csv has one row per
    respondent; its columns are item keys with option values, empty for a missing answer. An empty
    score cannot be computed. The columns of our own export pass through, and one that identifies a
    respondent. Columns may be separated by commas, semicolons or tabs.
    """
    try:
        text = score_csv(
            key,
            answers,
            out,
            identifier=identifier,
            note=lambda words: click.echo(words, err=True),
        )
    except KansmeterError as fault:
        raise click.ClickException(str(fault)) from fault
    if out is None:
        click.echo(text.encode(), nl=False)


def _questionnaire(key: str) -> Questionnaire:
    """Load a shipped questionnaire or a YAML file; a faulty file is refused by its first fault."""
    path = Path(key)
    is_path = path.suffix in (".yaml", ".yml")
    if is_path and not path.is_file():
        raise AnswersError(f"There is no file {key!r}.")
    try:
        return load(path) if is_path else find(key)
    except DefinitionError as refusal:
        others = len(refusal.faults) - 1
        more = f" (and {others} more: `survey-app questionnaires check`)" if others else ""
        raise AnswersError(f"{refusal.faults[0]}{more}") from refusal


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _written(answers: AnswerFile, scores: dict[str, NDArray[np.float64]]) -> str:
    """Write the rows with their scores; text that a spreadsheet would run gets an apostrophe."""
    result = io.StringIO(newline="")
    # With this line ending the writer quotes a lone CR too; unquoted, it would split a row in two.
    writer = csv.writer(result, delimiter=answers.delimiter, lineterminator="\r\n")
    writer.writerow([*map(harmless, answers.columns), *scores])
    digits = [_Digits(column, answers.decimal_comma) for column in scores.values()]
    for start in range(0, answers.rows, ROWS_AT_ONCE):
        some = slice(start, start + ROWS_AT_ONCE)
        cells = [_cells(column, some) for column in answers.columns.values()]
        writer.writerows(zip(*cells, *(each.cells(some) for each in digits), strict=True))
    return result.getvalue()


def _cells(column: Answered | list[str], rows: slice) -> Iterator[str]:
    if isinstance(column, list):
        return map(harmless, column[rows])
    return map(column.spellings.written.__getitem__, column.numbers[rows].tolist())


class _Digits:
    """The scores of one scale in digits; there are few different ones, so each is written once."""

    def __init__(self, scores: NDArray[np.float64], decimal_comma: bool) -> None:
        found, self._places = np.unique(scores, return_inverse=True)
        written = ["" if np.isnan(value) else in_digits(value) for value in found.tolist()]
        self._written = [each.replace(".", ",") for each in written] if decimal_comma else written

    def cells(self, rows: slice) -> Iterator[str]:
        return map(self._written.__getitem__, self._places[rows].tolist())
