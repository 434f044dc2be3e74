"""Giving back what a coach typed when it cannot be taken now: a token of before, or no database.

Who is not signed in any more is met in `permissions`, at every address.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from survey_app.storage import UnavailableError
from survey_app.web.permissions import csrf_holds
from survey_app.web.typed import AWAY, kept_page

__all__ = ["AWAY", "given_back", "is_sound", "keeps_what_was_typed", "kept_page"]
View = Callable[..., ResponseReturnValue]


def keeps_what_was_typed(view: View) -> View:
    """Mark a view whose form comes back whole when the database is away."""

    @wraps(view)
    def kept(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        try:
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
