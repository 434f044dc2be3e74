"""A filled database gets its sealed texts bound to their rows, and goes back."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from survey_app.answering.models import Correction, Draft, PaperEntry, Response
from survey_app.errors import KansmeterError
from survey_app.measurements import following_up
from survey_app.measurements.models import Signal
from survey_app.practice.models import MeldcodeStep
from survey_app.storage import Base, Keyring, migrate
from survey_app.storage.sealed_text import SealedText
from survey_app.trajects import closures, course
from survey_app.trajects.models import Traject
from tests.factories.answers import answer
from tests.factories.fixtures import clock, coach, database, traject, world
from tests.factories.world import KEYRING, OTHER_SECRET

__all__ = ["clock", "coach", "database", "traject", "world"]

BEFORE = "0034_rare_keys"


def url_of(world):
    return world.database.url.render_as_string(hide_password=False)


@pytest.fixture
def filled(world, coach, traject):
    """Give a traject with answers, a draft, two pages typed from paper and an own day of school."""
    answer(world, world.invitation(traject, "parent"))
    waiting = world.invitation(traject, "teacher")
    values = {"organisation_id": coach.actor.organisation_id, "invitation_id": waiting}
    with world.database.write() as session:
        closures.close_school(
            session,
            coach.actor,
            coach.school_id,
            first_on=world.clock.today + timedelta(days=3),
            last_on=None,
            words="studiedag",
            now=world.clock(),
        )
        course.set_keeping(
            session,
            coach.actor,
            session.get_one(Traject, traject),
            regime="school",
            controller="KNR-bestuur",
            retention_years=2,
            now=world.clock(),
        )
        session.add(
            Draft(
                revision=1,
                entries={},
                texts='{"w": "KNR-concept"}',
                posted="[]",
                started_at=world.clock(),
                saved_at=world.clock(),
                **values,
            )
        )
        for turn in (1, 2):
            session.add(
                PaperEntry(
                    turn=turn,
                    entered_by=coach.actor.person_id,
                    entered_at=world.clock(),
                    posted=f"KNR-{turn}",
                    **values,
                )
            )
    return traject


def all_texts(world):
    """Return every sealed text of the database, in order."""
    found = []
    with world.database.read() as session:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, SealedText):
                    texts = session.scalars(select(column).order_by(*table.primary_key)).all()
                    found += [(f"{table}.{column.name}", each) for each in texts]
    return found


def test_what_is_sealed_is_kept_there_and_back(world, coach, filled):
    before = all_texts(world)

    migrate.downgrade(url_of(world), BEFORE, keyring=KEYRING)

    assert world.sql("SELECT words FROM school_closure") == [("studiedag",)]
    assert world.sql("SELECT controller FROM traject") == [("KNR-bestuur",)]
    assert world.sql("SELECT name, email, phone FROM person") == [
        ("Marit Velthuis", coach.email, "0591 55 01 23")
    ]
    ((sealed,),) = world.sql("SELECT child_name FROM traject")
    assert KEYRING.unseal(sealed, "traject.child_name") == "Sam"
    with pytest.raises(IntegrityError, match="never change"):
        world.sql("UPDATE response SET texts = 'x'")
    migrate.upgrade(url_of(world), keyring=KEYRING)
    assert all_texts(world) == before
    assert world.actor(coach) == coach.actor
    assert len({place for place, _ in before}) >= 10
    assert ("paper_entry.posted", "KNR-2") in before


def test_without_the_keys_a_filled_database_stays_as_it_was(world, filled):
    migrate.downgrade(url_of(world), BEFORE, keyring=KEYRING)
    rows = world.sql("SELECT id, child_name FROM traject")

    for keyring, said in ((None, "keys at hand"), (Keyring((OTHER_SECRET,)), "of row")):
        with pytest.raises(KansmeterError, match=said):
            migrate.upgrade(url_of(world), keyring=keyring)

    assert migrate.current(world.database) == BEFORE
    assert world.sql("SELECT id, child_name FROM traject") == rows


def test_a_text_that_was_moved_before_stops_the_migration_and_is_named(world, coach, filled):
    migrate.downgrade(url_of(world), BEFORE, keyring=KEYRING)
    world.sql("UPDATE traject SET child_name = (SELECT min(label) FROM traject_informant)")

    with pytest.raises(KansmeterError, match=f"traject.child_name of row {filled}"):
        migrate.upgrade(url_of(world), keyring=KEYRING)


@pytest.fixture
def fixed(world, coach, traject):
    """Give a row of each table whose rows never change and hold sealed text."""
    answer(world, world.invitation(traject, "child"), {"h1": "nooit"})
    sheet = {
        "language": "nl",
        "answers": {},
        "missing": {},
        "texts": "{}",
        "posted": "[]",
        "browser": "b",
    }
    owner = {"organisation_id": coach.actor.organisation_id}
    with world.database.write() as session:
        (signal,) = session.scalars(select(Signal.id))
        (response,) = session.scalars(select(Response.id))
        following_up.close(
            session,
            coach.actor,
            signal,
            done="child",
            note="KNR",
            was_right=True,
            now=world.clock(),
        )
        session.add(
            Correction(response_id=response, number=1, corrected_at=world.clock(), **sheet, **owner)
        )
        session.add(
            MeldcodeStep(
                traject_id=traject,
                step=1,
                done_on=world.clock.today,
                with_whom="child",
                note="KNR",
                recorded_by=coach.actor.person_id,
                recorded_at=world.clock(),
                **owner,
            )
        )


RESEALED = f"aaaaaaaa.{'a' * 40}"
OTHERWISE = {
    "str": "'x'",
    "int": "999",
    "date": "'2030-01-01'",
    "datetime": "'2030'",
    "dict": "'x'",
}


@pytest.mark.parametrize("table", ["correction", "meldcode_step", "response", "signal_step"])
def test_of_a_row_that_never_changes_nothing_changes_but_the_key_over_its_text(world, fixed, table):
    columns = list(Base.metadata.tables[table].columns)
    ((*row,),) = world.sql(
        f"SELECT {', '.join(each.name for each in columns)} FROM {table}"  # noqa: S608  # names of our own tables
    )
    sealed = []
    for column, value in zip(columns, row, strict=True):
        if isinstance(column.type, SealedText):
            sealed.append((column.name, value))
        else:
            kind = column.type.python_type.__name__
            refuses(world, table, f"{column.name} = {OTHERWISE.get(kind) or not value}")

    refuses(world, table, "id = id")
    for name, value in sealed:
        refuses(world, table, f"{name} = '{RESEALED}', id = 'b'")
        if value is None:
            refuses(world, table, f"{name} = '{RESEALED}'")
            continue
        refuses(world, table, f"{name} = '{value[:-4]}aaaa'")
        for unsealed in ("", "x", "aaaaaaaa.x", f"KNR-woord.{'a' * 40}"):
            refuses(world, table, f"{name} = '{unsealed}'")
        refuses(world, table, f"{name} = NULL")
        world.sql(f"UPDATE {table} SET {name} = '{RESEALED}'")  # noqa: S608  # names of our own tables
    assert any(value for _, value in sealed)


def refuses(world, table, change):
    with pytest.raises(IntegrityError, match="never change"):
        world.sql(f"UPDATE {table} SET {change}")  # noqa: S608  # the test writes it
