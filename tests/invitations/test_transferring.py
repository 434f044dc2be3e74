"""A traject goes to another coach or school: what goes along, what stops, who decides (AC-026)."""

import pytest

from survey_app.accounts.policy import Act
from survey_app.definitions import lineage, load
from survey_app.errors import InputError, NotFoundError
from survey_app.invitations import services as invitations
from survey_app.invitations.models import Invitation
from survey_app.invitations.planning import plan_due
from survey_app.invitations.transferring import hand_over, transfer
from survey_app.measurements.pairing import series_of
from survey_app.measurements.queries import asked, placed_responses
from survey_app.trajects.course import receivers, set_keeping
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import asked_people, traject_for
from tests.factories.answers import answer
from tests.factories.plans import standard


def give(world, coach, traject, receiver, **changes):
    given = {
        "person_id": receiver.actor.person_id,
        "school_id": receiver.school_id,
        "group_name": "groep 7",
        "family_knows": True,
    }
    with world.database.write() as session:
        found = session.get_one(Traject, traject)
        transfer(session, coach.actor, found, now=world.clock(), **{**given, **changes})


@pytest.fixture
def receiver(world, coach):
    """Give a coach of another school of the same organisation."""
    return world.coach(school="De Heidebloem")


def test_ac_026_the_giver_sees_it_no_more_and_the_receiver_sees_it_whole(
    world, coach, traject, receiver
):
    answer(world, world.invitation(traject, "parent"))
    said = world.rows("consent_statement")
    with world.database.write() as session:
        found = session.get_one(Traject, traject)
        set_keeping(
            session,
            coach.actor,
            found,
            regime="school",
            controller="Stichting Heide",
            retention_years=5,
            now=world.clock(),
        )

    give(world, coach, traject, receiver)

    with world.database.read() as session:
        found = traject_for(session, receiver.actor, traject, Act.SEE_TRAJECT)
        assert (found.regime, found.controller, found.retention_years) == (None, None, None)
        with pytest.raises(NotFoundError):
            traject_for(session, coach.actor, traject, Act.SEE_TRAJECT)
    assert (world.rows("response"), world.rows("consent_statement")) == (1, said)
    assert world.sql("SELECT count(*) FROM audit_event WHERE act = 'transfer traject'") == [(1,)]


def test_teachers_of_the_old_school_are_asked_nothing_more_and_the_family_is(
    world, coach, traject, receiver, post
):
    world.reach(coach, traject, "parent", "moeder@thuis.nl")
    world.reach(coach, traject, "teacher", "juf@school.nl")
    world.add(coach, traject, "ib", "Joke")
    world.reach(coach, traject, "ib", "joke@school.nl")
    post.now()
    old = world.invitation(traject, "teacher")

    give(world, coach, traject, receiver)

    assert {letter.to for _, letter in post.days(20)} == {"moeder@thuis.nl"}
    assert world.sql("SELECT count(*) FROM contact") == [(1,)]
    with world.database.write() as session:
        asked = [(each.role, each.number) for each in asked_people(session, traject)]
        assert asked == [("child", 1), ("parent", 1), ("coach", 2)]
        found, link = session.get_one(Traject, traject), session.get_one(Invitation, old)
        assert link.revoked_at is not None
        with pytest.raises(InputError, match="vorige school"):
            invitations.replace(session, receiver.actor, found, link, world.clock())
    world.add(receiver, traject, "teacher", "meester Bas")


def test_ac_026_only_to_a_coach_of_another_school_here_under_an_agreement(world, coach, traject):
    elsewhere = world.coach(organisation="Zuid", school="Het Keienhuis")
    colleague = world.coach()
    other = world.coach(school="De Heidebloem")
    before = world.sql("SELECT school_id, coach_id FROM traject")

    for whom, changes in (
        (elsewhere, {}),
        (colleague, {}),
        (colleague, {"school_id": other.school_id}),
        (other, {"group_name": " "}),
        (other, {"family_knows": False}),
    ):
        with pytest.raises(InputError):
            give(world, coach, traject, whom, **changes)
    with pytest.raises(NotFoundError):
        give(world, other, traject, other)
    world.withdraw(coach, traject)
    with pytest.raises(InputError, match="akkoord"):
        give(world, coach, traject, other)

    assert world.sql("SELECT school_id, coach_id FROM traject") == before
    with world.database.read() as session:
        found = session.get_one(Traject, traject)
        names = [each.school_name for each in receivers(session, found, world.clock())]
    assert names == ["De Heidebloem"]


def test_a_new_coach_is_a_new_rater_and_asked_at_once(world, coach):
    together = load("kansmeter-samenwerking")
    traject = world.traject(coach, using=standard())
    answer(world, world.invitation(traject, "coach", key=together.key))
    open_link = world.invitation(traject, "coach", key="kansmeter-factoren")
    colleague = world.coach()
    world.clock.forward(days=2)

    with world.database.write() as session:
        found = session.get_one(Traject, traject)
        hand_over(session, coach.actor, found, colleague.actor.person_id, world.clock())
    with world.database.write() as session:
        plan_due(session, lambda key: standard(), world.clock(), 50)

    assert world.sql("SELECT revoked_at IS NULL FROM invitation WHERE id = :i", i=open_link) in (
        [(False,)],
        [(0,)],
    )
    answer(world, world.invitation(traject, "coach", key=together.key, number=2))
    with world.database.read() as session:
        placed = placed_responses(session, traject)
        found = series_of(placed, lineage([together]))
        lines = [each for each in asked(session, colleague.actor, traject) if each.role == "coach"]
    assert [(each.number, len(each.points)) for each in found] == [(1, 1), (2, 1)]
    assert found[1].succeeds_id == found[0].informant_id
    assert {(each.number, each.questionnaire_key) for each in lines} == {
        (1, together.key),
        (2, together.key),
        (2, "kansmeter-factoren"),
    }
