"""Scores as they are given come in; floats with NaN for a missing one go out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from survey_app.effects.categories import Numbers, UnusableNumbersError, finite

if TYPE_CHECKING:
    import pandas as pd

Scores = Sequence[float | None] | ArrayLike


def paired_numbers(pre: Scores, post: Scores) -> tuple[Numbers, Numbers, "pd.Index | None"]:
    """Return the first and the last scores of the same children, and the index they came with.

    Raises
    ------
    UnusableNumbersError
        They differ in length or index, or hold text or an infinite value; the text names which.
    """
    index = shared_index(pre, post)
    first, last = as_numbers(pre, "pre"), as_numbers(post, "post")
    if len(first) != len(last):
        raise UnusableNumbersError(
            f"pre has {len(first)} values and post has {len(last)}; give one pair per child"
        )
    return first, last, index


def as_numbers(scores: Scores, argument: str) -> Numbers:
    """Return scores as floats with NaN for missing; refuse text, tables and infinite values."""
    import pandas as pd

    try:
        if isinstance(scores, pd.Series):
            numbers = scores.to_numpy(dtype=np.float64, na_value=np.nan)
        else:
            numbers = np.asarray(scores, dtype=np.float64)
    except (TypeError, ValueError) as fault:
        raise UnusableNumbersError(f"{argument} holds something that is not a number") from fault
    if numbers.ndim != 1:
        raise UnusableNumbersError(f"{argument} must be one row of scores, one per child")
    if np.isinf(numbers).any():
        raise UnusableNumbersError(f"{argument} holds an infinite value")
    return numbers


def shared_index(pre: Scores, post: Scores) -> "pd.Index | None":
    """Return the index of the Series that were given; two that differ would pair strangers."""
    import pandas as pd

    given = [scores.index for scores in (pre, post) if isinstance(scores, pd.Series)]
    if len(given) == 2 and len(given[0]) == len(given[1]) and not given[0].equals(given[1]):
        raise UnusableNumbersError("pre and post have different indexes; align them first")
    return given[0] if given else None


def as_correlation(correlation: float | None) -> float | None:
    """Return a correlation, or None when it is missing; refuse one outside -1 to 1."""
    given = finite(correlation, "correlation")
    if given is not None and not -1 <= given <= 1:
        raise UnusableNumbersError(f"correlation is {given}; it must lie between -1 and 1")
    return given
