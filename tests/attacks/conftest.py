"""What the attacks start from."""

from collections.abc import Iterator

import pytest

from tests.web.world import World, a_world


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    """Give a world in which everybody is invented."""
    with a_world(migrated_url) as world:
        yield world
