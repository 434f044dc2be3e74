"""How far one score, and the difference between two scores, may be off by chance."""

import math

from survey_app.effects.categories import UnusableNumbersError, finite, reason_of_reference


def _checked(sd: float, reliability: float) -> tuple[float, float]:
    """Return both numbers, or raise when no error can be computed from them."""
    finite(sd, "sd")
    finite(reliability, "reliability")
    reason = reason_of_reference(sd, reliability)
    if reason is not None:
        raise UnusableNumbersError(
            f"{reason}: sd must be above 0 and reliability strictly between 0 and 1"
        )
    return sd, reliability


def standard_error_of_measurement(sd: float, reliability: float) -> float:
    r"""Compute the standard error of one score.

    .. math:: SEM = S \sqrt{1 - r_{xx}}

    Parameters
    ----------
    sd : float
        Standard deviation of the scores in points, above 0.
    reliability : float
        Reliability of the scores, strictly between 0 and 1: retest over a short interval, else
        internal consistency (Martinovich, Saunders & Howard 1996).

    Returns
    -------
    float
        Standard error in points of the scale; it has no direction.

    Raises
    ------
    UnusableNumbersError
        One of the two is missing, infinite or out of range.

    References
    ----------
    Jacobson, N. S., & Truax, P. (1991). Clinical significance: a statistical approach to defining
    meaningful change in psychotherapy research. Journal of Consulting and Clinical Psychology, 59,
    12-19, p. 14.

    Examples
    --------
    >>> round(standard_error_of_measurement(7.5, 0.80), 3)
    3.354
    """
    sd, reliability = _checked(sd, reliability)
    return sd * math.sqrt(1 - reliability)


def difference_sd(sd: float, reliability: float) -> float:
    r"""Compute the standard deviation of a difference between two scores that did not change.

    .. math:: S_{diff} = \sqrt{2} \, SEM = S \sqrt{2 (1 - r_{xx})}

    Parameters
    ----------
    sd : float
        Standard deviation of the scores in points, above 0.
    reliability : float
        Reliability of the scores, strictly between 0 and 1.

    Returns
    -------
    float
        In points of the scale; it has no direction. 1.96 times this is the smallest difference
        that is larger than chance.

    Raises
    ------
    UnusableNumbersError
        One of the two is missing, infinite or out of range.

    References
    ----------
    Jacobson, N. S., & Truax, P. (1991). Journal of Consulting and Clinical Psychology, 59, 12-19,
    p. 14.

    Examples
    --------
    >>> round(difference_sd(7.5, 0.80), 3)
    4.743
    """
    sd, reliability = _checked(sd, reliability)
    return sd * math.sqrt(2 * (1 - reliability))
