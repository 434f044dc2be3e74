"""What was read once comes back from the cache the same, and nothing else is ever taken for it."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from survey_app.definitions import DefinitionError, cache, load, loading, shipped, shipped_folder
from tests.definitions.files import SOUND, write
from tests.definitions.test_shipped_lists import BENCH, EXAMPLE

CONTENT = b"the bytes of a file"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test an empty cache, and make what this process already knows forgotten."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    loading._shipped.cache_clear()
    return tmp_path / "caches" / "kansmeter-definitions"


@pytest.fixture
def kept(folder: Path) -> Path:
    """Return the one file of a cache that holds one list."""
    cache.keep(CONTENT, load("kansmeter-ouder"))
    return folder / cache._name(CONTENT)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of one list that counts as what comes with Kansmeter."""
    place = tmp_path / "shelf"
    place.mkdir()
    monkeypatch.setattr(loading, "shipped_folder", lambda: place)
    return place


def with_types(value: object) -> object:
    """Return a value with the type of every part, since a choice equals its word and 1 is 1.0."""
    if is_dataclass(value):
        return type(value), [with_types(getattr(value, each.name)) for each in fields(value)]
    if isinstance(value, frozenset):
        return frozenset, sorted(map(repr, value))
    return [with_types(each) for each in value] if isinstance(value, tuple) else repr(value)


@pytest.mark.parametrize("path", [*sorted(shipped_folder().glob("*.yaml")), BENCH, EXAMPLE])
def test_a_list_comes_back_from_the_cache_unchanged(path: Path) -> None:
    questionnaire = load(path)

    cache.keep(CONTENT, questionnaire)
    again = cache.recall(CONTENT)

    assert again == questionnaire
    assert again is not questionnaire
    assert with_types(again) == with_types(questionnaire)
    assert again.document() == questionnaire.document()


def test_every_kind_of_part_comes_back_from_the_cache(tmp_path: Path) -> None:
    questionnaire = load(write(tmp_path, SOUND))

    cache.keep(CONTENT, questionnaire)

    assert with_types(cache.recall(CONTENT)) == with_types(questionnaire)


def test_the_second_time_no_file_is_parsed(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(shelf, SOUND)
    first = load("proef")
    loading._shipped.cache_clear()
    monkeypatch.setattr("survey_app.definitions.reading.Source", None)

    assert load("proef") == first


def test_a_changed_file_is_read_again(shelf: Path) -> None:
    path = write(shelf, SOUND)
    before = load("proef")
    state = path.stat()
    path.write_text(SOUND.replace("Een.", "Eén."))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))

    after = load("proef")

    assert before.item("q1").text.in_language("nl") == "Een."
    assert after.item("q1").text.in_language("nl") == "Eén."


def test_other_code_takes_nothing_of_what_was_compiled_before(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cache.recall(CONTENT) is not None

    monkeypatch.setattr(cache, "_code", lambda: b"a later version")

    assert cache.recall(CONTENT) is None


def test_the_code_of_the_whole_room_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("cache.py", "building/scales.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("one = 1")
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "cache.py"))
    before = cache._code.__wrapped__()

    (tmp_path / "building" / "scales.py").write_text("one = 2")

    assert cache._code.__wrapped__() != before


def test_a_faulty_file_is_never_kept_and_its_faults_keep_their_places(
    shelf: Path, folder: Path
) -> None:
    write(shelf, SOUND.replace("min_answered: 2", "min_answered: 9"))

    for _ in range(2):
        with pytest.raises(DefinitionError) as refusal:
            load("proef")
        assert [(fault.line, fault.column) for fault in refusal.value.faults] == [(41, 19)]

    assert not folder.exists()


def _seal(packed: bytes) -> bytes:
    return hashlib.sha256(packed).hexdigest().encode() + packed


SPOILS: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "truncated": lambda content: content[:-10],
    "one letter of a text": lambda content: content.replace(b"Vragenlijst", b"vragenlijst", 1),
    "one sign of the digest": lambda content: bytes([content[0] ^ 1]) + content[1:],
    "a pickle": lambda content: _seal(b"cos\nsystem\n(S'false'\ntR."),
    "no text": lambda content: _seal(b"\xff\xfe"),
    "other JSON": lambda content: _seal(b'{"key": "kansmeter-ouder"}'),
    "too few fields": lambda content: _seal(json.dumps(json.loads(content[64:])[:-1]).encode()),
    "a word for a choice": lambda content: _seal(content[64:].replace(b'"parent"', b'"oma"')),
    "deeply nested": lambda content: _seal(b"[" * 100_000),
    "50 MB": lambda content: b"x" * 50_000_000,
}


