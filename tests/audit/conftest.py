"""A database with a trail to look at, and the hand of somebody who can change the database."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from survey_app.accounts.models import Organisation
from survey_app.audit import services as audit
from survey_app.audit.verifying import Checked, chains, check
from tests.factories.fixtures import clock, coach, database, traject, world

__all__ = ["clock", "coach", "database", "traject", "world"]

GUARDS = (
    ("audit_event_never_changes", "audit_event"),
    ("audit_event_never_goes", "audit_event"),
    ("audit_head_never_goes", "audit_head"),
    ("audit_head_only_rises", "audit_head"),
)


class Trail:
    """Writes lines in one organisation, and attacks what was written."""

    def __init__(self, database, clock):
        self.database, self.clock = database, clock
        with database.write() as session:
            owner = Organisation(name="Noord")
            session.add(owner)
            session.flush()
            self.chain = owner.id

    def write(self, count=1, act="see traject", organisation_id="own", **more):
        """Write lines, each in a transaction of its own."""
        owner = self.chain if organisation_id == "own" else organisation_id
        for _ in range(count):
            self.clock.now += timedelta(seconds=1)
            with self.database.write() as session:
                by = audit.person("p" * 32)
                args = (session, by, act, "traject", "t" * 32)
                audit.record(*args, organisation_id=owner, now=self.clock(), **more)

    def attack(self, *statements, **values):
        """Change the database as somebody would who may also change its tables."""
        with self.database.write() as session:
            for name, table in GUARDS:
                on = "" if self.database.is_sqlite else f" ON {table}"
                session.execute(text(f"DROP TRIGGER IF EXISTS {name}{on}"))
            for each in statements:
                session.execute(text(each), {"c": self.chain, **values})

    def faults(self):
        """Return what the check says of every chain, without the name of the chain."""
        with self.database.read() as session:
            found = [each for chain in chains(session) for each in check(session, chain)]
        return [each.split(": ", 1)[1] for each in found if isinstance(each, str)]

    def counts(self):
        """Return how many lines each chain has."""
        with self.database.read() as session:
            found = [each for chain in chains(session) for each in check(session, chain)]
        return {each.chain: each.lines for each in found if isinstance(each, Checked)}


@pytest.fixture
def trail(database, clock):
    return Trail(database, clock)
