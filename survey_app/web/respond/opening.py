"""Opening a link: the sheet behind it, or the page that says why it is not open."""

from flask import abort, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.answering.sheets import Sheet, SheetState, read_sheet
from survey_app.definitions import Informant
from survey_app.web.respond import handed_over, language, wording
from survey_app.web.respond.browser import known_browser
from survey_app.web.respond.framing import notice
from survey_app.web.wiring import wiring


def any_sheet(token: str) -> Sheet:
    """Return the sheet behind a link, whatever its state."""
    with wiring().database.read() as db:
        return sheet_of(db, invitation_behind(token))


def invitation_behind(token: str) -> str:
    """Return the id of the invitation that a link is for, or raise when nobody signed it."""
    return wiring().answer_links.read(token)


def sheet_of(db: Session, invitation_id: str, *, lock: bool = False) -> Sheet:
    """Return the sheet of an invitation in the language of this browser; locked, to change it."""
    return spoken(read_sheet(db, invitation_id, wiring().today(), lock=lock))


def open_sheet(token: str) -> Sheet:
    """Return a sheet that can be filled in now, or end with the page that says why not."""
    sheet = any_sheet(token)
    if sheet.state is not SheetState.OPEN:
        abort(make_response(not_open(sheet, token)))
    return sheet


def begun_sheet(token: str) -> Sheet:
    """Return an open sheet that was begun, or lead to where it begins."""
    sheet = open_sheet(token)
    if sheet.started_at is None:
        abort(redirect(url_for("respond.start", token=token), 303))
    return sheet


def spoken(sheet: Sheet) -> Sheet:
    """Return a sheet in the language that this browser chose."""
    chosen = language.chosen()
    return sheet.spoken_in(chosen) if chosen else sheet


def not_open(sheet: Sheet, token: str) -> ResponseReturnValue:
    """Return the page of a sheet that cannot be filled in now: sent, early, past or ended."""
    words = wording.words_of(sheet).not_open
    match sheet.state:
        case SheetState.CLOSED:
            page = notice(
                sheet,
                token,
                "already",
                words.already,
                words.already_hint,
                links=handed_over.way_back() or _what_now(sheet, token),
            )
            return render_template("respond/notice.html", page=page)
        case SheetState.NOT_YET:
            said = wording.opens_later(sheet)
            page = notice(sheet, token, "not-yet", words.early, said)
            return render_template("respond/notice.html", page=page)
        case SheetState.PAUSED:
            page = notice(sheet, token, "paused", words.paused, words.paused_hint)
            return render_template("respond/notice.html", page=page), 410
        case SheetState.OPEN:
            return redirect(url_for("respond.start", token=token), 303)
        case _:
            page = notice(
                sheet,
                token,
                "ended",
                words.ended,
                *wording.how_ended(sheet),
                # A child has no address to which it could go.
                links=()
                if sheet.role is Informant.CHILD
                else ((url_for("respond.link_again"), words.new_link),),
            )
            return render_template("respond/notice.html", page=page), 410


def _what_now(sheet: Sheet, token: str) -> tuple[tuple[str, str], ...]:
    """Return the way to the thanks, for the browser that sent: there is what it can still do."""
    if sheet.sent_by is None or sheet.sent_by != known_browser():
        return ()
    said = wording.words_of(sheet).not_open.what_now
    return ((url_for("respond.thanks", token=token), said),)
