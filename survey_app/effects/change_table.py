"""Reliable change of many children at once, by one of five published methods."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey_app.effects.categories import (
    ONE_SIDED_95,
    TWO_SIDED_95,
    Reason,
    UnusableNumbersError,
    category_of,
    finite,
    reason_of_reference,
)
from survey_app.effects.measurement_error import difference_sd, standard_error_of_measurement

if TYPE_CHECKING:
    import pandas as pd

Method = Literal[
    "jacobson-truax",
    "gulliksen-lord-novick",
    "edwards-nunnally",
    "nunnally-kotsch",
    "hageman-arrindell",
]
Scores = Sequence[float | None] | ArrayLike
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class _Reference:
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


class _NotComputableError(Exception):
    """The method has no value for these pairs, for the reason it carries."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def reliable_change(
    pre: Scores,
    post: Scores,
    *,
    sd: float | None,
    reliability: float | None,
    higher_is_better: bool,
    method: Method = "jacobson-truax",
    cutoff: float | None = None,
    mean: float | None = None,
    mean_post: float | None = None,
    sd_post: float | None = None,
    reliability_post: float | None = None,
    correlation: float | None = None,
    z: float | None = None,
) -> "pd.DataFrame":
    r"""Judge the change of n children, one pair of scores per child.

    With :math:`S` = `sd`, :math:`r` = `reliability`, :math:`M` = `mean`,
    :math:`SEM = S \sqrt{1 - r}` and :math:`\hat x_2 = M_1 + r (x_1 - M_1)`, the index is

    - ``jacobson-truax``: :math:`(x_2 - x_1) / (\sqrt 2 \, SEM)` (the default);
    - ``gulliksen-lord-novick``: :math:`(x_2 - \hat x_2) / (S \sqrt{1 - r^2})`;
    - ``edwards-nunnally``: :math:`(x_2 - \hat x_2) / SEM`, corrects regression to the mean;
    - ``nunnally-kotsch``: :math:`(x_2 - \hat x_2) / \sqrt{r^2 S^2 (1 - r) + S^2 (1 - r_{post})}`;
    - ``hageman-arrindell``: :math:`((x_2 - x_1) r_{dd} + (M_2 - M_1)(1 - r_{dd})) /
      (\sqrt{r_{dd}} \sqrt 2 \, SEM)` with
      :math:`r_{dd} = (S_1^2 r_1 + S_2^2 r_2 - 2 S_1 S_2 r_{12}) /
      (S_1^2 + S_2^2 - 2 S_1 S_2 r_{12})`.

    Parameters
    ----------
    pre, post : sequence of n floats
        First and later score, in points of the scale, in the same order of children. None and NaN
        are missing scores. Two pandas Series must have the same index; it is kept.
    sd : float or None
        Standard deviation of the scores in points, from the norm or manual.
    reliability : float or None
        Reliability, strictly between 0 and 1, from the same source.
    higher_is_better : bool
        Direction of the scale.
    method : str
        One of the five names above.
    cutoff : float or None
        Point between the clinical and the functional side; without it nobody is recovered.
    mean : float or None
        Reference mean of the first scores. By default the mean of pre over the complete pairs.
    mean_post : float or None
        Only for ``hageman-arrindell``: mean of the later scores, by default over the pairs.
    sd_post : float or None
        Only for ``hageman-arrindell``: standard deviation of the later scores, by default over
        the pairs (n - 1).
    reliability_post : float or None
        Only for ``nunnally-kotsch`` (by default `reliability`) and ``hageman-arrindell`` (by
        default :math:`1 - SEM^2 / S_2^2`, the same error at both moments).
    correlation : float or None
        Only for ``hageman-arrindell``: correlation of pre and post, by default over the pairs.
    z : float or None
        Criterion; the index must be larger. By default 1.96 (5 % in two tails), for
        ``hageman-arrindell`` 1.65 (5 % in one tail, the authors' choice).

    Returns
    -------
    pandas.DataFrame
        n rows with the columns ``rci`` (float with the sign of post minus pre, NaN when not
        computable), ``category`` (``recovered``, ``improved``, ``unchanged``, ``deteriorated`` or
        None) and ``reason`` (None, or why there is no index). Reasons in this order: ``no_pre``,
        ``no_post``, ``sd_zero`` (missing or not above 0), ``reliability_out_of_range`` (missing or
        not between 0 and 1), ``n_lt_2`` (a default needs at least two pairs).

    Raises
    ------
    UnusableNumbersError
        pre and post differ in length or index, a value is infinite or no number, the correlation
        is outside -1 to 1, z is not above 0, or the method is unknown. The text names the argument.

    References
    ----------
    Jacobson & Truax (1991), J Consult Clin Psychol 59, 12-19. Hsu (1989), Behav Assess 11, 459-467
    (Gulliksen-Lord-Novick). Speer (1992), J Consult Clin Psychol 60, 402-408 (Edwards-Nunnally).
    Nunnally & Kotsch (1983), Br J Clin Psychol 22, 83-93. Hageman & Arrindell (1999), Behav Res
    Ther 37, 1169-1193.

    Examples
    --------
    >>> table = reliable_change(
    ...     [32.5, 40, None], [47.5, 42, 44], sd=7.5, reliability=0.80, higher_is_better=True
    ... )
    >>> table["rci"].round(2).tolist()
    [3.16, 0.42, nan]
    >>> table["category"].tolist(), table["reason"].tolist()
    (['improved', 'unchanged', None], [None, None, 'no_pre'])
    """
    import pandas as pd

    if method not in _FORMULAS:
        raise UnusableNumbersError(f"method is {method!r}; choose one of {get_args(Method)}")
    index = _shared_index(pre, post)
    first = _as_numbers(pre, "pre")
    last = _as_numbers(post, "post")
    if len(first) != len(last):
        raise UnusableNumbersError(
            f"pre has {len(first)} values and post has {len(last)}; give one pair per child"
        )
    criterion = _criterion(z, method)
    cutoff = finite(cutoff, "cutoff")
    sd = finite(sd, "sd")
    reliability = finite(reliability, "reliability")
    others = {
        "mean": finite(mean, "mean"),
        "mean_post": finite(mean_post, "mean_post"),
        "sd_post": finite(sd_post, "sd_post"),
        "reliability_post": finite(reliability_post, "reliability_post"),
        "correlation": _as_correlation(correlation),
    }

    no_pre, no_post = np.isnan(first), np.isnan(last)
    complete = ~(no_pre | no_post)
    rci = np.full(len(first), np.nan)
    reason = reason_of_reference(sd, reliability)
    if reason is None and sd is not None and reliability is not None and complete.any():
        reference = _Reference(sd, reliability, **others)
        try:
            rci[complete] = _FORMULAS[method](first[complete], last[complete], reference)
        except _NotComputableError as refusal:
            reason = refusal.reason

    reasons: list[str | None] = [None if reason is None else str(reason)] * len(first)
    categories: list[str | None] = [None] * len(first)
    for row in np.flatnonzero(~complete):
        reasons[row] = str(Reason.NO_PRE if no_pre[row] else Reason.NO_POST)
    for row in np.flatnonzero(~np.isnan(rci)):
        categories[row] = str(
            category_of(
                float(rci[row]),
                higher_is_better=higher_is_better,
                criterion=criterion,
                pre=float(first[row]),
                post=float(last[row]),
                cutoff=cutoff,
            )
        )
    return pd.DataFrame(
        {
            "rci": pd.Series(rci, index=index, dtype="float64"),
            "category": pd.Series(categories, index=index, dtype="object"),
            "reason": pd.Series(reasons, index=index, dtype="object"),
        }
    )


