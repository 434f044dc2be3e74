"""A link can be made worthless at once, and replaced without losing what was filled in."""

import pytest

from survey_app.answering import services as answering
from survey_app.answering.services import SheetClosedError, SheetNotOpenError
from survey_app.errors import NotFoundError
from survey_app.invitations import services as invitations
from survey_app.invitations.models import Invitation
from survey_app.invitations.services import NoConsentError
from survey_app.trajects.models import Traject
from tests.factories.answers import answer, save, send, sheet_of


@pytest.fixture
def renew(world, coach):
    """Return a function that replaces a link as the coach's page does and gives the new id."""

    def renew(traject_id, invitation_id, by=coach):
        with world.database.write() as session:
            old = session.get_one(Invitation, invitation_id)
            own = session.get_one(Traject, traject_id)
            return answering.replace_link(session, by.actor, own, old, world.clock()).id

    return renew


def states(world, traject_id):
    ids = [row[0] for row in world.sql("SELECT id FROM invitation")]
    return {sheet_of(world, each).state for each in ids}


def test_withdrawal_makes_every_link_worthless(world, coach, traject):
    world.talk(coach, traject)

    world.withdraw(coach, traject)

    assert states(world, traject) == {"revoked"}


def test_withdrawal_leaves_the_links_of_another_child_alone(world, coach, traject):
    other = world.traject(coach, child="Noor")

    world.withdraw(coach, traject)

    assert sheet_of(world, world.invitation(other, "parent")).state == "open"


def test_after_withdrawal_a_half_filled_list_cannot_be_sent(world, coach, traject):
    link = world.invitation(traject, "child")
    save(world, link, 0, {"p1": "vaak"})
    world.withdraw(coach, traject)

    with pytest.raises(SheetNotOpenError):
        save(world, link, 1, {"r1": "vaak"})
    with pytest.raises(SheetNotOpenError):
        send(world, link, {"c": "nu_niet"})

    assert world.rows("response") == 0


def test_one_revoked_link_leaves_the_others_open(world, coach, traject):
    link = world.invitation(traject, "parent")
    with world.database.write() as session:
        own = session.get_one(Traject, traject)
        kept = session.get_one(Invitation, link)
        invitations.revoke(session, coach.actor, own, kept, world.clock())

    assert sheet_of(world, link).state == "revoked"
    assert sheet_of(world, world.invitation(traject, "child")).state == "open"


def test_a_stranger_cannot_revoke(world, coach, traject):
    link = world.invitation(traject, "parent")
    stranger = world.coach()

    with world.database.write() as session:
        own = session.get_one(Traject, traject)
        kept = session.get_one(Invitation, link)
        with pytest.raises(NotFoundError):
            invitations.revoke(session, stranger.actor, own, kept, world.clock())

    assert sheet_of(world, link).state == "open"


def test_ac_006_the_new_link_goes_on_where_the_old_one_stopped(world, traject, renew):
    old = world.invitation(traject, "child")
    before = save(world, old, 0, {"p1": "vaak"})

    new = renew(traject, old)

    after = sheet_of(world, new)
    assert (after.saved, after.revision, after.started_at, after.posted) == (
        before.saved,
        before.revision,
        before.started_at,
        before.posted,
    )
    assert sheet_of(world, old).saved == {}


def test_ac_006_the_old_link_is_dead_at_once(world, traject, renew):
    old = world.invitation(traject, "child")
    save(world, old, 0, {"p1": "vaak"})

    renew(traject, old)

    assert sheet_of(world, old).state == "revoked"
    with pytest.raises(SheetNotOpenError):
        save(world, old, 1, {"r1": "vaak"})


def test_the_new_link_asks_the_same_version_of_the_same_person(world, traject, renew):
    old = sheet_of(world, world.invitation(traject, "child"))

    new = sheet_of(world, renew(traject, old.invitation_id))

    assert new.invitation_id != old.invitation_id
    assert (new.questionnaire, new.informant_id, new.occasion_id, new.state) == (
        old.questionnaire,
        old.informant_id,
        old.occasion_id,
        "open",
    )


def test_a_link_that_expired_is_replaced_by_an_open_one(world, traject, renew):
    old = world.invitation(traject, "child")
    world.clock.forward(days=29)
    before = sheet_of(world, old).state

    assert (before, sheet_of(world, renew(traject, old)).state) == ("past", "open")


def test_an_answered_list_gets_no_new_link(world, traject, renew):
    link = world.invitation(traject, "child")
    answer(world, link)

    with pytest.raises(SheetClosedError):
        renew(traject, link)


def test_after_withdrawal_no_link_is_replaced(world, coach, traject, renew):
    link = world.invitation(traject, "child")
    world.withdraw(coach, traject)

    with pytest.raises(NoConsentError):
        renew(traject, link)


def test_after_agreeing_again_a_revoked_link_can_be_replaced(world, coach, traject, renew):
    link = world.invitation(traject, "child")
    world.withdraw(coach, traject)
    world.clock.forward(days=1)
    world.agree(coach, traject)

    assert sheet_of(world, renew(traject, link)).state == "open"


def test_to_decline_is_noted_once_and_the_link_keeps_working(world, traject):
    link = world.invitation(traject, "parent")
    first = world.clock()
    for _ in range(2):
        with world.database.write() as session:
            invitations.decline(session, link, world.clock())
        world.clock.forward(days=1)

    with world.database.read() as session:
        assert session.get_one(Invitation, link).declined_at == first
    assert sheet_of(world, link).state == "open"
    assert world.sql("SELECT actor_kind FROM audit_event WHERE act = 'decline'") == [
        ("respondent",)
    ]


@pytest.mark.parametrize(("days", "state"), [(0, "open"), (28, "open"), (29, "past")])
def test_ac_005_a_link_is_open_through_its_last_day(world, traject, days, state):
    world.clock.forward(days=days)

    assert sheet_of(world, world.invitation(traject, "parent")).state == state


def test_ac_005_the_last_day_ends_at_midnight_in_the_netherlands(world, traject):
    link = world.invitation(traject, "parent")
    world.clock.now = world.clock().replace(hour=23, minute=59, second=59)
    world.clock.forward(days=28)
    before = sheet_of(world, link).state
    world.clock.forward(seconds=1)

    assert (before, sheet_of(world, link).state) == ("open", "past")
