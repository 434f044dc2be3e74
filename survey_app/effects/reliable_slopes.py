"""Reliable change of many children over three or more measurements, by a multilevel model."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from survey_app.effects.categories import (
    Flags,
    Numbers,
    Reason,
    UnusableNumbersError,
    categories_of,
)
from survey_app.effects.group_labels import Codes, as_codes
from survey_app.effects.own_lines import lines_of
from survey_app.effects.random_slope import RandomSlope, random_slope
from survey_app.effects.score_arrays import Scores, aligned
from survey_app.effects.spread_search import NoSpreadError

if TYPE_CHECKING:
    import pandas as pd

Against = Literal["zero", "mean"]

FEWEST_SCORES = 3
"""A child with fewer has no scatter round its own line, and is not judged."""

FEWEST_CHILDREN = 5
"""With fewer children to judge, the spread between them is not estimated: our own rule."""

LEAST, MOST = 1e-100, 1e100
"""Beyond them squares are no numbers."""


@dataclass(frozen=True, eq=False)
class ReliableSlopes:
    """The fitted model and what it says of each child.

    Attributes
    ----------
    children : pandas.DataFrame
        One row per child, in the order of the labels. Columns: ``person``; ``n`` (scores with a
        time); ``slope`` (the child's own, in points per unit of time: mean slope plus deviation);
        ``deviation`` (from the mean slope, the empirical Bayes estimate or BLUP);
        ``standard_error`` (of the one that is tested); ``rci`` (that one divided by its error);
        ``category`` (``improved``, ``unchanged``, ``deteriorated`` or None); ``reason`` (None, or
        why the four numbers are NaN).
    n, left_out : int
        Scores that were used, and rows without a person, a time or a score.
    against : str
        What each slope is compared with.
    intercept, intercept_se : float or None
        Mean score at time 0, in points, and its standard error.
    slope, slope_se : float or None
        Mean slope, in points per unit of time.
    intercept_sd, slope_sd : float or None
        Standard deviation of the children's true lines, at time 0 and in slope.
    correlation : float or None
        Between both; None when one of them is 0.
    residual_sd : float or None
        Standard deviation of the scores round the lines, in points.
    reason : Reason or None
        Why no child is judged. With ``singular`` the model is given, with another reason not.
    """

    children: "pd.DataFrame"
    n: int
    left_out: int
    against: Against
    intercept: float | None = None
    intercept_se: float | None = None
    slope: float | None = None
    slope_se: float | None = None
    intercept_sd: float | None = None
    slope_sd: float | None = None
    correlation: float | None = None
    residual_sd: float | None = None
    reason: Reason | None = None


def reliable_slopes(
    persons: Any,
    times: Scores,
    scores: Scores,
    *,
    higher_is_better: bool,
    against: Against = "zero",
) -> ReliableSlopes:
    r"""Judge the change of J children by the slope of each, from three or more measurements.

    .. math::
        y_{ij} = (\beta_0 + u_{0j}) + (\beta_1 + u_{1j}) t_{ij} + e_{ij}, \quad
        u_j \sim N(0, T), \quad e_{ij} \sim N(0, \sigma^2)

    by REML with a free 2 x 2 matrix T. With :math:`V_j = Z_j T Z_j' + \sigma^2 I`, :math:`K_j = T
    Z_j' V_j^{-1} Z_j`, :math:`D_j = T - K_j T` and :math:`C = (\sum_j Z_j' V_j^{-1} Z_j)^{-1}`, the
    index of a child is

    - ``zero`` (the default): :math:`(\hat\beta_1 + \hat u_{1j}) / se`, with :math:`se^2` the slope
      element of :math:`D_j + (I - K_j) C (I - K_j)'`, the variance of prediction of the child's own
      slope, the mean line being an estimate (Henderson 1975);
    - ``mean``: :math:`\hat u_{1j} / se`, with :math:`se^2` that of :math:`D_j`, the conditional
      variance, the mean line taken as known. This is what the HLM method of the R package
      clinicalsignificance tests, on the ``condVar`` of lme4.

    Only ``zero`` asks whether a child changed. ``mean`` asks whether it changed otherwise than the
    others: where all improve, half of them would lie below the mean, and one who gets worse more
    slowly than the others could be called improved. It is there for comparison.

    Neither is a test of the child by itself. Each slope is drawn to the mean slope, the further
    the less its own scores say, so a verdict can change when other children are added, and a child
    that did not change among others who improve much is called improved more often than 1 in 40.
    What holds is that of all such children about 95 in 100 have their true slope within 1.96
    errors. As the variances are taken as known, it is fewer where they are hardly known: in our
    simulations of slopes as far apart as half the error of one score, 94 to 95 in 100 with 100
    children and five scores, 90 to 91 with three, and there 1 in 4 without change among much
    improvement was called improved. `reliable_change` on two scores leans on no other child.

    Parameters
    ----------
    persons : sequence of N labels
        Which child each score is of; labels of any kind.
    times : sequence of N floats
        In any unit, such as weeks since the start; one score per child and time.
    scores : sequence of N floats
        In points of the scale, from one informant. In persons, times and scores None and NaN are
        missing: the row is left out and counted. Pandas Series must have the same index.
    higher_is_better : bool
        Direction of the scale.
    against : str
        ``zero`` or ``mean``.

    Returns
    -------
    ReliableSlopes
        Reliable when the index is larger than 1.96 in size; equal is not enough. Children with
        fewer than three scores have the reason ``n_lt_3`` and no slope, but help to find the mean
        line and the spread: leaving them out would describe only those who stayed (Laird & Ware
        1982). Reasons for all children: ``children_lt_5`` (to be judged), ``sd_zero`` (all scores
        lie on the children's own lines), ``no_convergence``, and ``singular``: no spread in slope,
        none in level, or both go together entirely. Then one number per child stands for both, and
        its level would decide about its change. With three scores each and few children that is
        common.

    Raises
    ------
    UnusableNumbersError
        The arguments differ in length or index, a time or score is infinite or no number, the
        labels are no labels, a child has two scores at one time, against is unknown, or a number is
        beyond 1e100 or nearer to 0 than 1e-100.

    References
    ----------
    Laird, N. M., & Ware, J. H. (1982). Random-effects models for longitudinal data. Biometrics, 38,
    963-974. Henderson, C. R. (1975). Best linear unbiased estimation and prediction under a
    selection model. Biometrics, 31, 423-447. Speer, D. C., & Greenbaum, P. E. (1995). Five methods
    for computing significant individual client change and improvement rates: support for an
    individual growth curve approach. J Consult Clin Psychol 63, 1044-1048. Claus, B. B., Wager, J.,
    & Bonnet, U. (2024). clinicalsignificance [R package].

    Examples
    --------
    >>> weeks = [0, 4, 8, 12]
    >>> series = {"a": [20, 18, 15, 13], "b": [17, 17, 18, 17], "c": [22, 17, 15, 9],
    ...     "d": [15, 13, 13, 11], "e": [19, 21, 20, 23], "f": [18, 12]}
    >>> rows = [(who, week, score) for who, each in series.items()
    ...     for week, score in zip(weeks, each)]
    >>> found = reliable_slopes(*zip(*rows), higher_is_better=False)
    >>> round(found.slope, 2), round(found.slope_sd, 2), round(found.residual_sd, 2)
    (-0.49, 0.62, 0.85)
    >>> found.children[["person", "slope", "category", "reason"]].round(2).values.tolist()[3:]
    [['d', -0.33, 'improved', None], ['e', 0.27, 'deteriorated', None], ['f', nan, None, 'n_lt_3']]
    """
    import pandas as pd

    if against not in get_args(Against):
        raise UnusableNumbersError(f"against is {against!r}; choose one of {get_args(Against)}")
    rows = _read(persons, times, scores)
    n = np.bincount(rows.codes[rows.usable], minlength=len(rows.labels))
    enough = n >= FEWEST_SCORES
    reasons = np.full(len(n), None, dtype=object)
    reasons[~enough] = str(Reason.TOO_FEW_POINTS)
    fit, refused = None, None
    # Deviation, and variance of what is tested; NaN for who is not judged.
    deviation, variance = np.full((2, len(n)), np.nan)
    try:
        if enough.sum() < FEWEST_CHILDREN:
            raise NoSpreadError(Reason.TOO_FEW_CHILDREN)
        present, codes = np.unique(rows.codes[rows.usable], return_inverse=True)
        at, points = rows.times[rows.usable], rows.scores[rows.usable]
        fit = random_slope(lines_of(at, points, codes, len(present)))
        if fit.is_singular:
            raise NoSpreadError(Reason.SINGULAR)
        judged = enough[present]
        tested = fit.total_variances if against == "zero" else fit.conditional_variances
        deviation[enough] = fit.departures[judged, 1]
        variance[enough] = tested[judged, 1, 1]
    except NoSpreadError as refusal:
        refused = refusal.reason
        reasons[enough] = str(refused)
    slope = deviation + (np.nan if fit is None else fit.coefficients[1])
    error = np.sqrt(variance)
    rci = (slope if against == "zero" else deviation) / error
    children = pd.DataFrame(
        {
            "person": pd.Series(rows.labels, dtype=object),
            "n": n.astype(np.int64),
            "slope": slope,
            "deviation": deviation,
            "standard_error": error,
            "rci": rci,
            "category": pd.Series(
                categories_of(rci, higher_is_better=higher_is_better), dtype=object
            ),
            "reason": pd.Series(reasons, dtype=object),
        }
    )
    return ReliableSlopes(
        children=children,
        n=int(rows.usable.sum()),
        left_out=int((~rows.usable).sum()),
        against=against,
        reason=refused,
        **({} if fit is None else _model_of(fit)),
    )


@dataclass(frozen=True)
class _Rows:
    """The rows as given; only the usable ones have a person, a time and a score."""

    codes: Codes
    labels: list[Hashable]
    times: Numbers
    scores: Numbers
    usable: Flags


def _read(persons: Any, times: Scores, scores: Scores) -> _Rows:
    import pandas as pd

    codes, labels = as_codes(persons, "persons")
    numbered: Any = codes.astype(np.float64)
    if isinstance(persons, pd.Series):
        numbered = pd.Series(numbered, index=persons.index)
    (_, at, points), _ = aligned(persons=numbered, times=times, scores=scores)
    usable = (codes >= 0) & ~np.isnan(at) & ~np.isnan(points)
    _refuse_without_square(at[usable], "times")
    _refuse_without_square(points[usable], "scores")
    moments = np.column_stack([codes[usable], at[usable]])
    if len(np.unique(moments, axis=0)) < len(moments):
        raise UnusableNumbersError(
            "times holds one time twice for the same person; give one score per person and time"
        )
    return _Rows(codes, labels, at, points, usable)


def _refuse_without_square(numbers: Numbers, argument: str) -> None:
    """Refuse numbers whose squares a computer has no place for; they are no measurements."""
    size = np.abs(numbers[numbers != 0])
    if size.size and not LEAST < size.min() <= size.max() < MOST:
        raise UnusableNumbersError(
            f"{argument} holds a value below {LEAST} or above {MOST}; choose another unit"
        )


def _model_of(fit: RandomSlope) -> dict[str, float | None]:
    """Return means, standard deviations and correlation under their names in `ReliableSlopes`."""
    intercept_sd, slope_sd = (float(each) for each in np.sqrt(np.diag(fit.spread)))
    together = intercept_sd * slope_sd
    errors = np.sqrt(np.diag(fit.coefficient_variances))
    return {
        "intercept": float(fit.coefficients[0]),
        "intercept_se": float(errors[0]),
        "slope": float(fit.coefficients[1]),
        "slope_se": float(errors[1]),
        "intercept_sd": intercept_sd,
        "slope_sd": slope_sd,
        "correlation": float(fit.spread[0, 1]) / together if together > 0 else None,
        "residual_sd": float(np.sqrt(fit.sigma2)),
    }
