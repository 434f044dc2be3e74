"""Browsers somebody signed in on before, known by a signed cookie.

Such a browser has a counter of its own, so that whoever tries somebody's name from elsewhere does
not keep that person out. The cookie opens nothing: it holds a random id and, for each person who
signed in there, a signature over the id and that person, from which nobody can be read.
"""

import base64
import hmac
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from survey_app.storage import derive_key

MOST_PEOPLE: Final = 4
"""A computer of the team room; who signed in longest ago is forgotten first."""
_ID_BYTES: Final = 16
_MARK_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Devices:
    """Signs and reads the cookie; keys newest first, all of them are read."""

    _keys: tuple[bytes, ...] = field(repr=False)

    @classmethod
    def of(cls, secrets_newest_first: tuple[str, ...]) -> "Devices":
        """Derive the keys from the secrets of the settings."""
        return cls(tuple(derive_key(secret, "known device") for secret in secrets_newest_first))

    def known(self, cookie: str, person_id: str) -> str | None:
        """Return the id of a browser on which this person signed in, else None."""
        device, marks = _read(cookie)
        is_known = any(
            hmac.compare_digest(mark, expected)
            for expected in self._marks(device, person_id)
            for mark in marks
        )
        return device if device and is_known else None

    def remember(self, cookie: str, person_id: str) -> str:
        """Return the cookie of a browser on which this person signs in now."""
        device, marks = _read(cookie)
        device = device or _text(secrets.token_bytes(_ID_BYTES))
        newest, *_ = own = list(self._marks(device, person_id))
        others = [mark for mark in marks if mark not in own]
        return ".".join([device, newest, *others[: MOST_PEOPLE - 1]])

    def _marks(self, device: str, person_id: str) -> Iterator[str]:
        for key in self._keys:
            whole = hmac.digest(key, f"{device} {person_id}".encode(), sha256)
            yield _text(whole[:_MARK_BYTES])


def _read(cookie: str) -> tuple[str, list[str]]:
    """Return the id and the signatures in a cookie; what cannot be one has neither."""
    length = len(_text(bytes(_ID_BYTES)))
    device, *marks = cookie.split(".")
    is_sound = cookie.isascii() and len(marks) <= MOST_PEOPLE
    is_sound &= all(len(part) == length for part in (device, *marks))
    return (device, marks) if is_sound else ("", [])


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
