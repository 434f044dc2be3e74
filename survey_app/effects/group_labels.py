"""Labels of groups come in as anything; numbers from 0 go out, and the labels they stand for."""

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey_app.effects.categories import UnusableNumbersError

Codes = NDArray[np.intp]


def as_codes(groups: Any, argument: str) -> tuple[Codes, list[Hashable]]:
    """Give each group a number, in the order of their labels where these have one.

    Parameters
    ----------
    groups : sequence of n labels
        Text, numbers, dates or tuples, also mixed; None and NaN belong to no group.
    argument : str
        The name under which they were given.

    Returns
    -------
    (n ints, list of labels)
        The place of each label in the list, -1 for none. Labels that have no order among each
        other stand in the order in which they first appear.

    Raises
    ------
    UnusableNumbersError
        The labels are no single row, or one of them cannot be a label (a list, for example).
    """
    import pandas as pd

    try:
        if isinstance(groups, pd.Series):
            given = groups.reset_index(drop=True)
        elif isinstance(groups, np.ndarray):
            given = pd.Series(groups)
        else:
            given = pd.Series(list(groups), dtype=object)
        codes, found = pd.factorize(given)
    except (TypeError, ValueError) as fault:
        raise UnusableNumbersError(
            f"{argument} must be one row of labels, each a text, number or date"
        ) from fault
    labels: list[Hashable] = list(found.tolist())
    try:
        # Whether labels of these types have an order is found out by sorting them.
        order = sorted(range(len(labels)), key=lambda place: labels[place])  # type: ignore[arg-type,return-value]
    except TypeError:
        return codes.astype(np.intp), labels
    place_of = np.empty(len(labels) + 1, dtype=np.intp)
    place_of[order] = np.arange(len(labels))
    place_of[-1] = -1
    return place_of[codes], [labels[place] for place in order]


def labels_or_numbers(groups: Sequence[Hashable] | None, n: int, argument: str) -> list[Hashable]:
    """Return one label per summary, the numbers from 0 when none are given.

    Raises
    ------
    UnusableNumbersError
        There are more or fewer labels than summaries, or two are the same.
    """
    labels: list[Hashable] = list(range(n)) if groups is None else list(groups)
    if len(labels) != n:
        raise UnusableNumbersError(f"{argument} has {len(labels)} labels; give {n}, one per group")
    if len(set(labels)) != n:
        raise UnusableNumbersError(f"{argument} names a group twice; give each group one summary")
    return labels
