"""Finding and loading questionnaires, without the YAML reader where a file was read before.

The reader and its checks are imported only for a file that the cache does not know: importing
them takes longer than making all shipped questionnaires from what was kept.
"""

import os
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from survey_app.definitions import cache
from survey_app.definitions.texts import UnknownKeyError
from survey_app.definitions.values import Questionnaire

MOST_BYTES: Final = 300_000
"""Largest file that is read; a questionnaire of 25 items in 6 languages is some 60 kB."""

SUFFIXES: Final = (".yaml", ".yml")
_KEY = re.compile(r"[a-z][a-z0-9-]{0,63}", re.ASCII)


def shipped_folder() -> Path:
    """Return the folder of the questionnaires that come with Kansmeter."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "questionnaires"
    return installed if installed.is_dir() else package.parent / "questionnaires"


def load(path_or_key: str | Path) -> Questionnaire:
    """Read and check one questionnaire.

    Parameters
    ----------
    path_or_key : str or Path
        A file, or the key of a shipped questionnaire such as ``kansmeter-ouder``.

    Raises
    ------
    DefinitionError
        With every fault of the file.
    UnknownKeyError
        No shipped questionnaire has this key.
    """
    path = path_of(path_or_key)
    if isinstance(path_or_key, str) and path != Path(path_or_key) and not path.exists():
        known = ", ".join(sorted(each.stem for each in shipped_folder().glob("*.yaml")))
        raise UnknownKeyError(f"There is no questionnaire {path_or_key!r}; there are: {known}.")
    if path.parent == shipped_folder():
        return _load_shipped(path)
    from survey_app.definitions.reading import read_sound

    return read_sound(path)


def shipped() -> list[Questionnaire]:
    """Return the questionnaires that come with Kansmeter, in the order of their keys.

    An invented questionnaire is never among them, wherever its file stands.
    """
    found = sorted(map(_load_shipped, files_of([])), key=lambda each: each.key)
    return [questionnaire for questionnaire in found if not questionnaire.fictitious]


def path_of(path_or_key: str | Path) -> Path:
    """Return the file that a path or the key of a shipped questionnaire means."""
    if isinstance(path_or_key, str) and _KEY.fullmatch(path_or_key):
        return shipped_folder() / f"{path_or_key}.yaml"
    return Path(path_or_key)


def files_of(paths: Iterable[str | Path]) -> list[Path]:
    """Return the files meant by files, folders and keys; without any, the shipped ones."""
    files: list[Path] = []
    for given in list(paths) or [shipped_folder()]:
        path = Path(given)
        if path.is_dir():
            files += sorted(file for file in path.iterdir() if file.suffix in SUFFIXES)
        elif path.exists():
            files.append(path)
        else:
            files.append(path_of(given))
    return files


def state_of(path: Path) -> os.stat_result | None:
    """Return the state of a readable file; a name that no file can have counts as absent."""
    try:
        return path.stat() if path.is_file() and os.access(path, os.R_OK) else None
    except (OSError, ValueError):
        return None


def _load_shipped(path: Path) -> Questionnaire:
    state = state_of(path)
    if state is not None:
        return _shipped(str(path), state.st_mtime_ns, state.st_size)
    from survey_app.definitions.reading import read_sound

    return read_sound(path)  # which says that there is no such file


@lru_cache(maxsize=64)
def _shipped(path: str, mtime_ns: int, size: int) -> Questionnaire:
    """Read one state of one shipped file: from the cache, or with all checks and into the cache."""
    with open(path, "rb") as file:
        content = file.read(MOST_BYTES + 1)
    known = cache.recall(content)
    if known is not None:
        return known
    from survey_app.definitions.reading import sound

    questionnaire = sound(path, content)
    cache.keep(content, questionnaire)
    return questionnaire
