"""What a traject's report shows when the list changed between two moments, or asks for care."""

import pytest

from survey_app.invitations.publishing import publish
from survey_app.keeping.demonstration import example_list
from survey_app.measurements.recomputing import recompute
from survey_app.reports import wording
from tests.factories.answers import answer
from tests.reports.test_traject_report import rest

SPELLING = (("zit stil te tekenen", "zit stil te teekenen"),)


def step(*lines):
    """Return the replacements that make version 1.1 of the example after version 1.0."""
    history = "".join(f", {line}" for line in lines)
    return (
        (
            'version: "1.0"\n',
            'version: "1.1"\nfollows:\n'
            f'  - {{version: "1.0", scoring_version: "1", change: wording{history}}}\n',
        ),
        ("zit stil te tekenen", "luistert naar muziek"),
    )


@pytest.fixture
def over_two_versions(world, coach, report):
    """Return a function that has the intake answered in one version, the follow-up in another."""

    def over_two_versions(newer):
        traject = world.traject(coach, teachers=(), lists=[example_list()])
        answer(world, world.invitation(traject, "parent"), rest(1))
        world.clock.forward(weeks=11, days=1)
        with world.database.write() as session:
            fingerprint = publish(session, newer, world.clock())
        follow_up = world.invitation(traject, "parent", "follow_up")
        world.sql(
            "UPDATE invitation SET fingerprint = :f WHERE id = :i", f=fingerprint, i=follow_up
        )
        answer(world, follow_up, rest(3, turned=1))
        return report(traject)

    return over_two_versions


def test_other_spelling_changes_nothing(over_two_versions, variant):
    (informant,) = over_two_versions(variant(*SPELLING))

    (scale,) = informant.scales
    assert scale.change.verdict is not None
    assert [answers.answers for answers in informant.items][1] == ("soms", "vaak")


def test_a_comparable_version_goes_on_in_one_line_without_the_verdict_its_new_words_cost(
    over_two_versions, variant
):
    (informant,) = over_two_versions(variant(*step("items: [r2]", "comparable: [rust]")))

    (scale,) = informant.scales
    assert (scale.change.first is None, scale.change.last is None) == (False, False)
    # One item was not understood anew by anybody, so the scale is back at stage 1.
    assert scale.change.verdict is None
    assert scale.chart.band is None
    assert wording.STAGE_0 in scale.chart.unknown


def test_versions_that_cannot_be_compared_are_drawn_apart(over_two_versions, variant):
    old, new = over_two_versions(variant(*step("items: [r2]")))

    for informant in (old, new):
        (scale,) = informant.scales
        assert scale.change.difference is None
    assert {len(informant.moments) for informant in (old, new)} == {1}
    assert wording.EARLIER_VERSION in old.scales[0].chart.whose
    assert wording.EARLIER_VERSION not in new.scales[0].chart.whose


def test_answers_stand_in_the_words_of_the_version_that_was_answered(over_two_versions, variant):
    newer = variant(
        *step("items: [r2]", "options: true", "comparable: [rust]"),
        ("text: {nl: vaak}", "text: {nl: meestal}"),
    )

    (informant,) = over_two_versions(newer)

    assert informant.items[0].answers == ("soms", "meestal")
    assert informant.items[1].text == "Sam luistert naar muziek."


def test_what_asks_for_care_stands_with_its_moment_and_removes_nothing(world, coach, report):
    traject = world.traject(coach, teachers=(), lists=[example_list()])
    answer(world, world.invitation(traject, "parent"), rest(4))

    (informant,) = report(traject)

    assert wording.CARE["straight_lining"] in informant.care[0]
    assert wording.CARE["contradiction"] in informant.care[0]
    (scale,) = informant.scales
    assert scale.change.first.value is not None


def test_answers_scored_again_by_the_rules_of_a_later_version_keep_their_chart(
    world, coach, report, variant
):
    """Those rules belong to a version that this parent was never asked."""
    later = variant(
        ("zit stil te tekenen", "luistert naar muziek"),
        ("min_answered: 6", "min_answered: 5"),
        ('scoring_version: "1"', 'scoring_version: "2"'),
        (
            'version: "1.0"\n',
            'version: "1.1"\nfollows:\n'
            '  - {version: "1.0", scoring_version: "1", change: scoring, items: [r2]}\n',
        ),
    )
    traject = world.traject(coach, teachers=(), lists=[example_list()])
    answer(world, world.invitation(traject, "parent"), rest(1))
    with world.database.write() as session:
        recompute(session, later, world.clock.forward(days=1))

    (informant,) = report(traject)

    (scale,) = informant.scales
    assert scale.fingerprint == later.fingerprint
    assert scale.change.first.value == (6 * 1 + 2 * 3) / 8
