"""The list of what must stay so, in a file outside the database.

One line of JSON for each act, with a code (HMAC-SHA256) that only who has the secret keys can make:
a line that somebody else wrote or changed is refused, for by such a line something could be made to
be erased. A last line without its end was cut off while it was written; the database has it whole.
"""

import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from survey_app.audit.repeating import Detail, Kind, key_of
from survey_app.errors import KansmeterError
from survey_app.storage import derive_key


class ListFileError(KansmeterError):
    """The file cannot be read, or holds a line that Kansmeter did not write."""


@dataclass(frozen=True, slots=True)
class Line:
    """One act, as the file and the database have it."""

    kind: str
    subject: str
    detail: Detail
    at: datetime

    @property
    def key(self) -> str:
        """What makes it the same act in the file and in the database."""
        return key_of(self.kind, self.subject, self.detail)

    def told(self) -> str:
        """Return what the code is made of."""
        parts = [self.kind, self.subject, self.detail, self.at.astimezone(UTC).isoformat()]
        return json.dumps(parts, sort_keys=True, separators=(",", ":"))


class ListFile:
    """The file, held by one process at a time."""

    def __init__(self, path: Path, secrets_newest_first: Sequence[str]) -> None:
        self.path = path
        self._keys = [derive_key(secret, "erasure list") for secret in secrets_newest_first]

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other processes out, also of the moment in which the file is replaced."""
        with _opened(self.path.with_name(f"{self.path.name}.lock")) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def read(self) -> tuple[list[Line], bool]:
        """Return the lines, and whether each is whole and carries a code of the newest key."""
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return [], True
        except OSError as fault:
            raise ListFileError(f"{self.path} cannot be read: {fault.strerror}.") from fault
        whole, _, torn = raw.rpartition(b"\n")
        lines, is_fresh = [], not torn
        for number, each in enumerate(whole.split(b"\n") if whole else (), 1):
            line, key = self._read_line(each, number)
            is_fresh = is_fresh and key == 0
            lines.append(line)
        return lines, is_fresh

    def add(self, lines: Sequence[Line]) -> None:
        """Write lines behind the others, on the disk before this returns."""
        if lines:
            with _opened(self.path) as descriptor:
                _write_out(descriptor, self._written(lines))

    def replace(self, lines: Sequence[Line]) -> None:
        """Write the whole file anew, with codes of the newest key; the old one stays until then."""
        fresh = self.path.with_name(f"{self.path.name}.new")
        fresh.unlink(missing_ok=True)
        with _opened(fresh) as descriptor:
            _write_out(descriptor, self._written(lines))
        try:
            fresh.replace(self.path)
        except OSError as fault:
            raise ListFileError(f"{self.path} cannot be written: {fault.strerror}.") from fault

    def _read_line(self, raw: bytes, number: int) -> tuple[Line, int]:
        try:
            given = json.loads(raw)
            line = Line(
                str(Kind(given["kind"])),
                str(given["subject"]),
                dict(given["detail"]),
                datetime.fromisoformat(given["at"]),
            )
            code = str(given["code"])
        except (ValueError, KeyError, TypeError) as fault:
            raise ListFileError(f"Line {number} of {self.path} was not written so.") from fault
        for place, key in enumerate(self._keys):
            if hmac.compare_digest(_code(key, line), code):
                return line, place
        raise ListFileError(
            f"Line {number} of {self.path} was changed, or its key is no longer in "
            "KANSMETER_SECRET_KEYS: add that key, or put back a copy of the file."
        )

    def _written(self, lines: Sequence[Line]) -> bytes:
        return b"".join(
            json.dumps(
                {
                    "kind": each.kind,
                    "subject": each.subject,
                    "detail": each.detail,
                    "at": each.at.astimezone(UTC).isoformat(),
                    "code": _code(self._keys[0], each),
                },
                separators=(",", ":"),
            ).encode()
            + b"\n"
            for each in lines
        )


def _code(key: bytes, line: Line) -> str:
    return hmac.new(key, line.told().encode(), hashlib.sha256).hexdigest()


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """Give a file that only its owner reads, made when it is new, to write behind its end."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    except OSError as fault:
        raise ListFileError(f"{path} cannot be written: {fault.strerror}.") from fault
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _write_out(descriptor: int, raw: bytes) -> None:
    try:
        while raw:
            raw = raw[os.write(descriptor, raw) :]
        os.fsync(descriptor)
    except OSError as fault:
        raise ListFileError(f"The erasure list cannot be written: {fault.strerror}.") from fault
