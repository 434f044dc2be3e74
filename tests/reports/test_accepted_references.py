"""A change is judged by the reference that counts that day, and the report says by which."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from survey_app.definitions import Evidence
from survey_app.invitations.publishing import questionnaire_of
from survey_app.measurements.queries import asked, placed_responses
from survey_app.measurements.references.in_force import Pinned, References
from survey_app.reports.explaining import explanation_of
from survey_app.reports.explaining_line import Sources
from survey_app.reports.traject import report_of
from tests.factories.answers import answer

STEPS = ["bijna_nooit", "soms", "helft", "vaak", "bijna_altijd"]
TURNED = {"r3", "r5"}
PINNED = Pinned(
    id="R7",
    questionnaire_key="voorbeeld-rust",
    version="1.0",
    scoring_version="1",
    scale="rust",
    informant="parent",
    language="nl",
    stage=2,
    n=104,
    mean=2.0,
    sd=0.9,
    reliability=0.81,
    reliability_kind="test-retest",
    retest=0.82,
    retest_low=0.72,
    retest_high=0.89,
    retest_pairs=64,
    answers_until=datetime(2026, 11, 3, 9, 0, tzinfo=UTC),
    first_on=date(2026, 9, 7),
    last_on=date(2026, 9, 21),
    accepted_on=date(2026, 11, 3),
)


def step(number):
    return {f"r{n}": STEPS[4 - number if f"r{n}" in TURNED else number] for n in range(1, 9)}


@pytest.fixture
def understood(variant):
    """Give the example list as one of stage 1 without a reference of its own."""
    found = variant()
    scale = replace(found.scales[0], references=())
    edition = replace(found.editions[0], evidence=Evidence(1, "gesprekken", "1.0"))
    return replace(found, scales=(scale,), editions=(edition,), fictitious=False, fingerprint="")


@pytest.fixture
def measured(world, coach, understood):
    """Give a traject whose parent went from "soms" to "vaak"."""
    traject = world.traject(coach, teachers=(), lists=[understood])
    answer(world, world.invitation(traject, "parent"), step(1))
    world.clock.forward(weeks=11, days=1)
    answer(world, world.invitation(traject, "parent", "follow_up"), step(3))
    return traject


@pytest.fixture
def judged(world, coach, measured):
    """Return a function that reports that traject by these references."""

    def judged(*pinned, explained=False):
        with world.database.read() as session:

            def read(fingerprint):
                return questionnaire_of(session, fingerprint)

            responses = placed_responses(session, measured)
            report = report_of(
                "Sam",
                responses,
                asked(session, coach.actor, measured),
                read,
                world.clock.today,
                references=References(pinned),
            )
            ((scale,),) = [each.scales for each in report.informants]
            if not explained:
                return scale
            return explanation_of(report, scale.picture.key, Sources("Sam", responses, read, {}))

    return judged


def test_without_an_accepted_reference_there_is_no_verdict(judged):
    scale = judged()

    assert (scale.change.verdict, scale.chart.band) == (None, None)
    assert "trap 1 van 5" in scale.badge


def test_an_accepted_reference_gives_the_band_and_the_verdict(judged):
    scale = judged(PINNED)
    half = 1.96 * 0.9 * (2 * (1 - 0.81)) ** 0.5

    assert scale.change.verdict.category == "improved"
    assert (scale.chart.band.low, scale.chart.band.high) == pytest.approx((1 - half, 1 + half))


def test_the_report_says_which_reference_how_many_children_and_when(judged):
    badge = judged(PINNED).badge

    assert badge == (
        "Eigen vragenlijst, niet genormeerd. Bewijs: trap 2 van 5, betrouwbaarheid 0,82 (0,72 tot "
        "0,89), hertest, 64 kinderen, referentie R7, vastgesteld op 3 november 2026."
    )


def test_the_explanation_of_the_figure_names_the_reference_and_both_samples(judged):
    (line,) = judged(PINNED, explained=True).lines

    assert line.reference[0] == (
        "Bron: eigen betrouwbaarheid 0,82 (0,72 tot 0,89), hertest, 64 kinderen, referentie R7, "
        "vastgesteld op 3 november 2026. De spreiding is van 104 kinderen bij de start van een "
        "traject, de meetfout van de hertest."
    )
    assert line.reference[1] == "Spreiding (s) 0,9, betrouwbaarheid (r) 0,81."


OTHERS = {
    "figures only": {"stage": 1},
    "of another informant": {"informant": "teacher"},
    "of another scale": {"scale": "onrust"},
    "in another language": {"language": "pl"},
    "of another list": {"questionnaire_key": "kansmeter-ouder"},
    "of another version": {"version": "0.9"},
    "by other rules": {"scoring_version": "2"},
    "too unreliable for one child": {"reliability": 0.69},
}


@pytest.mark.parametrize("other", OTHERS)
def test_no_other_reference_judges_this_child(judged, other):
    assert judged(replace(PINNED, **OTHERS[other])).change.verdict is None


def test_of_two_the_one_that_was_accepted_last_counts(judged):
    later = replace(PINNED, id="R9", sd=2.0)

    assert judged(PINNED, later).change.verdict.category == "unchanged"
    assert "R9" in judged(PINNED, later).badge


def test_newer_figures_below_stage_two_take_the_verdict_back(judged):
    later = replace(PINNED, id="R9", stage=1)

    assert judged(PINNED, later).change.verdict is None


def test_a_label_does_not_change_when_other_children_arrive(world, coach, judged, understood):
    before = judged(PINNED)
    for number in range(3):
        other = world.traject(coach, child=f"Kind {number}", teachers=(), lists=[understood])
        answer(world, world.invitation(other, "parent"), step(4))

    assert judged(PINNED).change == before.change
    assert judged(PINNED).chart == before.chart


def test_a_reference_of_the_list_itself_still_counts_beside_figures_only(world, coach, variant):
    listed = variant()
    traject = world.traject(coach, teachers=(), lists=[listed])
    answer(world, world.invitation(traject, "parent"), step(1))
    world.clock.forward(weeks=11, days=1)
    answer(world, world.invitation(traject, "parent", "follow_up"), step(3))
    with world.database.read() as session:
        report = report_of(
            "Sam",
            placed_responses(session, traject),
            asked(session, coach.actor, traject),
            lambda fingerprint: questionnaire_of(session, fingerprint),
            world.clock.today,
            references=References([replace(PINNED, stage=1)]),
        )

    ((scale,),) = [each.scales for each in report.informants]
    assert scale.change.verdict.category == "improved"


# Ages


@pytest.mark.parametrize(("ages", "judges"), [("[8, 12]", True), ("[10, 12]", False)])
def test_a_reference_judges_only_children_of_its_ages(world, coach, report, variant, ages, judges):
    listed = variant(("        n: 60\n", f"        n: 60\n        ages: {ages}\n"))
    traject = world.traject(coach, teachers=(), lists=[listed])
    answer(world, world.invitation(traject, "parent"), step(1))
    world.clock.forward(weeks=11, days=1)
    answer(world, world.invitation(traject, "parent", "follow_up"), step(3))

    ((scale,),) = [each.scales for each in report(traject)]

    assert (scale.change.verdict is not None) is judges
