"""Every test has a database of its own, of the kind that the run is about."""

import pytest
from sqlalchemy import create_engine, inspect, text

from survey_app.storage import migrate


@pytest.fixture
def make_engine():
    engines = []

    def make(url):
        engines.append(create_engine(url))
        return engines[-1]

    yield make
    for engine in engines:
        engine.dispose()


def test_the_database_is_of_the_kind_that_was_asked_for(database_url, make_engine, pytestconfig):
    assert make_engine(database_url).dialect.name == pytestconfig.getoption("--database")


def test_a_fresh_database_is_empty(database_url, make_engine):
    assert inspect(make_engine(database_url)).get_table_names() == []


def test_a_migrated_database_is_at_the_newest_migration(migrated_url, make_engine):
    with make_engine(migrated_url).connect() as connection:
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    assert revision == migrate.head()


@pytest.mark.parametrize("visit", ["first", "second"])
def test_what_one_test_writes_the_next_does_not_see(migrated_url, make_engine, visit):
    with make_engine(migrated_url).begin() as connection:
        connection.execute(text("CREATE TABLE left_behind (id INTEGER)"))

    assert inspect(make_engine(migrated_url)).has_table("left_behind")


def test_two_migrated_databases_hold_the_same_tables(database_server, make_engine):
    urls = [database_server.create_migrated() for _ in range(2)]

    tables = [inspect(make_engine(url)).get_table_names() for url in urls]

    assert urls[0] != urls[1]
    assert tables[0] == tables[1] != []


def test_a_copy_holds_what_was_written_and_changes_apart(database_server, make_engine):
    url = database_server.create_migrated()
    before = make_engine(url)
    with before.begin() as connection:
        connection.execute(text("CREATE TABLE written (id INTEGER)"))
    before.dispose()

    copied = make_engine(database_server.copy(url))
    with copied.begin() as connection:
        connection.execute(text("INSERT INTO written VALUES (1)"))

    with make_engine(url).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM written")).scalar() == 0
