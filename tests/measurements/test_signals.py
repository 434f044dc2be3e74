"""An answer that a coach must see today stands on the coach's page at the same commit."""

import pytest
from sqlalchemy import select

from survey_app.definitions import load
from survey_app.errors import NotFoundError
from survey_app.invitations import services as invitations
from survey_app.invitations.models import Invitation
from survey_app.measurements import following_up
from survey_app.measurements import services as measurements
from survey_app.measurements.following_up import TakenUpBeforeError, TakenUpByAnotherError
from survey_app.measurements.queries import asked
from survey_app.measurements.raising import WRONG_PERSON, Cause
from survey_app.measurements.signals import followed_up, open_signals
from survey_app.trajects.models import Traject, TrajectInformant
from tests.factories.answers import answer, sheet_of

TOGETHER = load("kansmeter-samenwerking")


def signals(world, coach, traject=None):
    with world.database.read() as session:
        return open_signals(session, coach.actor, traject)


def take_up(world, coach, signal_id):
    with world.database.write() as session:
        following_up.take_up(session, coach.actor, signal_id, world.clock())


def wrong_person(world, link):
    with world.database.write() as session:
        measurements.report_wrong_person(session, sheet_of(world, link), world.clock())


@pytest.mark.parametrize(
    ("role", "choices", "raised"),
    [
        ("child", {"c": "ja_graag"}, [("c", "today")]),
        ("child", {"h1": "nooit"}, [("h1", "today")]),
        ("child", {"h1": "vaak", "l1": "altijd"}, [("l1", "talk")]),
        ("parent", {"c": "ja_graag"}, [("c", "two_days")]),
        ("parent", {"l1": "bijna_altijd"}, [("l1", "talk")]),
    ],
)
def test_a_wish_for_contact_or_a_worry_is_a_signal(world, coach, traject, role, choices, raised):
    quiet = {"h1": "vaak", "l1": "nooit"} if role == "child" else {}

    answer(world, world.invitation(traject, role), {**quiet, **choices})

    assert [(line.item, line.level) for line in signals(world, coach)] == raised


def test_what_a_coach_answered_is_no_signal_to_that_coach(world, coach):
    traject = world.traject(coach, lists=[TOGETHER])

    answer(world, world.invitation(traject, "coach"))
    assert signals(world, coach) == []
    answer(world, world.invitation(traject, "teacher"))

    assert [(line.item, line.level) for line in signals(world, coach)] == [("sw1", "talk")]


@pytest.mark.parametrize(
    "choices", [{"h1": "vaak"}, {"h1": None}, {"h1": "weet_niet"}, {"h1": "soms", "c": "nu_niet"}]
)
def test_another_answer_or_none_is_no_signal(world, coach, traject, choices):
    answer(world, world.invitation(traject, "child"), choices)

    assert signals(world, coach) == []


def test_a_signal_says_whose_when_and_at_which_moment(world, coach, traject):
    sent = world.clock.forward(hours=1)
    answer(world, world.invitation(traject, "child"), {"h1": "nooit"})

    (line,) = signals(world, coach)

    assert (line.child_name, line.role, line.occasion_kind) == ("Sam", "child", "intake")
    assert (line.raised_at, line.traject_id) == (sent, traject)


def test_the_most_urgent_stands_first(world, coach, traject):
    answer(world, world.invitation(traject, "parent"), {"l1": "bijna_altijd", "c": "ja_graag"})
    world.clock.forward(minutes=1)
    answer(world, world.invitation(traject, "child"), {"h1": "nooit"})

    assert [line.level for line in signals(world, coach)] == ["today", "two_days", "talk"]


def test_another_coach_sees_no_signal(world, coach, traject):
    answer(world, world.invitation(traject, "child"), {"h1": "nooit"})

    assert signals(world, world.coach()) == []
    assert signals(world, world.coach(), traject) == []


def test_a_coach_whose_role_ended_sees_no_signal(world, coach, traject):
    answer(world, world.invitation(traject, "child"), {"h1": "nooit"})
    world.sql("UPDATE role_grant SET ends_on = starts_on")
    world.clock.forward(days=1)

    with world.database.read() as session:
        assert open_signals(session, world.actor(coach)) == []


