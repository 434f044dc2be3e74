"""Signed links: authenticity is in the signature, validity and use are in the database.

A token is an id and its signature. itsdangerous accepts several texts for one signature (other last
characters, padding, non-ASCII), so only the one text that signing gives is taken; and each purpose
has a salt of its own, so a token for one purpose is worthless for another.
"""

import hashlib
import hmac
import re
from enum import StrEnum

from itsdangerous import BadSignature, Signer

from survey_app.errors import NotFoundError

_ID = re.compile(r"[0-9a-f]{32}")


class Purpose(StrEnum):
    """What a link is for; the salt of its signature."""

    ANSWER = "kansmeter answer link 1"
    CREDENTIAL = "kansmeter credential link 1"
    ROUND = "kansmeter round link 1"
    CONSENT = "kansmeter consent link 1"
    NOMINATE = "kansmeter nominate link 1"


PATHS = {
    Purpose.ANSWER: "/v/",
    Purpose.CREDENTIAL: "/toegang/",
    Purpose.ROUND: "/ronde/",
    Purpose.CONSENT: "/akkoord/",
    Purpose.NOMINATE: "/aanmelden/",
}
"""Where a link of each purpose leads."""


class InvalidLinkError(NotFoundError):
    """The link was not made by us, was altered or cut off; says nothing about what exists."""


class SignedLinks:
    """Makes and reads the links of one purpose; keys newest first, all of them are read."""

    def __init__(
        self, secrets_newest_first: tuple[str, ...], purpose: Purpose, base_url: str
    ) -> None:
        self._signers = [
            Signer(secret, salt=purpose.value, key_derivation="hmac", digest_method=hashlib.sha256)
            for secret in secrets_newest_first
        ]
        self._path = PATHS[purpose]
        self._base_url = base_url.rstrip("/")

    def token(self, row_id: str) -> str:
        """Return the token for an id, signed with the newest key."""
        return self._signers[0].sign(row_id).decode()

    def url(self, row_id: str) -> str:
        """Return the whole link, built when it is shown and never stored."""
        return f"{self._base_url}{self._path}{self.token(row_id)}"

    def read(self, token: str) -> str:
        """Return the id inside a token, or raise InvalidLinkError; the database is not asked."""
        given = token.encode("utf-8", "replace")
        for signer in self._signers:
            try:
                row_id = signer.unsign(given).decode("ascii", "replace")
            except BadSignature:
                continue
            if _ID.fullmatch(row_id) and hmac.compare_digest(signer.sign(row_id), given):
                return row_id
        raise InvalidLinkError("Deze link werkt niet.")