def _jacobson_truax(pre: Numbers, post: Numbers, reference: _Reference) -> Numbers:
    return (post - pre) / difference_sd(reference.sd, reference.reliability)


def _beyond_expected(pre: Numbers, post: Numbers, reference: _Reference) -> Numbers:
    """Return post minus the score that regression to the mean predicts from pre."""
    centre = reference.mean_of(pre)
    return post - (centre + reference.reliability * (pre - centre))


def _gulliksen_lord_novick(pre: Numbers, post: Numbers, reference: _Reference) -> Numbers:
    error = reference.sd * math.sqrt(1 - reference.reliability**2)
    return _beyond_expected(pre, post, reference) / error


def _edwards_nunnally(pre: Numbers, post: Numbers, reference: _Reference) -> Numbers:
    error = standard_error_of_measurement(reference.sd, reference.reliability)
    return _beyond_expected(pre, post, reference) / error


def _nunnally_kotsch(pre: Numbers, post: Numbers, reference: _Reference) -> Numbers:
    r = reference.reliability
    r_post = r if reference.reliability_post is None else reference.reliability_post
    if not 0 < r_post < 1:
        raise _NotComputableError(Reason.RELIABILITY_OUT_OF_RANGE)
    variance = reference.sd**2 * (r**2 * (1 - r) + (1 - r_post))
    return _beyond_expected(pre, post, reference) / math.sqrt(variance)