def test_what_was_taken_up_leaves_the_page_and_keeps_who_did_so_first(world, coach, traject):
    answer(world, world.invitation(traject, "child"), {"h1": "nooit"})
    (line,) = signals(world, coach)
    seen = world.clock.forward(minutes=5)
    take_up(world, coach, line.id)
    world.clock.forward(minutes=5)
    take_up(world, coach, line.id)

    assert signals(world, coach) == []
    ((kind, at, by_id),) = world.sql("SELECT kind, at, by_id FROM signal_step")
    assert (kind, by_id) == ("taken_up", coach.actor.person_id)
    assert at.startswith(seen.strftime("2026-09-07T08:05"))
    assert len(world.sql("SELECT 1 FROM audit_event WHERE act = 'take up signal'")) == 1


def test_somebody_elses_signal_cannot_be_marked(world, coach, traject):
    answer(world, world.invitation(traject, "child"), {"h1": "nooit"})
    (line,) = signals(world, coach)

    with pytest.raises(NotFoundError):
        take_up(world, world.coach(), line.id)

    assert [each.id for each in signals(world, coach)] == [line.id]


def test_a_signal_that_does_not_exist_is_not_found(world, coach):
    with pytest.raises(NotFoundError):
        take_up(world, coach, "0" * 32)


def undo(world, coach, signal_id):
    with world.database.write() as session:
        following_up.put_back(session, coach.actor, signal_id, world.clock())


@pytest.fixture
def taken_up(world, coach, traject):
    """Give the id of a signal that its coach took up a moment ago."""
    answer(world, world.invitation(traject, "child"), {"h1": "nooit"})
    (line,) = signals(world, coach)
    take_up(world, coach, line.id)
    return line.id


def test_who_took_a_signal_up_can_undo_it_on_the_same_day(world, coach, taken_up):
    midnight = world.clock().replace(hour=0)
    with world.database.read() as session:
        assert [each.id for each in followed_up(session, coach.actor, midnight)] == [taken_up]
    world.clock.forward(hours=9)
    undo(world, coach, taken_up)
    undo(world, coach, taken_up)

    assert [line.id for line in signals(world, coach)] == [taken_up]
    steps = "SELECT kind FROM signal_step ORDER BY number"
    assert world.sql(steps) == [("taken_up",), ("put_back",)]
    told = "SELECT actor_id, object_id FROM audit_event WHERE act = 'put back signal'"
    assert world.sql(told) == [(coach.actor.person_id, taken_up)]
    with world.database.read() as session:
        assert followed_up(session, coach.actor, midnight) == []


def test_on_a_later_day_it_cannot_be_undone(world, coach, taken_up):
    world.clock.forward(hours=15)

    with pytest.raises(TakenUpBeforeError, match="de dag waarop je het oppakte"):
        undo(world, coach, taken_up)

    assert signals(world, coach) == []


def test_a_colleague_who_got_the_traject_cannot_undo_what_another_took_up(world, coach, taken_up):
    colleague = world.coach()
    with world.database.write() as session:
        for each in session.scalars(select(Traject)):
            each.coach_id = colleague.actor.person_id

    with pytest.raises(TakenUpByAnotherError, match="Een collega pakte dit op"):
        undo(world, colleague, taken_up)

    assert signals(world, colleague) == []


def test_what_another_coach_took_up_does_not_exist_for_a_stranger(world, taken_up):
    with pytest.raises(NotFoundError):
        undo(world, world.coach(), taken_up)

    assert world.sql("SELECT 1 FROM audit_event WHERE act = 'put back signal'") == []


def test_ac_013_a_link_that_reached_the_wrong_person_alerts_the_coach_once(world, coach, traject):
    link = world.invitation(traject, "teacher")

    wrong_person(world, link)
    wrong_person(world, link)

    assert [(line.item, line.level) for line in signals(world, coach)] == [
        (WRONG_PERSON, "two_days")
    ]
    assert (world.rows("response"), world.rows("draft")) == (0, 0)


def lines(world, coach):
    with world.database.read() as session:
        return asked(session, coach.actor)


def test_the_coach_sees_who_has_answered(world, coach, traject):
    answer(world, world.invitation(traject, "parent"))

    answered = {
        (line.role, line.occasion_kind): line.submitted_at is not None
        for line in lines(world, coach)
    }

    assert answered == {
        (role, kind): (role, kind) == ("parent", "intake")
        for role in ("child", "parent", "teacher")
        for kind in ("intake", "follow_up")
    }


