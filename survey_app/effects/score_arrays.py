"""Scores as they are given come in; floats with NaN for a missing one go out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from survey_app.effects.categories import Numbers, Reason, UnusableNumbersError, Words, finite
from survey_app.effects.floats import floats_of

if TYPE_CHECKING:
    import pandas as pd

Scores = Sequence[float | None] | ArrayLike
Column = Numbers | Words


def aligned(**scores: Scores) -> "tuple[list[Numbers], pd.Index | None]":
    """Return several scores of the same children as arrays, and the index they came with.

    Raises
    ------
    UnusableNumbersError
        They differ in length or index, or hold text or an infinite value; the text names which.
    """
    index = _shared_index(scores)
    arrays = {name: as_numbers(each, name) for name, each in scores.items()}
    first, *others = arrays
    for name in others:
        if len(arrays[name]) != len(arrays[first]):
            raise UnusableNumbersError(
                f"{first} has {len(arrays[first])} values and {name} has {len(arrays[name])}; "
                "give one of each per child"
            )
    return list(arrays.values()), index


def table_of(index: "pd.Index | None", **columns: Column) -> "pd.DataFrame":
    """Return a table whose words stay Python's own, so that a missing one is None and not NaN."""
    import pandas as pd

    return pd.DataFrame(
        {
            name: pd.Series(column, index=index, dtype=column.dtype)
            for name, column in columns.items()
        }
    )


def reasons_of_missing(first: Numbers, last: Numbers, otherwise: Reason | None = None) -> Words:
    """Return per child which score is missing; the first measurement goes before the last."""
    reasons = np.full(len(first), None if otherwise is None else str(otherwise), dtype=object)
    reasons[np.isnan(last)] = str(Reason.NO_POST)
    reasons[np.isnan(first)] = str(Reason.NO_PRE)
    return reasons


def as_numbers(scores: Scores, argument: str) -> Numbers:
    """Return scores as floats with NaN for missing; refuse text, tables, infinite and huge values.

    The masked values of a masked array are missing.
    """
    numbers = floats_of(scores, argument)
    if numbers.ndim != 1:
        raise UnusableNumbersError(f"{argument} must be one row of scores, one per child")
    return numbers


def _shared_index(scores: dict[str, Scores]) -> "pd.Index | None":
    """Return the index of the Series that were given; two that differ would pair strangers."""
    import pandas as pd

    given = {name: each.index for name, each in scores.items() if isinstance(each, pd.Series)}
    if not given:
        return None
    first, *others = given
    for name in others:
        if len(given[name]) == len(given[first]) and not given[name].equals(given[first]):
            raise UnusableNumbersError(
                f"{first} and {name} have different indexes; align them first"
            )
    return given[first]


def as_correlation(correlation: float | None) -> float | None:
    """Return a correlation, or None when it is missing; refuse one outside -1 to 1."""
    given = finite(correlation, "correlation")
    if given is not None and not -1 <= given <= 1:
        raise UnusableNumbersError(f"correlation is {given}; it must lie between -1 and 1")
    return given
