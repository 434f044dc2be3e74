"""Which hidden numbers of a table can be computed from the numbers that are shown."""

import numpy as np
from numpy.typing import NDArray

from survey_app.effects.categories import Flags

Counts = NDArray[np.int64]
Place = tuple[int, int]
Line = tuple[str, int]


def can_be_found(numbers: Counts, hidden: Flags) -> Flags:
    """Mark the hidden numbers of a table of which only one value fits all that is shown.

    Children flow round: the grand total parts into column totals, those into cells, the cells
    gather into row totals and those into the grand total. A hidden number can be one child higher
    when that child can get back to where it came from over other hidden numbers: along the flow,
    which raises a number, or against it, which lowers one that holds somebody. It can be lower
    when the child can go the other way about. Whole numbers, so that nothing is lost to rounding.

    Parameters
    ----------
    numbers : (r + 1) x (c + 1) whole numbers
        Children in each cell from 0 on, with the totals of rows and columns last.
    hidden : (r + 1) x (c + 1) bools
        True where a number is not shown.

    Returns
    -------
    (r + 1) x (c + 1) bools
        True for a hidden number that can be computed.

    References
    ----------
    Gusfield, D. (1988). A graph theoretic approach to statistical data security. SIAM Journal on
    Computing, 17, 552-571; for numbers without bounds. That no count is below 0 is added here.

    Examples
    --------
    Two children are 7 - 5; without that total any number would do.

    >>> numbers = np.array([[5, 2, 7], [6, 9, 15], [11, 11, 22]])
    >>> hidden = np.array([[False, True, False], [False, False, False], [False, True, False]])
    >>> can_be_found(numbers, hidden)[0].tolist()
    [False, True, False]
    >>> hidden[[0, 2], 2] = True
    >>> can_be_found(numbers, hidden).any().item()
    False
    """
    marked = np.zeros(hidden.shape, bool)
    steps = _steps(numbers, hidden)
    for row, column in np.argwhere(hidden):
        place = (int(row), int(column))
        tail, head = _ends(place, hidden.shape)
        marked[place] = not _reaches(head, tail, steps, without=place) and not (
            numbers[place] > 0 and _reaches(tail, head, steps, without=place)
        )
    return marked


def _ends(place: Place, shape: tuple[int, ...]) -> tuple[Line, Line]:
    """Return from which line to which the children of a number flow."""
    row, column = place
    is_cell, is_grand_total = (
        row < shape[0] - 1 and column < shape[1] - 1,
        row == shape[0] - 1 and column == shape[1] - 1,
    )
    ends: tuple[Line, Line] = (("row", row), ("column", column))
    return ends[::-1] if is_cell or is_grand_total else ends


def _steps(numbers: Counts, hidden: Flags) -> dict[Line, list[tuple[Line, Place]]]:
    """Return per line the lines that one child can go to, and over which hidden number."""
    steps: dict[Line, list[tuple[Line, Place]]] = {}
    for row, column in np.argwhere(hidden):
        place = (int(row), int(column))
        tail, head = _ends(place, hidden.shape)
        steps.setdefault(tail, []).append((head, place))
        if numbers[place] > 0:
            steps.setdefault(head, []).append((tail, place))
    return steps


def _reaches(
    start: Line, end: Line, steps: dict[Line, list[tuple[Line, Place]]], *, without: Place
) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        for line, place in steps.get(waiting.pop(), ()):
            if place != without and line not in seen:
                if line == end:
                    return True
                seen.add(line)
                waiting.append(line)
    return False
