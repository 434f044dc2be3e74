"""The columns of a table of answers: read strictly, never parsed, never clipped."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from survey_app.definitions import Item
from survey_app.scoring.rules import ScoringError, in_digits

if TYPE_CHECKING:
    import pandas as pd

Column = NDArray[np.float64]


def check_options(column: "pd.Series[Any]", item: Item) -> None:
    """Refuse what is no option of an item that no scale counts, such as a wish for contact."""
    known = {option.key for option in item.options}
    for row, (value, absent) in enumerate(zip(column, column.isna(), strict=True)):
        if not absent and value not in known:
            raise _refusal(column, row, item)


def checked(column: "pd.Series[Any]", item: Item) -> Column:
    """Return the values of one item as floats, or refuse the first that is no option value."""
    # Floats longer than 64 bits could be rounded onto an option value; they are read one by one.
    is_long = isinstance(column.dtype, np.dtype) and column.dtype.itemsize > 8
    if column.dtype.kind in "iuf" and not is_long:
        numbers = column.to_numpy(dtype=np.float64, na_value=np.nan)
    else:
        numbers = _exact(column, item)
    allowed = np.isnan(numbers)
    for value in item.values:
        allowed |= numbers == value
    if not allowed.all():
        row = int(np.argmin(allowed))
        raise _refusal(column, row, item)
    return numbers


def _exact(column: "pd.Series[Any]", item: Item) -> Column:
    """Read a column of any other type value by value; text is never parsed into a number."""
    import pandas as pd

    numbers = np.full(len(column), np.nan)
    for row, (value, absent) in enumerate(zip(column, pd.isna(column), strict=True)):
        if absent:
            continue
        is_number = isinstance(value, int | float | np.integer | np.floating)
        if not is_number or isinstance(value, bool) or value not in item.values:
            raise _refusal(column, row, item)
        numbers[row] = float(value)
    return numbers


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
