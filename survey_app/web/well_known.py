"""What machines look for at fixed addresses: where to report a hole, and what may be indexed."""

from datetime import timedelta

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from survey_app.web.permissions import public
from survey_app.web.wiring import wiring

well_known = Blueprint("well_known", __name__)

SECURITY = "/.well-known/security.txt"
VALID_FOR = timedelta(days=180)
"""RFC 9116 asks for less than a year; this is told anew at every request."""


@well_known.get(SECURITY)
@public("tells where a hole is reported; nothing of anybody")
def security() -> ResponseReturnValue:
    """Tell where to report a hole (RFC 9116)."""
    world = wiring()
    expires = (world.now() + VALID_FOR).strftime("%Y-%m-%dT00:00:00Z")
    lines = (
        f"Contact: {world.settings.where_to_report}",
        f"Expires: {expires}",
        "Preferred-Languages: nl, en",
        f"Canonical: {world.settings.base_url}{SECURITY}",
    )
    return Response("\n".join((*lines, "")), mimetype="text/plain")


@well_known.get("/robots.txt")
@public("tells that nothing is to be indexed")
def robots() -> ResponseReturnValue:
    """Tell that nothing is to be indexed; every answer says so as well."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")
