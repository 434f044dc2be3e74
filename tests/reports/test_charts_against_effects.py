"""What a chart shows is what `effects` gives for the stored answers, read back from the picture.

The numbers go another way here: the answers as the database holds them, `score_table` over all of
them, `reliable_change` over the pairs; the chart came by `score_sheet` and `change_of_pair`.
"""

import json
import math
import re

import pandas as pd
import pytest
from lxml import etree

from survey_app.charts import description_of, svg_of, table_of
from survey_app.effects import difference_sd, reliable_change
from survey_app.keeping.demonstration import example_list
from survey_app.reports import wording
from survey_app.scoring import score_table
from tests.factories.answers import answer
from tests.reports.test_before_and_after import id_of
from tests.reports.test_traject_report import LOWER_IS_BETTER, RELIABILITY, SD, rest
from tests.trajects.test_new_teacher import take_over

pytestmark = pytest.mark.one_database


def stored_scores(world, questionnaire):
    """Return the score of every stored response, by informant and in the order of answering."""
    rows = world.sql(
        "SELECT m.informant_id, r.answers FROM response r"
        " JOIN measurement m ON m.response_id = r.id ORDER BY r.submitted_at"
    )
    values = [
        {
            key: questionnaire.item(key).option(option).value
            for key, option in json.loads(answers).items()
            if questionnaire.item(key).values
        }
        for _, answers in rows
    ]
    scores = score_table(questionnaire, pd.DataFrame(values, dtype="float64"))
    (scale,) = questionnaire.scales
    found = {}
    for (informant, _), score in zip(rows, scores[scale.key], strict=True):
        found.setdefault(informant, []).append(score)
    return list(found.values())


def read_back(svg, kind):
    """Return what the shapes of one kind say in their data attributes."""
    return [
        element.attrib
        for element in etree.fromstring(svg.encode()).iter()
        if element.get("data-kind") == kind
    ]


def points_of(svg, rater=None):
    return [
        float(point["data-value"])
        for point in read_back(svg, "point")
        if rater is None or point.get("data-rater", "1") == rater
    ]


def numbers_in(text):
    return [
        float(number.replace(",", ".").replace("−", "-"))
        for number in re.findall(r"−?\d+,\d+", text)
    ]


@pytest.fixture
def pictured(world, coach, report, variant):
    """Measure a parent and give the list and the one scale that is reported."""

    def pictured(questionnaire, before, after):
        traject = world.traject(coach, teachers=(), lists=[questionnaire])
        answer(world, world.invitation(traject, "parent"), before)
        world.clock.forward(weeks=11, days=1)
        if after is not None:
            answer(world, world.invitation(traject, "parent", "follow_up"), after)
        else:
            world.clock.forward(weeks=8)
        (scale,) = report(traject)[0].scales
        return scale

    return pictured


CASES = [(0, 4), (1, 3), (2, 2), (3, 2), (4, 0)]


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("lower", [False, True])
@pytest.mark.parametrize(("before", "after"), CASES)
def test_points_band_and_sentence_are_those_of_effects(
    world, pictured, variant, before, after, lower, width
):
    questionnaire = variant(*LOWER_IS_BETTER) if lower else example_list()
    scale = pictured(questionnaire, rest(before, turned=4 - before), rest(after, turned=4 - after))
    ((pre, post),) = stored_scores(world, questionnaire)
    judged = reliable_change(
        [pre], [post], sd=SD, reliability=RELIABILITY, higher_is_better=not lower
    )["category"][0]

    svg = svg_of(scale.chart, width)

    assert points_of(svg) == [pytest.approx(pre), pytest.approx(post)]
    (band,) = read_back(svg, "band")
    half = 1.96 * difference_sd(SD, RELIABILITY)
    assert float(band["data-low"]) == pytest.approx(pre - half)
    assert float(band["data-high"]) == pytest.approx(pre + half)
    outside = abs(post - pre) > half
    assert outside is (judged != "unchanged")
    sentence = scale.chart.conclusion
    assert ("groter dan toeval" in sentence) is outside or "geen ruimte" in sentence
    assert ("het gaat beter" in sentence) is (
        judged == "improved" and "geen ruimte" not in sentence
    )
    assert ("minder goed" in sentence) is (
        judged == "deteriorated" and "geen ruimte" not in sentence
    )
    assert numbers_in(sentence)[:2] == [round(pre, 1), round(post, 1)]


MOMENTS = ("intake", "vervolgmeting")


@pytest.mark.parametrize(("before", "after"), CASES)
def test_the_table_twin_holds_the_same_numbers(world, pictured, before, after):
    scale = pictured(example_list(), rest(before, turned=4 - before), rest(after, turned=4 - after))
    ((pre, post),) = stored_scores(world, example_list())

    twin = [row for row in table_of(scale.chart).rows if row[0].startswith(MOMENTS)]
    in_table = [numbers_in(" ".join(row[1:])) for row in twin]
    assert [numbers[0] for numbers in in_table] == [round(pre, 1), round(post, 1)]
    _, later = (row for row in scale.rows if row[0].startswith(MOMENTS))
    assert numbers_in(later[3]) == [pytest.approx(round(post - pre, 1))] or pre == post
    said = description_of(scale.chart)
    assert scale.chart.conclusion in said
    assert all(f"{value:.1f}".replace(".", ",") in said for value in (pre, post))


def test_a_missing_pair_is_a_gap_and_never_unchanged(world, pictured):
    scale = pictured(example_list(), rest(1), None)
    ((pre,),) = stored_scores(world, example_list())
    judged = reliable_change([pre], [None], sd=SD, reliability=RELIABILITY, higher_is_better=True)

    svg = svg_of(scale.chart, "wide")

    assert points_of(svg) == [pytest.approx(pre)]
    assert len(read_back(svg, "gap")) == 1
    assert (judged["reason"][0], scale.change.reason) == ("no_post", "no_post")
    assert "toeval" not in scale.chart.conclusion
    assert "Eén meting is nog geen lijn." in scale.chart.conclusion


def test_a_changed_teacher_is_two_series_in_the_picture_too(world, coach, report, variant):
    questionnaire = variant(
        ("informants: [parent]", "informants: [teacher]"),
        ("informant: parent", "informant: teacher"),
        ("key: voorbeeld-rust", "key: voorbeeld-klas"),
    )
    traject = world.traject(coach, parents=(), lists=[questionnaire])
    answer(world, world.invitation(traject, "teacher"), rest(0, turned=4))
    world.clock.forward(weeks=6)
    take_over(world, coach, traject, id_of(world, traject, "juf Petra"))
    world.plan(coach, traject, [questionnaire])
    world.clock.forward(weeks=5, days=1)
    answer(world, world.invitation(traject, "teacher", "follow_up", number=2), rest(4, turned=0))
    (first,), (second,) = stored_scores(world, questionnaire)
    (scale,) = report(traject)[0].scales

    svg = svg_of(scale.chart, "wide")

    assert sorted(points_of(svg)) == [pytest.approx(first), pytest.approx(second)]
    assert len(read_back(svg, "handover")) >= 1
    assert len(read_back(svg, "line")) == 0
    half = 1.96 * difference_sd(SD, RELIABILITY)
    bands = sorted(float(band["data-low"]) for band in read_back(svg, "band"))
    assert bands == [pytest.approx(first - half), pytest.approx(second - half)]
    assert math.isclose(second - first, 4)
    assert scale.chart.conclusion.endswith(wording.NOT_JOINED)
    assert "groter dan toeval" not in scale.chart.conclusion
