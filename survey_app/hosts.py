"""Which addresses on a network a setting may hold: a service, a page, a mailbox."""

import re
from urllib.parse import SplitResult, urlsplit

LOCAL_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
SERVICE = "must be https://HOST, or http:// on 127.0.0.1, ::1 or localhost"
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.ASCII)
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", re.ASCII)


def is_service(address: str) -> bool:
    """Tell whether this is https, or http on one's own machine, without a user, query or part."""
    parts = urlsplit(address)
    local = parts.scheme == "http" and parts.hostname in LOCAL_HOSTS
    is_safe = _has_host(parts) and (local or parts.scheme == "https")
    return is_safe and not (parts.query or parts.fragment or "@" in parts.netloc)


def is_page(address: str) -> bool:
    """Tell whether this is an address on the web, of plain signs only."""
    is_plain = address.isascii() and address.isprintable() and " " not in address
    parts = urlsplit(address)
    return is_plain and parts.scheme == "https" and _has_host(parts)


def is_mailbox(address: str) -> bool:
    """Tell whether this is one address that mail can go to, without a name before it."""
    return _MAILBOX.fullmatch(address) is not None


def is_mail_link(address: str) -> bool:
    """Tell whether this is mailto: and a mailbox."""
    return address.startswith("mailto:") and is_mailbox(address.removeprefix("mailto:"))


def _has_host(parts: SplitResult) -> bool:
    """Tell whether the host can be one, and the port if there is one."""
    is_host = parts.hostname in LOCAL_HOSTS or _HOST.fullmatch(parts.hostname or "") is not None
    try:
        return is_host and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
