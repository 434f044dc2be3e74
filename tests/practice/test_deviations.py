"""Deviations: argued, asked about on their day, and never without an outcome that was chosen."""

from datetime import timedelta

import pytest

from survey_app.errors import InputError, NotFoundError
from survey_app.practice import deviations, queries
from survey_app.trajects.models import Traject


def argue(world, coach, traject_id, **given):
    said = {
        "principle": "meteen",
        "why": "eerst rust in huis",
        "expected": "weer naar school",
        "look_back_on": world.clock.today + timedelta(days=21),
        **given,
    }
    with world.database.write() as session:
        traject = session.get_one(Traject, traject_id)
        return deviations.argue(session, coach.actor, traject, now=world.clock(), **said).id


def look_back(world, coach, traject_id, deviation_id, outcome, *, found="", again_on=None):
    with world.database.write() as session:
        traject = session.get_one(Traject, traject_id)
        return deviations.look_back(
            session,
            coach.actor,
            traject,
            deviation_id,
            outcome=outcome,
            found=found,
            again_on=again_on,
            now=world.clock(),
        ).outcome


def due(world, coach):
    with world.database.read() as session:
        lines = queries.to_look_back_on(session, coach.actor, world.clock.today)
        return [(line.child, line.principle) for line in lines]


def test_the_coach_is_asked_on_the_day_and_not_before(world, coach, traject):
    deviation_id = argue(world, coach, traject)
    world.clock.forward(days=20)
    assert due(world, coach) == []

    world.clock.forward(days=1)
    assert due(world, coach) == [("Sam", "meteen en dichtbij")]

    look_back(world, coach, traject, deviation_id, "partly", found="twee dagen wel")
    assert due(world, coach) == []


def test_too_early_asks_again_on_another_day_and_keeps_what_was_written(world, coach, traject):
    deviation_id = argue(world, coach, traject)
    world.clock.forward(days=21)
    again_on = world.clock.today + timedelta(days=14)

    assert (
        look_back(
            world, coach, traject, deviation_id, "too_early", found="nog druk", again_on=again_on
        )
        is None
    )

    assert due(world, coach) == []
    world.clock.forward(days=14)
    assert due(world, coach) == [("Sam", "meteen en dichtbij")]
    with world.database.read() as session:
        assert queries.deviation_line(session, deviation_id).deviation.found == "nog druk"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"principle": "toveren"}, "welk principe"),
        ({"why": "  "}, "waarom je het anders doet"),
        ({"why": "a" * 141}, "140 tekens"),
        ({"expected": ""}, "wat je verwacht"),
    ],
)
def test_without_an_argument_nothing_is_kept(world, coach, traject, given, says):
    with pytest.raises(InputError, match=says):
        argue(world, coach, traject, **given)

    assert world.sql("SELECT count(*) FROM deviation") == [(0,)]


@pytest.mark.parametrize(
    ("days", "says"), [(0, "na vandaag"), (-1, "na vandaag"), (367, "een jaar")]
)
def test_a_day_to_look_back_lies_ahead_and_within_a_year(world, coach, traject, days, says):
    with pytest.raises(InputError, match=says):
        argue(world, coach, traject, look_back_on=world.clock.today + timedelta(days=days))


@pytest.mark.parametrize(
    ("outcome", "says"), [("", "of je zag"), ("misschien", "of je zag"), ("too_early", "welke dag")]
)
def test_an_outcome_is_one_of_those_there_are(world, coach, traject, outcome, says):
    deviation_id = argue(world, coach, traject)

    with pytest.raises(InputError, match=says):
        look_back(world, coach, traject, deviation_id, outcome)


def test_an_outcome_is_given_once(world, coach, traject):
    deviation_id = argue(world, coach, traject)
    look_back(world, coach, traject, deviation_id, "seen")

    with pytest.raises(InputError, match="al teruggekeken"):
        look_back(world, coach, traject, deviation_id, "not_seen")


def test_nobody_else_argues_or_looks_back(world, coach, traject):
    deviation_id = argue(world, coach, traject)
    own = world.traject(coach, child="Noor")
    world.clock.forward(days=21)

    for other in (world.coach(), world.coach("Zuid", "De Heide")):
        assert due(world, other) == []
        with pytest.raises(NotFoundError):
            argue(world, other, traject)
        with pytest.raises(NotFoundError):
            look_back(world, other, traject, deviation_id, "seen")
    with pytest.raises(NotFoundError):
        look_back(world, coach, own, deviation_id, "seen")


def test_the_argument_is_unreadable_in_the_database(world, coach, traject):
    argue(world, coach, traject)

    ((why, expected),) = world.sql("SELECT why, expected FROM deviation")

    assert "rust" not in why
    assert "school" not in expected
