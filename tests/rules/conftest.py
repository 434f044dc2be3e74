"""The world that some of these rules are tried in."""

from tests.factories.fixtures import clock, coach, database, traject, world

__all__ = ["clock", "coach", "database", "traject", "world"]
