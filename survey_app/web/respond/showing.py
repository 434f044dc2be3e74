"""Asking who sent answers whether the others may see them in a talk, and keeping what was said."""

from dataclasses import replace

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.answering.sheets import Sheet, SheetState
from survey_app.papers.releasing import say_by_link
from survey_app.trajects.releasing import last_said
from survey_app.web.permissions import csrf_holds, own_csrf, public
from survey_app.web.respond.blueprint import HOLDER, respond
from survey_app.web.respond.browser import known_browser
from survey_app.web.respond.opening import invitation_behind, not_open, sheet_of
from survey_app.web.respond.pages import ThanksPage
from survey_app.web.respond.show_page import is_asked, is_just_sent, show_offer
from survey_app.web.wiring import wiring


@respond.post("/v/<token>/tonen")
@public(HOLDER)
@own_csrf
def show_answers(token: str) -> ResponseReturnValue:
    """Keep whether the own answers may be shown, for the browser that sent them.

    A no is always kept; a yes only for a while, in which nobody else has the browser.
    """
    world, said = wiring(), request.form.get("show")
    back = redirect(url_for("respond.thanks", token=token), 303)
    if not csrf_holds() or said not in ("yes", "no"):
        return back
    with world.database.write() as db:
        sheet = sheet_of(db, invitation_behind(token))
        if sheet.state is not SheetState.CLOSED or sheet.sent_by != known_browser():
            return not_open(sheet, token)
        may_say = said == "no" or is_just_sent(sheet, world.now())
        if sheet.informant_id is not None and is_asked(sheet) and may_say:
            say_by_link(db, sheet.informant_id, allowed=said == "yes", now=world.now())
    return back


def with_question(db: Session, page: ThanksPage, sheet: Sheet, token: str) -> ThanksPage:
    """Return the thanks with the question, where it is asked."""
    if sheet.informant_id is None or not is_asked(sheet):
        return page
    if not is_just_sent(sheet, wiring().now()):
        return page
    allowed = last_said(db, sheet.informant_id, wiring().today())
    action = url_for("respond.show_answers", token=token)
    return replace(page, show=show_offer(sheet, action, allowed))
