"""From a figure back to the answers, the rule, the reference and the versions."""

import math

import pytest

from survey_app import __version__
from survey_app.definitions import load
from survey_app.invitations.publishing import questionnaire_of
from survey_app.keeping.demonstration import example_list
from survey_app.measurements.queries import placed_responses
from survey_app.reports.explaining import explanation_of
from survey_app.reports.explaining_change import change_said
from survey_app.reports.explaining_line import Sources
from survey_app.trajects.queries import informants
from tests.factories.answers import answer
from tests.reports.test_before_and_after import two_teachers
from tests.reports.test_steps_and_planes import stepped
from tests.reports.test_traject_report import RELIABILITY, SD, rest
from tests.reports.test_views import seen

pytestmark = pytest.mark.one_database

__all__ = ["seen", "stepped", "two_teachers"]


@pytest.fixture
def explain(world):
    """Return a function that explains a picture of a traject as the coach's page does."""

    def explain(report, key, traject):
        with world.database.read() as session:
            return explanation_of(
                report,
                key,
                Sources(
                    "Sam",
                    placed_responses(session, traject),
                    lambda fingerprint: questionnaire_of(session, fingerprint),
                    {
                        each.succeeds_id: each.label
                        for each in informants(session, traject)
                        if each.succeeds_id
                    },
                ),
            )

    return explain


@pytest.fixture
def explained(world, coach, whole_report, explain):
    """Return a function that measures a parent and explains the first scale."""

    def explained(questionnaire, before, after=None, place=0):
        traject = world.traject(coach, teachers=(), lists=[questionnaire])
        answer(world, world.invitation(traject, "parent"), before)
        world.clock.forward(weeks=11, days=1)
        if after is not None:
            answer(world, world.invitation(traject, "parent", "follow_up"), after)
        report = whole_report(traject)
        return explain(report, report.informants[0].scales[place].picture.key, traject)

    return explained


def test_every_answer_stands_with_what_it_counted_for(explained):
    (line,) = explained(example_list(), rest(1, turned=0), rest(3)).lines

    by_turned = {row.turned: row.answers for row in line.answers}
    assert by_turned[False] == (("soms", "telt 1"), ("vaak", "telt 3"))
    assert by_turned[True] == (("bijna nooit", "telt 4"), ("vaak", "telt 1"))
    assert sum(row.turned for row in line.answers) == 2
    assert any("omgekeerd" in sentence for sentence in line.rule)


def test_the_sum_on_paper_gives_the_stored_score(explained):
    (line,) = explained(example_list(), rest(1), rest(3)).lines
    first, last = line.workings

    assert (first.score, last.score) == ("1,5", "2,5")
    assert first.sum == "(1 + 1 + 3 + 1 + 3 + 1 + 1 + 1) : 8 = 12 : 8 = 1,5"


def test_the_judgement_follows_from_the_printed_numbers(explained):
    (line,) = explained(example_list(), rest(1), rest(3)).lines
    spread = SD * math.sqrt(2 * (1 - RELIABILITY))

    text = " ".join((*line.reference, *line.change))
    assert f"{spread:.3f}".replace(".", ",") in text
    assert f"{1.96 * spread:.3f}".replace(".", ",") in text
    assert f"is dat {1 / spread:.2f}".replace(".", ",") in text
    assert "2,5 − 1,5 = 1." in text
    assert line.reference[0].startswith("Bron: ")


def test_what_goes_to_the_middle_by_itself_is_taken_off_as_a_check(explained):
    (line,) = explained(example_list(), rest(1), rest(3)).lines
    mean = example_list().scales[0].references[0].mean
    expected = (2.5 - (mean + RELIABILITY * (1.5 - mean))) / (SD * math.sqrt(1 - RELIABILITY))

    judged, check = line.change
    assert "Gedeeld door" in judged
    assert f"(Edwards en Nunnally) is het {expected:.2f}".replace(".", ",") in check
    assert f"gemiddelde ({mean})".replace(".", ",") in check


def test_each_score_names_the_versions_it_was_made_with(explained):
    page = explained(example_list(), rest(1))
    (working,) = page.lines[0].workings

    assert f"versie {example_list().version}" in working.made_with
    assert example_list().fingerprint[:12] in working.made_with
    assert "trap 2" in working.made_with
    assert page.software == f"Kansmeter {__version__}"


def test_a_list_of_stage_0_says_why_there_is_no_judgement(explained):
    (line,) = explained(load("kansmeter-ouder"), {}, {}).lines

    assert line.reference == (
        "Geen. Deze lijst staat op trap 0 van 5. "
        "Pas vanaf trap 2 weten we hoeveel een antwoord vanzelf schommelt.",
    )
    assert line.change[0].endswith("Zonder oordeel.")


def test_without_a_later_score_there_is_no_change_to_explain(explained):
    (line,) = explained(example_list(), rest(1)).lines

    assert line.change == (
        "Van intake naar laatste meting: er is nog geen latere score, dus geen verandering.",
    )


