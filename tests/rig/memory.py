"""Where databases of tests live: in memory where the machine has room for it, as that is faster."""

import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 the folder inside has a name of its own and is ours alone
ROOM = 2 * 1024**3
"""Bytes that must be free: some databases of 8 MB and the log of a server, many times over."""


def make_folder(prefix: str) -> Path:
    """Make an empty folder that only this user can open; whoever asks for it removes it."""
    in_memory = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM
    return Path(tempfile.mkdtemp(prefix=prefix, dir=MEMORY if in_memory else None))
