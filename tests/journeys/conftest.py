"""The stage on which journeys are played."""

from collections.abc import Iterator

import pytest

from tests.journeys.stage import Stage, raised_stage


@pytest.fixture
def stage(migrated_url: str) -> Iterator[Stage]:
    """Give a running application on a fresh database."""
    with raised_stage(migrated_url) as running:
        yield running
