"""Giving back what a coach typed when it cannot be taken now: signed out, or no database."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from survey_app.storage import UnavailableError
from survey_app.web.permissions import csrf_holds, lock_here, signed_in

View = Callable[..., ResponseReturnValue]
OWN = frozenset({"csrf_token"})
AWAY = "Je was even weg. Druk nog een keer op de knop."


def keeps_what_was_typed(view: View) -> View:
    """Mark a view whose form comes back whole when nobody is signed in or the database is away."""

    @wraps(view)
    def kept(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        try:
            if signed_in() is None and lock_here() is None and request.form.keys() - OWN:
                return kept_page(
                    "Je bent niet meer ingelogd",
                    "Log in op een ander tabblad. Kom dan hier terug en druk op de knop.",
                    401,
                )
            return view(*args, **kwargs)
        except UnavailableError:
            return kept_page(
                "Het lukt nu even niet om te bewaren", "Probeer het zo nog een keer.", 503
            )

    return kept


def is_sound(form: FlaskForm) -> bool:
    """Tell whether the shape is right; a token of before a new sign-in asks for one more press."""
    sound = bool(form.validate())
    if not csrf_holds():
        form.form_errors.append(AWAY)
    return sound and AWAY not in form.form_errors


def given_back(page: str, form: FlaskForm) -> ResponseReturnValue:
    """Give a page back with all that was typed in it."""
    return page, 400 if AWAY in form.form_errors else 422


def kept_page(heading: str, sentence: str, status: int) -> ResponseReturnValue:
    """Return a page that holds what was posted and sends it again; it needs nobody and no data."""
    fields = [each for each in request.form.items(multi=True) if each[0] not in OWN]
    action = request.full_path if request.query_string else request.path
    body = render_template(
        "coach/kept.html", heading=heading, sentence=sentence, fields=fields, action=action
    )
    return body, status
