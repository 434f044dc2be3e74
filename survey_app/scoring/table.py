"""The scores of a whole table: many respondents at once, with numpy."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from survey_app.definitions import Item, Questionnaire, Scale
from survey_app.scoring.rules import (
    ScoringError,
    formula,
    in_digits,
    least_answered,
    summing_order,
    turning_point,
)

if TYPE_CHECKING:
    import pandas as pd

Column = NDArray[np.float64]


def score_table(questionnaire: Questionnaire, answers: "pd.DataFrame") -> "pd.DataFrame":
    """Score every scale of n respondents, by the rule of `score_sheet` and with the same floats.

    Parameters
    ----------
    questionnaire : Questionnaire
        The version that was answered.
    answers : pandas.DataFrame
        n respondents x item keys: numbers, each one of the item's option values; option keys
        where an item has no values, and own words as they are. NaN, None and NA are missing
        answers; an item without a column is missing for everybody. Rows and columns may stand in
        any order.

    Returns
    -------
    pandas.DataFrame
        n respondents x scale keys, float64, unrounded, in option steps (mean) or points (sum), with
        the index of `answers`. NaN where fewer items were answered than the scale's minimum.

    Raises
    ------
    ScoringError
        A column is no item of this questionnaire or stands there twice, or a value is not one of
        the item's option values: outside the range, between two options, infinite, text, true or
        false. The text names the row (its index label) and the column. No value is ever clipped.

    Notes
    -----
    Rule: `measurement.md` 1. Memory beside the input: three columns, and a copy of each column
    that is not yet float64.

    Examples
    --------
    For a scale of three items with values 0 to 4, the mean, at least two answered, `c` reversed:
    ``pd.DataFrame({"a": [3.0, nan], "c": [1, 4]})`` gives 3.0 and NaN.
    """
    import pandas as pd

    if not isinstance(answers, pd.DataFrame):
        raise ScoringError(
            "Give the answers as a pandas DataFrame with item keys as columns, "
            f"not as {type(answers).__name__}."
        )
    items = {item.key: item for item in questionnaire.items}
    columns: dict[str, Column] = {}
    for place, key in enumerate(answers.columns):
        if key not in items:
            raise ScoringError(f"Column {key!r} is no item of questionnaire {questionnaire.key!r}.")
        if key in columns:
            raise ScoringError(f"Column {key!r} stands in the table twice.")
        item = items[key]
        if item.values:
            columns[key] = _checked(answers.iloc[:, place], item)
        elif item.options:
            _check_options(answers.iloc[:, place], item)
    scores = {
        scale.key: _score(scale, items, columns, len(answers)) for scale in questionnaire.scales
    }
    return pd.DataFrame(scores, index=answers.index, dtype=np.float64)


def _score(
    scale: Scale, items: dict[str, Item], columns: dict[str, Column], respondents: int
) -> Column:
    total = np.zeros(respondents)
    answered = np.zeros(respondents)
    for key in summing_order(scale):
        column = columns.get(key)
        if column is None:
            continue
        present = ~np.isnan(column)
        value = turning_point(items[key]) - column if key in scale.reversed else column
        np.add(total, value, out=total, where=present)
        answered += present
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = formula(scale.method)(total, answered, len(scale.items))
    scores[answered < least_answered(scale)] = np.nan
    return scores


def _check_options(column: "pd.Series[Any]", item: Item) -> None:
    """Refuse what is no option of an item that no scale counts, such as a wish for contact."""
    known = {option.key for option in item.options}
    for row, (value, absent) in enumerate(zip(column, column.isna(), strict=True)):
        if not absent and value not in known:
            raise _refusal(column, row, item)


def _checked(column: "pd.Series[Any]", item: Item) -> Column:
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
        f"Row {_shown(column.index[row])}, column {item.key!r}: {_shown(column.iloc[row])} is not "
        f"one of the option values ({options})."
    )


def _shown(value: object) -> str:
    """Show a value as Python writes it, numpy's numbers as plain ones, and not too long."""
    return repr(value.item() if isinstance(value, np.generic) else value)[:40]
