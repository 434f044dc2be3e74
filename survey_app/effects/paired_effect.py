"""The change of a group that was measured twice, as effect sizes with their uncertainty."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from survey_app.effects.categories import (
    LARGEST,
    Numbers,
    Reason,
    UnusableNumbersError,
    as_direction,
)
from survey_app.effects.score_arrays import Scores, aligned
from survey_app.effects.score_rows import as_confidence
from survey_app.effects.signed_ranks import RankMethod
from survey_app.effects.standardised_change import Found, Interval, describe, standardise

if TYPE_CHECKING:
    import pandas as pd

FEWEST_FOR_AN_ADJECTIVE = 10
SIGNIFICANT_DIGITS = 12


@dataclass(frozen=True, slots=True)
class PairedEffect:
    """The change of n pairs; a positive number is a change for the better.

    What cannot be computed is None, and `reasons` says why by the name of the attribute.

    Attributes
    ----------
    n, missing_pre, missing_post : int
        Complete pairs, which alone count; children without a first score; children with a first
        score and no later one.
    mean_pre, mean_post, sd_pre, sd_post : float or None
        Of the complete pairs, in points; standard deviations with n - 1.
    correlation : float or None
        Of first and later scores.
    mean_change, raw_mean_change : float or None
        In points; the raw one is post minus pre, whichever way is better.
    sd_change : float or None
        Standard deviation of the differences, in points.
    mean_change_interval : (float, float) or None
        From the t distribution, in points.
    t, df, p : float, int, float, or None
        Paired t test, two-sided.
    d_z, d_rm, d_av, d_av_lakens, d_pre : float or None
        Standardised mean changes; see `paired_effect`.
    g_z, g_rm, g_av, g_pre : float or None
        The same with Hedges' correction for small samples.
    d_z_interval … g_pre_interval : (float, float) or None
        Confidence intervals.
    wilcoxon_p : float or None
        Signed-rank test, two-sided, by `wilcoxon_method` on the `wilcoxon_n` differences that are
        not 0: exact for at most 25 of which no two are of equal size, else by the normal curve
        with the variance corrected for ties. Without a correction for continuity, which R applies
        unless told otherwise: its p is then a little larger.
    rank_biserial : float or None
        Of the signed ranks, -1 to 1.
    common_language : float or None
        Probability that a child changed for the better, from the normal curve: Phi(d_z).
    confidence : float
        Of every interval.
    higher_is_better : bool
        Direction of the scale.
    reasons : dict of str to Reason
        Attribute to why it is None.
    """

    n: int
    missing_pre: int
    missing_post: int
    mean_pre: float | None
    mean_post: float | None
    mean_change: float | None
    raw_mean_change: float | None
    sd_pre: float | None
    sd_post: float | None
    sd_change: float | None
    correlation: float | None
    mean_change_interval: Interval | None
    t: float | None
    df: int | None
    p: float | None
    d_z: float | None
    d_rm: float | None
    d_av: float | None
    d_av_lakens: float | None
    d_pre: float | None
    g_z: float | None
    g_rm: float | None
    g_av: float | None
    g_pre: float | None
    d_z_interval: Interval | None
    d_rm_interval: Interval | None
    d_av_interval: Interval | None
    d_pre_interval: Interval | None
    g_z_interval: Interval | None
    g_rm_interval: Interval | None
    g_av_interval: Interval | None
    g_pre_interval: Interval | None
    wilcoxon_p: float | None
    wilcoxon_method: RankMethod | None
    wilcoxon_n: int
    rank_biserial: float | None
    common_language: float | None
    confidence: float
    higher_is_better: bool
    reasons: dict[str, Reason]

    @property
    def no_adjective(self) -> bool:
        """Whether there are too few pairs to call an effect small or large (ours: 10)."""
        return self.n < FEWEST_FOR_AN_ADJECTIVE


def paired_effect(
    pre: Scores, post: Scores, *, higher_is_better: bool, confidence: float = 0.95
) -> PairedEffect:
    r"""Compute the effect sizes of n pairs of scores, one pair per child.

    With the mean :math:`M_D` and standard deviation :math:`S_D` of the differences, the standard
    deviations :math:`S_1, S_2` of first and later scores and their correlation :math:`r`:

    - :math:`d_z = M_D / S_D = t / \sqrt n`;
    - :math:`d_{rm} = d_z \sqrt{2 (1 - r)}`;
    - :math:`d_{av} = M_D / \sqrt{(S_1^2 + S_2^2) / 2}` (Cumming 2012), the headline: comparable
      over designs; `d_av_lakens` divides by :math:`(S_1 + S_2) / 2` (Lakens 2013);
    - :math:`d_{pre} = M_D / S_1` (Becker 1988).

    Hedges' correction is :math:`J = \Gamma(df/2) / (\sqrt{df/2}\, \Gamma((df-1)/2))` with
    :math:`df = n - 1` for `g_z` and `g_pre`, and :math:`2 (n - 1)` for `g_av` and `g_rm`.

    Intervals of `d_z`: the noncentralities of t at its limits over :math:`\sqrt n`. Those of `d_av`
    and `d_rm`: the same limits in their own units (Algina & Keselman 2003). Those of `g` are J
    times those of `d`. Of `g_pre`: :math:`g \pm z \sqrt{2 (1 - r) / n + g^2 / (2 n)}` (Becker
    1988, the ``SMCR`` of metafor), and of `d_pre` the same divided by J.

    Parameters
    ----------
    pre, post : sequence of n floats
        First and later score, in points of the scale, in the same order of children. None and NaN
        are missing; only complete pairs count, and nothing is filled in. Two pandas Series must
        have the same index.
    higher_is_better : bool
        Direction of the scale; every number but `raw_mean_change` is turned so that positive is
        better.
    confidence : float
        Of the intervals, strictly between 0 and 1.

    Returns
    -------
    PairedEffect
        For n below 2 the means only (``n_lt_2``); for two pairs nothing that needs a correlation or
        Hedges' correction with one degree of freedom (``n_lt_3``). Differences that are all equal
        have no `d_z`, t and p; scores that are all equal no `d_av`, `d_pre` or correlation
        (``sd_zero``). Scores that lie on one rising line have no `d_rm` (``correlation_one``).

    Raises
    ------
    UnusableNumbersError
        pre and post differ in length or index, a value is infinite, beyond 1e100 or no number, or
        confidence is not between 0 and 1. The text names the argument.

    References
    ----------
    Lakens, D. (2013). Calculating and reporting effect sizes. Frontiers in Psychology, 4, 863.
    Cumming, G. (2012). Understanding the new statistics. Algina, J., & Keselman, H. J. (2003).
    Approximate confidence intervals for effect sizes. Educational and Psychological Measurement,
    63, 537-553. Becker, B. J. (1988). Synthesizing standardized mean-change measures. British
    Journal of Mathematical and Statistical Psychology, 41, 257-278. Hedges, L. V. (1981).
    Distribution theory for Glass's estimator of effect size. Journal of Educational Statistics, 6,
    107-128.

    Examples
    --------
    Student's sleep data, hours of extra sleep after two drugs:

    >>> first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    >>> second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    >>> effect = paired_effect(first, second, higher_is_better=True)
    >>> round(effect.t, 4), effect.df, round(effect.p, 6), round(effect.d_z, 4)
    (4.0621, 9, 0.002833, 1.2846)
    """
    level = as_confidence(confidence)
    (first, last), _ = aligned(pre=pre, post=post)
    return _effect(first, last, higher_is_better, level)


def paired_effects(
    pre: "pd.DataFrame",
    post: "pd.DataFrame",
    *,
    higher_is_better: Mapping[str, bool],
    confidence: float = 0.95,
) -> dict[str, PairedEffect]:
    """Compute the effect of every scale, each by `paired_effect`.

    Parameters
    ----------
    pre, post : pandas.DataFrame
        n children x k scales: first and later scores in points, with the same index and columns.
        A missing score leaves out that child for that scale only.
    higher_is_better : Mapping of str to bool
        Scale to direction, one for every column.
    confidence : float
        Of the intervals.

    Returns
    -------
    dict of str to PairedEffect
        In the order of the columns.

    Raises
    ------
    UnusableNumbersError
        The tables have other columns or indexes, a scale has no direction, or one of the reasons
        of `paired_effect`; the text names the scale.

    Examples
    --------
    >>> import pandas as pd
    >>> pre = pd.DataFrame({"kracht": [1.0, 2.0, 2.0], "last": [3.0, 2.0, None]})
    >>> post = pd.DataFrame({"kracht": [2.0, 2.5, 4.0], "last": [2.0, 1.5, 1.0]})
    >>> found = paired_effects(pre, post, higher_is_better={"kracht": True, "last": False})
    >>> {scale: (effect.n, round(effect.mean_change, 2)) for scale, effect in found.items()}
    {'kracht': (3, 1.17), 'last': (2, 0.75)}
    """
    for name in pre.columns.symmetric_difference(post.columns):
        raise UnusableNumbersError(f"scale {name!r} stands in one of pre and post only")
    for name in pre.columns:
        if name not in higher_is_better:
            raise UnusableNumbersError(f"higher_is_better says nothing about scale {name!r}")
    effects = {}
    for name in pre.columns:
        try:
            effects[str(name)] = paired_effect(
                pre[name],
                post[name],
                higher_is_better=higher_is_better[name],
                confidence=confidence,
            )
        except UnusableNumbersError as fault:
            raise UnusableNumbersError(f"scale {name!r}: {fault}") from fault
    return effects


def _effect(
    first: Numbers, last: Numbers, higher_is_better: bool, confidence: float
) -> PairedEffect:
    no_pre = np.isnan(first)
    no_post = np.isnan(last)
    complete = ~(no_pre | no_post)
    pre, post = (first, last) if complete.all() else (first[complete], last[complete])
    pre, post, difference = _without_noise(pre, post)
    found = Found()
    direction = 1.0 if as_direction(higher_is_better) else -1.0
    if len(pre) > 0:
        describe(found, pre, post, direction * difference, direction)
    if len(pre) > 1:
        standardise(found, pre, post, direction * difference, confidence)
        found.refuse(Reason.SD_ZERO, *_COMPUTED)
    else:
        found.refuse(Reason.TOO_FEW_PAIRS, *_COMPUTED)
    values = {name: found.numbers.get(name) for name in _COMPUTED}
    values["wilcoxon_n"] = found.numbers.get("wilcoxon_n", 0)
    return PairedEffect(
        **values,  # type: ignore[arg-type]  # the names are those of the fields
        n=len(pre),
        missing_pre=int(no_pre.sum()),
        missing_post=int((no_post & ~no_pre).sum()),
        confidence=confidence,
        higher_is_better=higher_is_better,
        reasons={name: found.reasons[name] for name in values if values[name] is None},
    )


_GIVEN = {
    "n",
    "missing_pre",
    "missing_post",
    "confidence",
    "higher_is_better",
    "reasons",
    "wilcoxon_n",
}
_COMPUTED = tuple(field.name for field in fields(PairedEffect) if field.name not in _GIVEN)


def _without_noise(pre: Numbers, post: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return both and post minus pre, so that equal scores and equal differences are equal.

    0.7 - 0.4 and 0.4 - 0.1 differ in their last bit; without this, two children who changed
    equally would give a spread of 4e-17 and a t of 1e16.
    """
    largest = max(float(np.abs(pre).max(initial=0)), float(np.abs(post).max(initial=0)))
    if largest < 1 / LARGEST:
        return pre * 0, post * 0, post * 0
    decimals = SIGNIFICANT_DIGITS - math.ceil(math.log10(largest))
    pre, post = np.round(pre, decimals), np.round(post, decimals)
    return pre, post, np.round(post - pre, decimals)
