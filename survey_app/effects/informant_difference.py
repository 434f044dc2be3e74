"""Whether two informants see one child differently, beyond the error of their scores."""

import math
from dataclasses import dataclass

from survey_app.effects.categories import (
    TWO_SIDED_95,
    Reason,
    UnusableNumbersError,
    finite,
)


@dataclass(frozen=True)
class InformantDifference:
    """The difference between two views of one child.

    Attributes
    ----------
    difference : float or None
        First minus second, in T points; its sign is not turned.
    z : float or None
        The difference in units of its own standard error.
    smallest_difference : float or None
        A difference larger than this many T points is larger than chance.
    beyond_chance : bool or None
        Whether it is; None when it cannot be said.
    reason : Reason or None
        Why not.
    """

    difference: float | None
    z: float | None
    smallest_difference: float | None
    beyond_chance: bool | None
    reason: Reason | None


def informant_difference(
    t_first: float | None,
    t_second: float | None,
    *,
    sem_first: float | None,
    sem_second: float | None,
) -> InformantDifference:
    r"""Judge the difference between two informants about one child.

    .. math:: z = (T_1 - T_2) / \sqrt{SEM_1^2 + SEM_2^2}

    Scores of two informants are compared on T scores of their own norm, never on raw points, and
    never averaged: disagreement is information.

    Parameters
    ----------
    t_first, t_second : float or None
        T scores (mean 50, standard deviation 10) of the two informants, each by the norm of that
        informant. None and NaN are missing.
    sem_first, sem_second : float or None
        Standard error of each in T points: 10 times the root of 1 minus the reliability.

    Returns
    -------
    InformantDifference
        Beyond chance when z is larger than 1.96 in size; equal is not enough. Reasons:
        ``no_score`` (a score is missing), ``sd_zero`` (a standard error is missing or not above
        0).

    Raises
    ------
    UnusableNumbersError
        A number is infinite, or a standard error is below 0.

    References
    ----------
    Payne, R. W., & Jones, H. G. (1957). Statistics for the investigation of individual cases.
    Journal of Clinical Psychology, 13, 115-121. De los Reyes, A., et al. (2015). Psychological
    Bulletin, 141, 858-900 (why the two are not averaged).

    Examples
    --------
    >>> seen = informant_difference(68, 55, sem_first=4.5, sem_second=4.0)
    >>> seen.difference, round(seen.z, 2), seen.beyond_chance
    (13.0, 2.16, True)
    """
    first, second = finite(t_first, "t_first"), finite(t_second, "t_second")
    errors = finite(sem_first, "sem_first"), finite(sem_second, "sem_second")
    for name, error in zip(("sem_first", "sem_second"), errors, strict=True):
        if error is not None and error < 0:
            raise UnusableNumbersError(f"{name} is {error:g}; a standard error is above 0")
    difference = None if first is None or second is None else first - second
    if not errors[0] or not errors[1]:
        reason = Reason.NO_SCORE if difference is None else Reason.SD_ZERO
        return InformantDifference(difference, None, None, None, reason)
    chance = math.hypot(errors[0], errors[1])
    smallest = TWO_SIDED_95 * chance
    if difference is None:
        return InformantDifference(None, None, smallest, None, Reason.NO_SCORE)
    z = difference / chance
    return InformantDifference(difference, z, smallest, abs(z) > TWO_SIDED_95, None)
