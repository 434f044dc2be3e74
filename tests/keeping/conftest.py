"""The world these tests happen in, with two children who live in every table."""

import pytest

from tests.factories.fixtures import clock, coach, database, traject, world
from tests.keeping.full_life import live

__all__ = ["clock", "coach", "database", "lives", "traject", "world"]

TEACHER = "juf.petra@school.example"


@pytest.fixture
def lives(world, coach):
    """Give two children who share a teacher, a mother's address and the messages to them."""
    made = [
        live(world, coach, canary, mother="samen@thuis.example", teacher=TEACHER)
        for canary in ("KNRA", "KNRB")
    ]
    world.reach(coach, made[0].traject_id, "parent", "knra@thuis.example")
    # A message that stays for the other child was handed over at an address that goes.
    world.sql(
        "UPDATE outbox_message SET reader = (SELECT contact_id FROM traject_informant"
        " WHERE traject_id = :id AND role = 'parent')",
        id=made[0].traject_id,
    )
    return made
