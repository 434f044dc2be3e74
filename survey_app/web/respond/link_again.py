"""The page where somebody who lost a link asks for it again.

What it answers is the same whether the school knows an address or not.
"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from survey_app.errors import InputError
from survey_app.invitations.link_requests import note_request, read_address, wait_for
from survey_app.storage import UnavailableError
from survey_app.web.permissions import csrf_holds, own_csrf, public
from survey_app.web.respond.pages import Frame, LinkAgainPage, NoticePage, Problem
from survey_app.web.respond.views import respond
from survey_app.web.wiring import wiring

MOST_TYPED = 254
TITLE = "Stuur mij de link opnieuw – Kansmeter"
STILL_THERE = "Wat je invulde, staat er nog."
AWAY = Problem("Je was even weg", f"{STILL_THERE} Druk nog een keer op de knop.")
NOT_NOW = Problem("Het lukt nu even niet", f"{STILL_THERE} Probeer het zo nog een keer.")
TOO_MANY = Problem(
    "Even wachten", "Hier is al vaak om een link gevraagd. Probeer het over een uur nog een keer."
)


@respond.get("/nieuwe-link")
@public("who lost a link may ask for it")
def link_again() -> ResponseReturnValue:
    """Show one field."""
    return _page("", None)


@respond.post("/nieuwe-link")
@public("the link only goes to the address that the school has")
@own_csrf
def ask_link() -> ResponseReturnValue:
    """Note that somebody asks; what comes of it, only the owner of the address sees."""
    typed = " ".join(request.form.getlist("address"))[: MOST_TYPED + 1]
    if not csrf_holds():
        return _page(typed, AWAY), 400
    try:
        channel, address = read_address(typed[:MOST_TYPED])
    except InputError as error:
        return _page(typed, Problem("Kijk het nog eens na", str(error))), 422
    world = wiring()
    now, place = world.now(), world.short_codes.place(request.remote_addr or "")
    try:
        with world.database.read() as db:
            wait = wait_for(db, place, now)
        if wait is not None:
            return _page(typed, TOO_MANY), 429, {"Retry-After": str(int(wait.total_seconds()) + 1)}
        with world.database.write() as db:
            note_request(db, channel, address, place, now)
    except UnavailableError:
        return _page(typed, NOT_NOW), 503, {"Retry-After": "10"}
    return redirect(url_for("respond.link_asked"), 303)


@respond.get("/nieuwe-link/gevraagd")
@public("a neutral page that knows nobody")
def link_asked() -> ResponseReturnValue:
    """Say what happens now, the same to everybody."""
    page = NoticePage(
        frame=Frame(title=TITLE, informant="parent"),
        page="link-asked",
        heading="Dank je wel",
        paragraphs=(
            "Kent de school dit adres of nummer, en staat er iets voor je open? "
            "Dan krijg je binnen een paar minuten een bericht.",
            "Tussen 20.00 en 7.30 uur sturen we niets. Dan komt het de volgende ochtend.",
            "Komt er niets? Vraag het dan op school.",
        ),
    )
    return render_template("respond/notice.html", page=page)


def _page(typed: str, problem: Problem | None) -> str:
    frame = Frame(title=f"Fout: {TITLE}" if problem else TITLE, informant="parent")
    page = LinkAgainPage(frame, typed, problem, url_for("respond.ask_link"))
    return render_template("respond/link_again.html", page=page)
