"""Migrations bring an empty database to the models and back, and are never left half done."""

import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

from survey_app.accounts import factor_models as _factors
from survey_app.accounts import mail_models as _account_mail
from survey_app.accounts import models as _accounts
from survey_app.answering import models as _answering
from survey_app.audit import models as _audit
from survey_app.audit import repeat_models as _repeat
from survey_app.definitions import load
from survey_app.delivery import models as _delivery
from survey_app.invitations import models as _invitations
from survey_app.invitations.publishing import publish
from survey_app.keeping import models as _keeping
from survey_app.keeping import rights_models as _rights
from survey_app.measurements import models as _measurements
from survey_app.measurements.references import models as _references
from survey_app.papers import models as _papers
from survey_app.practice import decision_models as _decisions
from survey_app.practice import models as _practice
from survey_app.storage import Base, Database, UnavailableError, migrate
from survey_app.storage.migrate import BrokenReferenceError
from survey_app.trajects import closure_models as _closures
from survey_app.trajects import goal_models as _goals
from survey_app.trajects import models as _trajects
from survey_app.trajects import release_models as _releases
from tests.factories.answers import answer
from tests.factories.world import KEYRING
from tests.rig.bootstrap import ROOT

MODELS = (
    _account_mail,
    _accounts,
    _answering,
    _audit,
    _closures,
    _decisions,
    _delivery,
    _factors,
    _goals,
    _invitations,
    _keeping,
    _measurements,
    _references,
    _papers,
    _practice,
    _releases,
    _repeat,
    _rights,
    _trajects,
)
"""Imported so that every table is known to `Base`."""

DIE_AFTER = """
import os, signal, sys
from sqlalchemy import Engine, event
from survey_app.storage import migrate

left = int(sys.argv[2])

@event.listens_for(Engine, "after_cursor_execute")
def count(connection, cursor, statement, *rest):
    global left
    if statement.lstrip().upper().startswith(("CREATE", "INSERT")):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

migrate.upgrade(sys.argv[1])
"""


def schema(url):
    """Describe all that a database promises about its tables, by name and without order."""
    engine = create_engine(url)
    try:
        found = inspect(engine)
        return {
            table: {
                "columns": sorted(
                    (each["name"], str(each["type"]), each["nullable"])
                    for each in found.get_columns(table)
                ),
                "key": found.get_pk_constraint(table)["constrained_columns"],
                "unique": sorted(
                    (each["name"], each["column_names"])
                    for each in found.get_unique_constraints(table)
                ),
                "foreign": sorted(
                    (each["name"], each["constrained_columns"], each["referred_table"])
                    for each in found.get_foreign_keys(table)
                ),
                "checks": sorted(
                    (each["name"], " ".join(each["sqltext"].split()))
                    for each in found.get_check_constraints(table)
                ),
                "indexes": sorted(
                    (each["name"], each["column_names"], bool(each["unique"]))
                    for each in found.get_indexes(table)
                ),
            }
            for table in found.get_table_names()
            if table != "alembic_version"
        }
    finally:
        engine.dispose()


def tables(url):
    engine = create_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


@pytest.fixture
def from_models(database_server):
    """Give a database that was made from the models, without migrations."""
    url = database_server.create()
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    engine.dispose()
    yield url
    database_server.drop(url)


def test_an_upgrade_from_nothing_leaves_nothing_for_a_migration_to_add(migrated_url):
    engine = create_engine(migrated_url)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            differences = compare_metadata(context, Base.metadata)
    finally:
        engine.dispose()

    assert differences == []


def test_an_upgrade_from_nothing_equals_the_models_to_every_constraint(migrated_url, from_models):
    assert schema(migrated_url) == schema(from_models)


def test_down_and_up_again_gives_the_same_schema(migrated_url):
    before = schema(migrated_url)

    migrate.downgrade(migrated_url, "base")
    emptied = schema(migrated_url)
    migrate.upgrade(migrated_url)

    assert emptied == {}
    assert schema(migrated_url) == before


def test_going_down_leaves_no_function_or_trigger_behind(migrated_url):
    migrate.downgrade(migrated_url, "base")
    engine = create_engine(migrated_url)
    on_sqlite = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
    on_postgresql = "SELECT count(*) FROM pg_proc WHERE proname = 'refuse_update'"
    with engine.connect() as connection:
        left = connection.execute(
            text(on_sqlite if engine.dialect.name == "sqlite" else on_postgresql)
        ).scalar_one()
    engine.dispose()

    assert left == 0


def test_an_upgrade_of_what_is_up_to_date_changes_nothing(migrated_url):
    before = schema(migrated_url)

    migrate.upgrade(migrated_url)

    assert schema(migrated_url) == before


def test_the_database_says_where_it_is(database_url):
    with closing(Closable(database_url)) as database:
        empty = migrate.current(database)
        migrate.upgrade(database_url)

        assert (empty, migrate.current(database)) == (None, migrate.head())


