"""`survey-app score`: a CSV file of answers comes in, the same file with its scores goes out.

The file is read in full before anything is written, and a cell is compared with the spellings of
the option values: nothing is parsed, rounded or clipped into an answer.
"""

import csv
import io
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from survey_app.definitions import DefinitionError, Item, Questionnaire, load
from survey_app.errors import InputError, KansmeterError
from survey_app.exchange.csv_files import RESPONSE_COLUMNS, neutral
from survey_app.exchange.files import write_whole
from survey_app.scoring import in_digits, score_table

_NUMBER = re.compile(r"-?[0-9]+([.][0-9]+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+", re.ASCII)
_UNDECODED = re.compile("[\udc80-\udcff]")


class AnswersError(InputError):
    """The answers cannot be scored; the text is one line that names the place."""


@dataclass(slots=True)
class _Sheets:
    """The rows of the file that are scored, the numbers in them, and what was left out."""

    header: list[str]
    rows: list[list[str]] = field(default_factory=list)
    values: dict[str, list[float]] = field(default_factory=dict)
    left_out: int = 0
    other_versions: int = 0


class _Columns:
    """What each column of the file holds, by its place in a row."""

    def __init__(self, questionnaire: Questionnaire, header: Sequence[str]) -> None:
        self.questionnaire = questionnaire
        self.items = {item.key: item for item in questionnaire.items}
        self.scales = {scale.key for scale in questionnaire.scales}
        self.spellings: dict[int, Mapping[str, float]] = {}
        self.foreign: dict[int, str] = {}
        for place, name in enumerate(header):
            if name in self.items:
                # An item without option values (own words, a wish) is never scored: it passes.
                if self.items[name].values:
                    self.spellings[place] = _spellings(self.items[name])
            elif name not in RESPONSE_COLUMNS:
                self.foreign[place] = name
        places = {name: place for place, name in enumerate(header) if name not in self.items}
        self.list = places.get("questionnaire")
        self.version = places.get("version")
        self.doubled = sorted(self.scales.intersection(RESPONSE_COLUMNS, places))

    def kept(self, cells: Sequence[str]) -> list[str]:
        """Return the cells without those of other questionnaires' items."""
        return [cell for place, cell in enumerate(cells) if place not in self.foreign]


def _ignore(note: str) -> None:
    """Take no notes."""


def score_csv(
    key: str,
    answers_path: str | Path,
    out_path: str | Path | None = None,
    *,
    note: Callable[[str], None] = _ignore,
) -> str:
    """Score a CSV file and return the result as CSV, also written to `out_path` when given."""
    import pandas as pd

    questionnaire = _questionnaire(key)
    sheets = _read(Path(answers_path), questionnaire)
    if sheets.left_out:
        note(f"Left out: {_rows(sheets.left_out)} of other questionnaires.")
    if sheets.other_versions:
        note(
            f"Take care: {_rows(sheets.other_versions)} of another version, scored by the rules of "
            f"{questionnaire.key} {questionnaire.version}."
        )
    answers = pd.DataFrame(sheets.values, index=range(len(sheets.rows)), dtype="float64")
    scores = score_table(questionnaire, answers)
    text = _written(sheets, {str(scale): scores[scale].tolist() for scale in scores.columns})
    if out_path is not None:
        write_whole(Path(out_path), text)
    return text


@click.command("score")
@click.argument("key")
@click.argument("answers", metavar="ANSWERS.csv", type=click.Path(path_type=Path))
@click.option(
    "--out",
    metavar="SCORES.csv",
    type=click.Path(path_type=Path),
    help="Write here instead of to the screen; the file appears complete or not at all.",
)
def score(key: str, answers: Path, out: Path | None) -> None:
    """Add a column per scale to a CSV file of answers.

    KEY is a shipped questionnaire or the path of a YAML file. ANSWERS.csv has one row per
    respondent; its columns are item keys with option values, empty for a missing answer. An empty
    score cannot be computed. The columns of our own export pass through.
    """
    try:
        text = score_csv(key, answers, out, note=lambda words: click.echo(words, err=True))
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
        return load(path if is_path else key)
    except DefinitionError as refusal:
        others = len(refusal.faults) - 1
        more = f" (and {others} more: `survey-app questionnaires check`)" if others else ""
        raise AnswersError(f"{refusal.faults[0]}{more}") from refusal


