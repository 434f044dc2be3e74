"""The secret keys of the settings: from the environment or a file, and what is too weak for one."""

import os
import stat
from pathlib import Path
from typing import Final

SHORTEST_KEY: Final = 32
FEWEST_DIFFERENT_SIGNS: Final = 10
LARGEST_FILE: Final = 64 * 1024
NO_KEYS: Final = ("changeme", "change-me", "password", "wachtwoord", "example", "voorbeeld")
"""Words that stand in keys which somebody made up or copied, and in no random one."""


def split_keys(text: str) -> tuple[str, ...]:
    """Return the keys of a list with a comma or a new line between, newest first."""
    parts = (part.strip() for line in text.splitlines() for part in line.split(","))
    return tuple(part for part in parts if part)


def why_weak(keys: tuple[str, ...]) -> str | None:
    """Return what must be different, without a word of the keys; None when they will do."""
    if not keys:
        return "must hold at least one key"
    if any(len(key) < SHORTEST_KEY for key in keys):
        return f"must hold keys of at least {SHORTEST_KEY} characters each"
    if len(set(keys)) < len(keys):
        return "must hold each key once"
    if any(_is_made_up(key) for key in keys):
        return "must hold random keys, for instance from 'openssl rand -hex 32'"
    return None


def read_key_file(path: Path) -> str:
    """Return what stands in a file of keys, or raise ValueError when others may read it."""
    if not path.is_absolute() or "\0" in str(path):
        raise ValueError("must be the absolute path of a file")
    try:
        with path.open(encoding="utf-8") as file:
            reason = _why_not_private(os.fstat(file.fileno()))
            if reason is not None:
                raise ValueError(reason)
            return file.read()
    except UnicodeDecodeError:
        raise ValueError("must hold text, one key a line") from None
    except OSError:
        raise ValueError("must be a file that can be read") from None


def _why_not_private(found: os.stat_result) -> str | None:
    if not stat.S_ISREG(found.st_mode):
        return "must be a file"
    if found.st_size > LARGEST_FILE:
        return "is too large for a file of keys"
    if found.st_uid not in (os.geteuid(), 0):
        return "must belong to who runs this, or to root"
    if found.st_mode & 0o077:
        return "must be closed to others: chmod 600"
    return None


def _is_made_up(key: str) -> bool:
    steps = sum(ord(b) - ord(a) == 1 for a, b in zip(key, key[1:], strict=False))
    return (
        len(set(key)) < FEWEST_DIFFERENT_SIGNS
        or key in (key + key)[1:-1]  # it is one part, again and again
        or steps > len(key) // 2  # abcdef…, 012345…
        or any(word in key.lower() for word in NO_KEYS)
    )
