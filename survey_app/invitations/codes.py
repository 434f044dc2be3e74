"""Short codes: nine characters that open a link, for who reads them from paper or hears them.

A code is made from a secret key and the id of its invitation, so it can be shown again and is never
stored; the database holds only a keyed hash, from the first time a code is shown. Without the key
neither the code nor its hash can be made. 31 symbols to the ninth are 44 bits: enough to guess
none, because a right code always opens, however many wrong ones came from the same address.
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, NewType
from unicodedata import decimal, normalize

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.accounts.networks import network_of
from survey_app.errors import KansmeterError
from survey_app.invitations.models import Invitation
from survey_app.storage import derive_key, hold

ShortCode = NewType("ShortCode", str)
"""The nine symbols, without dashes."""

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0 or O, no 1, I or L. Who types one of those misread a Q, a D, a 7 or a J: nobody knows which,
so it is a wrong code and not another one."""
LENGTH: Final = 9
GROUP: Final = 3
TURNS: Final = 16
"""How many codes an invitation can get, for when one is taken."""
OTHER_LETTERS: Final = str.maketrans("АВЕКМНРСТУХ", "ABEKMHPCTYX")
"""Cyrillic letters that look exactly like one symbol, for who has that keyboard."""
NOT_SENT: Final = ("ASS", "FUK", "GEK", "HEX", "KKK", "KUT", "NSB", "SEX", "ZAK")
"""What a group of three may not spell on a letter of a school."""


NO_CODE_LEFT: Final = "Er kan nu geen code worden gemaakt."


class NoCodeLeftError(KansmeterError):
    """Every code of this invitation is taken; that takes 16 meetings of one in 26 trillion."""


@dataclass(frozen=True, slots=True)
class ShortCodes:
    """The keys of short codes, newest first: all of them read, new codes are of the newest."""

    _keys: tuple[bytes, ...] = field(repr=False)

    @classmethod
    def of(cls, secrets_newest_first: tuple[str, ...]) -> "ShortCodes":
        """Derive the keys from the secrets of the settings."""
        return cls(tuple(derive_key(secret, "short code") for secret in secrets_newest_first))

    def fresh(self, invitation_id: str) -> Iterator[tuple[ShortCode, str]]:
        """Yield the codes this invitation may get, by the newest key, each with its hash."""
        return (
            (code, hashed)
            for code, hashed in _made(self._keys[0], invitation_id)
            if not any(code[at : at + GROUP] in NOT_SENT for at in range(0, LENGTH, GROUP))
        )

    def known(self, invitation_id: str, code_hash: str | None) -> ShortCode | None:
        """Return the code with this hash; None without one, or when its key was taken away."""
        if code_hash is None:
            return None
        return next(
            (
                code
                for key in self._keys
                for code, hashed in _made(key, invitation_id)
                if hmac.compare_digest(hashed, code_hash)
            ),
            None,
        )

    def hashes(self, code: ShortCode) -> list[str]:
        """Return what may stand in the database for this code, by every key."""
        return [_hash(key, code) for key in self._keys]

    def place(self, address: str) -> str:
        """Return the name under which wrong codes from an internet address are counted.

        Who has IPv6 owns a whole /64 of addresses, so those count as one.
        """
        return _mac(self._keys[0], f"place of {network_of(address)}").hex()


def written(code: ShortCode) -> str:
    """Return a code as it stands on paper: K7M-2PX-9TD."""
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def read(typed: str) -> ShortCode | None:
    """Return the code in what somebody typed, None when it cannot be one.

    Spaces, dashes and other signs do not count; lower case, digits of other scripts and Cyrillic
    letters do when they mean one symbol.
    """
    signs = (sign for sign in normalize("NFKC", typed).upper() if sign.isalnum())
    code = "".join(str(decimal(sign, sign)) for sign in signs).translate(OTHER_LETTERS)
    return ShortCode(code) if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def code_for(session: Session, invitation: Invitation, codes: ShortCodes) -> ShortCode:
    """Return the code of an invitation, the same every time; the first time its hash is stored.

    When the key of an earlier code was taken out of the settings there is a new one.
    """
    code = codes.known(invitation.id, invitation.code_hash)
    if code is None:
        hold(session, invitation)
        code = codes.known(invitation.id, invitation.code_hash)
    return code or _store_first_free(session, invitation, codes)


def noted_code(session: Session, invitation: Invitation, codes: ShortCodes) -> ShortCode:
    """Return the code of an invitation; the first time its hash is noted and nothing is flushed.

    So a mail can be composed in a session of which nothing is kept, and stores the hash when it is
    composed once more in the transaction in which it goes.
    """
    known = codes.known(invitation.id, invitation.code_hash)
    if known is not None:
        return known
    for code, hashed in _free(session, invitation, codes):
        invitation.code_hash = hashed
        return code
    raise NoCodeLeftError(NO_CODE_LEFT)


def invitation_with(session: Session, typed: str, codes: ShortCodes) -> str | None:
    """Return the id of the invitation whose code this is; None when none is, or it was revoked."""
    code = read(typed)
    if code is None:
        return None
    found = session.scalars(
        select(Invitation.id).where(
            Invitation.code_hash.in_(codes.hashes(code)), Invitation.revoked_at.is_(None)
        )
    ).all()
    return found[0] if len(found) == 1 else None


def _store_first_free(session: Session, invitation: Invitation, codes: ShortCodes) -> ShortCode:
    """Store the hash of the first code nobody has; the constraint decides between two at once."""
    for code, hashed in _free(session, invitation, codes):
        try:
            with session.begin_nested():
                invitation.code_hash = hashed
        except IntegrityError:
            continue
        return code
    raise NoCodeLeftError(NO_CODE_LEFT)


def _free(
    session: Session, invitation: Invitation, codes: ShortCodes
) -> Iterator[tuple[ShortCode, str]]:
    """Yield the codes that nobody has, also not under an older key, which no constraint sees."""
    for code, hashed in codes.fresh(invitation.id):
        held = select(Invitation.id).where(Invitation.code_hash.in_(codes.hashes(code)))
        if session.scalar(held.limit(1)) is None:
            yield code, hashed


def _made(key: bytes, invitation_id: str) -> Iterator[tuple[ShortCode, str]]:
    for turn in range(TURNS):
        number = int.from_bytes(_mac(key, f"code {turn} of {invitation_id}"))
        symbols = ""
        for _ in range(LENGTH):
            number, rest = divmod(number, len(ALPHABET))
            symbols += ALPHABET[rest]
        code = ShortCode(symbols)
        yield code, _hash(key, code)


def _hash(key: bytes, code: ShortCode) -> str:
    return _mac(key, f"hash of {code}").hex()


def _mac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode("utf-8", "replace"), sha256)
