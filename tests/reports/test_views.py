"""Several informants on one axis: only as T of their own norm, and never averaged."""

import math

import pytest

from tests.factories.answers import answer
from tests.reports.test_traject_report import rest

REFERENCE = """      - source: voorbeeld, verzonnen referentie
        informant: parent
"""
SECOND = """      - source: voorbeeld, verzonnen referentie
        informant: teacher
        sd: 0.8
        reliability: 0.75
        reliability_kind: test-retest
        fictitious: true
"""
NORMS = """    norms:
      - {id: ouders, source: x, informant: parent, ages: [4, 12], mean: 2.0, sd: 0.5}
      - {id: juffen, source: x, informant: teacher, ages: [4, 12], mean: 2.5, sd: 1.0}
    norm_fallback: [sex]
    references:
"""


@pytest.fixture
def seen(world, coach, whole_report, variant):
    """Return the report after these answers of parent and teacher to a list with norms."""

    def seen(parent, teacher, *, norms=NORMS):
        questionnaire = variant(
            ("informants: [parent]", "informants: [parent, teacher]"),
            ("key: voorbeeld-rust", "key: voorbeeld-beide"),
            (REFERENCE, SECOND + REFERENCE),
            ("    references:\n", norms),
        )
        traject = world.traject(coach, lists=[questionnaire])
        answer(world, world.invitation(traject, "parent"), rest(parent, turned=4 - parent))
        if teacher is not None:
            answer(world, world.invitation(traject, "teacher"), rest(teacher, turned=4 - teacher))
        return whole_report(traject)

    return seen


def test_each_score_stands_as_t_in_the_norm_of_its_own_informant(seen):
    chart = seen(3, 3).views.chart
    (theme,) = chart.themes

    by_role = {view.informant: view for view in theme.views}
    assert by_role["parent"].score == pytest.approx(50 + 10 * (3 - 2.0) / 0.5)
    assert by_role["teacher"].score == pytest.approx(50 + 10 * (3 - 2.5) / 1.0)
    assert by_role["parent"].sem == pytest.approx(10 * math.sqrt(1 - 0.84))
    assert by_role["teacher"].sem == pytest.approx(10 * math.sqrt(1 - 0.75))


def test_the_sentence_decides_by_both_errors(seen):
    # T 70 and 45; a difference by chance is at most 1.96 times the root of 4² + 5²: 12.6.
    assert seen(3, 2).views.conclusion == "Rust: ouder en leerkracht verschillen meer dan toeval."


def test_a_score_far_from_the_norm_widens_the_axis(seen):
    chart = seen(4, 0).views.chart

    assert (chart.lowest, chart.highest) == (10, 100)


def test_one_informant_is_no_comparison(seen):
    assert seen(3, None).views is None


def test_without_a_norm_nothing_stands_on_one_axis(seen):
    assert seen(3, 2, norms="    references:\n").views is None


def test_our_own_lists_are_never_put_on_one_axis(world, coach, whole_report):
    traject = world.traject(coach)
    for role in ("parent", "teacher", "child"):
        answer(world, world.invitation(traject, role))

    assert whole_report(traject).views is None
