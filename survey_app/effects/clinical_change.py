"""Clinically significant change: reliable, and from one side of a cut-off to the other."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from survey_app.effects.categories import Category, UnusableNumbersError, finite, sides_of
from survey_app.effects.change_methods import Method
from survey_app.effects.change_table import reliable_change
from survey_app.effects.score_arrays import Scores, aligned

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class RecoveryRates:
    """How many children recovered, over all pairs and over those who could.

    Attributes
    ----------
    pairs : int
        Children with a category.
    left_out : int
        Children without one: a score is missing, or no index can be computed.
    recovered, improved, unchanged, deteriorated : int
        Children per category; together they are `pairs`.
    harmed : int
        Of the deteriorated, those who went from the functional to the clinical side.
    eligible : int
        Children on the clinical side at the first measurement. The others cannot recover.
    rate, rate_of_eligible : float or None
        Recovered as a share (0 to 1) of `pairs` and of `eligible`; None when there are none.
    """

    pairs: int
    left_out: int
    recovered: int
    improved: int
    unchanged: int
    deteriorated: int
    harmed: int
    eligible: int
    rate: float | None
    rate_of_eligible: float | None


def clinical_change(
    pre: Scores,
    post: Scores,
    *,
    sd: float | None,
    reliability: float | None,
    higher_is_better: bool,
    cutoff: float,
    cutoff_is_clinical: bool = False,
    method: Method = "jacobson-truax",
    **reference: float | None,
) -> "pd.DataFrame":
    """Judge the change of n children and the side of the cut-off on which they begin and end.

    Parameters
    ----------
    pre, post : sequence of n floats
        First and later score, in points of the scale; None and NaN are missing scores.
    sd, reliability : float or None
        From the norm or manual, as for `reliable_change`.
    higher_is_better : bool
        Direction of the scale.
    cutoff : float
        Point between the clinical and the functional side, in points of the scale.
    cutoff_is_clinical : bool
        True for the edge of a published band: a score equal to it is clinical. By default it is on
        neither side.
    method : str
        One of the methods of `reliable_change`.
    **reference : float or None
        The other arguments of `reliable_change`: ``mean``, ``z`` and so on.

    Returns
    -------
    pandas.DataFrame
        The columns ``rci``, ``category`` and ``reason`` of `reliable_change`, and two that are
        True, False or, for a child without category, missing:

        - ``harmed``: deteriorated and crossed from the functional to the clinical side. It stands
          beside the category, never in its place;
        - ``could_recover``: the first score is on the clinical side. A child that was functional
          at the start cannot recover, however much it improves.

    Raises
    ------
    UnusableNumbersError
        The cut-off is missing, or one of the reasons of `reliable_change`.

    References
    ----------
    Jacobson, N. S., & Truax, P. (1991). Journal of Consulting and Clinical Psychology, 59, 12-19.
    The flag for crossing into the clinical range is our own.

    Examples
    --------
    >>> table = clinical_change(
    ...     [32.5, 52, 58], [47.5, 66, 40], sd=7.5, reliability=0.80, higher_is_better=True,
    ...     cutoff=45,
    ... )
    >>> table["category"].tolist()
    ['recovered', 'improved', 'deteriorated']
    >>> table["harmed"].tolist(), table["could_recover"].tolist()
    ([False, False, True], [True, False, False])
    """
    import pandas as pd

    line = finite(cutoff, "cutoff")
    if line is None:
        raise UnusableNumbersError("cutoff is missing; without one use reliable_change")
    table = reliable_change(
        pre,
        post,
        sd=sd,
        reliability=reliability,
        higher_is_better=higher_is_better,
        cutoff=line,
        cutoff_is_clinical=cutoff_is_clinical,
        method=method,
        **reference,
    )
    (first, last), _ = aligned(pre=pre, post=post)
    sides = {"higher_is_better": higher_is_better, "cutoff_is_clinical": cutoff_is_clinical}
    was_clinical, was_functional = sides_of(first, line, **sides)
    is_clinical, _ = sides_of(last, line, **sides)
    worse = (table["category"] == str(Category.DETERIORATED)).to_numpy()
    unknown = table["category"].isna().to_numpy()
    for name, flags in (
        ("harmed", worse & was_functional & is_clinical),
        ("could_recover", was_clinical),
    ):
        table[name] = pd.arrays.BooleanArray(np.array(flags), np.array(unknown))
    return table


def recovery_rates(table: "pd.DataFrame") -> RecoveryRates:
    """Count the categories of a group and give its recovery rate twice.

    Parameters
    ----------
    table : pandas.DataFrame
        From `clinical_change`, one row per child.

    Returns
    -------
    RecoveryRates
        Children without category are left out and counted; they are not "unchanged". The rates are
        None over no children.

    Raises
    ------
    UnusableNumbersError
        The table has no columns ``category``, ``harmed`` and ``could_recover``.

    References
    ----------
    Jacobson, N. S., & Truax, P. (1991). Journal of Consulting and Clinical Psychology, 59, 12-19.

    Examples
    --------
    >>> table = clinical_change(
    ...     [32.5, 52, 58, None], [47.5, 66, 40, 50], sd=7.5, reliability=0.80,
    ...     higher_is_better=True, cutoff=45,
    ... )
    >>> rates = recovery_rates(table)
    >>> rates.pairs, rates.left_out, round(rates.rate, 2), rates.rate_of_eligible
    (3, 1, 0.33, 1.0)
    """
    needed = {"category", "harmed", "could_recover"}
    if not needed <= set(table.columns):
        raise UnusableNumbersError(
            f"table lacks the column {min(needed - set(table.columns))}; make it by clinical_change"
        )
    counts = {str(each): int((table["category"] == str(each)).sum()) for each in Category}
    pairs, recovered = sum(counts.values()), counts["recovered"]
    eligible = int(table["could_recover"].fillna(value=False).sum())
    return RecoveryRates(
        pairs=pairs,
        left_out=len(table) - pairs,
        **counts,
        harmed=int(table["harmed"].fillna(value=False).sum()),
        eligible=eligible,
        rate=recovered / pairs if pairs else None,
        rate_of_eligible=recovered / eligible if eligible else None,
    )
