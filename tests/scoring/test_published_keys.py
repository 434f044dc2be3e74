"""The scoring keys of SDQ, PSC-17 and WHO-5 give what the manuals and published syntax give.

The expectations are written out from the sources (the SDQ scoring sheet and syntax of youthinmind,
Gardner & Kelleher 1999, Topp et al. 2015) in a second, plain way: item by item, with Python's own
integers.
"""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.definitions import Sex, load
from survey_app.scoring import ScoringError, bands, norm_for, place, score_sheet, score_table

SDQ_ITEMS = {
    "emotional": (3, 8, 13, 16, 24),
    "conduct": (5, 7, 12, 18, 22),
    "hyperactivity": (2, 10, 15, 21, 25),
    "peer": (6, 11, 14, 19, 23),
    "prosocial": (1, 4, 9, 17, 20),
}
SDQ_TURNED = (7, 11, 14, 21, 25)
SDQ_IMPACT = {
    "sdq-p4-17": ("distress", "home", "friends", "classroom", "leisure"),
    "sdq-t4-17": ("distress", "friends", "classroom"),
    "sdq-s11-17": ("distress", "home", "friends", "classroom", "leisure"),
}
PSC_ITEMS = {
    "internalising": (2, 6, 9, 11, 15),
    "attention": (1, 3, 7, 13, 17),
    "externalising": (4, 5, 8, 10, 12, 14, 16),
}
SDQ = list(SDQ_IMPACT)
ONE = pd.Index([0])


def scored(key, answers):
    """Return the scores of one respondent; None is not computable."""
    table = pd.DataFrame({item: [value] for item, value in answers.items()}, index=ONE)
    row = score_table(load(key), table).iloc[0]
    return {scale: None if math.isnan(value) else value for scale, value in row.items()}


def sdq_by_hand(form, answers):
    """Score as the syntax of youthinmind does, with a quotient that is rounded half up."""
    scales = {}
    for scale, numbers in SDQ_ITEMS.items():
        given = [
            2 - answers[f"q{n:02d}"] if n in SDQ_TURNED else answers[f"q{n:02d}"]
            for n in numbers
            if answers.get(f"q{n:02d}") is not None
        ]
        scales[scale] = (
            (10 * sum(given) + len(given)) // (2 * len(given)) if len(given) > 2 else None
        )

    def together(*names):
        parts = [scales[name] for name in names]
        return None if None in parts else sum(parts)

    scales["total"] = together("emotional", "conduct", "hyperactivity", "peer")
    scales["internalising"] = together("emotional", "peer")
    scales["externalising"] = together("conduct", "hyperactivity")
    given = [answers[item] for item in SDQ_IMPACT[form] if answers.get(item) is not None]
    scales["impact"] = sum(max(value - 1, 0) for value in given) if given else None
    if answers.get("difficulties") == 0:
        scales["impact"] = 0
    return scales


@st.composite
def sdq_answers(draw, form):
    """Answers with every pattern of missing: each item answered or not."""
    strengths = {f"q{n:02d}": draw(st.sampled_from([None, 0, 1, 2])) for n in range(1, 26)}
    impact = {
        item: draw(st.sampled_from([None, 0, 1, 2, 3]))
        for item in ("difficulties", *SDQ_IMPACT[form])
    }
    return {**strengths, **impact}


@pytest.mark.parametrize("form", SDQ)
@given(data=st.data())
def test_every_sdq_form_agrees_with_a_second_computation(form, data):
    answers = data.draw(sdq_answers(form))
    known = {item: value for item, value in answers.items() if value is not None}

    by_table = scored(form, {item: float(value) for item, value in known.items()})
    by_sheet = score_sheet(load(form), {item: str(value) for item, value in known.items()})

    expected = sdq_by_hand(form, answers)
    assert by_table == expected
    assert {score.scale: score.value for score in by_sheet} == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((2, 2, 0), 7),  # the sheet's own example: 4 over 3 items is 6.67
        ((2, 0, 0, 0), 3),  # 2.5 goes up, as Python's round() would not
        ((2, 2, 2, 0), 8),  # 7.5
        ((2, 2), None),
        ((1, 1, 1, 1, 1), 5),
    ],
)
def test_an_sdq_scale_is_prorated_from_three_items_on_and_rounded_half_up(answers, expected):
    items = dict(zip(("q03", "q08", "q13", "q16", "q24"), answers, strict=False))

    assert scored("sdq-p4-17", items)["emotional"] == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"difficulties": 0}, 0),
        ({"difficulties": 0, "distress": 3}, 0),
        ({"distress": 3, "home": 1}, 2),
        ({"difficulties": 2, "distress": 2}, 1),
        ({"difficulties": 2}, None),
        ({}, None),
    ],
)
def test_sdq_impact_counts_what_is_answered_and_nothing_without_difficulties(answers, expected):
    assert scored("sdq-p4-17", answers)["impact"] == expected


