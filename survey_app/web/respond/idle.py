"""Nobody there for a while: the browser forgets who it was; what was answered stays saved.

The page itself asks in time whether somebody is there (`static/respond.js`). Without that script
nothing is taken away from who reads long: the lock falls at the next press, after it was saved.
"""

from flask import redirect, session, url_for
from flask.typing import ResponseReturnValue

from survey_app.web.wiring import wiring

SECONDS = 15 * 60
ACTIVE = "active"


def was_away() -> bool:
    """Note that somebody is there now; tell whether nobody was for too long."""
    now, before = int(wiring().now().timestamp()), session.get(ACTIVE)
    session[ACTIVE] = now
    return isinstance(before, int) and now - before > SECONDS


def locked() -> ResponseReturnValue:
    """Forget who this browser was and lead to a page that says how to go on."""
    session.clear()
    return redirect(url_for("respond.round_locked"), 303)