def test_an_answer_that_was_left_open_counts_for_nothing_and_says_so(explained):
    (line,) = explained(example_list(), {**rest(1), "r1": None, "r2": None}).lines

    assert line.answers[0].answers == (("overgeslagen", "telt niet"),)
    assert line.workings[0].sum == "(3 + 1 + 3 + 1 + 1 + 1) : 6 = 10 : 6 = 1,667"


def test_a_score_that_could_not_be_computed_has_a_reason_and_no_sum(explained):
    (line,) = explained(load("kansmeter-ouder"), {"r1": None, "o1": None, "w1": None}).lines

    assert line.workings[0].sum == ""
    assert line.workings[0].score == "niet te bepalen, te weinig vragen beantwoord"


def changes_of(page):
    return [line.change[-1].split(": ", 1)[1] for line in page.lines]


def test_of_two_teachers_each_change_says_what_is_missing(two_teachers, world, explain):
    report = two_teachers(1, 4)
    ((traject,),) = world.sql("SELECT id FROM traject")

    page = explain(report, report.informants[0].scales[0].picture.key, traject)

    assert changes_of(page) == [
        "er kwam geen latere meting meer, want juf Anouk nam het over.",
        "er is geen eerste score van deze invuller om mee te vergelijken.",
    ]


def test_a_later_moment_that_passed_is_not_still_to_come(explained, world, coach, whole_report):
    explained(example_list(), rest(1))
    world.clock.forward(weeks=8)
    ((traject,),) = world.sql("SELECT id FROM traject")
    (line,) = whole_report(traject).informants[0].scales[0].lines

    assert change_said(line)[0].endswith("de latere meting is niet ingevuld, dus geen verandering.")


def test_a_score_that_is_not_computable_is_the_reason(explained):
    open_ = {"r1": None, "o1": None, "w1": None}
    ouder = load("kansmeter-ouder")

    assert changes_of(explained(ouder, open_, {})) == [
        "de eerste score is niet te bepalen, dus geen verandering."
    ]
    assert changes_of(explained(ouder, {}, open_)) == [
        "de latere score is niet te bepalen, dus geen verandering."
    ]


# Other figures than of one scale


def test_a_plane_is_explained_by_both_its_scales(explained_plane):
    page = explained_plane({"r1": "soms"}, {"r1": "vaak"})

    assert [line.title.split(": ")[1] for line in page.lines] == ["Kracht", "Last"]
    for line in page.lines:
        assert [working.score for working in line.workings].count("") == 0
        assert len(line.workings) == 2
        assert line.answers


@pytest.fixture
def explained_plane(world, coach, whole_report, explain):
    """Return a function that explains strength beside burden of a parent."""

    def explained_plane(before, after):
        traject = world.traject(coach, teachers=(), lists=[load("kansmeter-ouder")])
        answer(world, world.invitation(traject, "parent"), before)
        world.clock.forward(weeks=11, days=1)
        answer(world, world.invitation(traject, "parent", "follow_up"), after)
        report = whole_report(traject)
        return explain(report, report.informants[0].plane.key, traject)

    return explained_plane


def test_a_step_is_explained_by_its_answers_dates_ways_and_version(
    stepped, explain, world, whole_report
):
    lines = stepped("3", None, "6", mode="interview")
    ((traject,),) = world.sql("SELECT id FROM traject")

    page = explain(whole_report(traject), lines[0].key, traject)

    (line,) = page.lines
    step = load("kansmeter-stapje")
    assert [working.score for working in line.workings] == ["3", "overgeslagen", "6"]
    assert all(working.moment.startswith("gesprek, ") for working in line.workings)
    assert {working.made_with for working in line.workings} == {
        f"in gesprek; {step.key}, versie {step.version}, vingerafdruk {step.fingerprint[:12]}"
    }
    assert "Er is niets berekend." in line.rule[0]
    assert "niet bekend hoe groot het toeval is" in line.reference[0]


def test_each_line_of_steps_has_an_explanation_of_its_own(stepped, explain, world, whole_report):
    lines = stepped("3", "6")
    ((traject,),) = world.sql("SELECT id FROM traject")
    report = whole_report(traject)

    for picture in lines:
        page = explain(report, picture.key, traject)
        assert (page.question, len(page.lines)) == (picture.question, 1)


def test_scores_beside_each_other_say_their_norm_and_whisker(seen, explain, world):
    report = seen(3, 2)
    ((traject,),) = world.sql("SELECT id FROM traject")

    page = explain(report, report.views.key, traject)

    assert page.notes[0] == (
        "Volgens de ouder, Rust: T = 50 + 10 × (3 − 2) : 0,5 = 70. Norm ouders, bron: x."
    )
    assert "1,96 × √(e₁² + e₂²)" in page.notes[-1]
    assert len(page.lines) == 2


def test_what_is_no_picture_has_no_explanation(explain, stepped, world, whole_report):
    stepped("3")
    ((traject,),) = world.sql("SELECT id FROM traject")

    assert explain(whole_report(traject), "niets", traject) is None
