"""The mail server of the settings, read from one address.

`smtp://[USER:PASSWORD@]HOST[:PORT]` upgrades to TLS before anything is said and refuses a server
that cannot; `smtps://` speaks TLS from the start. Only on this machine, or where `?tls=off` asks
for it, mail goes without.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
PORTS: Final = {"smtp": 587, "smtps": 465}


class Security(StrEnum):
    """How the connection is protected."""

    STARTTLS = "starttls"
    IMPLICIT = "implicit"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over, and as whom."""

    host: str
    port: int
    security: Security
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def read_mail_server(url: str) -> MailServer:
    """Return the server of an address, or raise ValueError that says what the address must be."""
    parts = urlsplit(url)
    wrong = ValueError("must be smtp://HOST:PORT or smtps://HOST:PORT, with USER:PASSWORD@ if any")
    if parts.scheme not in PORTS or not parts.hostname or parts.path not in ("", "/"):
        raise wrong
    try:
        port = parts.port or PORTS[parts.scheme]
    except ValueError:
        raise wrong from None
    if (parts.username is None) != (parts.password is None):
        raise wrong
    return MailServer(
        host=parts.hostname,
        port=port,
        security=_security(parts),
        user=None if parts.username is None else unquote(parts.username),
        password=None if parts.password is None else unquote(parts.password),
    )


def _security(parts: SplitResult) -> Security:
    asked = parse_qs(parts.query, keep_blank_values=True)
    if asked not in ({}, {"tls": ["off"]}):
        raise ValueError("may only end in ?tls=off")
    if parts.scheme == "smtps":
        if asked:
            raise ValueError("smtps:// is TLS and cannot end in ?tls=off")
        return Security.IMPLICIT
    return Security.NONE if asked or parts.hostname in LOOPBACK else Security.STARTTLS
