"""Small numbers: which cells of a table may be shown, so that no child can be found in it.

Count children, never answers. First suppress, then round.
"""

from collections.abc import Collection, Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from survey_app.effects.categories import Flags, UnusableNumbersError
from survey_app.effects.floats import as_count
from survey_app.effects.hidden_numbers import Counts, can_be_found

OUTSIDE = 10
"""Fewest children in anything that leaves the organisation (as Statistics Netherlands does)."""
FEWEST = 2
"""The least threshold: below it nothing would be hidden."""
INSIDE = 5
"""Fewest children in anything that is shown inside the team."""


@dataclass(frozen=True, slots=True, eq=False)
class Suppressed:
    """Which cells and totals of a table must be hidden.

    Attributes
    ----------
    cells : array of r x c bools
        True where a cell is hidden.
    row_totals, column_totals : array of r, of c bools
        True where a total is hidden.
    total : bool
        Whether the grand total is hidden.
    """

    cells: Flags
    row_totals: Flags
    column_totals: Flags
    total: bool


def suppress(counts: ArrayLike, k: int, *, structural_zeros: ArrayLike | None = None) -> Suppressed:
    """Hide every small cell of a table, and as many others that no hidden one can be found.

    A cell is small below k, an empty one too: that nobody answered so is knowledge about everybody.
    Then, until nothing changes: a hidden number for which only one value fits the numbers shown
    (all rows, columns and totals at once, and no count below 0), or hidden cells of one line that
    together hold fewer than k children, take a shown number of their lines with them: one that
    mends two lines before one that mends one, and of those the smallest.

    Parameters
    ----------
    counts : r x c whole numbers
        Children in each cell; the totals are computed here, before anything is hidden.
    k : int
        Fewest children in a number that is shown, at least 2.
    structural_zeros : r x c bools, optional
        Cells in which nobody can be; they are shown as 0, and so are totals of nothing else.

    Returns
    -------
    Suppressed
        For a table without rows or columns, nothing to hide.

    Raises
    ------
    UnusableNumbersError
        counts is no table of whole numbers from 0 on, k is below 2, or a structural zero holds
        children.

    References
    ----------
    Hundepool et al. (2012). Statistical Disclosure Control. Wiley, chapter 4.

    Examples
    --------
    The 3 is small; hiding it alone, it is 20 - 17. With the 17 goes a cell of each other line.

    >>> suppress([[3, 17], [14, 12]], 10).cells.tolist()
    [[True, True], [True, True]]
    """
    table = _as_counts(counts)
    k = as_count(k, "k", least=FEWEST)
    structural = np.zeros(table.shape, bool)
    if structural_zeros is not None:
        structural = np.asarray(structural_zeros, bool)
        if structural.shape != table.shape or (table[structural] > 0).any():
            raise UnusableNumbersError(
                "structural_zeros must have the shape of counts, and hold no children"
            )
    with_totals = _with_totals(table)
    known = _known(structural)
    hidden = (with_totals < k) & ~known
    if table.size:
        _complete(with_totals, hidden, known, k)
    return Suppressed(
        cells=hidden[:-1, :-1],
        row_totals=hidden[:-1, -1],
        column_totals=hidden[-1, :-1],
        total=bool(hidden[-1, -1]),
    )


def may_show_share(count: int, n: int, k: int) -> bool:
    """Tell whether a share may be shown: enough children of whom it holds, and of whom not.

    Parameters
    ----------
    count, n : int
        Children of whom it holds, and all.
    k : int
        Fewest children in a number that is shown.

    Returns
    -------
    bool
        False for 0 and 100 per cent, which tell the same of every child, also when n is large;
        and for fewer than k children on either side, as `suppress` has it: the share and n give
        both counts.

    Examples
    --------
    >>> may_show_share(6, 20, 5), may_show_share(20, 20, 5), may_show_share(2, 20, 5)
    (True, False, False)
    """
    fewest = as_count(k, "k", least=FEWEST)
    return as_count(count, "count") >= fewest and as_count(n, "n") - count >= fewest


def may_show_quantiles(n: int, k: int) -> bool:
    """Tell whether quantiles may be shown; the smallest and largest score never may.

    Parameters
    ----------
    n, k : int
        Children, and the fewest in a number that is shown.

    Returns
    -------
    bool
        From 2 k children on, so that on each side of a median there are k.

    Examples
    --------
    >>> may_show_quantiles(20, 10), may_show_quantiles(19, 10)
    (True, False)
    """
    return as_count(n, "n") >= 2 * as_count(k, "k", least=FEWEST)


