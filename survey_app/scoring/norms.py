"""Scores placed among a described group: z, T and percentile."""

import math
from dataclasses import dataclass
from typing import Final

from survey_app.definitions import Informant, Norm, NormFallback, Scale, Sex

NO_NORM: Final = "no_norm"
"""Reason code: no norm is meant for this informant, age and sex."""

NO_SCORE: Final = "no_score"
"""Reason code: there is no score to place."""

FROM_TABLE: Final = "table"
FROM_CURVE: Final = "normal curve"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one score stands in a norm.

    Attributes
    ----------
    norm : str or None
        Id of the norm, to be stored with the score.
    z, t : float or None
        In standard deviations from the mean, and as T (mean 50, standard deviation 10).
    percentile : float or None
        Percentage of the group at or below the score; None below the lowest score of a table.
    percentile_from : str or None
        ``table`` of the source or ``normal curve``.
    reason : str or None
        ``no_norm`` or ``no_score`` when nothing could be placed.
    """

    norm: str | None = None
    z: float | None = None
    t: float | None = None
    percentile: float | None = None
    percentile_from: str | None = None
    reason: str | None = None


def norm_for(
    scale: Scale, *, informant: Informant | str, age: int, sex: Sex | str | None = None
) -> Norm | None:
    """Return the norm for somebody, or None.

    A norm of the informant, the age and the sex comes first. One for girls and boys together is
    taken for a child whose sex is not known, and for others only when the scale names ``sex`` in
    `norm_fallback`. Informant and age never fall back.

    Parameters
    ----------
    scale : Scale
        With its norms.
    informant : Informant or str
        Who answered.
    age : int
        Of the child, in whole years on the day of answering.
    sex : Sex or str, optional
        Of the child, when it is known.
    """
    wanted = None if sex is None else Sex(sex)
    fitting = {
        norm.sex: norm
        for norm in scale.norms
        if norm.informant == informant and norm.ages[0] <= age <= norm.ages[1]
    }
    if wanted in fitting:
        return fitting[wanted]
    return fitting.get(None) if NormFallback.SEX in scale.norm_fallback else None


def place(score: float | None, norm: Norm | None) -> Placed:
    """Place one score in a norm.

    z = (score - mean) / standard deviation, T = 50 + 10 z; the percentile from the table of the
    source where it has one (the share at the highest score that is not above this one), else from
    the normal curve. Nothing is rounded. Rule: `measurement.md` 1.

    Examples
    --------
    >>> from survey_app.definitions import Informant, Norm
    >>> norm = Norm("example", "invented", Informant.PARENT, (4, 12), mean=10, sd=5)
    >>> place(15, norm).t
    60.0
    """
    if norm is None:
        return Placed(reason=NO_NORM)
    if score is None or math.isnan(score):
        return Placed(norm=norm.id, reason=NO_SCORE)
    z = (score - norm.mean) / norm.sd
    if norm.percentiles:
        shares = [share for known, share in norm.percentiles if known <= score]
        return Placed(norm.id, z, 50 + 10 * z, shares[-1] if shares else None, FROM_TABLE)
    share = 50 * math.erfc(-z / math.sqrt(2))
    return Placed(norm.id, z, 50 + 10 * z, share, FROM_CURVE)
