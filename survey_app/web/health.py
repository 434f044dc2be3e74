"""Two addresses for machines.

Does the process answer, and is the database ready. Nothing more is told.
"""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from survey_app.storage import UnavailableError, migrate
from survey_app.web.permissions import public
from survey_app.web.wiring import wiring

health = Blueprint("health", __name__, url_prefix="/health")


@health.get("/live")
@public("tells only that the process answers")
def live() -> ResponseReturnValue:
    """Tell that the process answers."""
    return Response("ok\n", mimetype="text/plain")


@health.get("/ready")
@public("tells only ready or not ready")
def ready() -> ResponseReturnValue:
    """Tell whether the database answers and has the newest schema."""
    if not _is_ready():
        return Response("not ready\n", 503, mimetype="text/plain", headers={"Retry-After": "5"})
    return Response("ok\n", mimetype="text/plain")


def _is_ready() -> bool:
    try:
        return migrate.current(wiring().database) == migrate.head()
    except UnavailableError:
        return False
