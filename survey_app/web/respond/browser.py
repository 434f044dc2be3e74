"""Which browser this is: it tells own answers from a stranger's, and forgets them when sent."""

import hashlib
import secrets

from flask import session


def known_browser() -> str | None:
    """Return the name of this browser, if it has one."""
    secret = session.get("browser")
    return hashlib.sha256(secret.encode()).hexdigest() if isinstance(secret, str) else None


def own_browser() -> str:
    """Return the name of this browser, given when it had none.

    It tells own answers from a stranger's, for as long as they may be changed.
    """
    session.permanent = True
    known = known_browser()
    if known is None:
        session["browser"] = secrets.token_urlsafe(16)
        known = known_browser() or ""
    return known


def forget_pages() -> None:
    """Let the browser forget the pages with answers that it keeps for going back.

    Chromium keeps pages that may not be stored too, until a cookie changes (seen in version 156).
    """
    session["sent"] = secrets.token_urlsafe(6)
