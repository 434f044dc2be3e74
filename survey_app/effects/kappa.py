"""Agreement of two raters on bands: Cohen's kappa, with and without weights."""

import math
from dataclasses import dataclass

import numpy as np

from survey_app.effects.agreement import SHOWN_FROM, Interval
from survey_app.effects.categories import Numbers, Reason, UnusableNumbersError
from survey_app.effects.score_rows import Rows, as_confidence, as_rows


@dataclass(frozen=True)
class Kappa:
    """How far two raters put the same targets in the same bands, beyond chance.

    Attributes
    ----------
    n : int or float
        Targets in the table.
    agreed : float or None
        Share (0 to 1) that both put in the same band.
    unweighted : float or None
        Cohen's kappa: every disagreement counts the same. At most 1, 0 is chance.
    weighted : float or None
        With quadratic weights: a disagreement of two bands counts four times one of one band.
    unweighted_interval, weighted_interval : (float, float) or None
        Normal limits, kept within -1 to 1; None without an estimate, or when it is 1 because
        there was no disagreement to measure.
    reason : Reason or None
        Why there is no estimate.
    """

    n: float
    agreed: float | None = None
    unweighted: float | None = None
    weighted: float | None = None
    unweighted_interval: Interval | None = None
    weighted_interval: Interval | None = None
    reason: Reason | None = None

    @property
    def may_be_shown(self) -> bool:
        """Whether there is an estimate and it rests on at least ten targets."""
        return self.unweighted is not None and self.n >= SHOWN_FROM


def kappa(table: Rows, *, confidence: float = 0.95) -> Kappa:
    r"""Compute kappa from a table of two raters.

    With :math:`p_{ij}` the share in cell i, j, weights of agreement :math:`w_{ij}` (1 on the
    diagonal and 0 elsewhere; or :math:`1 - (i - j)^2 / (k - 1)^2`),
    :math:`p_o = \sum w_{ij} p_{ij}` and :math:`p_e = \sum w_{ij} p_{i.} p_{.j}`,

    .. math::
        \kappa = \frac{p_o - p_e}{1 - p_e}, \quad
        SE^2 = \frac{\sum p_{ij} (w_{ij} (1 - p_e) - (\bar w_{i.} + \bar w_{.j}) (1 - p_o))^2
        - (p_o p_e - 2 p_e + p_o)^2}{n (1 - p_e)^4}

    Parameters
    ----------
    table : k x k counts
        Rows are the bands of the first rater, columns the same bands in the same order of the
        second; ordered from low to high for the weighted kappa. Not the answers themselves.
    confidence : float
        Level of the intervals.

    Returns
    -------
    Kappa
        A negative kappa (less agreement than chance) is given as it is. Reasons: ``n_lt_2``,
        ``sd_zero`` (both raters put every target in one and the same band). From 2 targets a
        number is computed, from 10 it may be shown.

    Raises
    ------
    UnusableNumbersError
        The table is not square, its labels differ, or it holds something that is no count.

    References
    ----------
    Cohen, J. (1960). Educational and Psychological Measurement, 20, 37-46. Cohen, J. (1968).
    Weighted kappa. Psychological Bulletin, 70, 213-220. Fleiss, J. L., Cohen, J., & Everitt, B. S.
    (1969). Large sample standard errors of kappa and weighted kappa. Psychological Bulletin, 72,
    323-327.

    Examples
    --------
    >>> found = kappa([[75, 1, 4], [5, 4, 1], [0, 0, 10]])
    >>> found.agreed, round(found.unweighted, 2), round(found.weighted, 2)
    (0.89, 0.68, 0.76)
    """
    counts, level = _counts(table), as_confidence(confidence)
    n = float(counts.sum())
    if n < 2:
        return Kappa(n, reason=Reason.TOO_FEW_PAIRS)
    shares = counts / n
    bands = np.arange(len(counts))
    distance = np.abs(bands[:, None] - bands)
    agreed = float(np.trace(shares))
    if np.max(shares) == 1 and agreed == 1:
        return Kappa(n, agreed, reason=Reason.SD_ZERO)
    unweighted, of_unweighted = _estimate(shares, (distance == 0).astype(float), n, level)
    quadratic = 1 - distance**2 / (len(counts) - 1) ** 2
    weighted, of_weighted = _estimate(shares, quadratic, n, level)
    return Kappa(n, agreed, unweighted, weighted, of_unweighted, of_weighted)


def _counts(table: Rows) -> Numbers:
    import pandas as pd

    if isinstance(table, pd.DataFrame) and list(table.index) != list(table.columns):
        raise UnusableNumbersError(
            "table must have the same bands in the same order in its rows and its columns"
        )
    counts = as_rows(table, "table").values
    if counts.shape[0] != counts.shape[1] or not counts.size:
        raise UnusableNumbersError("table must be square: one row and one column per band")
    if np.isnan(counts).any() or (counts < 0).any():
        raise UnusableNumbersError(
            "table holds something that is no count; use 0 for an empty cell"
        )
    return counts


def _estimate(
    shares: Numbers, weights: Numbers, n: float, level: float
) -> tuple[float, Interval | None]:
    """Return kappa with these weights of agreement, and its limits."""
    from scipy.special import ndtri

    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed = float((weights * shares).sum())
    expected = float(rows @ weights @ columns)
    estimate = (observed - expected) / (1 - expected)
    if observed >= 1:
        return 1.0, None
    bar = (weights @ columns)[:, None] + rows @ weights
    inner = weights * (1 - expected) - bar * (1 - observed)
    squared = float((shares * inner**2).sum())
    squared -= (observed * expected - 2 * expected + observed) ** 2
    half = float(ndtri((1 + level) / 2)) * math.sqrt(max(squared, 0) / n) / (1 - expected) ** 2
    return estimate, (max(estimate - half, -1.0), min(estimate + half, 1.0))
