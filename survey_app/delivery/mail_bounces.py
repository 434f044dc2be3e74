"""Reading a mail that comes back: a delivery status notification (RFC 3464) of a mail server.

Which of our mails it is about stands in the part that was returned, under the id we gave it. That
id is random, so only who handled the mail can name it.
"""

import email
import re
from dataclasses import dataclass
from email.message import Message
from email.policy import Compat32
from typing import Final

LONGEST: Final = 256 * 1024
"""So many bytes of a notification are read at most; what returned whole stands behind its head."""
LONGEST_HEADER: Final = 2000
MOST_CONTAINERS: Final = 20
"""A notification has 4: itself, the status, our mail, and the two forms of our mail."""
_CONTAINER = re.compile(rb"^content-type:\s*(?:message|multipart)/", re.IGNORECASE | re.MULTILINE)
_OURS = re.compile(r"<([0-9a-f]{32})@[^<>\s]+>")
_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_RETURNED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")


@dataclass(frozen=True, slots=True)
class MailBounce:
    """Which mail came back, and with which status (RFC 3463)."""

    reference: str
    status: str

    @property
    def is_permanent(self) -> bool:
        """Whether it will never arrive there."""
        return self.status.startswith("5.")


class _ShortHeaders(Compat32):
    """Reads no more of a header than one can need: taking a long one apart takes minutes."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


_SHORT_HEADERS: Final = _ShortHeaders()


def read_bounce(raw: bytes) -> MailBounce | None:
    """Return what a notification says of a mail of ours; None when it is none, or of no mail."""
    if len(_CONTAINER.findall(raw[:LONGEST])) > MOST_CONTAINERS:
        return None
    try:
        return _read(raw[:LONGEST])
    except Exception:  # anybody can send one, and the parser raises whatever it stumbles on
        return None


def _read(raw: bytes) -> MailBounce | None:
    notice = email.message_from_bytes(raw, policy=_SHORT_HEADERS)
    if notice.get_content_type() != "multipart/report" or not notice.is_multipart():
        return None
    parts = [part for part in notice.get_payload() if isinstance(part, Message)]
    blocks = [
        block
        for part in parts
        if part.get_content_type() in ("message/delivery-status", "message/global-delivery-status")
        for block in _messages_in(part)
    ]
    status = next((found for found in map(_failure, blocks) if found), None)
    named = [str(block.get("Original-Message-ID", "")) for block in blocks]
    named += [
        str(returned.get("Message-ID", ""))
        for part in parts
        if part.get_content_type() in _RETURNED
        for returned in _messages_in(part)
    ]
    ours = next((found[1] for found in map(_OURS.search, named) if found), None)
    return MailBounce(ours, status) if ours is not None and status is not None else None


def _failure(block: Message) -> str | None:
    """Return the status of a recipient for whom delivery failed or is delayed."""
    found = _STATUS.match(str(block.get("Status", "")))
    action = str(block.get("Action", "")).strip().lower()
    return found[1] if found and action in ("failed", "delayed") else None


def _messages_in(part: Message) -> list[Message]:
    """Return the heads inside a part: parsed already, or still as text."""
    inside = part.get_payload()
    if isinstance(inside, list):
        return [each for each in inside if isinstance(each, Message)]
    decoded = part.get_payload(decode=True)
    return (
        [email.message_from_bytes(decoded, policy=_SHORT_HEADERS)]
        if isinstance(decoded, bytes)
        else []
    )
