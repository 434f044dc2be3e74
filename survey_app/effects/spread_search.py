"""The spread between groups that makes what was seen most likely, from 0 on."""

from collections.abc import Callable

from survey_app.effects.categories import Numbers, Reason


class NoSpreadError(Exception):
    """The spread between groups cannot be told from the spread within; the reason says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def highest_place(
    rise: Callable[[float], float], height: Callable[[float], float], grid: Numbers
) -> float:
    """Return where a smooth function is highest, by the zeros of its slope.

    The slope decides and not the height: near the top heights differ by less than a computer
    keeps, and a likelihood of groups can have more than one top.

    Parameters
    ----------
    rise, height : functions of one number
        The slope of the function, and the function.
    grid : floats
        Rising, the first being the least spread there can be.

    Returns
    -------
    float
        The first place of the grid where the function falls from there on.

    Raises
    ------
    NoSpreadError
        ``no_convergence``: the function is highest beyond the grid.

    References
    ----------
    Brent, R. P. (1973). Algorithms for minimization without derivatives, ch. 4.

    Examples
    --------
    >>> import numpy as np
    >>> grid = np.array([0.0, 1.0, 4.0])
    >>> highest_place(lambda at: 4 - 2 * at, lambda at: 4 * at - at**2, grid)
    2.0
    >>> highest_place(lambda at: -1 - 2 * at, lambda at: -at - at**2, grid)
    0.0
    """
    from scipy.optimize import brentq

    places = [float(place) for place in grid]
    rises = [rise(place) for place in places]
    tops = [places[0]] if rises[0] <= 0 else []
    for place in range(len(places) - 1):
        if rises[place] > 0 >= rises[place + 1]:
            low, high = places[place], places[place + 1]
            tops.append(float(brentq(rise, low, high, xtol=1e-300, rtol=1e-14)))
    best = max(tops, key=height, default=None)
    if best is None or (rises[-1] > 0 and height(places[-1]) > height(best)):
        raise NoSpreadError(Reason.NO_CONVERGENCE)
    return best
