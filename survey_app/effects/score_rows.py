"""Tables as they are given come in; a rectangle of floats with NaN for a missing one goes out."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from survey_app.effects.categories import Numbers, UnusableNumbersError

Rows = Sequence[Sequence[float | None]] | ArrayLike


@dataclass(frozen=True)
class RowsOfNumbers:
    """A table of n rows and k columns.

    Attributes
    ----------
    values : n x k floats
        NaN for a missing one.
    names : tuple of k labels
        The columns of a DataFrame, else the numbers from 0.
    """

    values: Numbers
    names: tuple[Hashable, ...]

    @property
    def complete(self) -> Numbers:
        """The rows in which nothing is missing."""
        return self.values[~np.isnan(self.values).any(axis=1)]


def as_rows(rows: Rows, argument: str) -> RowsOfNumbers:
    """Return a table as floats with NaN for missing; refuse text, gaps in shape and infinity.

    Raises
    ------
    UnusableNumbersError
        It holds text or an infinite value, or its rows differ in length; the text names it.
    """
    import pandas as pd

    try:
        if isinstance(rows, pd.DataFrame):
            values = rows.to_numpy(dtype=np.float64, na_value=np.nan)
            names: tuple[Hashable, ...] = tuple(rows.columns)
        else:
            values = np.asarray(rows, dtype=np.float64)
            if values.size == 0 and values.ndim < 2:
                values = values.reshape(0, 0)
            names = tuple(range(values.shape[1])) if values.ndim == 2 else ()
    except (TypeError, ValueError) as fault:
        raise UnusableNumbersError(
            f"{argument} must be a table of numbers whose rows are equally long"
        ) from fault
    if values.ndim != 2:
        raise UnusableNumbersError(f"{argument} must be a table: n rows of k numbers")
    if np.isinf(values).any():
        raise UnusableNumbersError(f"{argument} holds an infinite value")
    return RowsOfNumbers(values, names)


def as_confidence(confidence: float) -> float:
    """Return a level of confidence strictly between 0 and 1; refuse another.

    Raises
    ------
    UnusableNumbersError
        It is not between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise UnusableNumbersError(f"confidence is {confidence}; give a share such as 0.95")
    return float(confidence)
