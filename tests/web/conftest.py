"""What the tests of the pages start from."""

from collections.abc import Iterator

import pytest

from tests.rig.databases import DatabaseServer
from tests.rig.sizes import Size
from tests.web.page_kinds import Gallery, opened_gallery
from tests.web.world import World, a_world


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    """Give a world in which everybody is invented."""
    with a_world(migrated_url) as world:
        yield world


@pytest.fixture(scope="session")
def gallery(database_server: DatabaseServer, size: Size) -> Iterator[Gallery]:
    """Give every kind of page that who answers can meet, where a browser can look at it."""
    url = database_server.create_migrated()
    with a_world(url) as world, opened_gallery(world, size.name) as gallery:
        yield gallery
    database_server.drop(url)
