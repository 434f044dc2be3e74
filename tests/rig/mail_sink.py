"""A real mail server on this machine that takes, refuses, stalls or leaves, as a test asks."""

import asyncio
import email
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.rig.server import free_port


@dataclass
class MailSink:
    """What a mail server does, and the mails it took; `mode` can change at any moment.

    accept, later (451 to the recipient), later_text (451 after the text), once_later (451 the first
    time an address is named), refuse (550 to the recipient), refuse_text (554 after the text),
    stall (nothing is said after the text, until released), drop (leaves after the text without a
    word, but keeps the mail).
    """

    port: int
    mode: str = "accept"
    mails: list[EmailMessage] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    released: asyncio.Event | None = None
    on_mail: Callable[[EmailMessage], None] | None = None

    @property
    def url(self) -> str:
        """Return the address for the settings."""
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def texts(self) -> list[str]:
        """Return the plain text of each mail."""
        return [mail.get_body(("plain",)).get_content() for mail in self.mails]


@dataclass(frozen=True)
class _Handler:
    """What the server asks; apart, because it reads every attribute of it at each connection."""

    sink: MailSink

    async def handle_RCPT(  # aiosmtpd's names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse a recipient."""
        first_time = address not in self.sink.named
        self.sink.named.append(address)
        if self.sink.mode == "refuse":
            return "550 no such mailbox"
        if self.sink.mode == "later" or (self.sink.mode == "once_later" and first_time):
            return "451 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a mail, or not, or leave without a word."""
        if self.sink.mode == "later_text":
            return "451 come back later"
        if self.sink.mode == "refuse_text":
            return "554 not wanted"
        mail = email.message_from_bytes(envelope.content, policy=default)
        self.sink.mails.append(mail)
        if self.sink.on_mail is not None:
            self.sink.on_mail(mail)
        if self.sink.mode == "drop":
            server.transport.abort()
            return "250 never said"
        if self.sink.mode == "stall":
            self.sink.released = asyncio.Event()
            await self.sink.released.wait()
        return "250 taken"


@contextmanager
def running_sink(mode: str = "accept", port: int | None = None) -> Iterator[MailSink]:
    """Run a mail server until the block ends."""
    sink = MailSink(port or free_port(), mode)
    controller = Controller(_Handler(sink), hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        if sink.released is not None:
            controller.loop.call_soon_threadsafe(sink.released.set)
        controller.stop(no_assert=True)
