"""The addresses at which the browser that sent answers corrects them; elsewhere they are sent."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.answering import services as answering
from survey_app.answering.correcting import NotBegunError, begin_correction, may_correct
from survey_app.answering.reading import PageReading, read_page
from survey_app.answering.sheets import Sheet, SheetState
from survey_app.measurements.correcting import correct
from survey_app.storage import UnavailableError
from survey_app.web.permissions import csrf_holds, own_csrf, public
from survey_app.web.respond import wording
from survey_app.web.respond.blueprint import HOLDER, respond
from survey_app.web.respond.browser import forget_pages, known_browser
from survey_app.web.respond.correction_page import change_page, not_sent_page, too_late_page
from survey_app.web.respond.opening import invitation_behind, not_open, sheet_of
from survey_app.web.respond.posting import keep, kept_at, posted_fields, seen_revision
from survey_app.web.respond.questions import drawn_again, refusal, show
from survey_app.web.respond.refusing import KEEP, LOOK_OVER, STOP, answered_elsewhere
from survey_app.web.wiring import wiring

Fields = list[tuple[str, str]]


@respond.post("/v/<token>/veranderen")
@public(HOLDER)
@own_csrf
def begin_change(token: str) -> ResponseReturnValue:
    """Begin to change what was sent, or go on with it."""
    world, browser = wiring(), known_browser()
    if not csrf_holds():
        return _to_thanks(token)
    with world.database.write() as db:
        sheet = sheet_of(db, invitation_behind(token), lock=True)
        if not may_correct(db, sheet, browser, world.now()):
            return _refused(sheet, token, browser)
        begin_correction(db, sheet, world.now())
        return _to_page(token, sheet.corrections + 1, min(sheet.shown_to(browser)))


@respond.get("/v/<token>/veranderen/<int:nth>/<int:number>")
@public(HOLDER)
def change(token: str, nth: int, number: int) -> ResponseReturnValue:
    """Show one page of the sheet that is being changed for the `nth` time."""
    world, browser = wiring(), known_browser()
    with world.database.read() as db:
        sheet = sheet_of(db, invitation_behind(token))
        if not may_correct(db, sheet, browser, world.now()):
            return _refused(sheet, token, browser)
    if not _is_under_way(sheet, nth):
        return _to_thanks(token)
    if number not in sheet.shown_to(browser):
        return _to_page(token, nth, sheet.first_open_number(browser))
    return show(change_page(sheet, token, number, browser))


@respond.post("/v/<token>/veranderen/<int:nth>/<int:number>")
@public(HOLDER)
@own_csrf
def save_change(token: str, nth: int, number: int) -> ResponseReturnValue:
    """Save one page of a change, or with the last one send it; then redirect."""
    invitation_id, fields = invitation_behind(token), posted_fields()
    try:
        return _save(token, invitation_id, nth, number, fields)
    except (IntegrityError, NotBegunError):
        # Another request sent this same change in between.
        return _to_thanks(token)
    except UnavailableError:
        return keep(fields)


def _save(
    token: str, invitation_id: str, nth: int, number: int, fields: Fields
) -> ResponseReturnValue:
    world, browser = wiring(), known_browser()
    with world.database.write() as db:
        sheet = sheet_of(db, invitation_id, lock=True)
        if not 1 <= number <= sheet.last_number:
            return _to_page(token, nth, sheet.first_open_number(browser))
        reading = read_page(sheet.every_page[number - 1], fields)
        if browser is None or not may_correct(db, sheet, browser, world.now()):
            if sheet.state is not SheetState.CLOSED:
                return not_open(sheet, token)
            page = not_sent_page(sheet, token, tuple(reading.texts.values()))
            return render_template("respond/notice.html", page=page), 409
        if not _is_under_way(sheet, nth):
            return _to_thanks(token)
        refused = refusal(sheet, number, browser, reading, trusted=csrf_holds())
        if refused is not None:
            return drawn_again(sheet, token, number, browser, reading, refused, change_page)
        try:
            return _store(db, sheet, token, number, reading, browser)
        except answering.ChangedElsewhereError:
            db.rollback()
            refused = answered_elsewhere(wording.words_of(sheet))
            return drawn_again(sheet, token, number, browser, reading, refused, change_page)


def _store(
    db: Session, sheet: Sheet, token: str, number: int, reading: PageReading, browser: str
) -> ResponseReturnValue:
    now, seen, nth = wiring().now(), seen_revision(), sheet.corrections + 1
    page, act = sheet.every_page[number - 1], request.form.get("act")
    if act in (STOP, KEEP):
        after = answering.save_answered(
            db, sheet, page, reading, browser=browser, seen_revision=seen, now=now
        )
        return kept_at(after.revision) if act == KEEP else _to_thanks(token)
    if number < sheet.last_number or act == LOOK_OVER:
        after = answering.save_page(
            db, sheet, page, reading, browser=browser, seen_revision=seen, now=now
        )
        return _to_page(token, nth, after.next_number(number, browser))
    try:
        correct(db, sheet, page, reading, browser=browser, seen_revision=seen, now=now)
    except answering.PagesLeftError as left:
        answering.save_page(db, sheet, page, reading, browser=browser, seen_revision=seen, now=now)
        return _to_page(token, nth, left.first_open_number)
    return _to_thanks(token)


def _refused(sheet: Sheet, token: str, browser: str | None) -> ResponseReturnValue:
    """Say that the answers were received; to who sent them, whom to call about them."""
    if sheet.sent_by is None or sheet.sent_by != browser:
        return not_open(sheet, token)
    return render_template("respond/notice.html", page=too_late_page(sheet, token))


def _is_under_way(sheet: Sheet, nth: int) -> bool:
    """Tell whether this is the change that has a draft, and not one that was sent."""
    return sheet.started_at is not None and nth == sheet.corrections + 1


def _to_page(token: str, nth: int, number: int) -> ResponseReturnValue:
    return redirect(url_for("respond.change", token=token, nth=nth, number=number), 303)


def _to_thanks(token: str) -> ResponseReturnValue:
    forget_pages()
    return redirect(url_for("respond.thanks", token=token), 303)
