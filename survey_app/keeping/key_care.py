"""What `doctor` says of the keys: which are in use, and whether their file lies where it may."""

import stat
from collections.abc import Mapping
from pathlib import Path

from survey_app.keeping.doctor import Finding
from survey_app.storage import Keyring


def keys_found(used: Mapping[str, int], keyring: Keyring) -> list[Finding]:
    """Tell of each key how many texts it seals; one that is not there is a fault."""
    found = [
        Finding(
            False, f"Key {keyring.newest}, the newest, seals {used.get(keyring.newest, 0)} texts."
        )
    ]
    for name in keyring.names[1:]:
        number = used.get(name, 0)
        todo = " 'survey-app rotate-keys' seals them again." if number else ""
        found.append(Finding(False, f"Key {name}, an older one, seals {number} texts.{todo}"))
    found += [
        Finding(
            True,
            f"{number} texts are sealed by key {name}, which is not in the settings: they cannot "
            "be read until it is put back.",
        )
        for name, number in sorted(used.items())
        if name not in keyring.names
    ]
    return found


def files_found(database_file: Path | None, key_file: Path | None) -> list[Finding]:
    """Tell whether others may read the database or the keys, and whether the two lie together."""
    found = []
    files = _of_database(database_file) + ([key_file] if key_file is not None else [])
    if open_ones := [each for each in files if _is_open_to_others(each)]:
        names = " ".join(map(str, open_ones))
        found.append(Finding(True, f"Others on this machine may read: chmod 600 {names}"))
    elif files:
        found.append(Finding(False, "The files of the database and the keys are closed to others."))
    if (
        key_file is not None
        and database_file is not None
        and _lie_together(key_file, database_file)
    ):
        found.append(
            Finding(
                True,
                "The file of the keys lies in the folder of the database: who copies that folder "
                "has both. Put the keys elsewhere.",
            )
        )
    return found


def _of_database(file: Path | None) -> list[Path]:
    if file is None:
        return []
    return [each for end in ("", "-wal", "-shm") if (each := Path(f"{file}{end}")).exists()]


def _is_open_to_others(file: Path) -> bool:
    return bool(stat.S_IMODE(file.stat().st_mode) & 0o077)


def _lie_together(key_file: Path, database_file: Path) -> bool:
    """Tell whether a copy of the folder of the database has the keys in it."""
    return key_file.resolve().is_relative_to(database_file.resolve().parent)
