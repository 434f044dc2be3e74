"""The way of a network: the standard one until another is published, and never other words."""

from dataclasses import replace

import pytest

from survey_app.audit import services as audit
from survey_app.definitions.ways import way_of
from survey_app.practice import ways
from survey_app.practice.ways import ChangedWayError

WAY = way_of("kansencoach")
NEXT = replace(WAY, version="1.1", principles=WAY.principles[:6])


def owner(coach):
    return coach.actor.organisation_id


def publish(world, organisation_id, way):
    with world.database.write() as session:
        return ways.publish(session, organisation_id, way, audit.COMMAND, world.clock())


def test_the_standard_way_counts_and_is_put_on_record_on_its_first_use(world, coach):
    with world.database.write() as session:
        assert ways.current(session, owner(coach)) == WAY
        assert ways.published(session, owner(coach)) == []
        used = ways.in_use(session, owner(coach), world.clock())
        again = ways.in_use(session, owner(coach), world.clock())

        assert used.way.id == again.way.id
        assert used.definition == WAY


def test_a_next_version_counts_and_the_one_before_stays(world, coach):
    publish(world, owner(coach), WAY)
    publish(world, owner(coach), NEXT)
    publish(world, owner(coach), NEXT)

    with world.database.read() as session:
        assert ways.current(session, owner(coach)) == NEXT
        assert [each.definition for each in ways.published(session, owner(coach))] == [WAY, NEXT]


def test_of_two_organisations_each_has_its_own(world, coach):
    other = world.coach("Zuid", "De Heide")
    publish(world, owner(other), replace(WAY, title="Werkwijze Zuid"))

    with world.database.read() as session:
        assert ways.current(session, owner(coach)).title == "Werkwijze kansencoach"
        assert ways.current(session, owner(other)).title == "Werkwijze Zuid"


def test_words_of_an_earlier_version_do_not_come_back_changed(world, coach):
    """A principle that went and comes back under its old number has its old words."""
    gone = WAY.principles[7]
    publish(world, owner(coach), WAY)
    publish(world, owner(coach), NEXT)
    back = replace(gone, meaning="Iets heel anders.")

    with pytest.raises(ChangedWayError, match=gone.key):
        publish(world, owner(coach), replace(NEXT, version="1.2", principles=(back,)))

    with world.database.read() as session:
        assert ways.current(session, owner(coach)) == NEXT