def test_a_replaced_link_is_one_line_and_a_revoked_one_is_shown(world, coach, traject):
    with world.database.write() as session:
        own = session.get_one(Traject, traject)
        parent = session.get_one(Invitation, world.invitation(traject, "parent"))
        child = session.get_one(Invitation, world.invitation(traject, "child"))
        now = world.clock.forward(minutes=1)
        fresh = invitations.replace(session, coach.actor, own, parent, now)
        invitations.revoke(session, coach.actor, own, child, now)

    at_intake = {
        line.role: (line.invitation_id, line.revoked_at is not None)
        for line in lines(world, coach)
        if line.occasion_kind == "intake"
    }

    assert at_intake["parent"] == (fresh.id, False)
    assert at_intake["child"] == (child.id, True)
    assert len(lines(world, coach)) == 6


def test_another_coach_sees_nobodys_invitations(world, traject):
    assert lines(world, world.coach()) == []


@pytest.fixture
def working_together(world, coach):
    """Give a traject in which a parent and a teacher are asked how they work together."""
    return world.traject(coach, lists=[TOGETHER])


def step(world, coach, traject, role, **choices):
    """Hold a talk on the next day and answer its small step."""
    world.clock.forward(days=1)
    world.talk(coach, traject)
    query = (
        select(Invitation.id)
        .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
        .where(TrajectInformant.role == role, Invitation.revoked_at.is_(None))
        .where(Invitation.questionnaire_key == "kansmeter-stapje")
        .order_by(Invitation.opens_on.desc())
    )
    with world.database.read() as session:
        invitation = session.scalars(query).first()
    high = dict.fromkeys(("a_kind", "b_kind", "d", "a_ouder", "b_volwassene", "c_ouder"), "9")
    answer(world, invitation, {**high, "c_wens": "nu_niet", "c_wens_kind": "nu_niet", **choices})


def test_two_answers_nog_niet_are_one_talk_signal_at_the_first(world, coach, working_together):
    answers = {"sw1": "goed", "sw2": "nog_niet", "sw3": "goed", "sw4": "nog_niet"}

    answer(world, world.invitation(working_together, "parent"), answers)

    (line,) = signals(world, coach)
    assert (line.item, line.level) == ("sw2", "talk")
    assert (line.cause, line.items) == (Cause.TOGETHER, ("sw2", "sw4"))


def test_one_answer_nog_niet_is_no_signal(world, coach, working_together):
    answers = {"sw1": "goed", "sw2": "nog_niet", "sw3": "goed", "sw4": "een_beetje"}

    answer(world, world.invitation(working_together, "parent"), answers)

    assert signals(world, coach) == []


def test_two_people_with_one_nog_niet_each_are_no_signal(world, coach, working_together):
    quiet = {"sw1": "goed", "sw2": "goed", "sw3": "goed", "sw4": "goed"}
    for role in ("parent", "teacher"):
        answer(world, world.invitation(working_together, role), {**quiet, "sw2": "nog_niet"})

    assert signals(world, coach) == []


def test_a_step_three_lower_than_the_last_time_is_a_talk_signal(world, coach, traject):
    step(world, coach, traject, "child", a_kind="8")
    step(world, coach, traject, "child", a_kind="7")
    assert signals(world, coach) == []

    step(world, coach, traject, "child", a_kind="4")

    (line,) = signals(world, coach)
    assert (line.item, line.level, line.cause) == ("a_kind", "talk", Cause.DROP)


def test_a_step_is_held_against_the_last_answer_also_when_a_talk_went_without(
    world, coach, traject
):
    step(world, coach, traject, "child", a_kind="8")
    step(world, coach, traject, "child", a_kind=None)

    step(world, coach, traject, "child", a_kind="5")

    assert [line.item for line in signals(world, coach)] == ["a_kind"]


def test_a_step_is_not_held_against_that_of_somebody_else(world, coach):
    traject = world.traject(coach, parents=("moeder",), teachers=("juf Petra",))
    step(world, coach, traject, "parent", b_volwassene="9")

    step(world, coach, traject, "teacher", a_leerkracht="9", b_volwassene="4", e="9")

    assert signals(world, coach) == []


@pytest.mark.parametrize("steps", [("9", "5", "7"), ("4", "9", "6")])
def test_a_step_is_held_against_the_last_one_and_not_the_first(world, coach, traject, steps):
    for given in steps:
        step(world, coach, traject, "child", a_kind=given)

    assert len(signals(world, coach)) == 1
