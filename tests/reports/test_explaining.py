"""From a figure back to the answers, the rule, the reference and the versions."""

import math

import pytest

from survey_app import __version__
from survey_app.definitions import load
from survey_app.invitations.publishing import questionnaire_of
from survey_app.keeping.demonstration import example_list
from survey_app.measurements.queries import placed_responses
from survey_app.reports.explaining import explanation_of
from tests.factories.answers import answer
from tests.reports.test_traject_report import RELIABILITY, SD, rest


@pytest.fixture
def explained(world, coach, whole_report):
    """Return a function that measures a parent and explains the first scale."""

    def explained(questionnaire, before, after=None, place=0):
        traject = world.traject(coach, teachers=(), lists=[questionnaire])
        answer(world, world.invitation(traject, "parent"), before)
        world.clock.forward(weeks=11, days=1)
        if after is not None:
            answer(world, world.invitation(traject, "parent", "follow_up"), after)
        scale = whole_report(traject).informants[0].scales[place]
        with world.database.read() as session:
            return explanation_of(
                "Sam",
                scale,
                placed_responses(session, traject),
                lambda fingerprint: questionnaire_of(session, fingerprint),
            )

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
