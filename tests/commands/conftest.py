"""The world these tests happen in, and how a command finds it."""

import pytest

from tests.factories.fixtures import clock, coach, database, traject, world
from tests.factories.world import SECRET

__all__ = ["clock", "coach", "database", "three_settings", "traject", "world"]


@pytest.fixture
def three_settings(world, monkeypatch):
    """Set what every command needs, so that it finds the database of this world."""
    for name, value in {
        "DATABASE_URL": world.database.url.render_as_string(hide_password=False),
        "SECRET_KEYS": SECRET,
        "BASE_URL": "http://127.0.0.1:8000",
    }.items():
        monkeypatch.setenv(f"KANSMETER_{name}", value)
