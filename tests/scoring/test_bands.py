"""Scores fall into the published bands of their informant and age, and into no others."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from survey_app.definitions import Bands, Informant, load
from survey_app.scoring import ScoringError, bands, bands_for

# Lowest and highest score of the three bands as the scoring sheet prints them, nearest to average
# first (`measurement.md` 2).
PROSOCIAL = ((6, 10), (5, 5), (0, 4))
SHEETS = {
    "sdq-p4-17": {
        "total": ((0, 13), (14, 16), (17, 40)),
        "emotional": ((0, 3), (4, 4), (5, 10)),
        "conduct": ((0, 2), (3, 3), (4, 10)),
        "hyperactivity": ((0, 5), (6, 6), (7, 10)),
        "peer": ((0, 2), (3, 3), (4, 10)),
        "prosocial": PROSOCIAL,
        "impact": ((0, 0), (1, 1), (2, 10)),
    },
    "sdq-t4-17": {
        "total": ((0, 11), (12, 15), (16, 40)),
        "emotional": ((0, 4), (5, 5), (6, 10)),
        "conduct": ((0, 2), (3, 3), (4, 10)),
        "hyperactivity": ((0, 5), (6, 6), (7, 10)),
        "peer": ((0, 3), (4, 4), (5, 10)),
        "prosocial": PROSOCIAL,
        "impact": ((0, 0), (1, 1), (2, 6)),
    },
    "sdq-s11-17": {
        "total": ((0, 15), (16, 19), (20, 40)),
        "emotional": ((0, 5), (6, 6), (7, 10)),
        "conduct": ((0, 3), (4, 4), (5, 10)),
        "hyperactivity": ((0, 5), (6, 6), (7, 10)),
        "peer": ((0, 3), (4, 5), (6, 10)),
        "prosocial": PROSOCIAL,
        "impact": ((0, 0), (1, 1), (2, 10)),
    },
}


@pytest.mark.parametrize(("form", "scale"), [(f, s) for f in SHEETS for s in SHEETS[f]])
def test_every_score_of_a_scale_falls_where_the_sheet_puts_it(form, scale):
    ranges = SHEETS[form][scale]
    highest = max(high for _, high in ranges)
    scores = [float(score) for score in range(highest + 1)]

    placed = bands(load(form), pd.DataFrame({scale: scores}), age=12)

    expected = [
        next(number for number, (low, high) in enumerate(ranges) if low <= score <= high)
        for score in scores
    ]
    assert placed[scale].tolist() == expected
    with pytest.raises(ScoringError, match=f"{highest + 1} is outside the bands"):
        bands(load(form), pd.DataFrame({scale: [highest + 1.0]}), age=12)


def placed_at(form, score, age):
    placed = bands(load(form), pd.DataFrame({"total": [score]}), age=age)
    number, reference, reason = placed.iloc[0]
    return None if math.isnan(number) else number, reference, reason


@pytest.mark.parametrize("age", [4, 17, np.int8(9), 9.0])
def test_an_age_the_bands_are_for_gives_a_band(age):
    assert placed_at("sdq-p4-17", 14.0, age) == (1, "sdq-p4-17-uk-3-total", None)


@pytest.mark.parametrize(
    ("form", "age"), [("sdq-p4-17", 3), ("sdq-p4-17", 18), ("sdq-s11-17", 10), ("sdq-s11-17", 0)]
)
def test_outside_every_age_there_is_no_band_and_the_reason_says_so(form, age):
    assert placed_at(form, 14.0, age) == (None, None, "no_bands")


def test_ages_stand_row_by_row_in_the_order_of_the_rows():
    scores = pd.DataFrame({"total": [14.0, 14.0, 14.0, math.nan, math.nan]}, index=list("edcba"))

    placed = bands(load("sdq-p4-17"), scores, age=[8, 3, None, 8, 3])

    assert placed["total_reason"].tolist() == [None, "no_bands", "no_age", "no_score", "no_bands"]
    assert placed["total"].notna().tolist() == [True, False, False, False, False]
    assert placed["total_reference"].notna().tolist() == [True, False, False, True, False]
    assert placed.index.tolist() == list("edcba")


@pytest.mark.parametrize("kind", [list, np.array, pd.Series, lambda ages: pd.array(ages)])
def test_ages_may_come_in_any_row_of_numbers(kind):
    scores = pd.DataFrame({"total": [14.0, 14.0]})

    placed = bands(load("sdq-p4-17"), scores, age=kind([8, 3]))

    assert placed["total_reason"].tolist() == [None, "no_bands"]


@pytest.mark.parametrize("age", ["8", 8.5, -1, True, math.inf])
def test_what_is_no_age_in_whole_years_is_refused(age):
    with pytest.raises(ScoringError, match=r"Age 2: .* is no whole number of years"):
        bands(load("sdq-p4-17"), pd.DataFrame({"total": [1.0, 1.0]}), age=[8, age])


def test_an_age_too_many_is_refused():
    with pytest.raises(ScoringError, match="3 ages for 2 rows"):
        bands(load("sdq-p4-17"), pd.DataFrame({"total": [1.0, 1.0]}), age=[8, 8, 8])


def by_age():
    """The teacher form with bands of its own for the youngest, and one set of parents."""
    form = load("sdq-t4-17")
    total = form.scale("total")
    sets = (
        Bands("parents", "invented", Informant.PARENT, ((0, 40),)),
        Bands("young", "invented", Informant.TEACHER, ((0, 20), (21, 40)), (4, 6)),
        Bands("older", "invented", Informant.TEACHER, ((0, 10), (11, 40)), (7, 17)),
    )
    return replace(form, scales=(replace(total, scales=(), bands=sets),), fingerprint="")


def test_each_age_has_its_own_bands():
    scores = pd.DataFrame({"total": [15.0, 15.0, 15.0]})

    placed = bands(by_age(), scores, age=[6, 7, 18])

    assert placed["total_reference"].tolist() == ["young", "older", None]
    assert placed["total"].tolist()[:2] == [0, 1]
    assert placed["total_reason"].tolist() == [None, None, "no_bands"]


def test_bands_per_age_are_never_chosen_without_one():
    with pytest.raises(ScoringError, match="Say how old the children are: 'total' has bands per"):
        bands(by_age(), pd.DataFrame({"total": [15.0]}))


def test_a_score_outside_bands_of_another_age_is_no_fault():
    placed = bands(load("sdq-p4-17"), pd.DataFrame({"total": [99.0]}), age=3)

    assert placed["total_reason"].tolist() == ["no_bands"]


@pytest.mark.parametrize("age", [5, None])
def test_of_two_sets_for_the_same_children_the_first_is_used(age):
    form = load("sdq-t4-17")
    total = form.scale("total")
    four = Bands("four", "invented", Informant.TEACHER, ((0, 5), (6, 40)), total.bands[0].ages)
    both = replace(form, scales=(replace(total, bands=(four, *total.bands)),), fingerprint="")

    placed = bands(both, pd.DataFrame({"total": [6.0]}), age=age)

    assert placed.iloc[0].tolist() == [1, "four", None]


@pytest.mark.parametrize("age", [*range(3, 19), None])
def test_a_table_and_a_single_child_have_the_same_bands(age):
    form = by_age()

    placed = bands(form, pd.DataFrame({"total": [15.0]}), age=[age])
    alone = bands_for(form.scales[0], informant="teacher", age=age)

    assert placed["total_reference"].tolist() == [alone and alone.id]


def test_bands_of_another_informant_are_never_used():
    placed = bands(by_age(), pd.DataFrame({"total": [15.0]}), informant="parent", age=8)

    assert placed["total_reference"].tolist() == ["parents"]
    assert bands(by_age(), pd.DataFrame({"total": [15.0]}), informant="child").empty
