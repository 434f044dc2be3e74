"""Marks by which it shows that something was changed: HMAC-SHA256, each with the name of its key.

A mark names its key, so what was marked under an older one can still be checked.
"""

import hashlib
import hmac
from collections.abc import Mapping


class Marks:
    """The keys of marks for one purpose, by name and newest first."""

    def __init__(self, keys_newest_first: Mapping[str, bytes]) -> None:
        self._keys = dict(keys_newest_first)
        self.newest = next(iter(self._keys))

    def mark(self, message: bytes, key_name: str) -> str | None:
        """Return the mark of a message under this key, or None when the key is not known here."""
        key = self._keys.get(key_name)
        return None if key is None else hmac.new(key, message, hashlib.sha256).hexdigest()
