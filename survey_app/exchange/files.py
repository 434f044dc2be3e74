"""Writing a file whole or not at all."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from survey_app.errors import InputError


class UnwritableFileError(InputError):
    """A file cannot be written there; the text says why."""


def make_folder(folder: Path) -> None:
    """Make a folder with those around it; one that is there stays as it is."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise UnwritableFileError(f"{folder} cannot be made: {fault.strerror}.") from fault


def check_writable(path: Path) -> None:
    """Refuse a place where no file can be written, before there is anything to write."""
    half = path.resolve().with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        _write(path, half, "")
    finally:
        _remove(half)


def refuse_same(path: Path | None, source: Path) -> None:
    """Refuse a place for a result that is the file it is made of, also by another name."""
    if path is not None and path.exists() and source.exists() and path.samefile(source):
        raise UnwritableFileError(
            f"{path} is the file that is read, and would be lost; name another for the result."
        )


def write_whole(path: Path, text: str | bytes) -> None:
    """Put a text or picture at the path in one step, so that no half file can ever be seen."""
    write_together({path: text})


def write_together(texts: Mapping[Path, str | bytes]) -> None:
    """Put several files in place, after all of them were written beside their places."""
    ready: list[tuple[Path, Path, Path]] = []
    try:
        for path, text in texts.items():
            target = path.resolve()
            if target.exists() and not target.is_file():
                raise UnwritableFileError(f"{path} is no ordinary file; name a file to write.")
            half = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
            ready.append((path, half, target))
            _write(path, half, text)
        for path, half, target in ready:
            _replace(path, half, target)
    finally:
        for _, half, _ in ready:
            _remove(half)


def _remove(half: Path) -> None:
    # Asked first: below what is no folder, removing what is not there is a fault of its own.
    if half.exists():
        half.unlink()


def _write(path: Path, half: Path, text: str | bytes) -> None:
    try:
        with half.open("xb") as file:
            file.write(text.encode() if isinstance(text, str) else text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as fault:
        raise UnwritableFileError(f"{path} cannot be written: {fault.strerror}.") from fault


def _replace(path: Path, half: Path, target: Path) -> None:
    try:
        half.replace(target)
    except OSError as fault:
        raise UnwritableFileError(f"{path} cannot be written: {fault.strerror}.") from fault
