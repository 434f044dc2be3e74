"""Encrypting single fields.

AES-GCM with the newest key, reading with any key that is still known.
"""

import base64
import hashlib
import hmac
import secrets

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


class Keyring:
    """The keys for sealed text, newest first; a sealed text names the key it needs."""

    def __init__(self, secrets_newest_first: tuple[str, ...]) -> None:
        if not secrets_newest_first:
            raise ValueError("A keyring needs at least one secret.")
        keys = [derive_key(secret, "sealed text") for secret in secrets_newest_first]
        self._ciphers = {_name(key): AESGCM(key) for key in keys}
        self._newest = _name(keys[0])
        self._finders = [derive_key(secret, "find sealed text") for secret in secrets_newest_first]
        trail = [derive_key(secret, "audit trail") for secret in secrets_newest_first]
        self.trail = Marks({_name(key): key for key in trail})

    def seal(self, text: str, place: str) -> str:
        """Return the text encrypted with the newest key and bound to the place it is stored."""
        nonce = secrets.token_bytes(12)
        sealed = self._ciphers[self._newest].encrypt(nonce, text.encode(), place.encode())
        return f"{self._newest}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def unseal(self, sealed: str, place: str) -> str:
        """Return the text again, or raise SealError."""
        name, _, body = sealed.partition(".")
        cipher = self._ciphers.get(name)
        if cipher is None:
            raise SealError(
                "A field is sealed with a key that is not in KANSMETER_SECRET_KEYS any more."
            )
        raw = base64.urlsafe_b64decode(body)
        try:
            return cipher.decrypt(raw[:12], raw[12:], place.encode()).decode()
        except InvalidTag as error:
            raise SealError("A sealed field was changed or moved to another column.") from error

    def fingerprints(self, text: str, place: str) -> tuple[str, ...]:
        """Return by what equal texts of one place are found without unsealing, newest key first.

        Store the first; look for any of them, so that what was stored under an older key is found.
        """
        return tuple(
            hmac.new(key, f"{place}\n{text}".encode(), hashlib.sha256).hexdigest()
            for key in self._finders
        )


def _name(key: bytes) -> str:
    return hashlib.sha256(b"name of " + key).hexdigest()[:8]
