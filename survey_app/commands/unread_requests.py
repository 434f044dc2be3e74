"""What the server answers by itself to a request that never reaches the application.

gunicorn then repeats what it could not read, which may be a link, and sends no headers; it has no
setting for that, nor for leaving out its name. So two of its functions are replaced.
"""

import logging
import secrets
import socket

from gunicorn import util
from gunicorn.http import wsgi

from survey_app.config import Settings
from survey_app.web.responses import bare_headers

LOG = logging.getLogger("kansmeter.unread")
PAGE = (
    '<!doctype html><html lang="nl"><meta charset="utf-8"><title>Dat ging niet goed</title>'
    "<h1>Dat ging niet goed</h1><p>Ga terug, vernieuw de bladzijde en probeer het nog een keer."
    "</p><p>Noem dit nummer als je belt: {reference}.</p></html>\n"
)


def be_discreet(settings: Settings) -> None:
    """Let the server of this process answer as our pages do, and leave out what it is."""
    headers = bare_headers(settings)

    def write_error(sock: socket.socket, status: int, reason: str, _said: str) -> None:
        reference = secrets.token_hex(4)
        LOG.log(
            logging.ERROR if status >= 500 else logging.INFO,
            "unread",
            extra={"fields": {"status": status, "reference": reference}},
        )
        body = PAGE.format(reference=reference).encode()
        lines = [
            f"HTTP/1.1 {status} {reason}",
            "Connection: close",
            "Content-Type: text/html; charset=utf-8",
            f"Content-Length: {len(body)}",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        util.write_nonblock(sock, "\r\n".join((*lines, "", "")).encode() + body)

    util.write_error = write_error
    wsgi.Response.default_headers = _nameless


_named = wsgi.Response.default_headers


def _nameless(response: wsgi.Response) -> list[str]:
    return [line for line in _named(response) if not line.startswith("Server:")]
