"""The trail under attack by whoever runs the application: as its role in the database (AC-124)."""

import re

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from survey_app.audit.verifying import chains, check
from tests.factories.fixtures import clock
from tests.factories.world import SECRET, World, opened
from tests.rig.bootstrap import ROOT

__all__ = ["clock"]

ROLE, WORD = "kansmeter_app", "a-word-for-tests"
REFUSED = (
    "UPDATE audit_event SET act = 'x'",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event",
    "DELETE FROM audit_head",
    "TRUNCATE audit_head",
    "ALTER TABLE audit_event DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_event_never_changes ON audit_event",
    "DROP TABLE audit_event",
    "UPDATE alembic_version SET version_num = 'x'",
    "CREATE TABLE mine (id integer)",
)


def grants():
    """Return the statements that the README gives to an operator."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```sql\n(.*?)```", readme, re.DOTALL)
    told = [each.strip() for each in block.split(";")]
    begins = ("GRANT USAGE", "GRANT SELECT", "REVOKE UPDATE", "REVOKE DELETE", "REVOKE INSERT")
    return [each for each in told if each.startswith(begins)]


@pytest.fixture
def as_app(migrated_url):
    """Give the URL for the role of the application, where a database has roles."""
    url = make_url(migrated_url)
    if url.get_backend_name() == "sqlite":
        yield migrated_url
        return
    owner = create_engine(migrated_url, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.execute(text(f"CREATE ROLE {ROLE} LOGIN PASSWORD '{WORD}'"))
        for each in grants():
            connection.execute(text(each))
    yield url.set(username=ROLE, password=WORD).render_as_string(hide_password=False)
    with owner.connect() as connection:
        connection.execute(text(f"DROP OWNED BY {ROLE}"))
        connection.execute(text(f"DROP ROLE {ROLE}"))
    owner.dispose()


def test_ac_140_the_application_works_as_a_role_that_owns_nothing(as_app, clock):
    with opened(as_app, SECRET) as database:
        world = World(database, clock)
        world.traject(world.coach())

        with database.read() as session:
            found = [each for chain in chains(session) for each in check(session, chain)]
        assert [each.faults for each in found] == [0]
        assert found[0].lines > 5


def test_ac_124_the_application_itself_changes_and_removes_no_line(as_app, clock):
    """PostgreSQL gives its role no right to; SQLite has no roles, so there the triggers refuse."""
    with opened(as_app, SECRET) as database:
        World(database, clock).traject(World(database, clock).coach())
        on_trail = [each for each in REFUSED if each.startswith(("UPDATE audit", "DELETE"))]
        told = "permission denied|must be owner|never change|never removed"
        for statement in on_trail if database.is_sqlite else REFUSED:
            with (
                database.engine.connect() as connection,
                pytest.raises((ProgrammingError, IntegrityError), match=told),
            ):
                connection.execute(text(statement))
