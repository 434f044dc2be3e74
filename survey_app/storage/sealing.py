"""Encrypting single fields.

AES-GCM with the newest key, reading with any key that is still known. What is derived from the
secret keys for what purpose stands in `key_uses.py`.
"""

import base64
import hashlib
import hmac
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from survey_app.errors import KansmeterError
from survey_app.storage.marking import Marks


class SealError(KansmeterError):
    """A sealed field cannot be read: its key is missing or the text was moved or changed."""


def derive_key(secret: str, purpose: str) -> bytes:
    """Derive 32 bytes for one purpose from a secret of the settings (HKDF, SHA-256)."""
    kdf = HKDF(
        algorithm=hashes.SHA256(), length=32, salt=None, info=f"kansmeter {purpose}".encode()
    )
    return kdf.derive(secret.encode())


NAME_LENGTH: Final = 8
"""So many signs of a sealed text say by which key it was sealed."""
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16


class Keyring:
    """The keys for sealed text, newest first; a sealed text names the key it needs."""

    def __init__(self, secrets_newest_first: tuple[str, ...]) -> None:
        if not secrets_newest_first:
            raise ValueError("A keyring needs at least one secret.")
        keys = [derive_key(secret, "sealed text") for secret in secrets_newest_first]
        self._ciphers = {_name(key): AESGCM(key) for key in keys}
        self.names = tuple(self._ciphers)
        self._finders = [derive_key(secret, "find sealed text") for secret in secrets_newest_first]
        trail = [derive_key(secret, "audit trail") for secret in secrets_newest_first]
        self.trail = Marks({_name(key): key for key in trail})

    @property
    def newest(self) -> str:
        """The name of the key that seals; a name tells nothing of its key."""
        return self.names[0]

    def seal(self, text: str, place: str) -> str:
        """Return the text encrypted with the newest key and bound to the place it is stored."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._ciphers[self.newest].encrypt(nonce, text.encode(), place.encode())
        return f"{self.newest}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def unseal(self, sealed: str, place: str) -> str:
        """Return the text again, or raise SealError."""
        name, _, body = sealed.partition(".")
        cipher = self._ciphers.get(name)
        if cipher is None:
            raise SealError(
                "A field is sealed with a key that is not in KANSMETER_SECRET_KEYS any more."
            )
        raw = _read_body(body)
        try:
            text = cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode())
        except InvalidTag as error:
            raise SealError("A sealed field was changed or moved to another place.") from error
        return text.decode()

    def fingerprints(self, text: str, place: str) -> tuple[str, ...]:
        """Return by what equal texts of one place are found without unsealing, newest key first.

        Store the first; look for any of them, so that what was stored under an older key is found.
        """
        return tuple(
            hmac.new(key, f"{place}\n{text}".encode(), hashlib.sha256).hexdigest()
            for key in self._finders
        )


def place_in(column: str, row: str) -> str:
    """Return the place of a sealed text: its column (`table.column`) and the key of its row."""
    return f"{column} of {row}"


def _read_body(body: str) -> bytes:
    """Return nonce, sealed text and tag; of one text there is one way to write it."""
    try:
        raw = base64.b64decode(body, altchars=b"-_", validate=True)
    except ValueError as error:  # binascii.Error is one, and so are signs beyond ASCII
        raise SealError("A sealed field was changed.") from error
    if len(raw) < _NONCE_BYTES + _TAG_BYTES or base64.urlsafe_b64encode(raw).decode() != body:
        raise SealError("A sealed field was changed.")
    return raw


def _name(key: bytes) -> str:
    return hashlib.sha256(b"name of " + key).hexdigest()[:NAME_LENGTH]
