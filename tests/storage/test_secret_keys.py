"""Keys from the environment or a file of one's own; weak ones are refused."""

import os

import pytest

from survey_app.config import SettingsError, load_settings
from survey_app.storage.secret_keys import split_keys, why_weak

ONE = "3f9c1d7e5b2a8046f1e0d9c8b7a65432"
TWO = "90ab12cd34ef56a78b9c0d1e2f3a4b5c"
GIVEN = {
    "KANSMETER_DATABASE_URL": "sqlite:////tmp/nowhere.db",
    "KANSMETER_BASE_URL": "https://kansmeter.example",
}


@pytest.fixture
def key_file(tmp_path):
    file = tmp_path / "sleutels"
    file.write_text(f"{ONE}\n{TWO}\n", encoding="utf-8")
    file.chmod(0o600)
    return file


def load(**more):
    return load_settings({**GIVEN, **{f"KANSMETER_{name}": str(to) for name, to in more.items()}})


def test_keys_stand_in_a_file_one_a_line_newest_first(key_file):
    settings = load(SECRET_KEYS_FILE=key_file)

    assert settings.keys == (ONE, TWO)
    assert settings.secret_keys_file == key_file
    assert ONE not in repr(settings)


@pytest.mark.parametrize("text", [f"{ONE},{TWO}", f" {ONE} ,\r\n{TWO},\n\n", f"{ONE}\n{TWO}"])
def test_a_comma_and_a_new_line_stand_between_keys(text):
    assert split_keys(text) == (ONE, TWO)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o666])
def test_ac_106_a_key_file_that_others_may_read_is_refused(key_file, mode):
    key_file.chmod(mode)

    with pytest.raises(SettingsError, match="SECRET_KEYS_FILE: must be closed to others"):
        load(SECRET_KEYS_FILE=key_file)


def test_ac_106_a_key_file_of_somebody_else_is_refused(key_file, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    if key_file.stat().st_uid == 0:
        os.chown(key_file, 12346, -1)

    with pytest.raises(SettingsError, match="SECRET_KEYS_FILE: must belong to"):
        load(SECRET_KEYS_FILE=key_file)


def test_exactly_one_of_the_two_settings_gives_the_keys(key_file):
    with pytest.raises(SettingsError, match="SECRET_KEYS_FILE: is set beside"):
        load(SECRET_KEYS_FILE=key_file, SECRET_KEYS=ONE)
    with pytest.raises(SettingsError, match="SECRET_KEYS: must be set, or KANSMETER_SECRET_KEYS_F"):
        load()


def test_a_key_file_that_is_none_is_refused(tmp_path, key_file):
    not_text = tmp_path / "foto"
    not_text.write_bytes(b"\xff\xfe" * 40)
    large = tmp_path / "groot"
    large.write_text(f"{ONE}\n" * 4000, encoding="utf-8")
    for file in (not_text, large):
        file.chmod(0o600)
    wrong = ("sleutels", tmp_path / "niet", tmp_path, not_text, large, f"{key_file}\0", "")

    for path in wrong:
        with pytest.raises(SettingsError) as refused:
            load(SECRET_KEYS_FILE=path)
        assert str(refused.value).startswith("KANSMETER_SECRET_KEYS_FILE: ")
        assert len(str(refused.value).splitlines()) == 1


def test_ac_112_a_weak_key_in_a_file_is_refused_by_the_name_of_the_file(key_file):
    key_file.write_text("changeme", encoding="utf-8")

    with pytest.raises(SettingsError, match="SECRET_KEYS_FILE: must hold keys of at least") as no:
        load(SECRET_KEYS_FILE=key_file)

    assert "changeme" not in str(no.value)


@pytest.mark.parametrize(
    "key",
    [
        "changeme-changeme-0123456789-changeme",
        "MyPassWord-for-the-Kansmeter-2026!",
        "example-key-of-the-manual-9f8e7d6c",
        "0123456789abcdef0123456789abcdef",
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "k4n5m3t3rX" * 4,
    ],
)
def test_ac_112_a_key_that_was_made_up_is_refused(key):
    assert "random" in (why_weak((ONE, key)) or "")


def test_ac_112_a_key_stands_once(key_file):
    assert why_weak((ONE, TWO)) is None
    assert why_weak((ONE, ONE)) == "must hold each key once"
