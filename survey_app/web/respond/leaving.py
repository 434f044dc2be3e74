"""The addresses where somebody leaves: thanked, stopped for now, or quickly away."""

from collections.abc import Sequence

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.answering.sheets import Sheet, SheetState
from survey_app.frames import fill
from survey_app.invitations.following import ahead_of_same_person
from survey_app.invitations.models import Invitation
from survey_app.invitations.publishing import questionnaire_of
from survey_app.web.permissions import public
from survey_app.web.respond import handed_over, wording
from survey_app.web.respond.blueprint import HOLDER, respond
from survey_app.web.respond.browser import known_browser
from survey_app.web.respond.correction_page import offered
from survey_app.web.respond.framing import frame
from survey_app.web.respond.opening import (
    invitation_behind,
    not_open,
    open_sheet,
    sheet_of,
)
from survey_app.web.respond.pages import NoticePage
from survey_app.web.respond.showing import with_question
from survey_app.web.respond.thanks_page import thanks_page
from survey_app.web.wiring import wiring


@respond.get("/v/<token>/bedankt")
@public(HOLDER)
def thanks(token: str) -> ResponseReturnValue:
    """Thank the browser that sent the answers; anybody else hears that they were received."""
    with wiring().database.read() as db:
        sheet = sheet_of(db, invitation_behind(token))
        if sheet.state is not SheetState.CLOSED or sheet.sent_by != known_browser():
            return not_open(sheet, token)
        ahead = ahead_of_same_person(db, sheet.invitation_id, wiring().today())
        one_more = _one_more(db, sheet, ahead)
        if handed_over.mode_here() == "tablet":
            return handed_over.thanks(sheet, token, one_more[1] if one_more else None)
        again_on = [
            each.opens_on
            for each in ahead
            if each.questionnaire_key == sheet.questionnaire.key and each.opens_on > sheet.opens_on
        ]
        page = thanks_page(sheet, token, more=one_more, again_on=min(again_on, default=None))
        page = offered(page, sheet, token, known_browser(), wiring().now())
        page = with_question(db, page, sheet, token)
    return render_template("respond/thanks.html", page=page)


def _one_more(db: Session, sheet: Sheet, ahead: Sequence[Invitation]) -> tuple[str, str] | None:
    """Return the link to what the same person can fill in now, and its words."""
    coming = _first_open(ahead)
    if coming is None:
        return None
    words = wording.words_of(sheet)
    minutes = wording.minutes(words, questionnaire_of(db, coming.fingerprint).minutes)
    return _start_of(coming), fill(words.thanks.one_more, minutes=minutes)


@respond.post("/v/<token>/verder")
@public(HOLDER)
def go_on(token: str) -> ResponseReturnValue:
    """Open the next list of the same person on a tablet that was handed over for this one."""
    with wiring().database.write() as db:
        sheet = sheet_of(db, invitation_behind(token))
        if sheet.state is not SheetState.CLOSED or sheet.sent_by != known_browser():
            return not_open(sheet, token)
        coming = _first_open(ahead_of_same_person(db, sheet.invitation_id, wiring().today()))
        if coming is None or handed_over.mode_here() != "tablet":
            return redirect(url_for("respond.thanks", token=token), 303)
        handed_over.lend_on(db, coming)
        return redirect(_start_of(coming), 303)


def _first_open(ahead: Sequence[Invitation]) -> Invitation | None:
    return next((each for each in ahead if each.opens_on <= wiring().today()), None)


def _start_of(invitation: Invitation) -> str:
    return url_for("respond.start", token=wiring().answer_links.token(invitation.id))


@respond.get("/v/<token>/stop")
@public(HOLDER)
def stop(token: str) -> ResponseReturnValue:
    """Say that everything is kept and how to go on later."""
    sheet = open_sheet(token)
    words = wording.words_of(sheet)
    page = NoticePage(
        frame=frame(sheet, words.titles.stopped, token),
        page="stopped",
        heading=words.stopped.heading,
        paragraphs=(words.stopped.kept, words.stopped.later),
        links=(
            (url_for("respond.start", token=token), words.stopped.go_on),
            *handed_over.way_back(),
        ),
    )
    return render_template("respond/notice.html", page=page)


@respond.get("/snel-weg")
@public("a neutral page that knows nobody")
def leave() -> ResponseReturnValue:
    """Leave at once for a neutral page; this browser no longer shows what was answered."""
    session.clear()
    return render_template("respond/neutral.html")
