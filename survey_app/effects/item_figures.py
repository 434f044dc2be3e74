"""How each item of a scale behaves: beside the others, at its ends and where nobody knows."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from survey_app.effects.categories import Flags, Numbers, UnusableNumbersError, finite
from survey_app.effects.reliability import alpha_of_covariance, reason_of_rows
from survey_app.effects.score_rows import Rows, RowsOfNumbers, as_rows

if TYPE_CHECKING:
    import pandas as pd


def item_figures(
    rows: Rows,
    *,
    lowest: float | None = None,
    highest: float | None = None,
    does_not_know: ArrayLike | None = None,
) -> "pd.DataFrame":
    r"""Describe the items of one scale.

    With :math:`x_i` the item and :math:`T` the sum of all k items, the item-rest correlation is
    :math:`r(x_i, T - x_i)`; alpha if dropped is Cronbach's alpha of the other k - 1 items.

    Parameters
    ----------
    rows : n x k floats
        One row per respondent, one column per item, in points and with every item scored in the
        same direction. A DataFrame, an array or nested lists; None and NaN are missing.
    lowest, highest : float or None
        The ends of the answers in points, for the floor and the ceiling; without them these two
        shares are NaN, because the lowest answer that was given need not be the lowest possible.
    does_not_know : n x k bools or None
        True where the answer was "does not know" or "has not seen it". Such an answer must be
        missing in `rows`. Without it that share is NaN.

    Returns
    -------
    pandas.DataFrame
        k rows with the columns

        - ``item``: the column's name, else its number from 0;
        - ``n``: answers in points; ``mean`` and ``sd`` (n - 1) over them, in points;
        - ``item_rest``: correlation, -1 to 1, over the complete rows; below .30 the item says
          something else than the others;
        - ``alpha_if_dropped``: over the same rows; for k of at least 3;
        - ``floor``, ``ceiling``: share (0 to 1) of the n answers at the lowest and highest end;
        - ``does_not_know``: share of those answers among all that were given, in points or not;
          skipped items count in neither.

        What cannot be computed (fewer than two complete rows, no spread, nobody answered) is NaN.

    Raises
    ------
    UnusableNumbersError
        The rows are no table of numbers, an answer lies outside the ends, lowest is not below
        highest, or does_not_know has another shape or marks an answer in points.

    References
    ----------
    Nunnally, J. C., & Bernstein, I. H. (1994). Psychometric theory, 3rd ed., ch. 8 (item-rest).
    McHorney, C. A., & Tarlov, A. R. (1995). Quality of Life Research, 4, 293-307 (floor, ceiling).

    Examples
    --------
    >>> figures = item_figures(
    ...     [[0, 1, 1], [2, 2, 3], [1, 2, 1], [3, 4, 4], [2, None, 4]], lowest=0, highest=4
    ... )
    >>> figures["item_rest"].round(2).tolist(), figures["ceiling"].tolist()
    ([0.98, 0.89, 0.91], [0.0, 0.25, 0.4])
    """
    import pandas as pd

    table = as_rows(rows, "rows")
    low, high = _ends(table, lowest, highest)
    unknown = None if does_not_know is None else _unknown(table, does_not_know)
    item_rest, alpha_if_dropped = _beside_the_others(table.complete)
    columns = [table.values[:, item] for item in range(len(table.names))]
    answers = [column[~np.isnan(column)] for column in columns]
    return pd.DataFrame(
        {
            "item": pd.Series(table.names, dtype=object),
            "n": np.array([len(each) for each in answers], dtype=np.int64),
            "mean": [_share(each) for each in answers],
            "sd": [float(each.std(ddof=1)) if len(each) > 1 else np.nan for each in answers],
            "item_rest": item_rest,
            "alpha_if_dropped": alpha_if_dropped,
            "floor": [np.nan if low is None else _share(each <= low) for each in answers],
            "ceiling": [np.nan if high is None else _share(each >= high) for each in answers],
            "does_not_know": [
                np.nan
                if unknown is None
                else _share(unknown[~np.isnan(column) | unknown[:, item], item])
                for item, column in enumerate(columns)
            ],
        }
    )


def _share(flags: Numbers | Flags) -> float:
    return float(flags.mean()) if len(flags) else np.nan


def _ends(
    table: RowsOfNumbers, lowest: float | None, highest: float | None
) -> tuple[float | None, float | None]:
    """Return both ends; an answer beyond one is an error of the data, not a floor."""
    low, high = finite(lowest, "lowest"), finite(highest, "highest")
    if low is not None and high is not None and low >= high:
        raise UnusableNumbersError(f"lowest is {low:g}; it must be below highest, {high:g}")
    if low is not None and (table.values < low).any():
        raise UnusableNumbersError(f"rows holds an answer below lowest, {low:g}")
    if high is not None and (table.values > high).any():
        raise UnusableNumbersError(f"rows holds an answer above highest, {high:g}")
    return low, high


def _unknown(table: RowsOfNumbers, does_not_know: ArrayLike) -> Flags:
    flags = np.asarray(does_not_know, dtype=bool)
    if flags.shape != table.values.shape:
        raise UnusableNumbersError("does_not_know must have the shape of rows")
    if (flags & ~np.isnan(table.values)).any():
        raise UnusableNumbersError(
            "does_not_know marks an answer that has points in rows; make it missing there"
        )
    return flags


def _beside_the_others(values: Numbers) -> tuple[Numbers, Numbers]:
    """Return the item-rest correlations and the alphas without each item, from complete rows."""
    n, k = values.shape
    item_rest, alphas = np.full(k, np.nan), np.full(k, np.nan)
    if n < 2 or k < 2:
        return item_rest, alphas
    covariance = np.cov(values, rowvar=False)
    for item in range(k):
        others = np.delete(values, item, axis=1)
        if np.ptp(values[:, item]) > 0 and reason_of_rows(others, fewest_items=1) is None:
            item_rest[item] = np.corrcoef(values[:, item], others.sum(axis=1))[0, 1]
        if reason_of_rows(others, fewest_items=2) is None:
            rest = np.delete(np.delete(covariance, item, axis=0), item, axis=1)
            alphas[item] = alpha_of_covariance(rest)
    return item_rest, alphas
