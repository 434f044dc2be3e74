"""Giving back what a coach typed when it cannot be taken now: signed out, or no database."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from survey_app.storage import UnavailableError
from survey_app.web.permissions import lock_here, signed_in

View = Callable[..., ResponseReturnValue]
OWN = frozenset({"csrf_token"})


def keeps_what_was_typed(view: View) -> View:
    """Mark a view whose form comes back whole when nobody is signed in or the database is away."""

    @wraps(view)
    def kept(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        try:
            if signed_in() is None and lock_here() is None and request.form.keys() - OWN:
                return _kept(
                    "Je bent niet meer ingelogd",
                    "Log in op een ander tabblad. Kom dan hier terug en druk op de knop.",
                    401,
                )
            return view(*args, **kwargs)
        except UnavailableError:
            return _kept("Het lukt nu even niet om te bewaren", "Probeer het zo nog een keer.", 503)

    return kept


def _kept(heading: str, sentence: str, status: int) -> ResponseReturnValue:
    """Return a page that holds what was posted and sends it again; it needs nobody and no data."""
    fields = [each for each in request.form.items(multi=True) if each[0] not in OWN]
    action = request.full_path if request.query_string else request.path
    body = render_template(
        "coach/kept.html", heading=heading, sentence=sentence, fields=fields, action=action
    )
    return body, status
