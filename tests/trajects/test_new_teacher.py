"""A teacher who takes over: asked from then on, in a series of their own."""

import pytest

from survey_app.errors import InputError
from survey_app.invitations import services as invitations
from survey_app.trajects import services as trajects
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import asked_people, informants
from tests.factories.answers import answer


def person(world, traject_id, label):
    with world.database.read() as session:
        return next(each.id for each in informants(session, traject_id) if each.label == label)


def take_over(world, coach, traject_id, before, label="juf Anouk", role="teacher"):
    """As the coach's page does: add the new one, stop asking the old one, plan."""
    with world.database.write() as session:
        traject = session.get_one(Traject, traject_id)
        made = trajects.add_informant(
            session,
            coach.actor,
            traject,
            role=role,
            label=label,
            succeeds_id=before,
            now=world.clock(),
        )
        invitations.stop_asking(session, coach.actor, traject, before, world.clock())
        return made.id


def test_the_new_one_is_asked_and_the_old_one_no_more(world, coach):
    traject = world.traject(coach)
    before = person(world, traject, "juf Petra")
    answer(world, world.invitation(traject, "teacher"))
    world.clock.forward(weeks=8)
    take_over(world, coach, traject, before)
    planned = world.plan(coach, traject)

    with world.database.read() as session:
        assert [
            each.label for each in asked_people(session, traject) if each.role == "teacher"
        ] == ["juf Anouk"]
    assert planned == [world.invitation(traject, "teacher", "follow_up", number=2)]
    ((opened,),) = world.sql(
        "SELECT count(*) FROM invitation WHERE informant_id = :id AND revoked_at IS NULL", id=before
    )
    assert opened == 0


def test_a_moment_that_has_passed_is_not_asked_of_who_came_later(world, coach):
    traject = world.traject(coach, teachers=())
    world.clock.forward(weeks=5)
    world.add(coach, traject, "teacher", "juf Petra")

    (only,) = world.plan(coach, traject)

    assert only == world.invitation(traject, "teacher", "follow_up")


def test_only_a_teacher_takes_over_from_a_teacher(world, coach):
    traject = world.traject(coach)
    for before, role in ((person(world, traject, "moeder"), "teacher"), ("0" * 32, "teacher")):
        with pytest.raises(InputError, match="Alleen een leerkracht"):
            take_over(world, coach, traject, before, role=role)
    with pytest.raises(InputError, match="Alleen een leerkracht"):
        take_over(world, coach, traject, person(world, traject, "juf Petra"), role="parent")
    with pytest.raises(InputError, match="Alleen een leerkracht"):
        take_over(world, coach, traject, person(world, traject, "juf Petra"), role="ib")


def test_nobody_is_succeeded_twice(world, coach):
    traject = world.traject(coach)
    before = person(world, traject, "juf Petra")
    take_over(world, coach, traject, before)

    with pytest.raises(InputError, match="heeft al iemand het overgenomen"):
        take_over(world, coach, traject, before, label="meester Bas")
