"""What an operator hears of the keys: which are in use, and whether they lie where they may."""

import pytest

from survey_app.keeping.key_care import files_found, keys_found
from survey_app.keeping.rotation import keys_in_use
from survey_app.storage import Keyring
from tests.factories.world import OTHER_SECRET, SECRET

pytestmark = pytest.mark.one_every_day

BOTH = Keyring((OTHER_SECRET, SECRET))


def faults(findings):
    return [each.sentence for each in findings if each.is_fault]


def test_each_key_is_told_with_how_many_texts_it_seals(world, traject):
    with world.database.read() as session:
        used = keys_in_use(session)
    newest, older = BOTH.names

    told = " ".join(each.sentence for each in keys_found(used, BOTH))

    assert f"Key {newest}, the newest, seals 0 texts" in told
    assert f"Key {older}, an older one, seals {used[older]} texts. 'survey-app rotate-keys'" in told
    assert used[older] > 3
    assert faults(keys_found(used, BOTH)) == []


def test_a_key_that_is_gone_while_texts_need_it_is_a_fault(world, traject):
    with world.database.read() as session:
        used = keys_in_use(session)

    (said,) = faults(keys_found(used, Keyring((OTHER_SECRET,))))

    assert BOTH.names[1] in said


@pytest.fixture
def files(tmp_path):
    """Give a database and a file of keys, each in a folder of its own."""
    found = []
    for folder, name in (("data", "kansmeter.db"), ("geheim", "sleutels")):
        (tmp_path / folder).mkdir()
        file = tmp_path / folder / name
        file.touch(mode=0o600)
        found.append(file)
    return found


def test_ac_106_keys_apart_and_closed_are_no_fault(files):
    assert faults(files_found(*files)) == []
    assert faults(files_found(files[0], None)) == faults(files_found(None, files[1])) == []


@pytest.mark.parametrize("where", [".", "sub"])
def test_ac_106_keys_in_the_folder_of_the_database_are_a_fault(files, where):
    (files[0].parent / "sub").mkdir()
    beside = files[1].rename(files[0].parent / where / "sleutels")

    (said,) = faults(files_found(files[0], beside))

    assert "Put the keys elsewhere" in said


def test_ac_106_a_key_file_that_is_only_linked_from_beside_the_database_is_none(files):
    link = files[0].parent / "sleutels"
    link.symlink_to(files[1])

    assert faults(files_found(files[0], link)) == []


@pytest.mark.parametrize("which", ["-wal", "", "keys"])
def test_ac_106_files_that_others_may_read_are_a_fault(files, which):
    database, keys = files
    file = keys if which == "keys" else database.with_name(f"{database.name}{which}")
    file.touch()
    file.chmod(0o640)

    (said,) = faults(files_found(database, keys))

    assert said.endswith(f"chmod 600 {file}")
