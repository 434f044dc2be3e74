"""The fixtures that a room's `conftest.py` takes from here."""

from collections.abc import Iterator

import pytest

from survey_app.storage import Database
from tests.factories.world import Coach, HandClock, World, opened


@pytest.fixture
def clock() -> HandClock:
    """Give a clock that only the test moves."""
    return HandClock()


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    """Give an opened database of this run's kind."""
    with opened(migrated_url) as database:
        yield database


@pytest.fixture
def world(database: Database, clock: HandClock) -> World:
    """Give an empty world at the clock's first moment."""
    return World(database, clock)


@pytest.fixture
def coach(world: World) -> Coach:
    """Give a coach in that world."""
    return world.coach()


@pytest.fixture
def traject(world: World, coach: Coach) -> str:
    """Give a traject of that coach: a child of nine, a mother, a teacher, all invited."""
    return world.traject(coach)