def _hageman_arrindell(pre: Numbers, post: Numbers, reference: _Reference) -> Numbers:
    s1, r1 = reference.sd, reference.reliability
    error = standard_error_of_measurement(s1, r1)
    s2 = reference.sd_post
    if s2 is None:
        s2 = _sample_sd(post)
    if s2 <= 0:
        raise _NotComputableError(Reason.SD_ZERO)
    r2 = reference.reliability_post
    if r2 is None:
        r2 = 1 - error**2 / s2**2
    elif not 0 < r2 < 1:
        raise _NotComputableError(Reason.RELIABILITY_OUT_OF_RANGE)
    r12 = reference.correlation
    if r12 is None:
        r12 = _sample_correlation(pre, post)
    shared = 2 * s1 * s2 * r12
    spread = s1**2 + s2**2 - shared
    if spread <= 0:
        raise _NotComputableError(Reason.SD_ZERO)
    r_dd = (s1**2 * r1 + s2**2 * r2 - shared) / spread
    if r_dd <= 0:
        raise _NotComputableError(Reason.RELIABILITY_OUT_OF_RANGE)
    centre_post = float(post.mean()) if reference.mean_post is None else reference.mean_post
    group_change = centre_post - reference.mean_of(pre)
    return ((post - pre) * r_dd + group_change * (1 - r_dd)) / (math.sqrt(2 * r_dd) * error)


_FORMULAS: dict[Method, Callable[[Numbers, Numbers, _Reference], Numbers]] = {
    "jacobson-truax": _jacobson_truax,
    "gulliksen-lord-novick": _gulliksen_lord_novick,
    "edwards-nunnally": _edwards_nunnally,
    "nunnally-kotsch": _nunnally_kotsch,
    "hageman-arrindell": _hageman_arrindell,
}


def _sample_sd(scores: Numbers) -> float:
    if len(scores) < 2:
        raise _NotComputableError(Reason.TOO_FEW_PAIRS)
    return float(scores.std(ddof=1))


def _sample_correlation(pre: Numbers, post: Numbers) -> float:
    if _sample_sd(pre) == 0 or _sample_sd(post) == 0:
        raise _NotComputableError(Reason.SD_ZERO)
    return float(np.corrcoef(pre, post)[0, 1])


def _criterion(z: float | None, method: Method) -> float:
    given = finite(z, "z")
    if given is None:
        return ONE_SIDED_95 if method == "hageman-arrindell" else TWO_SIDED_95
    if given <= 0:
        raise UnusableNumbersError(f"z is {given}; a criterion must be above 0")
    return given


def _as_correlation(correlation: float | None) -> float | None:
    given = finite(correlation, "correlation")
    if given is not None and not -1 <= given <= 1:
        raise UnusableNumbersError(f"correlation is {given}; it must lie between -1 and 1")
    return given


def _as_numbers(scores: Scores, argument: str) -> Numbers:
    """Return scores as floats with NaN for missing; refuse text, tables and infinite values."""
    import pandas as pd

    try:
        if isinstance(scores, pd.Series):
            numbers = scores.to_numpy(dtype=np.float64, na_value=np.nan)
        else:
            numbers = np.asarray(scores, dtype=np.float64)
    except (TypeError, ValueError) as fault:
        raise UnusableNumbersError(f"{argument} holds something that is not a number") from fault
    if numbers.ndim != 1:
        raise UnusableNumbersError(f"{argument} must be one row of scores, one per child")
    if np.isinf(numbers).any():
        raise UnusableNumbersError(f"{argument} holds an infinite value")
    return numbers


def _shared_index(pre: Scores, post: Scores) -> "pd.Index | None":
    """Return the index of the Series that were given; two that differ would pair strangers."""
    import pandas as pd

    given = [scores.index for scores in (pre, post) if isinstance(scores, pd.Series)]
    if len(given) == 2 and len(given[0]) == len(given[1]) and not given[0].equals(given[1]):
        raise UnusableNumbersError("pre and post have different indexes; align them first")
    return given[0] if given else None
