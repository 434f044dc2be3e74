"""Which stage figures justify, and what is missing for the next: the gates of `lists.md` 8."""

from dataclasses import replace
from datetime import date

import pytest

from survey_app.measurements.references.figures import (
    Estimate,
    ItemFigures,
    RetestFigures,
    ScaleFigures,
    Spread,
)
from survey_app.measurements.references.gates import INTERVIEWS, STAGE_3, doubts, missing, stage_of

ICC = Estimate(60, 0.70, 0.60, 0.80)
ENOUGH = ScaleFigures(
    *("kansmeter-ouder", "1.0", "1", "kracht", "parent", "nl"),
    higher_is_better=True,
    children=100,
    spread=Spread(100, 2.0, 0.8, 0.0, 0.0),
    alpha=Estimate(100, 0.82, 0.76, 0.87),
    omega=Estimate(100, 0.83, 0.77, 0.88),
    items=(),
    retest=RetestFigures(60, {}, 3, 30, ICC, mean_change=0.0, sd=0.8, sem=0.4),
    reliability=0.75,
    period=(date(2026, 9, 7), date(2027, 3, 1)),
)
"""Exactly what stage 2 asks: 60 pairs at .70 with .60 below, 100 complete sheets."""


def with_icc(**changes):
    return replace(ENOUGH, retest=replace(ENOUGH.retest, icc=replace(ICC, **changes)))


def test_exactly_what_is_asked_is_enough():
    assert stage_of(ENOUGH, understood=True) == 2
    assert missing(ENOUGH, understood=True) == [STAGE_3]


def test_without_interviews_no_figure_takes_a_list_off_the_ground():
    assert stage_of(ENOUGH, understood=False) == 0
    assert missing(ENOUGH, understood=False) == [INTERVIEWS]


SHORT = {
    "a pair too few": (with_icc(n=59), ["retest: 59 of 60 pairs"]),
    "a retest too low": (with_icc(value=0.6999), ["retest: 0.699, at least 0.70"]),
    "a limit too low": (
        with_icc(low=0.5999),
        ["lower limit of the retest: 0.599, at least 0.60"],
    ),
    "no limit": (with_icc(low=None), ["lower limit of the retest: not computable (no interval)"]),
    "no retest at all": (with_icc(n=0, value=None, low=None), ["retest: 0 of 60 pairs"]),
    "a sheet too few for alpha": (
        replace(ENOUGH, alpha=replace(ENOUGH.alpha, n=99)),
        ["alpha: 99 of 100 children at the start of a traject"],
    ),
    "a sheet too few for omega": (
        replace(ENOUGH, omega=replace(ENOUGH.omega, n=99)),
        ["omega: 99 of 100 children at the start of a traject"],
    ),
    "two items have no omega": (
        replace(ENOUGH, omega=Estimate(100, reason="too_few_items")),
        ["omega: not computable (too_few_items)"],
    ),
    "children in trajects too much alike": (
        replace(ENOUGH, reliability=0.6999),
        ["reliability among children in a traject: 0.699, at least 0.70 to judge one child"],
    ),
    "an error wider than the spread": (
        replace(ENOUGH, reliability=None),
        [
            "reliability among children in a traject: not between 0 and 1, at least 0.70 to "
            "judge one child"
        ],
    ),
}


@pytest.mark.parametrize("case", SHORT)
def test_whatever_is_short_keeps_it_at_stage_one_and_is_said_exactly(case):
    figures, said = SHORT[case]

    assert stage_of(figures, understood=True) == 1
    assert missing(figures, understood=True) == said


def test_an_item_that_the_plan_would_look_at_again_is_named_with_why():
    weak = ItemFigures("o2", 100, 3.4, 0.5, 0.2999, 0.3, 0.16, 0.11)
    sound = ItemFigures("o1", 100, 2.0, 1.0, 0.30, 0.3, 0.15, 0.10)
    figures = replace(ENOUGH, items=(sound, weak))

    assert doubts(figures) == [
        "item o2: item-rest 0.299 is below 0.30, 11% do not know, 16% gave the best answer"
    ]
    assert stage_of(figures, understood=True) == 2


def test_where_lower_is_better_the_best_answer_is_the_lowest():
    item = ItemFigures("l1", 100, 1.0, 1.0, 0.5, 0.16, 0.40, 0.0)

    assert doubts(replace(ENOUGH, items=(item,), higher_is_better=False)) == [
        "item l1: 16% gave the best answer"
    ]
