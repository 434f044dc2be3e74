"""What the server may write down: never the secret part of a link, nor the name of a child."""

import logging
import re

TOKEN_PATH = re.compile(r"(?:/|%2F)(v|ronde|toegang|akkoord)(?:/|%2F)[^\s'\"]+", re.IGNORECASE)

SEARCHED = re.compile(r"([?&]zoek=)[^&\s'\"]+", re.IGNORECASE)
"""What a coach searched the own caseload for."""


class WithoutTokens(logging.Filter):
    """Masks links and names in what is logged; gunicorn quotes requests that it cannot read."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the record and keep it."""
        text = record.getMessage()
        if text.startswith("Invalid request"):
            # What could not be read as a request is quoted in full; it may hold anything.
            text = "Invalid request"
        record.msg = SEARCHED.sub(r"\1…", TOKEN_PATH.sub(r"/\1/…", text))
        record.args = ()
        return True


def register() -> None:
    """Mask what gunicorn logs in this process."""
    for name in ("gunicorn.error", "gunicorn.access"):
        log = logging.getLogger(name)
        if not any(isinstance(each, WithoutTokens) for each in log.filters):
            log.addFilter(WithoutTokens())
