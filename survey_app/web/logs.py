"""One line for every request: which route, how it ended, how long it took, and nothing personal.

The name of the route stands for the address, which may hold a link or what somebody searched for.
"""

import logging
import secrets
from time import perf_counter

from flask import Flask, Response, g, request

LOG = logging.getLogger("kansmeter.request")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
"""What else somebody calls a method is of their own making, and not repeated."""
OFTEN_ASKED = frozenset({"health.live", "health.ready", "static_file"})
"""Asked by machines all day; told at the finest level only."""


def register(app: Flask) -> None:
    """Tell of every request that the application answers."""

    @app.before_request
    def begin() -> None:
        g.began = perf_counter()

    @app.after_request
    def tell(response: Response) -> Response:
        route = request.endpoint or "none"
        level = logging.DEBUG if route in OFTEN_ASKED else logging.INFO
        if response.status_code >= 500:
            level = logging.ERROR
        fields = {
            "route": route,
            "method": request.method if request.method in METHODS else "other",
            "status": response.status_code,
            "ms": round(1000 * (perf_counter() - g.get("began", perf_counter()))),
            "reference": reference(),
        }
        LOG.log(level, "request", extra={"fields": fields})
        return response


def reference() -> str:
    """Return the number by which the lines of this request are found."""
    if "reference" not in g:
        g.reference = secrets.token_hex(4)
    found: str = g.reference
    return found
