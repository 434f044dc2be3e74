"""Writing a file whole or not at all."""

import os
import secrets
from pathlib import Path

from survey_app.errors import InputError


class UnwritableFileError(InputError):
    """A file cannot be written there; the text says why."""


def write_whole(path: Path, text: str) -> None:
    """Put the whole text at the path in one step, so that no half file can ever be seen."""
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise UnwritableFileError(f"{path} is no ordinary file; name a file to write.")
    half = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with half.open("xb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
    except OSError as fault:
        raise UnwritableFileError(f"{path} cannot be written: {fault.strerror}.") from fault
    finally:
        half.unlink(missing_ok=True)
