"""The page where a short code is typed, by who got a link on paper or by phone.

What is said of a wrong code is the same whether it was never made, was revoked or cannot be one.
"""

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from survey_app.invitations.codes import invitation_with
from survey_app.invitations.wrong_codes import note_wrong, wait_for
from survey_app.storage import UnavailableError
from survey_app.web.permissions import csrf_holds, own_csrf, public
from survey_app.web.respond import language
from survey_app.web.respond.blueprint import respond
from survey_app.web.respond.pages import CodePage, Frame, Problem
from survey_app.web.wiring import wiring

MOST_TYPED = 60


@respond.get("/code")
@public("who has a code may type it")
def ask_code() -> ResponseReturnValue:
    """Show one field."""
    return _page("")


@respond.post("/code")
@public("a right code is the permission")
@own_csrf
def open_code() -> ResponseReturnValue:
    """Lead to the link of a right code; count a wrong one and say so."""
    # A field that came twice is one long wrong code, not silently the first or the last.
    typed = " ".join(request.form.getlist("code"))[:MOST_TYPED]
    if not csrf_holds():
        return _page(typed, "away", "away_hint"), 400
    if not typed.strip():
        return _page(typed, "empty", "empty_hint"), 422
    try:
        found, wait = _look_up(typed)
    except UnavailableError:
        return _page(typed, "not_now", "not_now_hint"), 503, {"Retry-After": "10"}
    if found is not None:
        language.keep_choice()
        token = wiring().answer_links.token(found)
        return redirect(url_for("respond.start", token=token), 303)
    if wait is not None:
        seconds = int(wait.total_seconds()) + 1
        return _page(typed, "wrong", "too_many_hint"), 429, {"Retry-After": str(seconds)}
    return _page(typed, "wrong", "wrong_hint"), 422


def _look_up(typed: str) -> tuple[str | None, timedelta | None]:
    """Return the invitation of a code, or how long to wait after a wrong one, which is counted."""
    world = wiring()
    now, place = world.now(), world.short_codes.place(request.remote_addr or "")
    with world.database.read() as db:
        found = invitation_with(db, typed, world.short_codes)
        wait = wait_for(db, place, now) if found is None else None
    if found is None and wait is None:
        with world.database.write() as db:
            note_wrong(db, place, now)
    return found, wait


def _page(typed: str, heading: str | None = None, hint: str = "") -> str:
    """Return the page, with the problem that these names stand for."""
    words = language.words_here()
    problem = None
    if heading is not None:
        said = words.problem.away if heading == "away" else getattr(words.code, heading)
        problem = Problem(said, getattr(words.code, hint))
    frame = Frame(
        heading=words.titles.code,
        informant="parent",
        words=words,
        has_error=problem is not None,
        languages=language.links(url_for("respond.ask_code"), words.language),
    )
    page = CodePage(frame, typed, problem, url_for("respond.open_code"))
    return render_template("respond/code.html", page=page)
