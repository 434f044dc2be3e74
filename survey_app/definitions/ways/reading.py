"""Finding and reading the files of ways of working."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from survey_app.definitions.faults import DefinitionError, Fault
from survey_app.definitions.loading import shipped_folder
from survey_app.definitions.texts import UnknownKeyError
from survey_app.definitions.ways.values import Principle, WayOfWorking

if TYPE_CHECKING:
    from survey_app.definitions.shaped_files import NoteFault
    from survey_app.definitions.ways.shape import WayShape

STANDARD: Final = "kansencoach"
"""The way of an organisation that published none of its own."""


def ways_folder() -> Path:
    """Return the folder of the ways that come with Kansmeter."""
    return shipped_folder() / "werkwijzen"


@lru_cache(maxsize=8)
def way_of(key: str) -> WayOfWorking:
    """Return a way that comes with Kansmeter.

    Raises
    ------
    UnknownKeyError
        There is none with this key.
    """
    known = {path.stem: path for path in sorted(ways_folder().glob("*.yaml"))}
    if key not in known:
        raise UnknownKeyError(f"There is no way {key!r}; there are: {', '.join(known)}.")
    return read_way(known[key])


def read_way(path: Path) -> WayOfWorking:
    """Read one way of working.

    Raises
    ------
    DefinitionError
        With every fault of the file.
    """
    way, faults = _read(path)
    if way is None or faults:
        raise DefinitionError(faults)
    return way


def check_ways(paths: Iterable[Path] = ()) -> list[Fault]:
    """Return every fault in these files; without any, in the shipped ones."""
    files = list(paths) or sorted(ways_folder().glob("*.yaml"))
    return sorted({fault for file in files for fault in _read(file)[1]})


def _read(path: Path) -> tuple[WayOfWorking | None, list[Fault]]:
    # The YAML reader is imported where a way is read: most pages read none.
    from survey_app.definitions.shaped_files import read_shaped
    from survey_app.definitions.ways.shape import WayShape

    return read_shaped(path, WayShape, _build)


def _build(shape: "WayShape", fault: "NoteFault") -> WayOfWorking:
    for part in ("key", "name"):
        seen: set[str] = set()
        for number, principle in enumerate(shape.principles):
            word = str(getattr(principle, part)).casefold()
            if word in seen:
                fault(("principles", number, part), f"this {part} is there twice; change one")
            seen.add(word)
    return WayOfWorking(
        key=shape.key,
        version=shape.version,
        title=shape.title,
        principles=tuple(
            Principle(key=each.key, version=each.version, name=each.name, meaning=each.meaning)
            for each in shape.principles
        ),
    )