@pytest.mark.parametrize("spoil", SPOILS)
def test_spoilt_content_is_ignored_and_written_again(kept: Path, spoil: str) -> None:
    questionnaire = load("kansmeter-ouder")
    sound = kept.read_bytes()
    kept.write_bytes(SPOILS[spoil](sound))

    assert cache.recall(CONTENT) is None

    cache.keep(CONTENT, questionnaire)
    assert kept.read_bytes() == sound
    assert cache.recall(CONTENT) == questionnaire


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_that_others_can_write_is_neither_read_nor_written(kept: Path, mode: int) -> None:
    before = sorted(kept.parent.iterdir())
    kept.parent.chmod(mode)

    assert cache.recall(CONTENT) is None
    cache.keep(b"other", load("kansmeter-ouder"))

    assert sorted(kept.parent.iterdir()) == before


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_file_that_others_can_write_is_not_read(kept: Path, mode: int) -> None:
    kept.chmod(mode)

    assert cache.recall(CONTENT) is None


def test_a_folder_of_somebody_else_is_neither_read_nor_written(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(kept.parent.iterdir())
    somebody_else = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: somebody_else)

    assert cache.recall(CONTENT) is None
    cache.keep(b"other", load("kansmeter-ouder"))

    assert sorted(kept.parent.iterdir()) == before


def test_the_cache_is_for_its_user_alone(kept: Path) -> None:
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_link_in_the_place_of_the_folder_is_not_followed(kept: Path, tmp_path: Path) -> None:
    kept.parent.rename(tmp_path / "elsewhere")
    kept.parent.symlink_to(tmp_path / "elsewhere")

    assert cache.recall(CONTENT) is None


def test_a_link_in_the_place_of_a_file_is_not_followed(kept: Path, tmp_path: Path) -> None:
    kept.rename(tmp_path / "elsewhere.json")
    kept.symlink_to(tmp_path / "elsewhere.json")

    assert cache.recall(CONTENT) is None


def test_a_pipe_in_the_place_of_a_file_does_not_hang(kept: Path) -> None:
    kept.unlink()
    os.mkfifo(kept, 0o600)

    assert cache.recall(CONTENT) is None


def test_a_place_where_nothing_can_be_written_just_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/no-such-place")

    assert load("kansmeter-ouder").key == "kansmeter-ouder"


def test_a_full_disk_leaves_nothing_behind_and_just_works(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)

    assert load("kansmeter-ouder").key == "kansmeter-ouder"
    assert list(folder.iterdir()) == []


def test_a_relative_place_counts_as_none_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "caches")
    monkeypatch.setenv("HOME", str(tmp_path))

    assert cache.cache_folder() == tmp_path / ".cache" / "kansmeter-definitions"


def test_the_cache_can_be_deleted_at_any_time(folder: Path) -> None:
    first = load("kansmeter-ouder")
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    loading._shipped.cache_clear()

    assert load("kansmeter-ouder") == first
    assert len(list(folder.iterdir())) == 1


def test_programs_that_start_together_all_get_every_list(folder: Path) -> None:
    code = "from survey_app.definitions import shipped; print(*(x.fingerprint for x in shipped()))"

    def run(_: int) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    with ThreadPoolExecutor(3) as together:
        printed = set(together.map(run, range(3)))

    lists = shipped()
    assert printed == {" ".join(each.fingerprint for each in lists) + "\n"}
    assert len(list(folder.iterdir())) == len(lists)


def test_the_cache_stays_small(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_FILES", 4)
    questionnaire = load("kansmeter-ouder")
    for number in range(12):
        cache.keep(b"%d" % number, questionnaire)
        newest = folder / cache._name(b"%d" % number)
        os.utime(newest, (number, number))

    names = {file.name for file in folder.iterdir()}

    assert len(names) <= 4
    assert newest.name in names
