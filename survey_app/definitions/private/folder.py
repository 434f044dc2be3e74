"""The folder of private texts: where it may lie, who may read it, and which files count."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from survey_app.definitions.loading import MOST_BYTES, SUFFIXES, shipped_folder

_NAME = re.compile(r"[a-z][a-z0-9-]{0,63}\.ya?ml", re.ASCII)
_FOR_OTHERS = stat.S_IROTH | stat.S_IWOTH | stat.S_IXOTH


class UnusableFileError(Exception):
    """Something in the folder is no file of texts; the text says what to do."""


def why_not_private(folder: Path) -> str | None:
    """Return what a folder must be to hold private texts, or None when it is."""
    try:
        resolved = folder.resolve(strict=True)
        mode = resolved.stat().st_mode
    except (OSError, ValueError, RuntimeError):
        return "must be the absolute path of a folder that is there and can be read"
    is_readable = stat.S_ISDIR(mode) and os.access(resolved, os.R_OK | os.X_OK)
    if not folder.is_absolute() or not is_readable:
        return "must be the absolute path of a folder that is there and can be read"
    if resolved.is_relative_to(shipped_folder().resolve().parent):
        return "must lie outside the software and its repository: move the folder elsewhere"
    if mode & _FOR_OTHERS:
        return "must be closed to others on this machine: run 'chmod o-rwx' on the folder"
    return None


def files_in(folder: Path) -> Iterator[Path]:
    """Give what looks like a questionnaire file, in the order of the names.

    Hidden entries and other kinds of files (an agreement, say) lie there unread.
    """
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in SUFFIXES and not path.name.startswith("."):
            yield path


def content_of(path: Path, folder: Path) -> bytes:
    """Return the content of one file, up to what makes it too large.

    Raises
    ------
    UnusableFileError
        It has another name than a list, leads out of the folder, or is no file that can be read.
    """
    if not _NAME.fullmatch(path.name):
        raise UnusableFileError("the name is not that of a list; call it like sdq-p4-17.yaml")
    try:
        target = path.resolve(strict=True)
        if not target.is_relative_to(folder.resolve()):
            raise UnusableFileError("a link that leads out of the folder; put the file itself here")
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        with open(os.open(target, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise UnusableFileError("this is not a file; remove it")
            return file.read(MOST_BYTES + 1)
    except (OSError, RuntimeError):
        raise UnusableFileError("this cannot be read as a file; look at its permissions") from None
