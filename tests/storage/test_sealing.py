"""Names and written words cannot be read without the key, and not in another column."""

import pytest
from sqlalchemy import text

from survey_app.storage import Database, Keyring
from survey_app.storage.sealing import SealError
from survey_app.trajects.models import Traject
from tests.factories.world import OTHER_SECRET, SECRET, World, opened

NAME = "KNR-Łucja \U0001f98a"


@pytest.fixture
def traject_id(world, coach):
    return world.start(coach, child=NAME)


def raw_name(world):
    ((sealed,),) = world.sql("SELECT child_name FROM traject")
    return sealed


def test_a_name_is_read_back_as_it_was_written(world, traject_id):
    with world.database.read() as session:
        assert session.get_one(Traject, traject_id).child_name == NAME


def test_a_name_is_not_to_be_found_in_the_row(world, traject_id):
    assert "KNR" not in raw_name(world)


def test_the_same_name_looks_different_each_time(world, coach, traject_id):
    world.start(coach, child=NAME)

    sealed = world.sql("SELECT child_name FROM traject")

    assert sealed[0] != sealed[1]


def test_another_key_cannot_read_it(world, traject_id, migrated_url):
    with opened(migrated_url, OTHER_SECRET) as stranger, stranger.read() as session:
        with pytest.raises(SealError, match="not in KANSMETER_SECRET_KEYS"):
            session.get_one(Traject, traject_id)


def test_a_sealed_text_moved_to_another_column_cannot_be_read(world, traject_id):
    # A label put in place of a name would show one person's words as another's.
    world.sql(
        "UPDATE traject SET child_name = (SELECT label FROM traject_informant WHERE role = 'child')"
    )

    with world.database.read() as session, pytest.raises(SealError, match="moved"):
        session.get_one(Traject, traject_id)


def test_a_changed_sealed_text_cannot_be_read():
    keyring = Keyring((SECRET,))
    sealed = keyring.seal(NAME, "here")
    middle = len(sealed) // 2
    changed = sealed[:middle] + ("A" if sealed[middle] != "A" else "B") + sealed[middle + 1 :]

    with pytest.raises(SealError):
        keyring.unseal(changed, "here")


def test_after_rotation_what_the_old_key_sealed_is_still_read(world, traject_id, migrated_url):
    with opened(migrated_url, OTHER_SECRET, SECRET) as rotated, rotated.read() as session:
        assert session.get_one(Traject, traject_id).child_name == NAME


def test_after_rotation_the_newest_key_seals(world, coach, migrated_url, clock):
    with opened(migrated_url, OTHER_SECRET, SECRET) as rotated:
        traject_id = World(rotated, clock).start(coach, child=NAME)

    with opened(migrated_url, OTHER_SECRET) as newest, newest.read() as session:
        assert session.get_one(Traject, traject_id).child_name == NAME


def test_a_keyring_without_a_key_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        Keyring(())


def test_a_database_without_keys_gives_no_sealed_text(world, traject_id, migrated_url):
    bare = Database(migrated_url)
    try:
        with bare.read() as session, pytest.raises(RuntimeError, match="keyring"):
            session.get_one(Traject, traject_id)
        with bare.read() as session:
            assert session.execute(text("SELECT count(*) FROM traject")).scalar_one() == 1
    finally:
        bare.dispose()
