"""The addresses of the questions: shown, saved, looked over and sent page by page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.answering import services as answering
from survey_app.answering.reading import PageReading, read_page
from survey_app.answering.sheets import Sheet, SheetState
from survey_app.definitions import Page
from survey_app.measurements import services as measurements
from survey_app.storage import UnavailableError
from survey_app.web.permissions import csrf_holds, own_csrf, public
from survey_app.web.respond import handed_over, wording
from survey_app.web.respond.blueprint import HOLDER, respond
from survey_app.web.respond.browser import forget_pages, known_browser, own_browser
from survey_app.web.respond.look_over_page import look_over_page
from survey_app.web.respond.opening import begun_sheet, invitation_behind, not_open, sheet_of
from survey_app.web.respond.pages import QuestionPage
from survey_app.web.respond.posting import keep, kept_at, posted_fields, seen_revision
from survey_app.web.respond.question_page import LOOKED_OVER, question_page
from survey_app.web.respond.refusing import (
    KEEP,
    LOOK_OVER,
    STOP,
    Refusal,
    answered_elsewhere,
    why_refused,
)
from survey_app.web.wiring import wiring

NO_PAGE = Page("", ())
"""What is posted from the overview: no question, only that all may go."""
Draw = Callable[..., QuestionPage]
"""What makes a page of questions, as `question_page` does."""


@respond.get("/v/<token>/<int:number>")
@public(HOLDER)
def questions(token: str, number: int) -> ResponseReturnValue:
    """Show one page of questions with what this browser saved on it."""
    sheet = begun_sheet(token)
    browser = known_browser()
    if number not in sheet.shown_to(browser):
        return to_page(token, sheet.first_open_number(browser))
    return show(_draw(sheet, token, number, browser))


@respond.post("/v/<token>/<int:number>")
@public(HOLDER)
@own_csrf
def save(token: str, number: int) -> ResponseReturnValue:
    """Save one page, or with the last one close the sheet; then redirect."""
    invitation_id = invitation_behind(token)
    fields = posted_fields()
    try:
        return _save(token, invitation_id, number, fields)
    except IntegrityError:
        # Another request closed this sheet in between: the constraint kept it to one response.
        return redirect(url_for("respond.thanks", token=token), 303)
    except UnavailableError:
        return keep(fields)


@respond.get("/v/<token>/overzicht")
@public(HOLDER)
def look_over(token: str) -> ResponseReturnValue:
    """Show this browser all its answers before it sends them."""
    sheet = begun_sheet(token)
    page = look_over_page(sheet, token, known_browser(), has_changed="veranderd" in request.args)
    return render_template("respond/look_over.html", page=page)


@respond.post("/v/<token>/overzicht")
@public(HOLDER)
@own_csrf
def send(token: str) -> ResponseReturnValue:
    """Send all that was saved, or lead to the first question that is still open."""
    fields = posted_fields()
    if not csrf_holds():
        return redirect(url_for("respond.look_over", token=token), 303)
    world = wiring()
    try:
        with world.database.write() as db:
            sheet = sheet_of(db, invitation_behind(token), lock=True)
            if sheet.state is not SheetState.OPEN:
                return not_open(sheet, token)
            if sheet.revision > seen_revision():
                return redirect(url_for("respond.look_over", token=token, veranderd=1), 303)
            try:
                measurements.submit(
                    db,
                    sheet,
                    NO_PAGE,
                    read_page(NO_PAGE, ()),
                    browser=own_browser(),
                    seen_revision=sheet.revision,
                    mode=handed_over.mode_here(),
                    now=world.now(),
                )
                forget_pages()
            except answering.PagesLeftError as left:
                return to_page(token, left.first_open_number)
    except IntegrityError:
        pass  # another request closed this sheet in between
    except UnavailableError:
        return keep(fields)
    return redirect(url_for("respond.thanks", token=token), 303)


def _save(
    token: str, invitation_id: str, number: int, fields: list[tuple[str, str]]
) -> ResponseReturnValue:
    world = wiring()
    now = world.now()
    trusted = csrf_holds()
    browser = own_browser()
    with world.database.write() as db:
        sheet = sheet_of(db, invitation_id, lock=True)
        if sheet.state is not SheetState.OPEN:
            if sheet.state is SheetState.CLOSED and sheet.sent_by == browser:
                return redirect(url_for("respond.thanks", token=token), 303)
            return not_open(sheet, token)
        if not 1 <= number <= sheet.last_number:
            return to_page(token, sheet.first_open_number(browser))
        # A page that was open while an answer elsewhere changed what comes is still kept whole.
        reading = read_page(sheet.every_page[number - 1], fields)
        refused = refusal(sheet, number, browser, reading, trusted=trusted)
        if refused is not None:
            return drawn_again(sheet, token, number, browser, reading, refused, _draw)
        try:
            return _store(db, sheet, token, number, reading, browser, now)
        except answering.ChangedElsewhereError:
            db.rollback()
            refused = answered_elsewhere(wording.words_of(sheet))
            return drawn_again(sheet, token, number, browser, reading, refused, _draw)


def _store(
    db: Session,
    sheet: Sheet,
    token: str,
    number: int,
    reading: PageReading,
    browser: str,
    now: datetime,
) -> ResponseReturnValue:
    seen = seen_revision()
    page = sheet.every_page[number - 1]
    act = request.form.get("act")
    if act in (STOP, KEEP):
        after = answering.save_answered(
            db, sheet, page, reading, browser=browser, seen_revision=seen, now=now
        )
        if act == KEEP:
            return kept_at(after.revision, _leads_to(after, token, number, browser))
        return redirect(url_for("respond.stop", token=token), 303)
    looks_over = act == LOOK_OVER or _is_looked_over()
    if number < sheet.last_number or looks_over:
        after = answering.save_page(
            db, sheet, page, reading, browser=browser, seen_revision=seen, now=now
        )
        if looks_over:
            return redirect(url_for("respond.look_over", token=token), 303)
        return to_page(token, after.next_number(number, browser))
    try:
        measurements.submit(
            db,
            sheet,
            page,
            reading,
            browser=browser,
            seen_revision=seen,
            mode=handed_over.mode_here(),
            now=now,
        )
    except answering.PagesLeftError as left:
        answering.save_page(db, sheet, page, reading, browser=browser, seen_revision=seen, now=now)
        return to_page(token, left.first_open_number)
    forget_pages()
    return redirect(url_for("respond.thanks", token=token), 303)


def _leads_to(sheet: Sheet, token: str, number: int, browser: str) -> str | None:
    """Return where a page leads on which this browser answered all; none where sending does more.

    The last page closes the sheet, and from the overview one goes back to it.
    """
    shown = sheet.shown_to(browser).get(number)
    if number == sheet.last_number or _is_looked_over() or shown is None:
        return None
    if not all(sheet.is_answered_in(browser, item.key) for item in shown.items):
        return None
    following = sheet.next_number(number, browser)
    return url_for("respond.questions", token=token, number=following)


def _draw(sheet: Sheet, token: str, number: int, browser: str | None, **given: Any) -> QuestionPage:
    looked_over = _is_looked_over()
    return question_page(sheet, token, number, browser, looked_over=looked_over, **given)


def _is_looked_over() -> bool:
    """Tell whether a question is changed from the overview."""
    return all(request.args.get(name) == str(at) for name, at in LOOKED_OVER.items())


def drawn_again(
    sheet: Sheet,
    token: str,
    number: int,
    browser: str,
    reading: PageReading,
    why: Refusal,
    draw: Draw,
) -> ResponseReturnValue:
    """Return the same page with everything that was posted still in it."""
    page = draw(
        sheet,
        token,
        number,
        browser,
        reading=reading,
        errors=why.errors,
        problem=why.problem,
        problem_hint=why.problem_hint,
    )
    return show(page, why.status)


def refusal(
    sheet: Sheet, number: int, browser: str, reading: PageReading, *, trusted: bool
) -> Refusal | None:
    """Return why a posted page cannot be taken, or None when it can."""
    shown = sheet.shown_to(browser).get(number)
    return why_refused(sheet, shown.items if shown else (), reading, browser, trusted=trusted)


def show(page: QuestionPage, status: int = 200) -> ResponseReturnValue:
    """Return a page of questions."""
    return render_template("respond/questions.html", page=page), status


def to_page(token: str, number: int) -> ResponseReturnValue:
    return redirect(url_for("respond.questions", token=token, number=number), 303)
