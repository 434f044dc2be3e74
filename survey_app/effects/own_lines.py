"""The line of each child by itself: scores go in, all that a model of the lines needs comes out."""

from dataclasses import dataclass

import numpy as np

from survey_app.effects.categories import Numbers
from survey_app.effects.group_labels import Codes


@dataclass(frozen=True)
class OwnLines:
    """All that the model needs of N scores of J children, times and scores round 0 and near 1.

    Each child's design (1, t) is an orthonormal basis times a triangle; what the basis does not
    reach is the child's own scatter. So nothing is lost by subtracting one large sum from another.

    Attributes
    ----------
    roots : J x 2 x 2 floats
        The triangles; the second row is 0 for a child with one time.
    places : J x 2 floats
        Scores along the basis.
    within_square : float
        Sum of squares round the children's own lines.
    n : J floats
        Scores per child.
    unit : 2 x 2 floats
        Turns (level, slope) of this scale into (score at time 0, points per unit of time).
    centre : float
        Mean score, in points.
    """

    roots: Numbers
    places: Numbers
    within_square: float
    n: Numbers
    unit: Numbers
    centre: float


def lines_of(times: Numbers, scores: Numbers, codes: Codes, children: int) -> OwnLines:
    """Reduce scores to the line of each child; every child has at least one score.

    Parameters
    ----------
    times, scores : N floats
        Without missing ones, in any unit.
    codes : N ints
        Child of each, 0 to children - 1.
    children : int
        J.

    Returns
    -------
    OwnLines
        Times and scores are brought to mean 0 and standard deviation 1; one that never differs
        stays 0.

    Examples
    --------
    >>> codes = np.array([0, 0, 0, 1])
    >>> lines = lines_of(np.array([0.0, 1, 2, 1]), np.array([4.0, 3, 8, 5]), codes, 2)
    >>> lines.n.tolist(), lines.centre, round(float(lines.within_square * lines.unit[0, 0] ** 2), 6)
    ([3.0, 1.0], 5.0, 6.0)
    """
    middle, centre = float(times.mean()), float(scores.mean())
    width, height = _spread_or_one(times - middle), _spread_or_one(scores - centre)
    at, points = (times - middle) / width, (scores - centre) / height
    n = np.bincount(codes, minlength=children).astype(float)
    mean_at, mean_points = (np.bincount(codes, each, children) / n for each in (at, points))
    at, points = at - mean_at[codes], points - mean_points[codes]
    length = np.sqrt(np.bincount(codes, at**2, children))
    along = np.bincount(codes, at * points, children) / np.where(length > 0, length, 1)
    scatter = points - (along / np.where(length > 0, length, 1))[codes] * at
    roots = np.zeros((children, 2, 2))
    roots[:, 0, 0] = np.sqrt(n)
    roots[:, 0, 1] = np.sqrt(n) * mean_at
    roots[:, 1, 1] = length
    return OwnLines(
        roots=roots,
        places=np.column_stack([np.sqrt(n) * mean_points, along]),
        within_square=float(scatter @ scatter),
        n=n,
        unit=height * np.array([[1.0, -middle / width], [0.0, 1 / width]]),
        centre=centre,
    )


def _spread_or_one(centred: Numbers) -> float:
    return float(np.sqrt(np.mean(centred**2))) or 1.0
