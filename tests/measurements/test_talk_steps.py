"""Steps tapped in a talk: stored once, in the series of the link, and nothing else is asked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from survey_app.accounts.policy import Act
from survey_app.errors import InputError, NotFoundError
from survey_app.invitations.services import NoConsentError
from survey_app.measurements.queries import asked, placed_responses
from survey_app.measurements.signals import open_signals
from survey_app.measurements.talk_steps import Tapped, record_tap
from survey_app.storage import new_id
from survey_app.trajects import goals
from survey_app.trajects.goal_lines import goals_of
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import informants, traject_for
from tests.factories.answers import PHONE, answer, save
from tests.factories.plans import asking, standard


def person(world, traject_id, role):
    with world.database.read() as session:
        return next(each.id for each in informants(session, traject_id) if each.role == role)


def tap(
    world, coach, traject_id, step, *, role="child", sent_id=None, days_ago=0, goal=None, using=None
):
    tapped = Tapped(
        sent_id=sent_id or new_id(),
        informant_id=person(world, traject_id, role),
        step=step,
        on=world.clock.today - timedelta(days=days_ago),
        goal_id=goal,
    )
    with world.database.write() as session:
        traject = traject_for(session, coach.actor, traject_id, Act.CHANGE_TRAJECT)
        return record_tap(session, coach.actor, traject, using or asking(), tapped, world.clock())


def placed(world, traject_id, role="child"):
    with world.database.read() as session:
        return [each for each in placed_responses(session, traject_id) if each.role == role]


def test_a_tap_is_the_answer_that_a_link_would_have_given_of_the_list(world, coach, traject):
    for role, item in (("child", "a_kind"), ("parent", "a_ouder"), ("teacher", "a_leerkracht")):
        assert tap(world, coach, traject, "6", role=role)

        (found,) = placed(world, traject, role)

        assert (found.answers, found.mode) == ({item: "6"}, "interview")
        assert found.occasion_kind == "session"
        assert set(found.missing.values()) == {"not_shown"}
        assert found.answered_on == world.clock.today
        assert found.quality == ()
        assert found.entered_by == "Marit Velthuis"


@pytest.mark.one_database
def test_only_who_was_asked_in_the_talk_is_asked_and_nothing_is_sent(world, coach, traject):
    world.reach(coach, traject, "parent", "moeder@thuis.example")
    messages = world.rows("outbox_message")

    tap(world, coach, traject, "6", role="parent")

    with world.database.read() as session:
        lines = [
            line for line in asked(session, coach.actor, traject) if line.occasion_kind == "session"
        ]
    assert [(line.role, line.mode) for line in lines] == [("parent", "interview")]
    assert world.rows("outbox_message") == messages


def test_the_same_tap_sent_again_is_stored_once(world, coach, traject):
    sent_id = new_id()

    assert [tap(world, coach, traject, "6", sent_id=sent_id) for _ in range(3)] == [
        True,
        False,
        False,
    ]

    assert (len(placed(world, traject)), world.rows("correction")) == (1, 0)


def test_two_sends_at_the_same_moment_store_one(world, coach, traject):
    sent_id = new_id()

    with ThreadPoolExecutor(4) as senders:
        stored = list(
            senders.map(lambda _: tap(world, coach, traject, "6", sent_id=sent_id), range(4))
        )

    assert sorted(stored) == [False, False, False, True]
    assert (world.rows("talk_step"), len(placed(world, traject))) == (1, 1)


def test_another_tap_on_the_same_day_takes_the_place_of_a_slip_of_the_finger(world, coach, traject):
    tap(world, coach, traject, "7")
    tap(world, coach, traject, "6")
    tap(world, coach, traject, "6")

    (found,) = placed(world, traject)

    assert found.answers == {"a_kind": "6"}
    assert [each.answers for each in found.replaced] == [{"a_kind": "7"}]
    assert world.rows("correction") == 1


def test_what_the_child_answered_alone_that_day_stands_beside_the_step_of_the_talk(
    world, coach, traject
):
    world.talk(coach, traject)
    answer(world, world.invitation(traject, "child", "session"), {"a_kind": "4"})

    tap(world, coach, traject, "6")

    assert [(each.mode, each.answers["a_kind"]) for each in placed(world, traject)] == [
        ("self", "4"),
        ("interview", "6"),
    ]


def test_what_was_filled_in_by_an_open_link_is_kept_with_the_step(world, coach, traject):
    world.talk(coach, traject)
    save(world, world.invitation(traject, "child", "session"), 1, {"b_kind": "3"}, browser=PHONE)

    tap(world, coach, traject, "6")

    (found,) = placed(world, traject)
    assert found.answers == {"a_kind": "6", "b_kind": "3"}
    assert world.sql("SELECT by_one_browser FROM response WHERE mode = 'interview'") == [(0,)]


def test_a_tap_that_was_kept_is_of_the_day_of_the_talk(world, coach, traject):
    tap(world, coach, traject, "6")
    world.clock.forward(days=9)

    tap(world, coach, traject, "3", days_ago=5)

    assert [(each.answers["a_kind"], each.answered_on) for each in placed(world, traject)] == [
        ("6", world.clock.today - timedelta(days=9)),
        ("3", world.clock.today - timedelta(days=5)),
    ]


def test_a_step_of_long_ago_is_not_changed_any_more(world, coach, traject):
    tap(world, coach, traject, "6")
    world.clock.forward(days=8)

    with pytest.raises(InputError, match="meer dan 7 dagen"):
        tap(world, coach, traject, "9", days_ago=8)

    (step,) = placed(world, traject)
    assert step.answers["a_kind"] == "6"


@pytest.mark.one_database
def test_a_low_step_is_a_signal_for_the_talk(world, coach, traject):
    tap(world, coach, traject, "2")

    with world.database.read() as session:
        lines = open_signals(session, coach.actor, traject)
    assert [(line.item, line.level) for line in lines] == [("a_kind", "talk")]


@pytest.mark.one_database
def test_a_child_of_six_has_stairs_of_its_own(world, coach):
    traject = world.traject(coach)
    world.decide(coach, traject, birth_year=world.clock.today.year - 6)

    tap(world, coach, traject, "4", using=standard())
    with pytest.raises(InputError, match="een van de stappen"):
        tap(world, coach, traject, "5", using=standard())

    assert world.sql("SELECT questionnaire_key FROM invitation WHERE answered_at IS NOT NULL") == [
        ("kansmeter-stapje-jong",)
    ]


@pytest.mark.one_database
def test_what_is_no_step_of_this_talk_is_refused_and_leaves_nothing(world, coach, traject):
    invitations = world.rows("invitation")

    for given, says in (
        ({"step": "11"}, "een van de stappen"),
        ({"step": "\u0666"}, "een van de stappen"),
        ({"step": ""}, "een van de stappen"),
        ({"step": "6", "sent_id": "1"}, "niet heel over"),
        ({"step": "6", "sent_id": "g" * 32}, "niet heel over"),
        ({"step": "6", "days_ago": -1}, "moet nog komen"),
        ({"step": "6", "days_ago": 8}, "meer dan 7 dagen"),
        ({"step": "6", "role": "coach"}, "wie dit zegt"),
    ):
        with pytest.raises(InputError, match=says):
            tap(world, coach, traject, **given)

    assert (world.rows("talk_step"), world.rows("invitation")) == (0, invitations)
    assert placed(world, traject) == []


@pytest.mark.one_database
def test_without_agreement_nothing_is_stored(world, coach, traject):
    world.withdraw(coach, traject)

    with pytest.raises(NoConsentError):
        tap(world, coach, traject, "6")
    assert world.rows("talk_step") == 0


def test_a_tap_on_a_goal_is_a_step_of_that_goal_and_of_nothing_else(world, coach, traject):
    with world.database.write() as session:
        goal = goals.set_goal(
            session,
            coach.actor,
            session.get_one(Traject, traject),
            owner_id=person(world, traject, "child"),
            wording=goals.Wording(
                "Meedoen", "contact", 3, 7, world.clock.today + timedelta(days=42)
            ),
            now=world.clock(),
        ).id
    sent_id = new_id()

    tap(world, coach, traject, "6", goal=goal, sent_id=sent_id)
    tap(world, coach, traject, "6", goal=goal, sent_id=sent_id)
    with pytest.raises(InputError, match="een van de stappen"):
        tap(world, coach, traject, "6,5", goal=goal)

    with world.database.read() as session:
        (line,) = goals_of(session, traject)
    assert [(each.value, each.mode) for each in line.ratings] == [(6, "talk")]
    assert placed(world, traject) == []


@pytest.mark.one_database
def test_the_id_of_a_tap_opens_no_other_traject(world, coach, traject):
    sent_id = new_id()
    tap(world, coach, traject, "6", sent_id=sent_id)
    other = world.traject(coach, child="Noor")

    with pytest.raises(InputError, match="hoort niet bij"):
        tap(world, coach, other, "6", sent_id=sent_id)
    with pytest.raises(NotFoundError):
        tap(world, world.coach(school="De Wilg"), traject, "6")
