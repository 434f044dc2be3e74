"""What somebody typed when nobody is signed in any more: it is not lost, and nobody else's.

The sign-in form carries it, sealed with a key of the service and bound to the person whose session
was over and to the address it was sent to. Who signs in as that person finds it back; somebody else
does not. Where it is not known whose it was, as after signing out, when it is too long to carry, or
when that person may sign in at their school, the page itself holds it until somebody signed in on
another tab. Passwords and files are never kept.
"""

import json
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from survey_app.accounts.factor_queries import has_school_identity
from survey_app.accounts.services import LONGEST_SESSION
from survey_app.accounts.sessions import owner_of_session
from survey_app.storage import Keyring, SealError
from survey_app.web.account.forms import LoginForm
from survey_app.web.account.ways import sign_in_ways
from survey_app.web.wiring import wiring

FIELD: Final = "getypt"
"""The field of the sign-in form that carries it."""
OWN: Final = frozenset({"csrf_token"})
SECRET: Final = frozenset({"password", "repeat", "old", "pin", "code", "reply"})
"""A form with one of these is not kept at all."""
LONGEST: Final = 48_000
"""Signs of the sealed text; with the rest of the form it stays under the largest body."""
AWAY: Final = "Je was even weg. Druk nog een keer op de knop."


def typed_fields() -> list[tuple[str, str]]:
    """Return what was typed in the form that was posted, if it may be kept."""
    if request.method != "POST" or request.form.keys() & SECRET:
        return []
    return [each for each in request.form.items(multi=True) if each[0] not in OWN]


def sign_in_again() -> ResponseReturnValue | None:
    """Return the page that asks to sign in and carries what was typed; None when nothing was."""
    fields = typed_fields()
    if not fields:
        return None
    sealed = _sealed(fields)
    if sealed is None:
        return kept_page(
            "Je bent niet meer ingelogd",
            "Log in op een ander tabblad. Kom dan hier terug en druk op de knop.",
            401,
        )
    page = render_template(
        "account/login.html",
        form=LoginForm(formdata=MultiDict()),
        sealed=sealed,
        action=url_for("account.login"),
        ways=sign_in_ways(),
    )
    return page, 401


def shown_again(person_id: str) -> str | None:
    """Return a page with what this person had typed, to send it again; None when nothing is."""
    sealed = request.form.get(FIELD, "")
    if not sealed:
        return None
    world = wiring()
    try:
        kept = json.loads(Keyring(world.settings.keys).unseal(sealed, _place(person_id)))
    except (SealError, ValueError):
        return None  # of somebody else, or cut off
    if datetime.fromisoformat(kept["at"]) < world.now() - LONGEST_SESSION:
        return None
    return render_template(
        "account/typed.html",
        action=kept["to"],
        fields=kept["fields"],
        texts=[value for _, value in kept["fields"] if _is_text(value)],
    )


def kept_page(heading: str, sentence: str, status: int) -> ResponseReturnValue:
    """Return a page that holds what was posted and sends it again; it needs nobody and no data."""
    fields = [each for each in request.form.items(multi=True) if each[0] not in OWN]
    body = render_template(
        "coach/kept.html", heading=heading, sentence=sentence, fields=fields, action=_here()
    )
    return body, status


def is_from_elsewhere() -> bool:
    """Tell whether a browser says that another site posts this.

    A browser leaves out its own origin ("null") when told to send no referrer, as ours are.
    """
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", "null")
    return site != "same-origin" or origin not in ("null", "") and _host(origin) != request.host


def _sealed(fields: list[tuple[str, str]]) -> str | None:
    """Return what was typed for who was signed in here; None when it does not go along."""
    world = wiring()
    secret = request.cookies.get(world.login_cookie)
    if not secret:
        return None
    with world.database.read() as db:
        person_id = owner_of_session(db, secret)
        is_away = person_id is not None and has_school_identity(db, person_id)
    if person_id is None or (is_away and world.settings.school_provider):
        return None
    kept = {"to": _here(), "at": world.now().isoformat(), "fields": fields}
    sealed = Keyring(world.settings.keys).seal(json.dumps(kept), _place(person_id))
    return sealed if len(sealed) <= LONGEST else None


def _place(person_id: str) -> str:
    return f"typed by {person_id}"


def _here() -> str:
    return request.full_path if request.query_string else request.path


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _is_text(value: str) -> bool:
    """Tell whether somebody wrote this, where other values were chosen."""
    return len(value.split()) > 1
