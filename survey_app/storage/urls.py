"""What the address of a database tells: whether it is a file, and what lies beside it."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError


def names_file(url: URL) -> bool:
    """Tell whether an address of SQLite names a file and nothing else."""
    name = url.database or ""
    return bool(name) and not url.query and "\0" not in name and ":memory:" not in name


def file_of(database_url: str) -> Path | None:
    """Return the file that a database is; None when it is a server, or no address at all."""
    try:
        url = make_url(database_url)
    except ArgumentError:
        return None
    if url.get_backend_name() != "sqlite" or not names_file(url):
        return None
    return Path(url.database or "").resolve()


def beside(database_url: str, name: str) -> Path | None:
    """Return what lies beside a database that is a file; a server has no such place."""
    file = file_of(database_url)
    return file and file.with_name(name)
