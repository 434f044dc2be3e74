"""The addresses where a link begins: who asks and why, and a question to practise with."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from survey_app.answering import services as answering
from survey_app.answering.sheets import SheetState
from survey_app.web.permissions import csrf_holds, own_csrf, public
from survey_app.web.respond import language
from survey_app.web.respond.blueprint import HOLDER, respond
from survey_app.web.respond.browser import known_browser, own_browser
from survey_app.web.respond.opening import (
    any_sheet,
    begun_sheet,
    invitation_behind,
    not_open,
    open_sheet,
    sheet_of,
)
from survey_app.web.respond.practice_page import practice_page, practises
from survey_app.web.respond.questions import show, to_page
from survey_app.web.respond.start_page import start_page
from survey_app.web.wiring import wiring


@respond.get("/v/<token>")
@public(HOLDER)
def start(token: str) -> ResponseReturnValue:
    """Show who asks and why; opening a link changes nothing."""
    sheet = open_sheet(token)
    return render_template("respond/start.html", page=start_page(sheet, token))


@respond.post("/v/<token>")
@public(HOLDER)
@own_csrf
def begin(token: str) -> ResponseReturnValue:
    """Begin, or go on where it stopped: only this binds the browser."""
    world = wiring()
    if not csrf_holds():
        return redirect(url_for("respond.start", token=token, taal=language.chosen()), 303)
    with world.database.write() as db:
        sheet = sheet_of(db, invitation_behind(token), lock=True)
        if sheet.state is not SheetState.OPEN:
            return not_open(sheet, token)
        answering.begin(db, sheet, world.now())
    language.keep_choice()
    browser = own_browser()
    if practises(sheet):
        return redirect(url_for("respond.practice", token=token), 303)
    return to_page(token, sheet.first_open_number(browser))


@respond.get("/v/<token>/oefenen")
@public(HOLDER)
def practice(token: str) -> ResponseReturnValue:
    """Show a child a question to practise with."""
    sheet = begun_sheet(token)
    if not practises(sheet):
        return to_page(token, sheet.first_open_number(known_browser()))
    return show(practice_page(sheet, token))


@respond.post("/v/<token>/oefenen")
@public(HOLDER)
@own_csrf
def practise(token: str) -> ResponseReturnValue:
    """Go on to the first question; what was chosen to practise is not kept."""
    return to_page(token, any_sheet(token).first_open_number(known_browser()))
