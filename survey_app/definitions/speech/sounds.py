"""Where the sounds lie: recordings by people, and what a synthesiser made where there are none."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final

from survey_app.definitions.loading import shipped_folder, state_of
from survey_app.definitions.speech.mp3 import LARGEST, why_not_mp3
from survey_app.definitions.speech.texts import Utterance

RECORDED: Final = "opnamen"
"""The folder of recordings inside the folder of sounds; below it one per language and list."""
MADE: Final = "kunststem"
"""The folder of what a synthesiser made; it can be thrown away and made again."""

DEEPEST: Final = 2
SECONDS_BETWEEN_LOOKS: Final = 5.0
_NAME = re.compile(r"(?:[a-z0-9][a-z0-9_-]{0,99}\.)?([0-9a-f]{16})\.mp3", re.ASCII)
_LOOSE = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}\.mp3", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sound:
    """One file with the sound of one text."""

    fingerprint: str
    path: Path
    is_recorded: bool

    def read(self) -> bytes:
        """Return the file, up to what makes it too large."""
        return _content(self.path)


def recordings_folder() -> Path:
    """Return the folder of the recordings that come with Kansmeter."""
    return shipped_folder() / "geluid"


def bound_name(utterance: Utterance) -> str:
    """Return how the recording of this text is called: a name for people, and its fingerprint."""
    return f"{utterance.name}.{utterance.fingerprint}.mp3"


def fingerprint_in(name: str) -> str | None:
    """Return the fingerprint in the name of a file, or None when it is bound to no text."""
    found = _NAME.fullmatch(name)
    return found.group(1) if found else None


class Sounds:
    """The sounds of one installation, looked for again when some seconds have passed.

    A file that was dropped is therefore heard without a new start. What is no mp3, is too large, or
    is a link to another place is as good as absent.

    Parameters
    ----------
    folder : Path or None
        The folder of sounds of this installation, in which `RECORDED` and `MADE` lie.
    shipped : Path, optional
        Another place than `recordings_folder` for the recordings that come with Kansmeter.
    """

    def __init__(self, folder: Path | None, shipped: Path | None = None) -> None:
        self.folder = folder
        self._shipped = shipped or recordings_folder()
        self._sound: dict[tuple[str, int, int], bool] = {}
        self._known: Mapping[str, Sound] = {}
        self._looked_at: float | None = None

    @property
    def recorded_in(self) -> tuple[Path, ...]:
        """Where recordings may lie; the later one counts where both have one."""
        own = () if self.folder is None else (self.folder / RECORDED,)
        return (self._shipped, *own)

    def known(self) -> Mapping[str, Sound]:
        """Return the sounds by fingerprint, as they were at most some seconds ago."""
        now = monotonic()
        if self._looked_at is None or now - self._looked_at > SECONDS_BETWEEN_LOOKS:
            found = self._look()
            if found != self._known:
                self._known = found
            self._looked_at = now
        return self._known

    def _look(self) -> Mapping[str, Sound]:
        made = () if self.folder is None else (self.folder / MADE,)
        found: dict[str, Sound] = {}
        sound: dict[tuple[str, int, int], bool] = {}
        for folder in (*made, *self.recorded_in):
            for entry in files_below(folder):
                fingerprint = fingerprint_in(entry.name)
                if fingerprint is None:
                    continue
                path = Path(entry.path)
                state = state_of(path)
                if state is None:
                    continue
                key = (entry.path, state.st_mtime_ns, state.st_size)
                sound[key] = self._sound.get(key, False) or _is_sound(path)
                if sound[key]:
                    found[fingerprint] = Sound(fingerprint, path, folder not in made)
        self._sound = sound
        return found


def loose_files(folder: Path) -> Iterator[Path]:
    """Give the recordings that are bound to no text yet: only named, such as ``o1.mp3``."""
    for entry in files_below(folder):
        if _LOOSE.fullmatch(entry.name) and fingerprint_in(entry.name) is None:
            yield Path(entry.path)


def files_below(folder: Path, deep: int = DEEPEST) -> Iterator[os.DirEntry[str]]:
    """Give the files with sounds in a folder and the few below it; links are not followed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_file(follow_symlinks=False) and entry.name.endswith(".mp3"):
            yield entry
        elif deep and entry.is_dir(follow_symlinks=False):
            yield from files_below(Path(entry.path), deep - 1)


def _is_sound(path: Path) -> bool:
    try:
        return why_not_mp3(_content(path)) is None
    except OSError:
        return False


def _content(path: Path) -> bytes:
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as file:
        return file.read(LARGEST + 1)
