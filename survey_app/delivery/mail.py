"""Handing mail over to a mail server.

The dialogue is taken step by step, because what a fault means depends on the step. Until the last
dot of the message nothing was handed over and everything can be tried again; after it, only the
server's answer tells.
"""

import re
import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_LINES
from email.utils import format_datetime

from survey_app.clock import Clock
from survey_app.delivery.mail_server import MailServer, Security
from survey_app.delivery.outcomes import (
    Accepted,
    Letter,
    NotNow,
    Outcome,
    Refused,
    Unknown,
    Withheld,
)

_LINE_END = re.compile(rb"\r\n|\r|\n")
_DOT_FIRST = re.compile(rb"^\.", re.MULTILINE)


class SmtpSender:
    """Hands letters over by SMTP; keeps the connection for the next letter."""

    def __init__(self, server: MailServer, sender: str, clock: Clock, patience: float) -> None:
        self._server = server
        self._sender = sender
        self._clock = clock
        self._patience = patience
        self._open: smtplib.SMTP | None = None

    def hand_over(self, letter: Letter, may_go: Callable[[], bool]) -> Outcome:
        """Hand one mail over; see `Sender`."""
        content = _as_sent(compose(letter, self._sender, self._clock()))
        try:
            smtp = self._connection()
        except smtplib.SMTPResponseException as fault:
            return NotNow(f"mail server said {fault.smtp_code}", unreachable=True)
        except (smtplib.SMTPException, OSError):
            return NotNow("no mail server", unreachable=True)
        try:
            refusal = self._announce(smtp, letter.to)
        except (smtplib.SMTPException, OSError):
            self.close()
            return NotNow("mail server left")
        if refusal is not None:
            self._start_over(smtp)
            return refusal
        if not may_go():
            # The server waits for the text now; leaving is the only way to send none.
            self.close()
            return Withheld()
        try:
            smtp.send(content)
            code, _ = smtp.getreply()
        except (smtplib.SMTPException, OSError):
            self.close()
            return Unknown("no answer to the mail")
        if code == 250:
            return Accepted()
        self._start_over(smtp)
        return NotNow(f"mail server said {code}") if code < 500 else Refused(f"refused with {code}")

    def close(self) -> None:
        """Hang up."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _connection(self) -> smtplib.SMTP:
        """Return a connection that answers, made anew where the old one was left."""
        if self._open is not None:
            try:
                if self._open.noop()[0] == 250:
                    return self._open
            except (smtplib.SMTPException, OSError):
                pass
            self.close()
        self._open = self._connect()
        return self._open

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        # Our name towards the server is that of our addresses, not of this machine.
        myself = self._sender.rpartition("@")[2]
        if server.security is Security.IMPLICIT:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host,
                server.port,
                myself,
                timeout=self._patience,
                context=ssl.create_default_context(),
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, myself, timeout=self._patience)
        try:
            smtp.ehlo_or_helo_if_needed()
            if server.security is Security.STARTTLS:
                smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo()
            if server.user is not None and server.password is not None:
                smtp.login(server.user, server.password)
        except (smtplib.SMTPException, OSError):
            smtp.close()
            raise
        return smtp

    def _announce(self, smtp: smtplib.SMTP, to: str) -> Outcome | None:
        """Say from whom and to whom, up to where the text is asked for; return why not."""
        code, _ = smtp.mail(self._sender)
        if code != 250:
            # Our own name is refused, so every letter would be: a matter for the operator.
            return NotNow(f"mail server said {code}", unreachable=True)
        code, _ = smtp.rcpt(to)
        if code >= 500:
            return Refused(f"refused with {code}", address=True)
        if code not in (250, 251):
            return NotNow(f"mail server said {code}")
        code, _ = smtp.docmd("DATA")
        if code == 354:
            return None
        return NotNow(f"mail server said {code}") if code < 500 else Refused(f"refused with {code}")

    def _start_over(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.rset()
        except (smtplib.SMTPException, OSError):
            self.close()


def compose(letter: Letter, sender: str, now: datetime) -> EmailMessage:
    """Return the mail: plain text first, the same as HTML beside it, nothing from elsewhere."""
    message = EmailMessage(policy=SMTP_LINES)
    host = sender.rpartition("@")[2]
    message["Message-ID"] = f"<{letter.reference}@{host}>"
    message["Date"] = format_datetime(now)
    message["From"] = Address(letter.sender_name, addr_spec=sender)
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Content-Language"] = letter.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="quoted-printable")
    if letter.html is not None:
        message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return message


def _as_sent(message: EmailMessage) -> bytes:
    """Return the bytes on the line: lines end alike, a dot in front is doubled, one dot ends it."""
    lines = _LINE_END.sub(b"\r\n", message.as_bytes())
    return _DOT_FIRST.sub(b"..", lines).rstrip(b"\r\n") + b"\r\n.\r\n"
