"""A child whom nobody sees is told to who keeps the server, and nothing of the child (AC-021)."""

from datetime import timedelta

import pytest

from survey_app.accounts.roles import Role
from survey_app.keeping.doctor_orphans import orphans
from survey_app.trajects.course import end_traject
from survey_app.trajects.models import Traject

pytestmark = pytest.mark.one_every_day


def looked_at(world):
    with world.database.read() as session:
        return orphans(session, world.clock.today)


def stand_in(world, coach, **about):
    world.member(
        Role.SUBSTITUTE,
        school="Het Zandpad",
        coach_id=coach.actor.person_id,
        ends_on=world.clock.today + timedelta(days=6),
        **about,
    )


def leave(world, coach, how):
    if how == "closed":
        world.sql(
            "UPDATE person SET active = :no WHERE id = :id", no=False, id=coach.actor.person_id
        )
    else:
        world.sql(
            "UPDATE role_grant SET ends_on = :day WHERE person_id = :id",
            day=world.clock.today,
            id=coach.actor.person_id,
        )
        world.clock.forward(days=1)


@pytest.mark.parametrize("how", ["closed", "ended"])
def test_a_running_traject_whose_coach_left_is_a_fault_until_somebody_stands_in(
    world, coach, traject, how
):
    assert not looked_at(world).is_fault
    leave(world, coach, how)

    found = looked_at(world)
    assert found.is_fault
    assert found.sentence.startswith("1 running trajects are seen by nobody")
    assert traject not in found.sentence

    stand_in(world, coach)
    assert not looked_at(world).is_fault
    world.clock.forward(days=7)
    assert looked_at(world).is_fault


def test_who_stands_in_for_one_traject_sees_no_other(world, coach, traject):
    world.start(coach, child="Amir")
    leave(world, coach, "closed")
    assert looked_at(world).sentence.startswith("2 ")

    stand_in(world, coach, traject_id=traject)

    assert looked_at(world).sentence.startswith("1 ")


def test_a_traject_that_ended_needs_nobody(world, coach, traject):
    with world.database.write() as session:
        found = session.get_one(Traject, traject)
        end_traject(session, coach.actor, found, "goal", world.clock())
    leave(world, coach, "closed")

    assert not looked_at(world).is_fault
