"""A world with answers enough for stage 2, which most of these tests only read."""

from datetime import timedelta
from pathlib import Path

import pytest

from survey_app.definitions import load
from survey_app.keeping import demonstration
from survey_app.measurements.references.proposing import propose
from tests.factories.fixtures import clock, coach, database, world
from tests.factories.lists import changed
from tests.factories.samples import add_pairs, add_starts
from tests.factories.world import MONDAY, HandClock, World, opened

__all__ = ["clock", "coach", "database", "world"]

EXAMPLE = Path(demonstration.__file__).parent / "demo" / "voorbeeld-rust.yaml"
AS_OF = MONDAY + timedelta(days=60)
UNDERSTOOD = (
    'evidence: {stage: 2, study: "voorbeeld, verzonnen referentie", version: "1.0"}',
    'evidence: {stage: 1, study: "gesprekken, 2026", version: "1.0"}',
)


def without_reference(text):
    """Return the example list as one that must grow its own reference."""
    return text[: text.index("    references:")]


@pytest.fixture(scope="session")
def understood(tmp_path_factory):
    """Give a list of stage 1 without any reference: eight items, two of them turned."""
    text = without_reference(EXAMPLE.read_text(encoding="utf-8"))
    return load(changed(text, tmp_path_factory.mktemp("lists"), UNDERSTOOD))


@pytest.fixture(scope="session")
def sample(database_server, understood):
    """Fill a database with 104 children at the start of a traject and 64 pairs of a retest.

    It gives its address, to be copied, and its coaches.
    """
    url = database_server.create_migrated()
    with opened(url) as database:
        world = World(database, HandClock(MONDAY))
        coaches = [world.coach(school=f"School {number}") for number in range(3)]
        add_starts(database, coaches[0], understood, 104, seed=1, now=MONDAY)
        add_pairs(database, coaches, understood, 64, seed=1, now=MONDAY)
    yield url, coaches
    database_server.drop(url)


@pytest.fixture(scope="module")
def sampled(database_server, sample):
    """Give a world with that sample, two months later."""
    url = database_server.copy(sample[0])
    with opened(url) as database:
        yield World(database, HandClock(AS_OF))
    database_server.drop(url)


@pytest.fixture
def session(sampled):
    """Give a transaction in that world that is undone afterwards."""
    with sampled.database.write() as session:
        yield session
        session.rollback()


@pytest.fixture
def proposal(session, understood):
    """Give what is proposed in that world."""
    return propose(session, [understood], AS_OF)
