"""Names and written words cannot be read without the key, and not in another column."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from survey_app.storage import Database, Keyring
from survey_app.storage.sealed_text import row_key
from survey_app.storage.sealing import SealError, place_in
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


@given(
    text=st.text(max_size=40),
    at=st.floats(0, 1, exclude_max=True),
    sign=st.sampled_from("ABab09-_=.+/ é\0\n"),
)
def test_ac_110_no_sign_of_a_sealed_text_can_be_changed(text, at, sign):
    keyring = Keyring((SECRET,))
    sealed = keyring.seal(text, "here")
    place = int(at * len(sealed))
    for changed in (
        sealed[:place] + sign + sealed[place + 1 :],
        sealed[:place] + sign + sealed[place:],
        sealed[:place],
    ):
        if changed != sealed:
            with pytest.raises(SealError):
                keyring.unseal(changed, "here")
    assert keyring.unseal(sealed, "here") == text


@given(st.text(max_size=60))
def test_what_was_never_sealed_is_refused_like_all_else(rubbish):
    keyring = Keyring((SECRET,))
    for stored in (rubbish, f"{keyring.newest}.{rubbish}"):
        with pytest.raises(SealError):
            keyring.unseal(stored, "here")


def test_every_other_writing_of_the_last_sign_is_refused():
    """Of one byte too few the last sign has spare bits, which base64 reads in several ways."""
    keyring = Keyring((SECRET,))
    for word in ("a", "ab", "abc"):
        sealed = keyring.seal(word, "here")
        body = sealed.rstrip("=")
        padding = sealed[len(body) :]
        for sign in string.ascii_letters + string.digits + "-_":
            if (changed := body[:-1] + sign + padding) != sealed:
                with pytest.raises(SealError):
                    keyring.unseal(changed, "here")


PLACES = st.sampled_from(["traject.child_name", "goal.words", "goal.reason"])
ROWS = st.one_of(
    st.text("0123456789abcdef", min_size=1, max_size=4).map(lambda part: (part,)),
    st.tuples(st.text("0123456789abcdef", min_size=1, max_size=4), st.integers(-2, 10)),
)


@given(PLACES, ROWS, PLACES, ROWS)
def test_a_text_opens_in_its_own_column_and_row_alone(column, row, other_column, other_row):
    keyring = Keyring((SECRET,))
    here, there = place_in(column, row_key(row)), place_in(other_column, row_key(other_row))
    sealed = keyring.seal(NAME, here)

    if (column, row) == (other_column, other_row):
        assert keyring.unseal(sealed, there) == NAME
    else:
        with pytest.raises(SealError):
            keyring.unseal(sealed, there)


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
