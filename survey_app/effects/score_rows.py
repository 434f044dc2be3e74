"""Tables as they are given come in; a rectangle of floats with NaN for a missing one goes out."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from survey_app.effects.categories import Numbers, UnusableNumbersError, finite
from survey_app.effects.floats import floats_of

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

    values = floats_of(rows, argument)
    if values.size == 0 and values.ndim < 2:
        values = values.reshape(0, 0)
    if values.ndim != 2:
        raise UnusableNumbersError(f"{argument} must be a table: n rows of k numbers")
    names = tuple(rows.columns) if isinstance(rows, pd.DataFrame) else range(values.shape[1])
    return RowsOfNumbers(values, tuple(names))


def as_confidence(confidence: float) -> float:
    """Return a level of confidence strictly between 0 and 1; refuse another.

    Raises
    ------
    UnusableNumbersError
        It is not between 0 and 1.
    """
    level = finite(confidence, "confidence")
    if level is None or not 0 < level < 1:
        raise UnusableNumbersError(f"confidence is {confidence}; give a share such as 0.95")
    return level
