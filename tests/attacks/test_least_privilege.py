"""The service does its work with no more rights than README gives it (AC-140)."""

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, make_url, text
from sqlalchemy.exc import DBAPIError

from survey_app.storage import UnavailableError
from tests.rig.bootstrap import ROOT
from tests.web.world import KEYS, a_world, fill_words

ALLOWED_ON_SQLITE = {
    *(sqlite3.SQLITE_READ, sqlite3.SQLITE_SELECT, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE),
    *(sqlite3.SQLITE_DELETE, sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT),
    *(sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_PRAGMA, sqlite3.SQLITE_RECURSIVE),
}


def as_the_readme_says(url):
    """Run what README has an owner of the database run; return the address of the service."""
    (block,) = re.findall(r"```sql\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    owner = make_url(url)
    own = block.replace("kansmeter_app", f"{owner.database}_app")
    own = own.replace("DATABASE kansmeter", f"DATABASE {owner.database}")
    own = own.replace("kansmeter_owner", "postgres")
    with psycopg.connect(
        host=owner.query["host"], user="postgres", dbname=owner.database, autocommit=True
    ) as connection:
        for statement in own.split(";"):
            if statement.strip():
                connection.execute(statement)
    return owner.set(username=f"{owner.database}_app").render_as_string(hide_password=False)


@pytest.fixture
def narrow(migrated_url):
    """Give a world whose service may read and write rows, and nothing else."""
    is_file = migrated_url.startswith("sqlite")
    url = migrated_url if is_file else as_the_readme_says(migrated_url)
    with a_world(url) as world:
        if is_file:

            @event.listens_for(world.database.engine, "checkout")
            def narrow_down(connection, record, proxy):
                connection.set_authorizer(
                    lambda act, *_: (
                        sqlite3.SQLITE_OK if act in ALLOWED_ON_SQLITE else sqlite3.SQLITE_DENY
                    )
                )

        yield world
    if not is_file:
        role = make_url(url).username
        with psycopg.connect(
            host=make_url(url).query["host"],
            user="postgres",
            dbname=make_url(url).database,
            autocommit=True,
        ) as connection:
            connection.execute(f"DROP OWNED BY {role}")
            connection.execute(f"DROP ROLE {role}")


def test_ac_140_a_day_of_work_asks_no_right_to_change_the_schema(narrow):
    case = narrow.words_case()
    fill_words(narrow.visitor(case.intake["parent"]), words="een appel")
    coach = narrow.signed_in()

    assert coach.get("/vandaag").status_code == 200
    assert coach.get(f"/trajecten/{case.traject_id}").status_code == 200
    assert narrow.client().get("/health/ready").text == "ok\n"
    assert len(narrow.responses()) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (a INTEGER)",
        "DROP TABLE response",
        "ALTER TABLE person ADD COLUMN mine INTEGER",
    ],
)
def test_ac_140_the_service_can_change_nothing_about_the_schema(narrow, statement):
    before = narrow.dump()

    with pytest.raises((DBAPIError, UnavailableError)), narrow.database.write() as session:
        session.execute(text(statement))

    assert narrow.dump() == before


def test_ac_140_what_the_commands_make_is_for_their_owner_alone(tmp_path):
    path = tmp_path / "kansmeter.db"
    settings = {
        "KANSMETER_DATABASE_URL": f"sqlite:///{path}",
        "KANSMETER_SECRET_KEYS": KEYS,
        "KANSMETER_BASE_URL": "http://localhost:1",
    }
    own = {name: value for name, value in os.environ.items() if "KANSMETER_" not in name}

    subprocess.run(
        [sys.executable, "-m", "survey_app", "db", "upgrade"],
        cwd=ROOT,
        env={**own, **settings},
        check=True,
        capture_output=True,
        umask=0o022,
    )

    modes = {each.name: each.stat().st_mode & 0o777 for each in Path(tmp_path).iterdir()}
    assert path.name in modes
    assert set(modes.values()) == {0o600}
