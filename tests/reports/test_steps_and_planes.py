"""Steps of the talks as lines without a band, and strength beside burden."""

import re

import pytest

from survey_app.charts import svg_of
from survey_app.definitions import load, shipped
from survey_app.keeping.demonstration import example_list
from survey_app.measurements.talk_steps import Tapped, record_tap
from survey_app.reports import wording
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import informants
from tests.factories.answers import answer
from tests.factories.plans import asking
from tests.reports.test_traject_report import rest

pytestmark = pytest.mark.one_database

OFTEN = {"l1": "vaak", "l2": "vaak"}
STRONG = ("o1", "o2", "w1", "w2", "r1", "r2", "p1", "p2")


@pytest.fixture
def stepped(world, coach, traject, report):
    """Return the steps of the child after these answers to "Hoe gaat het nu met jou?"."""

    def stepped(*steps, mode="self"):
        for step in steps:
            world.clock.forward(days=7)
            world.talk(coach, traject)
            (invitation,) = (
                found
                for (found,) in world.sql(
                    "SELECT i.id FROM invitation i"
                    " JOIN traject_informant p ON p.id = i.informant_id"
                    " LEFT JOIN response r ON r.invitation_id = i.id"
                    " WHERE p.role = 'child' AND i.questionnaire_key = 'kansmeter-stapje'"
                    " AND r.id IS NULL"
                )
            )
            answer(world, invitation, {"a_kind": step}, mode=mode)
        (informant,) = report(traject)
        return informant.steps

    return stepped


def test_each_step_that_was_asked_is_a_line_of_its_own(stepped):
    lines = stepped("3", "6")

    first = lines[0].chart
    assert [each.step for each in first.answers] == [3, 6]
    assert (first.lowest, first.highest) == (0, 10)
    assert [line.question for line in lines] == [
        "Hoe gaat het nu met jou?",
        "Hoe gaat het nu met jouw doel?",
        "Hoe was dit gesprek voor jou?",
    ]


def test_a_single_question_has_no_band_and_says_why(stepped):
    (line, *_) = stepped("3", "6", "6")

    assert "band" not in re.findall(r'data-kind="([\w-]+)"', svg_of(line.chart, "wide"))
    assert "niet bekend hoe groot het toeval is" in line.unknown
    assert line.conclusion == "Van stap 3 naar stap 6, in 3 antwoorden."


def test_a_step_that_was_left_open_is_a_gap_and_not_nought(stepped):
    (line, *_) = stepped("3", None, "0")

    assert [each.step for each in line.chart.answers] == [3, None, 0]
    assert line.chart.answers[1].gap == "overgeslagen"


def test_a_step_tapped_in_a_talk_goes_on_with_its_line_and_leaves_no_gap_in_others(
    world, coach, traject, stepped, report
):
    stepped("3")
    world.clock.forward(days=7)
    with world.database.write() as session:
        child = next(each for each in informants(session, traject) if each.role == "child")
        tapped = Tapped("0a" * 16, child.id, "6", world.clock.today)
        found = session.get_one(Traject, traject)
        record_tap(session, coach.actor, found, asking(), tapped, world.clock())

    (informant,) = report(traject)

    now, *others = (line.chart.answers for line in informant.steps)
    assert [(each.step, each.asked) for each in now] == [(3, "link"), (6, "talk")]
    assert [len(answers) for answers in others] == [1, 1]


def test_the_ends_speak_of_the_child_and_not_to_who_reads(stepped):
    (line, *_) = stepped("3")

    assert (
        line.direction == "0 is zo moeilijk als het maar kan, 10 is zoals het kind het graag wil."
    )
    assert "graag wilt" not in svg_of(line.chart, "wide")


@pytest.mark.parametrize(
    ("end", "role", "number", "said"),
    [
        ("zoals jij het graag wilt", "parent", 1, "zoals de ouder het graag wil"),
        ("zoals jij het graag wilt", "teacher", 2, "zoals leerkracht 2 het graag wil"),
        ("zoals jij het wilt", "child", 1, "zoals het kind het wil"),
        ("heel moeilijk", "child", 1, "heel moeilijk"),
        ("jouw beste dag", "child", 1, "„jouw beste dag”"),
    ],
)
def test_an_end_that_speaks_to_who_answers_is_turned_or_quoted(end, role, number, said):
    assert wording.about(end, role, number) == said


def test_every_shipped_end_that_speaks_to_somebody_has_its_turned_words():
    for questionnaire in shipped():
        for item in questionnaire.items:
            for end in (item.steps.low, item.steps.high) if item.steps else ():
                assert "„" not in wording.about(end.in_language("nl"), "child", 1)


@pytest.mark.parametrize(("mode", "asked"), [("self", "link"), ("interview", "talk")])
def test_a_talk_and_a_link_are_told_apart(stepped, mode, asked):
    (line, *_) = stepped("3", mode=mode)

    assert line.chart.answers[0].asked == asked


# Strength beside burden


@pytest.fixture
def planes(world, coach, report):
    """Return what is drawn of a parent's list at intake and follow-up."""

    def planes(before, after=None, questionnaire=None):
        traject = world.traject(
            coach, teachers=(), lists=[questionnaire or load("kansmeter-ouder")]
        )
        answer(world, world.invitation(traject, "parent"), before)
        world.clock.forward(weeks=11, days=1)
        if after is not None:
            answer(world, world.invitation(traject, "parent", "follow_up"), after)
        (informant,) = report(traject)
        return informant

    return planes


def strong(step):
    return dict.fromkeys(STRONG, step)


def test_strength_grows_while_the_burden_stays(planes):
    plane = planes({**OFTEN, **strong("soms")}, {**OFTEN, **strong("vaak")}).plane

    assert [(each.burden, each.strength) for each in plane.chart.moments] == [(3, 1), (3, 3)]
    assert plane.conclusion == (
        "Last: de eerste en de laatste keer vaak. Kracht: eerst soms, nu vaak. "
        "We weten nog niet of dit verschil groter is dan toeval."
    )


def test_below_stage_2_the_plane_judges_nothing(planes):
    plane = planes({**OFTEN, **strong("bijna_nooit")}, strong("bijna_altijd")).plane

    assert plane.chart.burden.chance is plane.chart.strength.chance is None
    assert "We weten nog niet" in plane.conclusion
    assert "meer dan eerst" not in plane.conclusion
    assert wording.STAGE_0 in plane.unknown


def test_one_moment_is_no_path(planes):
    assert planes({**OFTEN, **strong("soms")}).plane is None


def test_a_moment_without_one_of_the_scores_is_no_path(planes):
    assert planes({**OFTEN, **strong("soms")}, {"l1": None, "l2": None}).plane is None


def test_a_list_without_both_scales_has_no_plane(planes):
    assert planes(rest(1), rest(3), example_list()).plane is None


def test_all_scales_of_an_informant_stand_in_one_picture(planes):
    informant = planes({**OFTEN, **strong("soms")}, strong("vaak"))

    panels = informant.side_by_side.chart.panels
    assert [panel.question for panel in panels] == [
        scale.chart.question for scale in informant.scales
    ]
    assert len(panels) == 2


def test_one_scale_is_no_small_multiple(planes):
    assert planes(rest(1), rest(3), example_list()).side_by_side is None
