"""Reliable change of many children at once, by one of five published methods."""

from typing import TYPE_CHECKING, get_args

import numpy as np

from survey_app.effects.categories import (
    ONE_SIDED_95,
    TWO_SIDED_95,
    UnusableNumbersError,
    categories_of,
    finite,
    reason_of_reference,
)
from survey_app.effects.change_methods import FORMULAS, Method, NotComputableError, Reference
from survey_app.effects.score_arrays import (
    Scores,
    aligned,
    as_correlation,
    reasons_of_missing,
    table_of,
)

if TYPE_CHECKING:
    import pandas as pd


def reliable_change(
    pre: Scores,
    post: Scores,
    *,
    sd: float | None,
    reliability: float | None,
    higher_is_better: bool,
    method: Method = "jacobson-truax",
    cutoff: float | None = None,
    cutoff_is_clinical: bool = False,
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
        Point between the clinical and the functional side; without it nobody is recovered. A score
        equal to it is on neither side.
    cutoff_is_clinical : bool
        True when the cut-off is the edge of a published band: a score equal to it is clinical.
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
        not between 0 and 1), ``n_lt_2`` (a default needs at least two pairs),
        ``difference_unreliable`` (:math:`r_{dd}` of ``hageman-arrindell`` is not above 0: what was
        given leaves nothing of a difference that is no error).

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
    if method not in FORMULAS:
        raise UnusableNumbersError(f"method is {method!r}; choose one of {get_args(Method)}")
    (first, last), index = aligned(pre=pre, post=post)
    criterion = _criterion(z, method)
    cutoff = finite(cutoff, "cutoff")
    sd = finite(sd, "sd")
    reliability = finite(reliability, "reliability")
    others = {
        "mean": finite(mean, "mean"),
        "mean_post": finite(mean_post, "mean_post"),
        "sd_post": finite(sd_post, "sd_post"),
        "reliability_post": finite(reliability_post, "reliability_post"),
        "correlation": as_correlation(correlation),
    }

    complete = ~(np.isnan(first) | np.isnan(last))
    rci = np.full(len(first), np.nan)
    reason = reason_of_reference(sd, reliability)
    if reason is None and sd is not None and reliability is not None and complete.any():
        reference = Reference(sd, reliability, **others)
        try:
            rci[complete] = FORMULAS[method](first[complete], last[complete], reference)
        except NotComputableError as refusal:
            reason = refusal.reason

    categories = categories_of(
        rci,
        higher_is_better=higher_is_better,
        criterion=criterion,
        pre=first,
        post=last,
        cutoff=cutoff,
        cutoff_is_clinical=cutoff_is_clinical,
    )
    reasons = reasons_of_missing(first, last, otherwise=reason)
    return table_of(index, rci=rci, category=categories, reason=reasons)


def _criterion(z: float | None, method: Method) -> float:
    given = finite(z, "z")
    if given is None:
        return ONE_SIDED_95 if method == "hageman-arrindell" else TWO_SIDED_95
    if given <= 0:
        raise UnusableNumbersError(f"z is {given}; a criterion must be above 0")
    return given
