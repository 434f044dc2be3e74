"""A reminder that a coach asks for: when it may go, and that it takes the place of the next one."""

from datetime import timedelta

import pytest

from survey_app.delivery.outcomes import Refused, Unknown
from survey_app.errors import NotFoundError
from survey_app.invitations import services as invitations
from survey_app.invitations.models import Invitation
from survey_app.invitations.reminding import NoReminderError, remind, remindable
from survey_app.trajects.models import Traject
from survey_app.trajects.timeline import add_event
from tests.factories.answers import answer


@pytest.fixture
def asked(world, coach, traject, post):
    """Give a traject whose mother got the link by mail, two school days ago."""
    world.reach(coach, traject, "parent", "moeder@thuis.nl")
    assert len(post.now()) == 1
    world.clock.forward(days=2)
    return traject


def may(world, traject, role="parent"):
    """Tell whether somebody may be reminded now of the intake."""
    link = world.invitation(traject, role)
    with world.database.read() as session:
        return remindable(session, [link], world.clock()) == {link}


def change(world, kind, row_id, **values):
    with world.database.write() as session:
        for name, value in values.items():
            setattr(session.get_one(kind, row_id), name, value)


def press(world, coach, traject, role="parent"):
    with world.database.write() as session:
        link = session.get_one(Invitation, world.invitation(traject, role))
        own = session.get_one(Traject, traject)
        remind(session, coach.actor, own, link.informant_id, world.clock())


def test_a_reminder_goes_at_once_and_once(world, coach, post, asked):
    press(world, coach, asked)
    with pytest.raises(NoReminderError):
        press(world, coach, asked)

    (letter,) = post.now()
    assert letter.to == "moeder@thuis.nl"
    assert "Een paar dagen geleden vroeg ik je iets" in letter.text
    assert world.sql("SELECT number FROM invitation_message ORDER BY number") == [(0,), (1,)]
    told = "SELECT actor_id, object_id FROM audit_event WHERE act = 'remind'"
    assert world.sql(told) == [(coach.actor.person_id, world.invitation(asked, "parent"))]


def test_it_takes_the_place_of_the_next_and_nobody_is_reminded_a_third_time(
    world, coach, post, asked
):
    press(world, coach, asked)
    assert len(post.now()) == 1
    went = post.days(4)
    assert went == []
    went = post.days(4)

    assert len(went) == 1
    world.clock.forward(days=7)
    assert not may(world, asked)
    with pytest.raises(NoReminderError):
        press(world, coach, asked)


@pytest.mark.parametrize(
    ("later", "allowed"),
    [
        ({}, True),
        ({"days": -1}, False),
        ({"hours": 10}, False),
        ({"hours": -3}, False),
        ({"days": 3}, False),
        ({"days": 5}, True),
    ],
    ids=["now", "after a day", "in the evening", "before half past seven", "saturday", "monday"],
)
def test_only_after_a_rest_on_a_school_day_outside_the_quiet_hours(world, asked, later, allowed):
    world.clock.forward(**later)

    assert may(world, asked) is allowed


def test_who_has_no_address_or_was_not_reached_yet_is_not_reminded(world, coach, traject):
    world.clock.forward(days=2)
    assert not may(world, traject)
    world.reach(coach, traject, "parent", "moeder@thuis.nl")

    assert not may(world, traject)


@pytest.mark.parametrize(
    "outcome", [Refused("refused with 550", address=True), Unknown("no answer to the mail")]
)
def test_what_did_not_arrive_is_no_reason_to_remind(world, coach, traject, post, outcome):
    post.sender.hand_over = lambda letter, may_go: (may_go(), outcome)[1]
    world.reach(coach, traject, "parent", "moeder@thuis.nl")
    post.now()
    world.clock.forward(days=2)

    assert not may(world, traject)


def test_who_answered_declined_or_lost_the_link_is_not_reminded(world, coach, asked):
    link = world.invitation(asked, "parent")
    change(world, Invitation, link, declined_at=world.clock())
    assert not may(world, asked)
    change(world, Invitation, link, declined_at=None)
    assert may(world, asked)
    with world.database.write() as session:
        own, found = session.get_one(Traject, asked), session.get_one(Invitation, link)
        invitations.revoke(session, coach.actor, own, found, world.clock())
    with world.database.read() as session:
        assert remindable(session, [link], world.clock()) == set()


def test_an_answer_ends_it(world, asked):
    answer(world, world.invitation(asked, "parent"))

    assert not may(world, asked)


def test_on_the_last_day_it_comes_too_late(world, asked):
    link = world.invitation(asked, "parent")
    change(world, Invitation, link, closes_on=world.clock.today)
    assert not may(world, asked)
    change(world, Invitation, link, closes_on=world.clock.today + timedelta(days=1))

    assert may(world, asked)


def test_during_a_pause_nobody_is_reminded(world, coach, asked):
    today = world.clock.today
    with world.database.write() as session:
        add_event(
            session,
            coach.actor,
            session.get_one(Traject, asked),
            kind="pause",
            words="op reis",
            first_on=today,
            last_on=today,
            now=world.clock(),
        )

    assert not may(world, asked)


def test_without_agreement_nobody_is_reminded(world, asked):
    # A child that turned twelve must agree itself from then on.
    change(world, Traject, asked, birth_year=world.clock.today.year - 13)

    assert not may(world, asked)


def test_who_is_of_another_traject_does_not_exist(world, coach, asked):
    other = world.traject(coach, child="Noor")
    with world.database.write() as session:
        link = session.get_one(Invitation, world.invitation(asked, "parent"))
        own = session.get_one(Traject, other)

        with pytest.raises(NotFoundError):
            remind(session, coach.actor, own, link.informant_id, world.clock())


def test_somebody_elses_traject_takes_no_reminder(world, asked):
    with pytest.raises(NotFoundError):
        press(world, world.coach(), asked)

    assert world.sql("SELECT COUNT(*) FROM invitation_message") == [(1,)]