def _read(path: Path, questionnaire: Questionnaire) -> _Sheets:
    """Read every row of this questionnaire, refusing the first cell that cannot be an answer."""
    lines = _lines(path)
    start, header = next(lines, (0, []))
    if not header:
        raise AnswersError(f"{path} is empty; write a header with item keys, then the answers.")
    _check_header(start, header)
    columns = _Columns(questionnaire, header)
    _check_scales(start, columns)

    sheets = _Sheets(columns.kept(header))
    sheets.values = {header[place]: [] for place in columns.spellings}
    seen: dict[str, int] = {}
    others: set[str] = set()
    for line, cells in lines:
        _check_cells(line, header, cells)
        _check_identity(line, header, cells, seen)
        if columns.list is not None and cells[columns.list] != questionnaire.key:
            sheets.left_out += 1
            others.add(cells[columns.list])
            continue
        _check_foreign(line, columns, cells)
        if columns.version is not None:
            sheets.other_versions += cells[columns.version] not in ("", questionnaire.version)
        for place, spellings in columns.spellings.items():
            value = spellings.get(cells[place])
            if value is None:
                raise _refusal(line, header[place], cells[place], columns.items[header[place]])
            sheets.values[header[place]].append(value)
        sheets.rows.append(columns.kept(cells))
    if others and not sheets.rows:
        raise AnswersError(
            f"No row of {path} is of questionnaire {questionnaire.key!r}; there are: "
            f"{', '.join(_shown(other) for other in sorted(others)[:10])}."
        )
    return sheets


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give every row with the line on which it starts; lines count from 1, as editors do."""
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise AnswersError(f"{path} cannot be read: {fault.strerror}.") from fault
    # A byte that is no UTF-8 is kept as a lone surrogate, to be refused in its row and column.
    text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    width = 0
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise AnswersError(f"Line {start} is not CSV: {fault}.") from fault
        if not cells and width == 1:
            raise AnswersError(f'Line {start} is blank; write "" for no answer in a single column.')
        if cells:
            width = width or len(cells)
            yield start, cells


def _check_header(line: int, header: Sequence[str]) -> None:
    """Refuse a header that cannot name columns."""
    for place, name in enumerate(header, start=1):
        if _UNDECODED.search(name):
            raise AnswersError(f"Line {line}, column {place}: not UTF-8; save the file as UTF-8.")
        if not name:
            raise AnswersError(f"Line {line}: column {place} has no name.")
        for delimiter, word in ((";", "';'"), ("\t", "tabs")):
            if delimiter in name:
                raise AnswersError(
                    f"Line {line}: the columns are separated by {word}; separate them by commas."
                )
        if name in header[: place - 1]:
            raise AnswersError(f"Line {line}: column {_shown(name)} stands there twice.")


def _check_cells(line: int, header: Sequence[str], cells: Sequence[str]) -> None:
    """Refuse a row of another width, and bytes that are no UTF-8."""
    if len(cells) != len(header):
        many = len(cells) > len(header)
        raise AnswersError(
            f"Line {line} has {len(cells)} cells and the header {len(header)} columns"
            + ("; is there a decimal comma?" if many else ".")
        )
    for name, cell in zip(header, cells, strict=True):
        if not cell.isascii() and _UNDECODED.search(cell):
            raise AnswersError(
                f"Line {line}, column {_shown(name)}: not UTF-8; save the file as UTF-8."
            )


def _check_identity(
    line: int, header: Sequence[str], cells: Sequence[str], seen: dict[str, int]
) -> None:
    """Refuse a response that stands in the file twice."""
    if "response_id" not in header:
        return
    identity = cells[header.index("response_id")]
    if identity and seen.setdefault(identity, line) != line:
        raise AnswersError(
            f"Line {line}, column 'response_id': {_shown(identity)} stands on line "
            f"{seen[identity]} already."
        )


def _spellings(item: Item) -> Mapping[str, float]:
    """Return every accepted way to write an answer: 2 or 2.0, and nothing for a missing one."""
    spellings = {"": float("nan")}
    for value in item.values:
        spellings[in_digits(value)] = value
        spellings[repr(float(value))] = value
    return spellings


def _check_scales(line: int, columns: _Columns) -> None:
    """Refuse columns that no row can excuse, and a scale that would be a second such column."""
    if columns.doubled:
        raise AnswersError(
            f"Line {line}: column {_shown(columns.doubled[0])} has the name of a scale; remove it."
        )
    if columns.list is None and columns.foreign:
        raise _unknown(line, next(iter(columns.foreign.values())), columns)


def _check_foreign(line: int, columns: _Columns, cells: Sequence[str]) -> None:
    """Refuse an answer to an item of another questionnaire."""
    for place, name in columns.foreign.items():
        if cells[place]:
            raise _unknown(line, name, columns)


def _unknown(line: int, name: str, columns: _Columns) -> AnswersError:
    place = f"Line {line}: column {_shown(name)}"
    key = columns.questionnaire.key
    if name in columns.scales:
        return AnswersError(f"{place} is a score of {key!r} and no item; remove it.")
    return AnswersError(f"{place} is no item of questionnaire {key!r}.")


def _refusal(line: int, name: str, cell: str, item: Item) -> AnswersError:
    place = f"Line {line}, column {_shown(name)}"
    options = ", ".join(map(in_digits, item.values))
    if _DECIMAL_COMMA.fullmatch(cell):
        return AnswersError(f"{place}: {_shown(cell)} has a decimal comma; write a point.")
    if _NUMBER.fullmatch(cell):
        return AnswersError(f"{place}: {_shown(cell)} is not one of the option values ({options}).")
    return AnswersError(f"{place}: {_shown(cell)} is not a number; write one of {options}.")


def _shown(text: str) -> str:
    """Show what stands in the file on one line, without control characters and not too long."""
    return repr(text if len(text) <= 40 else text[:40] + "…")


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _written(sheets: _Sheets, scores: Mapping[str, Sequence[float]]) -> str:
    """Write the rows with their scores; text that a spreadsheet would run gets an apostrophe."""
    result = io.StringIO(newline="")
    # With this line ending the writer quotes a lone CR too; unquoted, it would split a row in two.
    writer = csv.writer(result, lineterminator="\r\n")
    writer.writerow([*sheets.header, *scores])
    for number, row in enumerate(sheets.rows):
        values = [column[number] for column in scores.values()]
        digits = ["" if math.isnan(value) else in_digits(value) for value in values]
        writer.writerow([*map(_harmless, row), *digits])
    return result.getvalue()


def _harmless(text: str) -> str:
    is_number = _NUMBER.fullmatch(text) or _DECIMAL_COMMA.fullmatch(text)
    return text if is_number else neutral(text)
