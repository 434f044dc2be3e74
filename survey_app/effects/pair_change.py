"""The change of one child between two measurements, for a page that shows one child."""

from dataclasses import dataclass

import numpy as np

from survey_app.effects.categories import (
    TWO_SIDED_95,
    Category,
    Reason,
    categories_of,
    finite,
    reason_of_reference,
)
from survey_app.effects.measurement_error import difference_sd


@dataclass(frozen=True)
class PairChange:
    """The change of one child on one scale, as one informant sees it.

    Attributes
    ----------
    difference : float or None
        Post minus pre in points of the scale; its sign is not turned. None when one is missing.
    rci : float or None
        Reliable change index, the difference in units of its own standard deviation.
    smallest_reliable_difference : float or None
        A difference larger than this many points is larger than chance; None without a usable
        reference.
    category : Category or None
        Improved, unchanged or deteriorated; None when there is a reason.
    reason : Reason or None
        Why there is no category.
    """

    difference: float | None
    rci: float | None
    smallest_reliable_difference: float | None
    category: Category | None
    reason: Reason | None


def change_of_pair(
    pre: float | None,
    post: float | None,
    *,
    sd: float | None,
    reliability: float | None,
    higher_is_better: bool,
) -> PairChange:
    r"""Judge the change of one child by the reliable change index.

    .. math:: RCI = (x_2 - x_1) / (S \sqrt{2 (1 - r_{xx})})

    A change is reliable when the index is larger than 1.96 in size; equal is not enough.

    Parameters
    ----------
    pre, post : float or None
        First and later score of the same informant, in points of the scale. None or NaN is a
        missing score and gives the reason ``no_pre`` or ``no_post``, never "unchanged".
    sd : float or None
        Standard deviation in points, from the reference stored with the questionnaire.
    reliability : float or None
        Reliability from the same reference, strictly between 0 and 1.
    higher_is_better : bool
        Direction of the scale: True when more points are better.

    Returns
    -------
    PairChange
        The same index, category and reason as `reliable_change` gives for this pair.

    Raises
    ------
    UnusableNumbersError
        A number is infinite.

    References
    ----------
    Jacobson, N. S., & Truax, P. (1991). Journal of Consulting and Clinical Psychology, 59, 12-19,
    p. 14.

    Examples
    --------
    >>> change = change_of_pair(32.5, 47.5, sd=7.5, reliability=0.80, higher_is_better=True)
    >>> round(change.rci, 2), str(change.category), round(change.smallest_reliable_difference, 1)
    (3.16, 'improved', 9.3)
    """
    pre = finite(pre, "pre")
    post = finite(post, "post")
    sd = finite(sd, "sd")
    reliability = finite(reliability, "reliability")
    difference = None if pre is None or post is None else post - pre
    reason = reason_of_reference(sd, reliability)
    if reason is not None or sd is None or reliability is None:
        return PairChange(difference, None, None, None, _first_reason(pre, post) or reason)
    chance = difference_sd(sd, reliability)
    smallest = TWO_SIDED_95 * chance
    if difference is None:
        return PairChange(None, None, smallest, None, _first_reason(pre, post))
    rci = difference / chance
    (word,) = categories_of(np.array([rci]), higher_is_better=higher_is_better)
    return PairChange(difference, rci, smallest, Category(word), None)


def _first_reason(pre: float | None, post: float | None) -> Reason | None:
    """Name the missing score; the first measurement goes before the last."""
    if pre is None:
        return Reason.NO_PRE
    if post is None:
        return Reason.NO_POST
    return None
