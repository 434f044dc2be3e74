"""The numbers behind the change of a group: means, a t test and the change in every unit."""

import math
from collections.abc import Collection

from survey_app.effects.categories import Numbers, Reason, UnusableNumbersError
from survey_app.effects.noncentral_t import noncentrality_limits
from survey_app.effects.signed_ranks import signed_ranks

Interval = tuple[float, float]
SERIES_FROM = 1e5
"""From here on the gamma functions lose more digits than a series does."""
NOISE = 1e-12
"""Two correlations as near to each other as this differ by rounding only."""


def hedges_correction(df: float) -> float:
    """Return J, by which an effect size of a small sample is too large.

    Parameters
    ----------
    df : float
        Degrees of freedom, above 1.

    Returns
    -------
    float
        Below 1; nearly 1 - 3 / (4 df - 1), which is used from 100,000 degrees of freedom on: there
        it is right to 12 digits and the gamma functions no longer are.

    Raises
    ------
    UnusableNumbersError
        df is not above 1, where J has no value.

    References
    ----------
    Hedges, L. V. (1981). Journal of Educational Statistics, 6, 107-128.

    Examples
    --------
    >>> round(hedges_correction(9), 4), round(hedges_correction(1000), 5)
    (0.9139, 0.99925)
    """
    if not df > 1:
        raise UnusableNumbersError(f"df is {df}; there is no correction for 1 or less")
    if df >= SERIES_FROM:
        return 1 - 3 / (4 * df - 1)
    return math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) / math.sqrt(df / 2)


class Found:
    """Numbers by name, each with the reason when there is none."""

    def __init__(self) -> None:
        self.numbers: dict[str, object] = {}
        self.reasons: dict[str, Reason] = {}

    def refuse(self, reason: Reason, *names: str) -> None:
        """Say why these cannot be computed."""
        known = self.numbers | self.reasons
        self.reasons |= {name: reason for name in names if name not in known}


def describe(
    found: Found, pre: Numbers, post: Numbers, difference: Numbers, direction: float
) -> None:
    """Add the means, which one pair has too."""
    change = float(difference.mean())
    found.numbers |= {
        "mean_pre": float(pre.mean()),
        "mean_post": float(post.mean()),
        "mean_change": change,
        "raw_mean_change": direction * change,
    }


def standardise(
    found: Found, pre: Numbers, post: Numbers, difference: Numbers, confidence: float
) -> None:
    """Add what needs a spread; what stays out has a spread of 0 unless another reason is given."""
    n = len(pre)
    mean = float(difference.mean())
    s1, s2, sd = _sd(pre), _sd(post), _sd(difference)
    # Of two pairs it is 1 or -1, whatever the scores are.
    r = _correlation(pre, post, s1, s2) if n > 2 else None
    found.numbers |= {"sd_pre": s1, "sd_post": s2, "sd_change": sd, "df": n - 1}
    if r is not None:
        found.numbers["correlation"] = r
    _rank(found, difference)
    limits = _test(found, mean, sd, n, confidence) if sd > 0 else None
    average = math.sqrt((s1**2 + s2**2) / 2)
    if sd > 0:
        _add(found, "z", mean / sd, n - 1, limits, 1.0)
        if r == 1:
            # The formula says 0 here, however much everybody changed.
            found.refuse(Reason.CORRELATION_ONE, *_names_of("rm"))
        elif r is not None:
            unit = math.sqrt(2 * (1 - r))
            _add(found, "rm", mean / sd * unit, 2 * (n - 1), limits, unit)
    if average > 0:
        _add(found, "av", mean / average, 2 * (n - 1), limits, sd / average)
        found.numbers["d_av_lakens"] = mean / ((s1 + s2) / 2)
    if s1 > 0:
        _before(found, mean / s1, r, n, confidence)
    if n == 2:
        from_three = ("correlation", "g_z", "g_z_interval", *_names_of("rm"), *_names_of("pre"))
        found.refuse(Reason.TOO_FEW_POINTS, *from_three)


def _names_of(kind: str) -> Collection[str]:
    return (f"d_{kind}", f"d_{kind}_interval", f"g_{kind}", f"g_{kind}_interval")


def _test(found: Found, mean: float, sd: float, n: int, confidence: float) -> Interval:
    """Add the paired t test; return the limits of d_z."""
    from scipy.special import ndtr, stdtr, stdtrit

    error = sd / math.sqrt(n)
    t = mean / error
    margin = float(stdtrit(n - 1, (1 + confidence) / 2)) * error
    found.numbers |= {
        "t": t,
        "p": float(2 * stdtr(n - 1, -abs(t))),
        "mean_change_interval": (mean - margin, mean + margin),
        "common_language": float(ndtr(mean / sd)),
    }
    low, high = noncentrality_limits(t, n - 1, confidence)
    return low / math.sqrt(n), high / math.sqrt(n)


def _add(found: Found, name: str, d: float, df: int, limits: Interval | None, unit: float) -> None:
    """Add one standardised change, with the limits of d_z brought into its own units."""
    found.numbers[f"d_{name}"] = d
    if limits is not None:
        found.numbers[f"d_{name}_interval"] = (limits[0] * unit, limits[1] * unit)
    if df < 2:
        return
    correction = hedges_correction(df)
    found.numbers[f"g_{name}"] = correction * d
    if limits is not None:
        own = (correction * limits[0] * unit, correction * limits[1] * unit)
        found.numbers[f"g_{name}_interval"] = own


def _before(found: Found, d: float, r: float | None, n: int, confidence: float) -> None:
    """Add the change in standard deviations of the first scores."""
    from scipy.special import ndtri

    found.numbers["d_pre"] = d
    if n < 3:
        return
    correction = hedges_correction(n - 1)
    g = correction * d
    found.numbers["g_pre"] = g
    if r is not None:
        z = float(ndtri((1 + confidence) / 2))
        margin = z * math.sqrt(2 * (1 - r) / n + g**2 / (2 * n))
        found.numbers["g_pre_interval"] = (g - margin, g + margin)
        found.numbers["d_pre_interval"] = ((g - margin) / correction, (g + margin) / correction)


def _rank(found: Found, difference: Numbers) -> None:
    ranked = signed_ranks(difference)
    found.numbers["wilcoxon_n"] = ranked.n
    if ranked.reason is None:
        found.numbers |= {
            "wilcoxon_p": ranked.p,
            "wilcoxon_method": ranked.method,
            "rank_biserial": ranked.rank_biserial,
        }


def _sd(scores: Numbers) -> float:
    """Return the standard deviation, exactly 0 where all scores are equal."""
    return 0.0 if (scores == scores[0]).all() else float(scores.std(ddof=1))


def _correlation(pre: Numbers, post: Numbers, s1: float, s2: float) -> float | None:
    if s1 == 0 or s2 == 0:
        return None
    # Not `@`: that starts threads, which costs more than it saves on numbers like these.
    covariance = float(((pre - pre.mean()) * (post - post.mean())).sum()) / (len(pre) - 1)
    r = covariance / (s1 * s2)
    return math.copysign(1.0, r) if abs(r) > 1 - NOISE else r
