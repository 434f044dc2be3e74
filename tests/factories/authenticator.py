"""A device with passkeys, as WebAuthn level 3 describes it, written apart from what judges it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from secrets import token_bytes
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Device:
    """A phone that holds one key for one website."""

    def __init__(self, origin: str = "http://localhost", host: str = "localhost") -> None:
        self.origin, self.host = origin, host
        self.flags = PRESENT | VERIFIED
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = token_bytes(32)
        self.user = b""
        self.counter = 0

    def make(self, options: str) -> str:
        """Answer what was asked when a key is made."""
        asked = json.loads(options)
        self.user = unpacked(asked["user"]["id"])
        point = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        attested = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(public)
        data = self._data(self.flags | ATTESTED) + attested
        return self._reply(
            clientDataJSON=self._client_data("webauthn.create", asked["challenge"]),
            attestationObject=cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data}),
        )

    def sign(self, options: str) -> str:
        """Answer what was asked when somebody signs in."""
        self.counter += 1
        client_data = self._client_data("webauthn.get", json.loads(options)["challenge"])
        data = self._data(self.flags)
        signed = self.key.sign(data + sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return self._reply(
            clientDataJSON=client_data,
            authenticatorData=data,
            signature=signed,
            userHandle=self.user,
        )

    def _data(self, flags: int) -> bytes:
        return sha256(self.host.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        data = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(data).encode()

    def _reply(self, **response: bytes) -> str:
        key = {"id": packed(self.id), "rawId": packed(self.id), "type": "public-key"}
        answer: dict[str, Any] = {name: packed(value) for name, value in response.items()}
        return json.dumps({**key, "response": answer, "clientExtensionResults": {}})


def packed(plain: bytes) -> str:
    """Return bytes as browsers write them in JSON."""
    return urlsafe_b64encode(plain).decode().rstrip("=")


def unpacked(text: str) -> bytes:
    """Return the bytes again."""
    return urlsafe_b64decode(text + "==")
