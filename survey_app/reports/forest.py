"""From pooled groups to their forest plot: what is likely, what is not known, what stays hidden."""

import math
from typing import Final

from survey_app.charts import Forest, ForestRow, Tick
from survey_app.dutch import signed
from survey_app.effects import OUTSIDE, Pooled, UnusableNumbersError

TOO_SMALL: Final = 0.2
"""Up to so many standard deviations nobody notices a difference (Cohen 1988: a small one)."""
STEPS: Final = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
MOST_TICKS: Final = 7


def forest_of(
    pooled: Pooled,
    *,
    question: str,
    whose: str,
    noun: tuple[str, str] = ("groep", "groepen"),
    threshold: int = OUTSIDE,
) -> Forest:
    """Return the forest plot of pooled effects, in standard deviations; plus is always better.

    The intervals are wider than those of `Pooled`, which take the common mean as known: what is not
    known of it is added for the part of each group that comes from it, so that groups which are all
    drawn to the mean are not called certain.

    Parameters
    ----------
    pooled : Pooled
        Effects of groups, each with the number of children behind it.
    question, whose : str
        Of the chart.
    noun : tuple of (str, str)
        What a group is, one and more.
    threshold : int
        Children from which on a group has numbers; below it only its name is shown.

    Raises
    ------
    UnusableNumbersError
        The groups were not pooled, or it is not known how many children are behind one.
    """
    if pooled.mu_interval is None:
        raise UnusableNumbersError(
            f"pooled has no common mean ({pooled.reason}): a forest plot needs at least 5 groups"
        )
    rows, too_few = [], []
    common = (pooled.mu_interval[1] - pooled.mu_interval[0]) / 2
    for group in pooled.groups.to_dict("records"):
        if math.isnan(group["n"]):
            raise UnusableNumbersError("n is missing: how many children are behind each mean")
        if group["n"] < threshold:
            too_few.append(str(group["group"]))
            continue
        middle = group["pooled_mean"]
        # Groups that do not differ have no interval of their own.
        own = 0.0 if math.isnan(group["high"]) else group["high"] - middle
        half = math.hypot(own, (1 - group["shrinkage"]) * common)
        rows.append(
            ForestRow(
                word=str(group["group"]),
                count=int(group["n"]),
                pooled=middle,
                low=middle - half,
                high=middle + half,
                raw=group["adjusted_mean"],
            )
        )
    ticks = _ticks(rows)
    return Forest(
        question=question,
        whose=whose,
        rows=tuple(rows),
        too_few=tuple(too_few),
        lowest=ticks[0].value,
        highest=ticks[-1].value,
        ticks=ticks,
        too_small=TOO_SMALL,
        noun=noun,
        threshold=threshold,
    )


def _ticks(rows: list[ForestRow]) -> tuple[Tick, ...]:
    """Return round values with zero among them, round everything that is drawn."""
    drawn = [value for row in rows for value in (row.low, row.high, row.raw) if value is not None]
    low, high = min([-2 * TOO_SMALL, *drawn]), max([2 * TOO_SMALL, *drawn])
    for step in STEPS:
        first, last = math.floor(low / step), math.ceil(high / step)
        if last - first < MOST_TICKS:
            return tuple(
                Tick(round(place * step, 1), signed(place * step, 1))
                for place in range(first, last + 1)
            )
    raise UnusableNumbersError(
        "effects are not in standard deviations: divide each by the spread at the start"
    )
