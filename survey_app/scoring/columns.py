"""The columns of a table of answers: read strictly, never parsed, never clipped."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from survey_app.definitions import Item
from survey_app.scoring.rules import ScoringError, in_digits

if TYPE_CHECKING:
    import pandas as pd

Numbers = NDArray[np.float64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """The answers of n respondents to one item, as marks: one byte each, and quick to add up.

    Attributes
    ----------
    marks : Mapping of float, or of str, to array of n bools
        Option value (option key where an item has no values) to the respondents who chose it;
        nobody stands in two of them.
    present : array of n bools
        Who answered; an option that stands for a kind of missing is no answer.
    """

    marks: Mapping[Any, Marks]
    present: Marks

    def some(self, rows: slice) -> "Answers":
        """Return the answers of some respondents."""
        marks = {chosen: marked[rows] for chosen, marked in self.marks.items()}
        return Answers(marks, self.present[rows])


@dataclass(frozen=True, eq=False)
class Steps:
    """The answers of n respondents who all chose one of the values 0, 1, 2 and so on, as numbers.

    Attributes
    ----------
    numbers : array of n whole numbers
        One byte each, and added up as they stand.
    values : tuple of float
        The option values, which are 0, 1, 2 and so on.
    present : numpy.bool
        True, for all of them.
    """

    numbers: NDArray[np.int8]
    values: tuple[float, ...]
    present: ClassVar[np.bool_] = np.True_

    @cached_property
    def marks(self) -> Mapping[float, Marks]:
        """The same as marks, for who wants to know what was chosen."""
        return {value: self.numbers == int(value) for value in self.values}


@dataclass(frozen=True, eq=False)
class Column:
    """One item for all respondents, in the type in which it came.

    Attributes
    ----------
    given : pandas.Series
        The column itself, to name the row and the value of a refusal.
    numbers : array of n numbers
        A view of the column where its type allows one; no option value where the answer is missing.
    missing : array of n bools or None
        Where nothing was answered, when the numbers cannot say it by NaN.
    """

    item: Item
    given: "pd.Series[Any]"
    numbers: NDArray[Any]
    missing: Marks | None = None

    def answers(self, rows: slice) -> Answers | Steps:
        """Return the answers in some rows, or refuse the first that is no option value."""
        numbers = np.ascontiguousarray(self.numbers[rows])
        if self._is_in_steps and _largest(numbers) < len(self._values):
            return Steps(numbers.astype(np.int8, copy=False), self._values)
        if numbers.dtype.kind == "f":
            numbers = numbers.astype(np.float64, copy=False)
        marks = {value: _equal(numbers, value) for value in self._values}
        present = np.zeros(len(numbers), bool)
        for marked in marks.values():
            present |= marked
        if not present.all():
            known = present | self._missing(rows, numbers)
            if not known.all():
                raise _refusal(self.given, rows.start + int(np.argmin(known)), self.item)
        return Answers(marks, present)

    @cached_property
    def _values(self) -> tuple[float, ...]:
        return self.item.values

    @cached_property
    def _is_in_steps(self) -> bool:
        values = sorted(self._values)
        return self.numbers.dtype.kind in "iu" and values == [*range(min(len(values), 128))]

    def _missing(self, rows: slice, numbers: NDArray[Any]) -> Marks:
        if self.missing is not None:
            return self.missing[rows]
        return np.isnan(numbers) if numbers.dtype.kind == "f" else np.zeros(len(numbers), bool)


def column_of(given: "pd.Series[Any]", item: Item) -> Column:
    """Return a column of numbers as it is, and read one of any other type value by value."""
    dtype = given.dtype
    if isinstance(dtype, np.dtype):
        # Floats longer than 64 bits could be rounded onto an option value.
        if dtype.kind in "iuf" and dtype.itemsize <= 8:
            return Column(item, given, given.to_numpy())
    elif dtype.kind in "iu":
        # A type with a mark of its own for missing, such as Int8.
        plain = np.dtype(str(dtype).lower())
        nothing = next(n for n in range(np.iinfo(plain).max, 0, -1) if n not in item.values)
        numbers = given.to_numpy(dtype=plain, na_value=nothing)
        return Column(item, given, numbers, given.isna().to_numpy())
    elif dtype.kind == "f":
        return Column(item, given, given.to_numpy(dtype=np.float64, na_value=np.nan))
    return Column(item, given, _exact(given, item))


def check_options(column: "pd.Series[Any]", item: Item) -> None:
    """Refuse what is no option of an item that no scale counts, such as a wish for contact."""
    known = {option.key for option in item.options}
    for row, (value, absent) in enumerate(zip(column, column.isna(), strict=True)):
        if not absent and value not in known:
            raise _refusal(column, row, item)


def key_answers(column: "pd.Series[Any]", item: Item) -> Answers:
    """Return the answers to an item without values that decides which others come."""
    answers = [option for option in item.options if option.missing is None]
    marks = {option.key: (column == option.key).to_numpy(bool) for option in answers}
    present = np.logical_or.reduce(list(marks.values()))
    return Answers(marks, present)


def _largest(numbers: NDArray[Any]) -> int:
    """Return the largest of some whole numbers, where one below 0 is larger than all others."""
    unsigned = numbers.view(f"{numbers.dtype.byteorder}u{numbers.dtype.itemsize}")
    return int(unsigned.max(initial=0))


def _equal(numbers: NDArray[Any], value: float) -> Marks:
    """Mark where a value stands; whole numbers are compared in their own type, many at a time."""
    if numbers.dtype.kind != "f" and not value.is_integer():
        return np.zeros(len(numbers), bool)
    marked: Marks = numbers == (value if numbers.dtype.kind == "f" else int(value))
    return marked


def _exact(column: "pd.Series[Any]", item: Item) -> Numbers:
    """Read a column of any type; text is never parsed, and true and false are no numbers."""
    import pandas as pd

    values = column.to_numpy(dtype=object)
    absent_kinds = (type(None), type(pd.NA), type(pd.NaT))
    kinds = set(map(type, values)).difference(absent_kinds)
    strange = {kind for kind in kinds if not _is_number(kind)}
    if strange:
        for row, (value, absent) in enumerate(zip(column, pd.isna(column), strict=True)):
            if not absent and type(value) in strange:
                raise _refusal(column, row, item)
    places, found = pd.factorize(values)
    for place, value in enumerate(found):
        if value not in item.values:
            raise _refusal(column, int(np.argmax(places == place)), item)
    # The place of a missing answer is -1, the last.
    return np.array([*map(float, found), np.nan])[places]


def _is_number(kind: type) -> bool:
    return issubclass(kind, int | float | np.integer | np.floating) and not issubclass(kind, bool)


def _refusal(column: "pd.Series[Any]", row: int, item: Item) -> ScoringError:
    keys = (option.key for option in item.options)
    options = ", ".join(map(in_digits, item.values)) or ", ".join(keys)
    return ScoringError(
        f"Row {shown(column.index[row])}, column {item.key!r}: {shown(column.iloc[row])} is not "
        f"one of the option values ({options})."
    )


def shown(value: object) -> str:
    """Show a value as Python writes it, numpy's numbers as plain ones, and not too long."""
    return repr(value.item() if isinstance(value, np.generic) else value)[:40]
