"""Finding and loading questionnaire files."""

import os
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from survey_app.definitions.building import build
from survey_app.definitions.faults import DefinitionError, Fault
from survey_app.definitions.nodes import MOST_BYTES, MOST_FAULTS, Source, Step, printable
from survey_app.definitions.texts import UnknownKeyError
from survey_app.definitions.values import Questionnaire

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
    path = _path_of(path_or_key)
    if isinstance(path_or_key, str) and path != Path(path_or_key) and not path.exists():
        known = ", ".join(sorted(each.stem for each in shipped_folder().glob("*.yaml")))
        raise UnknownKeyError(f"There is no questionnaire {path_or_key!r}; there are: {known}.")
    questionnaire, source = _read(path)
    if questionnaire is None or source.faults:
        raise DefinitionError(source.faults[:MOST_FAULTS])
    return questionnaire


def check(paths: Iterable[str | Path] = (), protected: frozenset[str] = frozenset()) -> list[Fault]:
    """Return every fault and warning in these files and folders, wording included.

    Parameters
    ----------
    paths : iterable of str or Path, optional
        Files, folders or keys; without any, the shipped questionnaires.
    protected : frozenset of str, optional
        Hashes of the texts of protected instruments; a text of ours may not be near them.
    """
    faults: list[Fault] = []
    keys: dict[str, Path] = {}
    for path in _files(paths):
        questionnaire, source = _read(path)
        if questionnaire is not None:
            faults += _check_whole(questionnaire, source, path, keys)
            faults += _check_wording(questionnaire, source, path, protected)
        faults += source.faults[:MOST_FAULTS]
    return sorted(set(faults))


def shipped() -> list[Questionnaire]:
    """Return the questionnaires that come with Kansmeter, in the order of their keys.

    An invented questionnaire is never among them, wherever its file stands.
    """
    found = sorted((load(path) for path in _files([])), key=lambda each: each.key)
    return [questionnaire for questionnaire in found if not questionnaire.fictitious]


def _path_of(path_or_key: str | Path) -> Path:
    if isinstance(path_or_key, str) and _KEY.fullmatch(path_or_key):
        return shipped_folder() / f"{path_or_key}.yaml"
    return Path(path_or_key)


def _files(paths: Iterable[str | Path]) -> list[Path]:
    files: list[Path] = []
    for given in list(paths) or [shipped_folder()]:
        path = Path(given)
        if path.is_dir():
            files += sorted(file for file in path.iterdir() if file.suffix in (".yaml", ".yml"))
        elif path.exists():
            files.append(path)
        else:
            files.append(_path_of(given))
    return files


def _read(path: Path) -> tuple[Questionnaire | None, Source]:
    state = _state_of(path)
    if state is not None:
        return _parsed(str(path), state.st_mtime_ns, state.st_size)
    source = Source(str(path), b"{}")
    source.fault((1, 1), "there is no such file that can be read; check the name")
    return None, source


def _state_of(path: Path) -> os.stat_result | None:
    """Return the state of a readable file; a name that no file can have counts as absent."""
    try:
        return path.stat() if path.is_file() and os.access(path, os.R_OK) else None
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=64)
def _parsed(path: str, mtime_ns: int, size: int) -> tuple[Questionnaire | None, Source]:
    """Read one state of one file; nobody changes the source afterwards."""
    with open(path, "rb") as file:
        content = file.read(MOST_BYTES + 1)
    source = Source(path, content)
    if source.root is None:
        return None, source

    def note(where: tuple[Step, ...], message: str, of_key: bool) -> None:
        source.fault(source.place(where, of_key=of_key), message)

    return build(source.root.plain(), note), source


def _check_whole(
    questionnaire: Questionnaire, source: Source, path: Path, keys: dict[str, Path]
) -> list[Fault]:
    """Check what only matters when files are kept: keys and names."""

    def fault(where: tuple[Step, ...], message: str) -> Fault:
        line, column = source.place(where)
        return Fault(str(path), line, column, message)

    faults: list[Fault] = []
    if questionnaire.key in keys:
        other = keys[questionnaire.key]
        faults.append(fault(("key",), f"{other} has this key too; give one of them another"))
    keys[questionnaire.key] = path
    if path.resolve().parent == shipped_folder():
        if path.stem != questionnaire.key:
            faults.append(fault(("key",), f"the file must be called {questionnaire.key}.yaml"))
        if questionnaire.fictitious:
            faults.append(fault(("fictitious",), "an invented questionnaire cannot be shipped"))
    return faults


def _check_wording(
    questionnaire: Questionnaire, source: Source, path: Path, protected: frozenset[str]
) -> Iterator[Fault]:
    # Whoever only loads or scores does not pay for the rules.
    from survey_app.definitions.wording import findings

    for finding in findings(questionnaire, protected):
        where = _in_file(source, finding.path)
        if finding.start is None:
            line, column = source.place(where)
        else:
            line, column = source.place_within(where, finding.start)
        yield Fault(str(path), line, column, printable(finding.message), finding.severity)


def _in_file(source: Source, path: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return where the file has what the document has at the item: options may stand on top."""
    if "options" not in path:
        return path
    at = path.index("options")
    name = source.word(path[: at + 1])
    return path if name is None else ("options", name, *path[at + 1 :])