# Highest score of the first two bands, from the scoring sheet; the third goes on to the end.
BANDS = {
    "sdq-p4-17": {
        "total": (13, 16),
        "emotional": (3, 4),
        "conduct": (2, 3),
        "hyperactivity": (5, 6),
        "peer": (2, 3),
        "impact": (0, 1),
    },
    "sdq-t4-17": {
        "total": (11, 15),
        "emotional": (4, 5),
        "conduct": (2, 3),
        "hyperactivity": (5, 6),
        "peer": (3, 4),
        "impact": (0, 1),
    },
    "sdq-s11-17": {
        "total": (15, 19),
        "emotional": (5, 6),
        "conduct": (3, 4),
        "hyperactivity": (5, 6),
        "peer": (3, 5),
        "impact": (0, 1),
    },
}


@pytest.mark.parametrize("form", SDQ)
def test_the_three_bands_lie_where_the_sheet_puts_them(form):
    for scale, (first, second) in BANDS[form].items():
        scores = pd.DataFrame({scale: [0, first, first + 1, second, second + 1, math.nan]})

        placed = bands(load(form), scores)

        assert placed[scale].tolist()[:5] == [0, 0, 1, 1, 2]
        assert math.isnan(placed[scale].iloc[5])
        assert placed[f"{scale}_reference"].unique().tolist() == [f"{form}-uk-3-{scale}"]


def test_for_prosocial_the_highest_scores_are_nearest_to_average():
    placed = bands(load("sdq-t4-17"), pd.DataFrame({"prosocial": [10.0, 6, 5, 4, 0]}))

    assert placed["prosocial"].tolist() == [0, 0, 1, 2, 2]


def test_a_score_outside_its_bands_and_an_unknown_scale_are_refused():
    with pytest.raises(ScoringError, match=r"Row 7, scale 'total': 41 is outside"):
        bands(load("sdq-p4-17"), pd.DataFrame({"total": [41.0]}, index=[7]))
    with pytest.raises(ScoringError, match="'kracht' is no scale"):
        bands(load("sdq-p4-17"), pd.DataFrame({"kracht": [1.0]}))
    with pytest.raises(ScoringError, match="Say who answered 'who-5'"):
        bands(load("who-5"), pd.DataFrame({"percentage": [48.0]}))


@given(answers=st.lists(st.sampled_from([None, 0, 1, 2]), min_size=17, max_size=17))
def test_a_blank_of_the_psc_counts_as_nothing_up_to_three_blanks(answers):
    known = {f"q{n:02d}": value for n, value in enumerate(answers, 1) if value is not None}
    blanks = answers.count(None)

    by_table = scored("psc-17", {item: float(value) for item, value in known.items()})
    by_sheet = score_sheet(load("psc-17"), {item: str(value) for item, value in known.items()})

    expected = {
        scale: None if blanks > 3 else sum(known.get(f"q{n:02d}", 0) for n in numbers)
        for scale, numbers in PSC_ITEMS.items()
    }
    expected["total"] = None if blanks > 3 else sum(known.values())
    assert by_table == expected
    assert {score.scale: score.value for score in by_sheet} == expected
    if blanks > 3:
        assert {score.reason for score in by_sheet} == {"too_many_blanks"}


def test_the_cut_offs_of_the_psc():
    edges = {"internalising": 5, "attention": 7, "externalising": 7, "total": 15}
    for scale, cut in edges.items():
        placed = bands(load("psc-17"), pd.DataFrame({scale: [cut - 1.0, cut]}))
        assert placed[scale].tolist() == [0, 1]


def test_the_who_5_needs_all_five_and_goes_from_0_to_100():
    full = dict(zip(("q01", "q02", "q03", "q04", "q05"), (3, 2, 3, 2, 2), strict=True))

    assert scored("who-5", full) == {"raw": 12, "percentage": 48}
    assert scored("who-5", full | {"q05": 5})["percentage"] == 60
    del full["q03"]
    assert scored("who-5", full) == {"raw": None, "percentage": None}
    poor = bands(load("who-5"), pd.DataFrame({"percentage": [48.0, 52.0]}), informant="child")
    assert poor["percentage"].tolist() == [1, 0]


def test_a_dutch_teacher_score_is_placed_in_the_norm_of_its_sex_and_else_of_all():
    total = load("sdq-t4-17").scale("total")

    def at(age, sex):
        norm = norm_for(total, informant="teacher", age=age, sex=sex)
        return norm.id if norm else None

    assert at(7, Sex.GIRL) == "sdq-t4-17-nl-2017-girls"
    assert at(7, "boy") == "sdq-t4-17-nl-2017-boys"
    assert at(7, None) == "sdq-t4-17-nl-2017"
    assert at(11, "boy") is None
    assert norm_for(total, informant="parent", age=7) is None
    placed = place(11.1, norm_for(total, informant="teacher", age=7))
    assert placed.z == pytest.approx(1)
    assert placed.t == pytest.approx(60)
    assert placed.percentile == pytest.approx(84.1344746, abs=1e-6)
    assert (placed.norm, placed.percentile_from) == ("sdq-t4-17-nl-2017", "normal curve")
    assert place(5.0, None).reason == "no_norm"
    assert place(None, norm_for(total, informant="teacher", age=7)).reason == "no_score"


@pytest.mark.parametrize("key", [*SDQ, "psc-17", "who-5"])
def test_no_text_of_others_is_shipped(key):
    found = load(key)

    assert not found.licence.ship_text
    assert not found.can_be_asked
    assert [item.key for item in found.items if item.text.languages] == []
    assert [o.key for item in found.items for o in item.options if o.text.languages] == []
