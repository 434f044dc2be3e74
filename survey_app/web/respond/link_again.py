"""The page where somebody who lost a link asks for it again.

What it answers is the same whether the school knows an address or not.
"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from survey_app.errors import InputError
from survey_app.invitations.link_requests import note_request, read_address
from survey_app.storage import UnavailableError
from survey_app.web.permissions import csrf_holds, own_csrf, public
from survey_app.web.respond import language
from survey_app.web.respond.blueprint import respond
from survey_app.web.respond.pages import Frame, LinkAgainPage, NoticePage, Problem
from survey_app.web.wiring import wiring

MOST_TYPED = 254


@respond.get("/nieuwe-link")
@public("who lost a link may ask for it")
def link_again() -> ResponseReturnValue:
    """Show one field."""
    return _page("")


@respond.post("/nieuwe-link")
@public("the link only goes to the address that the school has")
@own_csrf
def ask_link() -> ResponseReturnValue:
    """Note that somebody asks; what comes of it, only the owner of the address sees."""
    typed = " ".join(request.form.getlist("address"))[: MOST_TYPED + 1]
    if not csrf_holds():
        return _page(typed, "away", "away_hint"), 400
    try:
        channel, address = read_address(typed[:MOST_TYPED])
    except InputError:
        return _page(typed, "look_again", "cannot_be"), 422
    world = wiring()
    now, place = world.now(), world.short_codes.place(request.remote_addr or "")
    try:
        with world.database.write() as db:
            note_request(db, channel, address, place, now)
    except UnavailableError:
        return _page(typed, "not_now", "not_now_hint"), 503, {"Retry-After": "10"}
    language.keep_choice()
    return redirect(url_for("respond.link_asked"), 303)


@respond.get("/nieuwe-link/gevraagd")
@public("a neutral page that knows nobody")
def link_asked() -> ResponseReturnValue:
    """Say what happens now, the same to everybody."""
    words = language.words_here()
    page = NoticePage(
        frame=Frame(heading=words.titles.link_again, informant="parent", words=words),
        page="link-asked",
        heading=words.link_again.asked,
        paragraphs=words.link_again.asked_hint,
    )
    return render_template("respond/notice.html", page=page)


def _page(typed: str, heading: str | None = None, hint: str = "") -> str:
    """Return the page, with the problem that these names stand for."""
    words = language.words_here()
    texts = words.link_again
    headings = {
        "away": words.problem.away,
        "look_again": texts.look_again,
        "not_now": words.code.not_now,
    }
    problem = Problem(headings[heading], getattr(texts, hint)) if heading else None
    frame = Frame(
        heading=words.titles.link_again,
        informant="parent",
        words=words,
        has_error=problem is not None,
        languages=language.links(url_for("respond.link_again"), words.language),
    )
    page = LinkAgainPage(frame, typed, problem, url_for("respond.ask_link"))
    return render_template("respond/link_again.html", page=page)
