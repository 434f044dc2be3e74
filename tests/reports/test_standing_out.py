"""What stands out for the card: never more than may be said, and nobody forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from survey_app.definitions import load, shipped
from survey_app.invitations.publishing import questionnaire_of
from survey_app.measurements.queries import asked, placed_responses
from survey_app.measurements.references.in_force import References
from survey_app.reports import wording
from survey_app.reports.standing_out import main_scale, sentence, stands_out
from survey_app.trajects.models import Occasion
from tests.factories.answers import answer
from tests.reports.conftest import EXAMPLE
from tests.reports.test_traject_report import LOWER_IS_BETTER, rest

OU = load("kansmeter-ouder")
SCALE = [item.key for item in OU.items if item.key[0] in "owrp"]


def parent(step):
    return dict.fromkeys(SCALE, step)


@pytest.fixture
def found(world, coach):
    """Return a function that gives what stands out at the follow-up of a traject."""

    def found(traject_id, later=()):
        with world.database.read() as session:
            moment = session.scalars(
                select(Occasion).where(
                    Occasion.traject_id == traject_id, Occasion.kind == "follow_up"
                )
            ).one()
            return stands_out(
                moment.id,
                (),
                [*placed_responses(session, traject_id), *later],
                [
                    each
                    for each in asked(session, coach.actor, traject_id)
                    if each.occasion_id == moment.id
                ],
                lambda fingerprint: questionnaire_of(session, fingerprint),
                References(),
            )

    return found


@pytest.fixture
def measured(world, coach, found):
    """Return a function that measures a parent at intake and follow-up."""

    def measured(questionnaire, before, after, **more):
        people = {"parents": ("moeder",), "teachers": (), **more}
        traject = world.traject(coach, lists=[questionnaire], **people)
        if before is not None:
            answer(world, world.invitation(traject, "parent"), before)
        world.clock.forward(weeks=11, days=1)
        if after is not None:
            answer(world, world.invitation(traject, "parent", "follow_up"), after)
        return found(traject)

    return measured


@pytest.mark.parametrize(
    ("before", "after", "direction", "says"),
    [
        ("soms", "vaak", "higher", "bij de intake soms, nu vaak. Dat is hoger."),
        ("vaak", "soms", "lower", "bij de intake vaak, nu soms. Dat is lager."),
        ("soms", "soms", "same", "bij de intake en nu soms. In woorden hetzelfde."),
    ],
)
def test_below_stage_2_it_tells_where_answers_went_and_calls_nothing_progress(
    measured, before, after, direction, says
):
    found = measured(OU, parent(before), parent(after))

    (figure,) = found.figures
    assert (figure.seen.scale, figure.seen.title) == ("kracht", "Kracht")
    assert (figure.seen.direction, figure.seen.verdict) == (direction, "unknown")
    assert sentence(figure) == says
    assert found.not_known == wording.STAGE_0


def test_what_stays_within_the_same_words_is_the_same(measured):
    slightly = {**parent("soms"), SCALE[0]: "helft"}
    more = {**slightly, SCALE[1]: "helft"}

    (figure,) = measured(OU, slightly, more).figures

    assert figure.seen.direction == "same"
    assert sentence(figure).startswith("bij de intake en nu tussen soms en")


@pytest.mark.parametrize(
    ("replaced", "verdict", "direction", "says"),
    [
        ((), "better", "higher", "Duidelijk beter: meer dan toeval."),
        (LOWER_IS_BETTER, "worse", "higher", "Duidelijk minder goed: meer dan toeval."),
    ],
)
def test_where_a_change_may_be_judged_it_is_by_the_direction_of_the_scale(
    measured, variant, replaced, verdict, direction, says
):
    found = measured(variant(*replaced), rest(1), rest(4))

    (figure,) = found.figures
    assert (figure.seen.verdict, figure.seen.direction) == (verdict, direction)
    assert sentence(figure).endswith(says)
    assert found.not_known == wording.NO_COMPARISON


def test_what_is_not_known_of_one_list_does_not_deny_what_is_judged_of_another(measured):
    found = measured(load(EXAMPLE), rest(1), rest(4))
    (judged,) = found.figures
    unjudged = replace(judged, seen=replace(judged.seen, stage=0, verdict="unknown"))

    both = replace(found, figures=(judged, unjudged))

    assert both.not_known == wording.STAGE_0_BESIDE_OTHERS
    assert replace(found, figures=(unjudged,)).not_known == wording.STAGE_0


def test_a_change_within_chance_is_no_clear_difference(measured):
    (figure,) = measured(load(EXAMPLE), rest(2), {**rest(2), "r1": "vaak"}).figures

    assert figure.seen.verdict == "no_difference"
    assert "kan toeval zijn" in sentence(figure)


def test_without_an_intake_there_is_nothing_to_compare(measured):
    found = measured(OU, None, parent("vaak"))

    (figure,) = found.figures
    assert (figure.seen.direction, figure.seen.reason) == (None, "no_pre")
    assert sentence(figure) == "nu vaak. Van de intake is er niets om mee te vergelijken."
    assert found.not_known == ""


def test_a_list_that_is_half_empty_cannot_be_said_and_tells_why(measured):
    few = dict.fromkeys(SCALE) | {SCALE[0]: "vaak"}

    (figure,) = measured(OU, parent("soms"), few).figures

    assert (figure.seen.direction, figure.seen.reason) == (None, "no_post")
    assert sentence(figure) == "niet te bepalen, te weinig vragen beantwoord."


def test_who_was_asked_and_did_not_answer_is_named(measured):
    found = measured(OU, parent("soms"), parent("vaak"), parents=("moeder", "vader"))

    assert found.missing == (("parent", "vader"),)
    assert found.saw.missing == ("parent",)


def test_when_nobody_answered_only_who_is_missing_stands_out(measured):
    found = measured(OU, parent("soms"), None)

    assert (found.figures, found.missing) == ((), (("parent", "moeder"),))
    assert found.not_known == ""


def test_answers_of_a_later_moment_do_not_change_what_stood_out(world, coach, found):
    traject = world.traject(coach, lists=[OU], teachers=())
    answer(world, world.invitation(traject, "parent"), parent("soms"))
    world.clock.forward(weeks=11, days=1)
    answer(world, world.invitation(traject, "parent", "follow_up"), parent("vaak"))
    with world.database.read() as session:
        intake, follow_up = placed_responses(session, traject)
    closing = replace(
        follow_up,
        occasion_id="later",
        occasion_kind="closing",
        answered_on=follow_up.answered_on + timedelta(weeks=8),
        scores=intake.scores,
    )

    assert found(traject, [closing]) == found(traject)
    assert found(traject).figures[0].seen.direction == "higher"


def test_the_outcome_of_a_list_is_fixed_and_cooperation_is_none():
    outcomes = {each.key: main_scale(each) for each in shipped()}

    assert {outcomes[f"kansmeter-{who}"] for who in ("ouder", "leerkracht", "kind")} == {"kracht"}
    assert outcomes["sdq-p4-17"] == outcomes["psc-17"] == "total"
    assert outcomes["kansmeter-samenwerking"] is None
    assert outcomes["kansmeter-factoren"] is None
