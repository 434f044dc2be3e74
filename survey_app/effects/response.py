"""Who is in an effect figure and who is not, and how much the missing children could change it."""

from dataclasses import dataclass

import numpy as np

from survey_app.effects.categories import Numbers, UnusableNumbersError, as_direction, finite
from survey_app.effects.floats import as_count
from survey_app.effects.score_arrays import Scores, aligned

CAUTION_BELOW = 0.60
"""Share of closed trajects with a usable pair under which a figure carries a caution (ours)."""


@dataclass(frozen=True, slots=True)
class Response:
    """How many were invited, opened, completed and can be paired.

    Attributes
    ----------
    invited, opened, completed : int
        Invitations, in the order in which they narrow.
    paired, closed : int
        Closed trajects with a usable first and later score, and all closed trajects; the
        denominator is frozen at the closing date.
    paired_rate : float or None
        paired / closed; None without closed trajects.
    needs_caution : bool
        Whether the rate is below 0.60; True when there is none.
    """

    invited: int
    opened: int
    completed: int
    paired: int
    closed: int
    paired_rate: float | None
    needs_caution: bool


def response_of(*, invited: int, opened: int, completed: int, paired: int, closed: int) -> Response:
    """Describe the response to a measurement.

    Parameters
    ----------
    invited, opened, completed : int
        Invitations; each at most the one before.
    paired, closed : int
        Trajects; paired at most closed.

    Returns
    -------
    Response
        With the paired rate and whether it needs a caution.

    Raises
    ------
    UnusableNumbersError
        A number is below 0 or larger than the one it is part of.

    Examples
    --------
    >>> found = response_of(invited=20, opened=18, completed=15, paired=5, closed=10)
    >>> found.paired_rate, found.needs_caution
    (0.5, True)
    """
    for name, value, whole_name, whole in (
        ("opened", opened, "invited", invited),
        ("completed", completed, "opened", opened),
        ("paired", paired, "closed", closed),
    ):
        as_count(whole, whole_name)
        if as_count(value, name) > whole:
            raise UnusableNumbersError(
                f"{name} is {value}; it must lie between 0 and {whole_name}, which is {whole}"
            )
    rate = paired / closed if closed else None
    return Response(
        invited, opened, completed, paired, closed, rate, rate is None or rate < CAUTION_BELOW
    )


@dataclass(frozen=True, slots=True)
class Missingness:
    """What the children without a later score could do to the mean change.

    All changes are turned so that positive is better; None where there is nobody.

    Attributes
    ----------
    paired, missing, without_pre : int
        Children with both scores, with a first score only, and without a first score; the last
        count in nothing else here.
    mean_pre_paired, mean_pre_missing : float or None
        Mean first score of both, in points.
    mean_change : float or None
        Of the paired children, in points.
    if_unchanged : float or None
        Mean change over all, when every missing child had stayed the same.
    worst, best : float or None
        Mean change over all, when every missing child had ended at the worst, or the best, end of
        the scale: no data can lie outside (Horowitz & Manski 2000).
    """

    paired: int
    missing: int
    without_pre: int
    mean_pre_paired: float | None
    mean_pre_missing: float | None
    mean_change: float | None
    if_unchanged: float | None
    worst: float | None
    best: float | None


def missingness(
    pre: Scores, post: Scores, *, lowest: float, highest: float, higher_is_better: bool
) -> Missingness:
    """Show how far the children without a later score could move the mean change.

    Parameters
    ----------
    pre, post : sequence of n floats
        First and later score in points. A child without a first score is left out.
    lowest, highest : float
        Ends of the scale in points.
    higher_is_better : bool
        Direction of the scale.

    Returns
    -------
    Missingness
        Bounds, no estimates: nothing is filled in for a figure.

    Raises
    ------
    UnusableNumbersError
        pre and post do not fit, a score lies outside the scale, or lowest is not below highest or
        one of the two is infinite.

    References
    ----------
    Horowitz, J. L., & Manski, C. F. (2000). Nonparametric analysis of randomized experiments with
    missing covariate and outcome data. Journal of the American Statistical Association, 95, 77-84.

    Examples
    --------
    >>> found = missingness([1, 2, 2], [2, 4, None], lowest=0, highest=4, higher_is_better=True)
    >>> found.mean_change, found.if_unchanged, round(found.worst, 2), round(found.best, 2)
    (1.5, 1.0, 0.33, 1.67)
    """
    low, high = finite(lowest, "lowest"), finite(highest, "highest")
    if low is None or high is None or not low < high:
        raise UnusableNumbersError(f"lowest is {lowest}; it must be below highest, {highest}")
    (first, last), _ = aligned(pre=pre, post=post)
    for name, scores in (("pre", first), ("post", last)):
        if ((scores < lowest) | (scores > highest)).any():
            raise UnusableNumbersError(f"{name} holds a score outside {lowest} to {highest}")
    begun = ~np.isnan(first)
    paired, missing = begun & ~np.isnan(last), begun & np.isnan(last)
    direction = 1.0 if as_direction(higher_is_better) else -1.0
    changes = direction * (last - first)[paired]
    ends = [direction * (end - first[missing]) for end in (lowest, highest)]
    worst, best = ends if higher_is_better else reversed(ends)
    return Missingness(
        paired=int(paired.sum()),
        missing=int(missing.sum()),
        without_pre=int((~begun).sum()),
        mean_pre_paired=_mean(first[paired]),
        mean_pre_missing=_mean(first[missing]),
        mean_change=_mean(changes),
        if_unchanged=_mean(np.append(changes, np.zeros(missing.sum()))),
        worst=_mean(np.append(changes, worst)),
        best=_mean(np.append(changes, best)),
    )


def _mean(numbers: Numbers) -> float | None:
    return float(numbers.mean()) if len(numbers) else None
