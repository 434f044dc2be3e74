"""The five published formulae for a reliable change index, each over the complete pairs."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from survey_app.effects.categories import Numbers, Reason
from survey_app.effects.measurement_error import difference_sd, standard_error_of_measurement

Method = Literal[
    "jacobson-truax",
    "gulliksen-lord-novick",
    "edwards-nunnally",
    "nunnally-kotsch",
    "hageman-arrindell",
]


@dataclass(frozen=True)
class Reference:
    """What a method may use beside the scores; None means: take it from the pairs."""

    sd: float
    reliability: float
    mean: float | None
    mean_post: float | None
    sd_post: float | None
    reliability_post: float | None
    correlation: float | None

    def mean_of(self, pre: Numbers) -> float:
        """Return the reference mean, by default the mean of pre over the pairs."""
        return float(pre.mean()) if self.mean is None else self.mean


class NotComputableError(Exception):
    """The method has no value for these pairs, for the reason it carries."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def _jacobson_truax(pre: Numbers, post: Numbers, reference: Reference) -> Numbers:
    return (post - pre) / difference_sd(reference.sd, reference.reliability)


def _beyond_expected(pre: Numbers, post: Numbers, reference: Reference) -> Numbers:
    """Return post minus the score that regression to the mean predicts from pre."""
    centre = reference.mean_of(pre)
    return post - (centre + reference.reliability * (pre - centre))


def _gulliksen_lord_novick(pre: Numbers, post: Numbers, reference: Reference) -> Numbers:
    error = reference.sd * math.sqrt(1 - reference.reliability**2)
    return _beyond_expected(pre, post, reference) / error


def _edwards_nunnally(pre: Numbers, post: Numbers, reference: Reference) -> Numbers:
    error = standard_error_of_measurement(reference.sd, reference.reliability)
    return _beyond_expected(pre, post, reference) / error


def _nunnally_kotsch(pre: Numbers, post: Numbers, reference: Reference) -> Numbers:
    r = reference.reliability
    r_post = r if reference.reliability_post is None else reference.reliability_post
    if not 0 < r_post < 1:
        raise NotComputableError(Reason.RELIABILITY_OUT_OF_RANGE)
    variance = reference.sd**2 * (r**2 * (1 - r) + (1 - r_post))
    return _beyond_expected(pre, post, reference) / math.sqrt(variance)


def _hageman_arrindell(pre: Numbers, post: Numbers, reference: Reference) -> Numbers:
    s1, r1 = reference.sd, reference.reliability
    error = standard_error_of_measurement(s1, r1)
    s2 = reference.sd_post
    if s2 is None:
        s2 = _sample_sd(post)
    if s2 <= 0:
        raise NotComputableError(Reason.SD_ZERO)
    r2 = reference.reliability_post
    if r2 is None:
        r2 = 1 - error**2 / s2**2
    elif not 0 < r2 < 1:
        raise NotComputableError(Reason.RELIABILITY_OUT_OF_RANGE)
    r12 = reference.correlation
    if r12 is None:
        r12 = _sample_correlation(pre, post)
    shared = 2 * s1 * s2 * r12
    spread = s1**2 + s2**2 - shared
    if spread <= 0:
        raise NotComputableError(Reason.SD_ZERO)
    r_dd = (s1**2 * r1 + s2**2 * r2 - shared) / spread
    if r_dd <= 0:
        raise NotComputableError(Reason.DIFFERENCE_UNRELIABLE)
    centre_post = float(post.mean()) if reference.mean_post is None else reference.mean_post
    group_change = centre_post - reference.mean_of(pre)
    return ((post - pre) * r_dd + group_change * (1 - r_dd)) / (math.sqrt(2 * r_dd) * error)


FORMULAS: dict[Method, Callable[[Numbers, Numbers, Reference], Numbers]] = {
    "jacobson-truax": _jacobson_truax,
    "gulliksen-lord-novick": _gulliksen_lord_novick,
    "edwards-nunnally": _edwards_nunnally,
    "nunnally-kotsch": _nunnally_kotsch,
    "hageman-arrindell": _hageman_arrindell,
}


def _sample_sd(scores: Numbers) -> float:
    if len(scores) < 2:
        raise NotComputableError(Reason.TOO_FEW_PAIRS)
    return float(scores.std(ddof=1))


def _sample_correlation(pre: Numbers, post: Numbers) -> float:
    if _sample_sd(pre) == 0 or _sample_sd(post) == 0:
        raise NotComputableError(Reason.SD_ZERO)
    return float(np.corrcoef(pre, post)[0, 1])
