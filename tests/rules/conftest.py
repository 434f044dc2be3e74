"""The world that some of these rules are tried in."""

from tests.factories.fixtures import clock, coach, database, world

__all__ = ["clock", "coach", "database", "world"]
