"""Compiled questionnaires, kept between two starts in a folder that only their user can write.

Reading and checking the files that come with Kansmeter takes over half a second, and they change
only with a new version. So what was read is kept, under a name made from the bytes of the file and
from the code that read it: another file or another code is another name, and nothing old is ever
taken for new. The cache may be deleted at any time, and it is never a reason to fail: where it
cannot be read or written, or holds anything else than what was written, the file is read again.

No pickle: what is read is JSON, and it becomes nothing but the values of a questionnaire.
"""

import hashlib
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from survey_app.definitions.compiling import compiled, from_compiled
from survey_app.definitions.values import Questionnaire

MOST_BYTES = 2_000_000
MOST_FILES = 200
"""Above this the longest unused are removed; a start needs one file for each list."""

_DIGEST_LENGTH = 64
_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def recall(content: bytes) -> Questionnaire | None:
    """Return what this content of a file was compiled to, or None when it is not here."""
    try:
        with _opened(make=False) as folder:
            kept = _read(folder, _name(content))
        digest, packed = kept[:_DIGEST_LENGTH], kept[_DIGEST_LENGTH:]
        if digest != _digest(packed):
            return None
        return from_compiled(packed.decode())
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None


def keep(content: bytes, questionnaire: Questionnaire) -> None:
    """Keep what the content of a sound file was compiled to, where that is possible."""
    packed = compiled(questionnaire).encode()
    with suppress(OSError), _opened(make=True) as folder:
        _write(folder, _name(content), _digest(packed) + packed)
        _remove_oldest(folder)


def cache_folder() -> Path | None:
    """Return the folder of the user who runs this (freedesktop.org: XDG base directories)."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(given):
        return Path(given) / "kansmeter-definitions"
    home = os.path.expanduser("~")
    return Path(home) / ".cache" / "kansmeter-definitions" if os.path.isabs(home) else None


def _name(content: bytes) -> str:
    return hashlib.sha256(_code() + hashlib.sha256(content).digest()).hexdigest() + ".json"


@cache
def _code() -> bytes:
    """Return a fingerprint of all that decides what a file is compiled to.

    The code of this room, the two libraries it reads with, and Python itself.
    """
    own = Path(__file__).resolve().parent
    files = sorted(own.rglob("*.py"))
    if not files:
        raise FileNotFoundError("the code has no sources, so that a new version cannot be told")
    for library, version in (("pydantic", "version.py"), ("ruamel", "yaml/__init__.py")):
        found = find_spec(library)
        places = found.submodule_search_locations if found else None
        files += [Path(place, version) for place in places or ()]
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.digest()


def _digest(packed: bytes) -> bytes:
    return hashlib.sha256(packed).hexdigest().encode()


@contextmanager
def _opened(*, make: bool) -> Iterator[int]:
    """Open the folder once and work inside it, so that what was checked is what is used."""
    path = cache_folder()
    if path is None:
        raise FileNotFoundError("there is no home")
    if make:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        _demand_own(os.fstat(folder))
        yield folder
    finally:
        os.close(folder)


def _demand_own(state: os.stat_result) -> None:
    if state.st_uid != os.geteuid() or state.st_mode & _WRITABLE_BY_OTHERS:
        raise PermissionError("others can write here")


def _read(folder: int, name: str) -> bytes:
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    with open(os.open(name, flags, dir_fd=folder), "rb") as file:
        state = os.fstat(file.fileno())
        _demand_own(state)
        if not stat.S_ISREG(state.st_mode):
            raise FileNotFoundError(name)
        return file.read(MOST_BYTES)


def _write(folder: int, name: str, content: bytes) -> None:
    """Write beside it and rename: two that start together both find a whole file or none."""
    beside = f"{name}.{secrets.token_hex(8)}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        with open(os.open(beside, flags, 0o600, dir_fd=folder), "wb") as file:
            file.write(content)
        os.replace(beside, name, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        with suppress(OSError):
            os.unlink(beside, dir_fd=folder)
        raise


def _remove_oldest(folder: int) -> None:
    """Keep the folder small; also what an interrupted start left behind goes in the end."""
    names = os.listdir(folder)
    if len(names) <= MOST_FILES:
        return
    ages = {}
    for name in names:
        with suppress(OSError):
            ages[name] = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime_ns
    for name in sorted(ages, key=ages.__getitem__)[: len(ages) - MOST_FILES // 2]:
        with suppress(OSError):
            os.unlink(name, dir_fd=folder)