def may_show_both(first: Collection[Hashable], second: Collection[Hashable], k: int) -> bool:
    """Tell whether figures of two groups may both be shown, now or one after the other.

    Parameters
    ----------
    first, second : collection
        The children in each figure.
    k : int
        Fewest children in a number that is shown.

    Returns
    -------
    bool
        False where the children of one who are not in the other are 1 to k - 1: then subtracting
        the figures tells about those few.

    Examples
    --------
    >>> may_show_both({1, 2, 3, 4, 5, 6}, {1, 2, 3, 4, 5}, 5)
    False
    >>> may_show_both({1, 2, 3, 4, 5}, {6, 7, 8, 9, 10}, 5)
    True
    """
    fewest = as_count(k, "k", least=FEWEST)
    ours, theirs = set(first), set(second)
    return all(len(left) == 0 or len(left) >= fewest for left in (ours - theirs, theirs - ours))


def _as_counts(counts: ArrayLike) -> Counts:
    try:
        given = np.asarray(counts, dtype=np.float64)
    except (TypeError, ValueError) as fault:
        raise UnusableNumbersError("counts holds something that is not a number") from fault
    if given.ndim != 2:
        raise UnusableNumbersError("counts must be a table of rows and columns")
    if not np.isfinite(given).all() or (given < 0).any() or (given != np.floor(given)).any():
        raise UnusableNumbersError("counts must hold whole numbers from 0 on")
    return given.astype(np.int64)


def _with_totals(table: Counts) -> Counts:
    wide = np.hstack([table, table.sum(axis=1, keepdims=True)])
    return np.vstack([wide, wide.sum(axis=0, keepdims=True)])


def _known(structural: Flags) -> Flags:
    """Mark the places that everybody knows to be 0: a total of structural zeros is one."""
    wide = np.hstack([structural, structural.all(axis=1, keepdims=True)])
    return np.vstack([wide, wide.all(axis=0, keepdims=True)])


def _complete(numbers: Counts, hidden: Flags, known: Flags, k: int) -> None:
    """Hide more until no hidden number can be found."""
    while True:
        exposed = can_be_found(numbers, hidden) | _thin(numbers, hidden, k)
        shown = ~hidden & ~known
        # In how many lines that give something away a number stands.
        alone = _given_away(exposed, hidden)
        mends = alone if bool((alone[shown] > 0).any()) else _lines_of(exposed)
        if not (mends[shown] > 0).any():
            # Nothing else is shown in those lines: what gives them away lies further off.
            mends = np.full(hidden.shape, int(exposed.any()))
        candidates = np.argwhere(shown & np.greater(mends, 0))
        if len(candidates) == 0:
            return
        _, _, row, column = min(
            (-int(mends[row, column]), int(numbers[row, column]), row, column)
            for row, column in candidates
        )
        hidden[row, column] = True


def _lines_of(exposed: Flags) -> Counts:
    """Count per place its lines in which a hidden number can be found."""
    rows, columns = exposed.sum(axis=1) > 0, exposed.sum(axis=0) > 0
    counted: Counts = rows[:, None].astype(np.int64) + columns[None, :].astype(np.int64)
    return counted


def _given_away(exposed: Flags, hidden: Flags) -> Counts:
    """Count per place its lines in which one hidden number stands alone and can be found."""
    rows = (exposed.sum(axis=1) > 0) & (hidden.sum(axis=1) == 1)
    columns = (exposed.sum(axis=0) > 0) & (hidden.sum(axis=0) == 1)
    counted: Counts = rows[:, None].astype(np.int64) + columns[None, :].astype(np.int64)
    return counted


def _thin(numbers: Counts, hidden: Flags, k: int) -> Flags:
    """Mark hidden numbers that, with the others hidden in their line, hold fewer than k children.

    The line's total is shown, so their sum is known; a sum of 0 would tell each of them.
    """
    marked = np.zeros(hidden.shape, bool)
    for turned in (False, True):
        lines, out = (numbers.T, hidden.T) if turned else (numbers, hidden)
        view = marked.T if turned else marked
        inner = out[:, :-1]
        sums = (lines[:, :-1] * inner).sum(axis=1)
        thin = inner.any(axis=1) & ~out[:, -1] & (sums < k)
        view[:, :-1] |= inner & thin[:, None]
    return marked
