"""The line of one child over several days, such as the steps from 0 to 10 at each talk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from survey_app.effects.categories import Numbers, Reason, UnusableNumbersError
from survey_app.effects.score_arrays import Scores, as_numbers

FEWEST_DAYS = 3
DAYS_PER_WEEK = 7


@dataclass(frozen=True)
class SeriesTrend:
    """What can be said of one series; no verdict, as one question has no known reliability.

    Attributes
    ----------
    n : int
        Points with a score; days without one stay gaps.
    first, last : float or None
        In points, by date.
    change : float or None
        Last minus first; None with fewer than two points.
    mean_of_last_two : float or None
        None with fewer than two points.
    slope_per_week : float or None
        Theil-Sen slope in points per week.
    reason : Reason or None
        Why there is no slope: ``n_lt_3``, scores on fewer than three different days.
    """

    n: int
    first: float | None
    last: float | None
    change: float | None
    mean_of_last_two: float | None
    slope_per_week: float | None
    reason: Reason | None


def series_trend(days: Sequence[date], scores: Scores) -> SeriesTrend:
    r"""Describe a series by its first, its last and its slope.

    .. math:: slope = median_{i < j} \frac{x_j - x_i}{t_j - t_i}

    over all pairs of points on different days. One odd day hardly moves it, unlike a line of least
    squares.

    Parameters
    ----------
    days : sequence of n dates
        When each score was given, in any order.
    scores : sequence of n floats
        In points, for instance 0 to 10; None and NaN are days without a score. 0 is a score.

    Returns
    -------
    SeriesTrend
        The sign is that of the scores: a positive slope rises. Nothing is filled in for a gap: the
        real dates count.

    Raises
    ------
    UnusableNumbersError
        days and scores differ in length, a day is missing, or a score is text or infinite.

    References
    ----------
    Theil, H. (1950). A rank-invariant method of linear and polynomial regression analysis. Proc.
    Kon. Ned. Akad. Wetensch. A 53. Sen, P. K. (1968). Estimates of the regression coefficient based
    on Kendall's tau. Journal of the American Statistical Association, 63, 1379-1389.

    Examples
    --------
    >>> days = [date(2026, 1, 5), date(2026, 1, 12), date(2026, 1, 19), date(2026, 2, 2)]
    >>> trend = series_trend(days, [3, 4, None, 6])
    >>> trend.n, trend.change, trend.mean_of_last_two, round(trend.slope_per_week, 3)
    (3, 3.0, 5.0, 0.75)
    """
    points = as_numbers(scores, "scores")
    if len(days) != len(points):
        raise UnusableNumbersError(
            f"days has {len(days)} values and scores has {len(points)}; give one day per score"
        )
    if not all(isinstance(day, date) for day in days):
        raise UnusableNumbersError("days holds something that is not a date")
    at = np.array([day.toordinal() for day in days], dtype=np.float64)
    order = np.argsort(at, kind="stable")
    at, points = at[order], points[order]
    known = ~np.isnan(points)
    at, points = at[known], points[known]
    n = len(points)
    has_slope = len(np.unique(at)) >= FEWEST_DAYS
    return SeriesTrend(
        n=n,
        first=float(points[0]) if n else None,
        last=float(points[-1]) if n else None,
        change=float(points[-1] - points[0]) if n > 1 else None,
        mean_of_last_two=float(points[-2:].mean()) if n > 1 else None,
        slope_per_week=_theil_sen(at, points) * DAYS_PER_WEEK if has_slope else None,
        reason=None if has_slope else Reason.TOO_FEW_POINTS,
    )


def _theil_sen(at: Numbers, points: Numbers) -> float:
    """Return the median slope per day over all pairs of points on different days."""
    earlier, later = np.triu_indices(len(points), k=1)
    days = at[later] - at[earlier]
    apart = days > 0
    return float(np.median((points[later] - points[earlier])[apart] / days[apart]))
