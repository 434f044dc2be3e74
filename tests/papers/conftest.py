"""The world these tests happen in."""

from tests.factories.fixtures import clock, coach, database, traject, world

__all__ = ["clock", "coach", "database", "traject", "world"]
