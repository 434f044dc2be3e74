"""Reading questionnaire files with all checks, faults with their places."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from survey_app.definitions.building import build
from survey_app.definitions.faults import DefinitionError, Fault
from survey_app.definitions.loading import MOST_BYTES, files_of, shipped_folder, state_of
from survey_app.definitions.nodes import MOST_FAULTS, Source, Step, printable
from survey_app.definitions.values import Questionnaire


def read_sound(path: Path) -> Questionnaire:
    """Read a file, or raise `DefinitionError` with every fault of it."""
    return _without_faults(*_read(path))


def sound(path: str, content: bytes) -> Questionnaire:
    """Read this content of a file, or raise `DefinitionError` with every fault of it."""
    return _without_faults(*parse(path, content))


def _without_faults(questionnaire: Questionnaire | None, source: Source) -> Questionnaire:
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
    for path in files_of(paths):
        questionnaire, source = _read(path)
        if questionnaire is not None:
            faults += _check_whole(questionnaire, source, path, keys)
            faults += _check_wording(questionnaire, source, path, protected)
        faults += source.faults[:MOST_FAULTS]
    return sorted(set(faults))


def _read(path: Path) -> tuple[Questionnaire | None, Source]:
    state = state_of(path)
    if state is not None:
        return _parsed(str(path), state.st_mtime_ns, state.st_size)
    source = Source(str(path), b"{}")
    source.fault((1, 1), "there is no such file that can be read; check the name")
    return None, source


@lru_cache(maxsize=64)
def _parsed(path: str, mtime_ns: int, size: int) -> tuple[Questionnaire | None, Source]:
    """Read one state of one file; nobody changes the source afterwards."""
    with open(path, "rb") as file:
        return parse(path, file.read(MOST_BYTES + 1))


def parse(path: str, content: bytes) -> tuple[Questionnaire | None, Source]:
    """Read this content of a file; without a questionnaire the faults of the source say why."""
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