class Closable(Database):
    """A database that `closing` can close."""

    def close(self) -> None:
        self.dispose()


@pytest.mark.parametrize("statements", [1, 5, 12, 20])
def test_ac_099_an_upgrade_that_is_killed_leaves_nothing_half(database_url, statements):
    command = [sys.executable, "-c", DIE_AFTER, database_url, str(statements)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == -signal.SIGKILL, done.stderr
    assert tables(database_url) == set()


def test_ac_099_after_a_killed_upgrade_the_next_one_finishes(database_url, migrated_url):
    command = [sys.executable, "-c", DIE_AFTER, database_url, "12"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    migrate.upgrade(database_url)

    assert done.returncode == -signal.SIGKILL, done.stderr
    assert schema(database_url) == schema(migrated_url)


def test_a_migration_is_numbered_and_named_within_what_the_version_column_holds():
    names = [path.stem for path in (migrate.migrations_folder() / "versions").glob("*.py")]

    assert [name for name in names if len(name) > 32 or not name[:4].isdigit()] == []
    assert len({name[:4] for name in names}) == len(names)


@pytest.mark.parametrize(
    "table",
    [
        "response",
        "published_questionnaire",
        "audit_event",
        "accepted_reference",
        "consent_statement",
    ],
)
def test_what_never_changes_is_guarded_by_the_database(migrated_url, table):
    engine = create_engine(migrated_url)
    on_sqlite = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :t"
    on_postgresql = (
        "SELECT event_manipulation FROM information_schema.triggers WHERE event_object_table = :t"
    )
    with engine.connect() as connection:
        guards = connection.execute(
            text(on_sqlite if engine.dialect.name == "sqlite" else on_postgresql), {"t": table}
        ).scalars()
        said = " ".join(guards)
    engine.dispose()

    assert "UPDATE" in said


def test_a_line_of_the_trail_cannot_be_changed(migrated_url):
    engine = create_engine(migrated_url)
    insert = (
        "INSERT INTO audit_event"
        " (chain, position, at, actor_kind, act, object_kind, outcome, key_name, digest)"
        " VALUES ('-', 1, '2026-09-07T08:00:00.000000Z', 'command', 'act', 'thing', 'done', '', '')"
    )
    try:
        with engine.begin() as connection:
            connection.execute(text(insert))
        with pytest.raises(IntegrityError, match="never change"), engine.begin() as connection:
            connection.execute(text("UPDATE audit_event SET outcome = 'other'"))
    finally:
        engine.dispose()


def test_a_filled_database_keeps_its_scores_with_the_stage_they_were_shown_at(world, coach):
    traject = world.traject(coach, lists=[load("kansmeter-ouder")])
    answer(world, world.invitation(traject, "parent"))
    url = world.database.url.render_as_string(hide_password=False)
    migrate.downgrade(url, "0001_first_tables", keyring=KEYRING)
    world.sql("UPDATE measurement SET evidence_stage = 3")
    before = world.sql("SELECT id, scale, value FROM score ORDER BY id")

    migrate.upgrade(url, keyring=KEYRING)

    assert world.sql("SELECT id, scale, value FROM score ORDER BY id") == before
    assert world.sql("SELECT DISTINCT evidence_stage, norm, bands FROM score") == [(3, None, None)]
    assert world.sql("SELECT quality FROM measurement") == [("[]",)]
    assert world.rows("published_questionnaire") == 1
    with pytest.raises(IntegrityError, match="never change"):
        world.sql("UPDATE published_questionnaire SET version = '2'")


def test_a_version_that_was_published_twice_keeps_the_database_from_going_back(world, coach):
    questionnaire = load("kansmeter-ouder")
    with world.database.write() as session:
        publish(session, questionnaire, world.clock())
        publish(session, replace(questionnaire, minutes=9.0, fingerprint=""), world.clock())
    url = world.database.url.render_as_string(hide_password=False)

    with pytest.raises(UnavailableError):
        migrate.downgrade(url, "0001_first_tables", keyring=KEYRING)

    assert world.rows("published_questionnaire") == 2
    assert migrate.current(world.database) == migrate.head()


def test_a_migration_that_would_orphan_rows_is_stopped(world, coach, monkeypatch):
    if not world.database.is_sqlite:
        # PostgreSQL never lets go of its foreign keys, so it refuses the statement itself.
        with pytest.raises(IntegrityError, match="foreign key"):
            world.sql("DELETE FROM organisation")
        return
    url = world.database.url.render_as_string(hide_password=False)
    monkeypatch.setattr(
        "survey_app.storage.migrate.command.upgrade",
        lambda config, revision: config.attributes["connection"].exec_driver_sql(
            "DELETE FROM organisation"
        ),
    )

    with pytest.raises(BrokenReferenceError, match="without owner"):
        migrate.upgrade(url)

    assert world.rows("organisation") == 1
