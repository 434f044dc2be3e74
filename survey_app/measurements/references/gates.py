"""Which stage of evidence figures justify, and what exactly is missing for the next (`lists.md` 8).

Stage 1 is what interviews found, which no figure tells; stage 2 stands on it. Nothing here reaches
further: stage 3 asks anchors and 300 children, which is another study.
"""

import math
from collections.abc import Iterator
from typing import Final

from survey_app.effects.reliability import JUDGED_FROM
from survey_app.effects.retest import FEWEST_PAIRS, LEAST_ICC, LEAST_LOWER_LIMIT
from survey_app.measurements.references.figures import Estimate, ItemFigures, ScaleFigures

NEW, UNDERSTOOD, RELIABLE = 0, 1, 2
LEAST_FOR_ONE_CHILD: Final = 0.70
"""A change of one child is judged from this reliability on, among children in a traject."""

LEAST_ITEM_REST: Final = 0.30
MOST_UNSURE: Final = 0.10
MOST_AT_THE_TOP: Final = 0.15

INTERVIEWS: Final = (
    "interviews (stage 1): the list names no study; name it with --interviews when you accept"
)
STAGE_3: Final = "stage 3 asks 300 children with anchors of change, which is not computed here"


def stage_of(figures: ScaleFigures, *, understood: bool) -> int:
    """Return the stage that these figures justify.

    `understood` tells that interviews are on record for this text in this language.
    """
    if not understood:
        return NEW
    return UNDERSTOOD if any(_missing_figures(figures)) else RELIABLE


def missing(figures: ScaleFigures, *, understood: bool) -> list[str]:
    """Return what the next stage asks and is not there, each in one sentence."""
    lacking = [] if understood else [INTERVIEWS]
    lacking += _missing_figures(figures)
    return lacking or [STAGE_3]


def doubts(figures: ScaleFigures) -> list[str]:
    """Return the items that the evidence plan would look at again; no gate hangs on them."""
    return [
        f"item {item.item}: {', '.join(said)}"
        for item in figures.items
        if (said := _doubts(item, higher_is_better=figures.higher_is_better))
    ]


def _missing_figures(figures: ScaleFigures) -> Iterator[str]:
    icc = figures.retest.icc
    if icc.n < FEWEST_PAIRS:
        yield f"retest: {icc.n} of {FEWEST_PAIRS} pairs"
    if icc.n >= FEWEST_PAIRS or icc.value is not None:
        yield from _too_low("retest", icc, icc.value, LEAST_ICC)
        yield from _too_low("lower limit of the retest", icc, icc.low, LEAST_LOWER_LIMIT)
    for name, found in (("alpha", figures.alpha), ("omega", figures.omega)):
        if found.reason is not None:
            yield f"{name}: not computable ({found.reason})"
        elif found.n < JUDGED_FROM:
            yield f"{name}: {found.n} of {JUDGED_FROM} children at the start of a traject"
    if figures.spread is not None and figures.retest.sem is not None:
        reliability = figures.reliability
        if reliability is None or reliability < LEAST_FOR_ONE_CHILD:
            yield (
                f"reliability among children in a traject: {_three(reliability)}, at least "
                f"{LEAST_FOR_ONE_CHILD:.2f} to judge one child"
            )


def _too_low(name: str, icc: Estimate, value: float | None, least: float) -> Iterator[str]:
    if value is None:
        yield f"{name}: not computable ({icc.reason or 'no interval'})"
    elif value < least:
        yield f"{name}: {_three(value)}, at least {least:.2f}"


def _doubts(item: ItemFigures, *, higher_is_better: bool) -> list[str]:
    said = []
    best = item.ceiling if higher_is_better else item.floor
    if item.item_rest is not None and item.item_rest < LEAST_ITEM_REST:
        said.append(f"item-rest {_three(item.item_rest)} is below {LEAST_ITEM_REST:.2f}")
    if item.does_not_know is not None and item.does_not_know > MOST_UNSURE:
        said.append(f"{item.does_not_know:.0%} do not know")
    if best is not None and best > MOST_AT_THE_TOP:
        said.append(f"{best:.0%} gave the best answer")
    return said


def _three(value: float | None) -> str:
    """Write a coefficient so that it is never rounded up to what is asked of it."""
    return "not between 0 and 1" if value is None else f"{math.floor(value * 1000) / 1000:.3f}"
