"""Section 4 of the catalogue: the words of a goal are text, on every page and in every picture."""

from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from survey_app.charts import png_of, svg_of
from survey_app.clock import local_date
from survey_app.reports.goals import axis_of_goal, goal_picture
from survey_app.reports.traject import NORTH
from survey_app.trajects import goals
from survey_app.trajects.goal_lines import goals_of
from survey_app.trajects.models import Traject
from tests.attacks.test_injection import DRAWN, PAYLOADS, assert_literal

pytestmark = pytest.mark.one_database


@pytest.fixture
def case(world):
    return world.case()


@pytest.fixture
def worded(world, case):
    """Give one goal that was put in every one of these words, the last ones now."""

    def worded(payloads):
        actor, now = world.coach().actor, world.clock()
        review_on = local_date(now) + timedelta(days=42)
        goal = None
        with world.database.write() as session:
            traject = session.get_one(Traject, case.traject_id)
            for payload in payloads:
                wording = goals.Wording(payload, "other", 3, 7, review_on, payload)
                if goal is None:
                    child = {"owner_id": case.informants["child"], "wording": wording}
                    goal = goals.set_goal(session, actor, traject, **child, now=now)
                else:
                    goal = goals.reword_goal(
                        session, actor, traject, goal.id, wording=wording, reason=payload, now=now
                    )
            for value in (0, 10):
                goals.rate_goal(
                    session,
                    actor,
                    traject,
                    goal.id,
                    rated_by=case.informants["child"],
                    value=value,
                    on=local_date(now),
                    now=now,
                )
        with world.database.read() as session:
            return goals_of(session, case.traject_id)[0]

    return worded


def test_ac_055_056_every_wording_of_a_goal_is_shown_as_typed(world, case, worded):
    goal = worded(PAYLOADS)
    coach = world.signed_in()

    page = coach.get(f"/trajecten/{case.traject_id}")
    for payload in PAYLOADS:
        assert_literal(page, payload, "doelen")
    for address in ("stapje", f"doelen/{goal.id}/woorden", f"doelen/{goal.id}/afronden"):
        assert_literal(coach.get(f"/trajecten/{case.traject_id}/{address}"), PAYLOADS[-1], address)


def test_ac_055_056_what_is_asked_in_a_talk_fills_nothing_in(world, case, worded):
    coach = world.signed_in()
    for payload in ("{kind} {goal}", "</h1><script>alert(1)</script>", "'\"><b>"):
        goal = worded([payload])
        assert_literal(coach.get(f"/trajecten/{case.traject_id}/stapje"), payload, "stapje")
        with world.database.write() as session:
            goals.end_goal(
                session,
                world.coach().actor,
                session.get_one(Traject, case.traject_id),
                goal.id,
                outcome="reached",
                reason="",
                now=world.clock(),
            )


def test_ac_055_056_the_picture_of_a_goal_is_drawn_with_any_words(worded):
    goal = worded(DRAWN)
    assert len(DRAWN) > 15

    for before in goal.history:
        line = replace(goal, words=before.words, words_for_ten=before.words)
        picture = goal_picture("Sam", line, axis_of_goal(line, (), NORTH))
        drawn = svg_of(picture.chart, "narrow")
        tree = ElementTree.fromstring(drawn)  # noqa: S314  # our own drawing
        assert before.words in "".join(tree.itertext())
        assert "<script" not in drawn
    assert png_of(picture.chart, "wide", picture.caption).startswith(b"\x89PNG")
