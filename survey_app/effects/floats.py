"""Numbers in any container come in, an array of floats goes out; what is no number is refused."""

from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np

from survey_app.effects.categories import LARGEST, Numbers, UnusableNumbersError, finite, is_missing


def floats_of(values: Any, argument: str) -> Numbers:
    """Return numbers as floats with NaN for a missing one, in the shape they came in.

    Parameters
    ----------
    values : array, sequence, pandas.Series or pandas.DataFrame
        Whole numbers, fractions, decimals or booleans. None, NaN, `pandas.NA` and what a mask hides
        are missing.
    argument : str
        What the caller calls them.

    Returns
    -------
    array of floats

    Raises
    ------
    UnusableNumbersError
        There is text, a date, a complex number, an infinite one or one beyond 1e100 among them, or
        rows of other lengths; the text names the argument.

    Examples
    --------
    >>> floats_of([1, None, 2.5], "pre").tolist()
    [1.0, nan, 2.5]
    """
    array = _array(values, argument)
    if array.dtype.kind == "O":
        numbers = np.array([_number(each, argument) for each in array.flat], dtype=np.float64)
        numbers = numbers.reshape(array.shape)
    elif array.dtype.kind in "biuf":
        numbers = np.ma.filled(array.astype(np.float64), np.nan)
    else:
        raise UnusableNumbersError(f"{argument} holds something that is not a number")
    if np.isinf(numbers).any():
        raise UnusableNumbersError(f"{argument} holds an infinite value")
    if (np.abs(numbers) > LARGEST).any():
        raise UnusableNumbersError(f"{argument} holds a score beyond {LARGEST:g}; no scale has it")
    return numbers


def _array(values: Any, argument: str) -> np.ndarray[Any, np.dtype[Any]]:
    import pandas as pd

    if isinstance(values, pd.Series | pd.DataFrame | pd.Index):
        return np.asarray(values.to_numpy())
    try:
        return np.ma.asanyarray(values) if np.ma.isMaskedArray(values) else np.asarray(values)
    except ValueError as fault:
        raise UnusableNumbersError(f"{argument} holds rows of different lengths") from fault


def _number(value: object, argument: str) -> float:
    if value is None or is_missing(value):
        return float("nan")
    if isinstance(value, Real | Decimal):
        try:
            return float(value)
        except (OverflowError, ValueError) as fault:
            raise UnusableNumbersError(
                f"{argument} holds a score beyond {LARGEST:g}; no scale has it"
            ) from fault
    raise UnusableNumbersError(f"{argument} holds something that is not a number")


MOST_CHILDREN = 1_000_000_000
"""No group comes near; far beyond it whole numbers are no longer exact."""


def as_count(value: object, argument: str, *, least: int = 0) -> int:
    """Return a number of children, or a threshold; refuse a fraction, what is missing or too much.

    Raises
    ------
    UnusableNumbersError
        It is no whole number from `least` to a thousand million; the text names the argument.
    """
    number = finite(value, argument)
    if number is None or number != int(number) or not least <= number <= MOST_CHILDREN:
        raise UnusableNumbersError(
            f"{argument} is {value}; give a whole number from {least} to {MOST_CHILDREN}"
        )
    return int(number)
