"""The addresses of a class round: the list, one pupil, one question for all pupils, the lock.

No address or title holds a name. Each sheet is saved and sent in a transaction of its own, so that
what is the matter with one pupil never holds up the others.
"""

from collections.abc import Sequence

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.answering import class_rounds
from survey_app.answering import services as answering
from survey_app.answering.class_rounds import ClassRound, Progress, RoundSheet, Way
from survey_app.answering.reading import PageReading, read_page
from survey_app.answering.sheets import Sheet, SheetState, read_sheet
from survey_app.errors import NotFoundError
from survey_app.measurements import services as measurements
from survey_app.storage import UnavailableError
from survey_app.web.permissions import csrf_holds, own_csrf, public
from survey_app.web.respond import class_round_pages as pages
from survey_app.web.respond import idle, language
from survey_app.web.respond.blueprint import HOLDER, respond
from survey_app.web.respond.browser import forget_pages, known_browser, own_browser
from survey_app.web.respond.pages import Frame, NoticePage, RoundRow
from survey_app.web.respond.posting import keep, kept_at, posted_fields, seen_revision
from survey_app.web.respond.questions import NO_PAGE
from survey_app.web.respond.refusing import (
    GO_TO,
    KEEP,
    STOP,
    Refusal,
    answered_elsewhere,
    stays_open,
    why_refused,
)
from survey_app.web.wiring import wiring

SEND = "send"


def show_round(found: ClassRound, token: str, others: tuple[RoundRow, ...]) -> ResponseReturnValue:
    """Show how far each pupil is; who was away too long is a stranger here."""
    if idle.was_away():
        session.clear()
    page = pages.round_page(found, token, others, someone_left="weg" in request.args)
    return render_template("respond/class_round.html", page=page)


@respond.post("/ronde/<token>")
@public(HOLDER)
@own_csrf
def act_in_round(token: str) -> ResponseReturnValue:
    """Choose how to do it, begin or go on with a pupil, or send all that is complete."""
    message_id = wiring().round_links.read(token)
    if not csrf_holds():
        return to_list(token)
    if request.form.get("act") == SEND:
        return send_complete(token, message_id)
    with wiring().database.read() as db:
        found = find_round(db, message_id)
    if request.form.get("act") == Way.BY_QUESTION:
        return _begin_by_question(token, found)
    mark = request.form.get("to")
    return open_pupil(found, found.next_open() if mark is None else found.sheet(mark), token)


def open_pupil(found: ClassRound, chosen: RoundSheet | None, token: str) -> ResponseReturnValue:
    """Begin or go on with a pupil; where that cannot be, lead to the list."""
    if chosen is None or chosen.line.is_done or chosen in found.side_by_side:
        return lead_on(list_url(token))
    _begin(found, [chosen], Way.BY_PUPIL)
    return lead_on(url_for("respond.pupil", token=token, mark=chosen.mark))


def _begin_by_question(token: str, found: ClassRound) -> ResponseReturnValue:
    left = [each for each in found.together if not each.line.is_done]
    if not left or found.way is Way.BY_PUPIL:
        return to_list(token)
    _begin(found, left, Way.BY_QUESTION)
    return lead_on(url_for("respond.rows", token=token, key=_first_open(found)))


def _begin(found: ClassRound, sheets: Sequence[RoundSheet], way: Way) -> None:
    """Start these sheets in the chosen way; a second press at the same time changes nothing."""
    world = wiring()
    try:
        with world.database.write() as db:
            if sheets[0] in found.together:
                class_rounds.choose_way(db, found, way, world.now())
            for each in sheets:
                sheet = sheet_in(db, each, lock=True)
                if sheet.state is SheetState.OPEN:
                    class_rounds.begin_in_round(db, sheet, way, world.now())
    except IntegrityError:
        pass  # another request began the same sheet in between


@respond.get("/ronde/<token>/leerling/<mark>")
@public(HOLDER)
def pupil(token: str, mark: str) -> ResponseReturnValue:
    """Show all statements about one pupil with what this browser chose."""
    if idle.was_away():
        return idle.locked()
    with wiring().database.read() as db:
        found = find_round(db, wiring().round_links.read(token))
        mine = found.sheet(mark)
        if mine is None or not mine.is_begun or mine not in found.one_by_one:
            return to_list(token)
        sheet = sheet_in(db, mine)
    if sheet.state is not SheetState.OPEN:
        return to_list(token)
    return _show_pupil(found, mine, sheet, token)


@respond.post("/ronde/<token>/leerling/<mark>")
@public(HOLDER)
@own_csrf
def save_pupil(token: str, mark: str) -> ResponseReturnValue:
    """Save one pupil and go on with the next, or with the last one send all that is complete."""
    message_id = wiring().round_links.read(token)
    fields = posted_fields()
    try:
        return _save_pupil(token, message_id, mark, fields)
    except IntegrityError:
        return to_list(token)  # another request sent this sheet in between
    except UnavailableError:
        return keep(fields)


def _save_pupil(
    token: str, message_id: str, mark: str, fields: list[tuple[str, str]]
) -> ResponseReturnValue:
    world, trusted, browser = wiring(), csrf_holds(), own_browser()
    with world.database.write() as db:
        found = find_round(db, message_id)
        mine = found.sheet(mark)
        if mine is None:
            return _left(db, token, message_id, mark)
        sheet = sheet_in(db, mine, lock=True)
        if sheet.state is not SheetState.OPEN or mine not in found.one_by_one:
            return to_list(token, left=sheet.state in (SheetState.REVOKED, SheetState.PAUSED))
        reading = read_page(mine.page, fields)
        refused = why_refused(
            sheet, mine.page.items, reading, browser, trusted=trusted, in_round=True
        )
        if refused is not None:
            return _show_pupil(found, mine, sheet, token, reading, refused)
        try:
            after = _store(db, sheet, mine, reading, browser)
        except answering.ChangedElsewhereError:
            db.rollback()
            refused = answered_elsewhere(language.words_here())
            return _show_pupil(found, mine, sheet, token, reading, refused)
    act = request.form.get("act", "")
    if act == KEEP:
        idle.was_away()
        return kept_at(after.revision)
    if act == STOP:
        session.clear()
        return redirect(url_for("respond.log_out"), 303)
    if act.startswith(GO_TO):
        return open_pupil(found, found.sheet(act.removeprefix(GO_TO)), token)
    coming = found.next_open(mine)
    if coming is None:
        return send_complete(token, message_id)
    _begin(found, [coming], Way.BY_PUPIL)
    return lead_on(url_for("respond.pupil", token=token, mark=coming.mark))


def _store(
    db: Session, sheet: Sheet, mine: RoundSheet, reading: PageReading, browser: str
) -> Sheet:
    """Save a page of one pupil: where it goes on also what was left open."""
    stays = stays_open(request.form.get("act", ""))
    store = answering.save_answered if stays else answering.save_page
    return store(
        db,
        sheet,
        mine.page,
        reading,
        browser=browser,
        seen_revision=seen_revision(),
        now=wiring().now(),
    )


def _show_pupil(
    found: ClassRound,
    mine: RoundSheet,
    sheet: Sheet,
    token: str,
    reading: PageReading | None = None,
    refused: Refusal | None = None,
) -> ResponseReturnValue:
    page = pages.pupil_page(
        found, mine, sheet, token, known_browser(), reading=reading, refusal=refused
    )
    beside = pages.pupil_list(found, token, page.frame.words, mine)
    html = render_template("respond/questions.html", page=page, beside=beside)
    return html, refused.status if refused else 200


@respond.get("/ronde/<token>/bedankt")
@public(HOLDER)
def round_thanks(token: str) -> ResponseReturnValue:
    """Thank the browser that sent something of this round."""
    browser = known_browser()
    with wiring().database.read() as db:
        found = find_round(db, wiring().round_links.read(token))
        sent = class_rounds.sent_by(db, found, browser) if browser else 0
    if not sent:
        return to_list(token)
    return render_template("respond/thanks.html", page=pages.thanks_page(found, token, sent))


@respond.get("/ronde/slot")
@public("a page that knows nobody")
def round_locked() -> ResponseReturnValue:
    """Say that nobody was there for a while; this browser no longer shows what was chosen."""
    words = language.words_here()
    return _forgotten(words.class_round.locked, words.class_round.locked_hint)


@respond.get("/ronde/uit")
@public("a page that knows nobody")
def log_out() -> ResponseReturnValue:
    """Log out at once; what was chosen stays saved."""
    words = language.words_here()
    return _forgotten(words.class_round.logged_out, words.class_round.logged_out_hint)


def _forgotten(heading: str, hint: str) -> ResponseReturnValue:
    words = language.words_here()
    session.clear()
    page = NoticePage(
        frame=Frame(heading=heading, informant="teacher", words=words),
        page="locked",
        heading=heading,
        paragraphs=(hint,),
    )
    return render_template("respond/notice.html", page=page)


def send_complete(token: str, message_id: str) -> ResponseReturnValue:
    """Send every complete sheet, each on its own; what another request sent is left alone."""
    browser = own_browser()
    with wiring().database.read() as db:
        found = find_round(db, message_id)
    for each in found.sheets:
        if each.progress is Progress.COMPLETE:
            try:
                _send_one(found, each, browser)
            except IntegrityError:
                continue  # sent by another request in between
            except UnavailableError:
                return keep(posted_fields())
    return lead_on(url_for("respond.round_thanks", token=token))


def _send_one(found: ClassRound, each: RoundSheet, browser: str) -> None:
    world = wiring()
    with world.database.write() as db:
        sheet = sheet_in(db, each, lock=True)
        if sheet.state is not SheetState.OPEN:
            return
        side_by_side = found.side_by_side
        try:
            measurements.submit(
                db,
                sheet,
                NO_PAGE,
                read_page(NO_PAGE, ()),
                browser=browser,
                seen_revision=sheet.revision,
                mode="self",
                now=world.now(),
                side_by_side=len(side_by_side) if each in side_by_side else 1,
            )
        except answering.PagesLeftError:
            return  # emptied elsewhere since it was read
    forget_pages()


def _left(db: Session, token: str, message_id: str, mark: str) -> ResponseReturnValue:
    """Lead back to the list when a pupil is asked about no longer; refuse what never was here."""
    if mark not in class_rounds.marks_of_message(db, message_id):
        raise NotFoundError
    return to_list(token, left=True)


def _first_open(found: ClassRound) -> str:
    """Return the first question that is open for any pupil; without one the last question."""
    asked = [each for each in found.together if not each.line.is_done]
    keys = [item.key for item in asked[0].page.items]
    return next((key for key in keys if any(key not in each.entries for each in asked)), keys[-1])


def find_round(db: Session, message_id: str) -> ClassRound:
    """Return the round of a message, or raise when no pupil is asked about in it."""
    found = class_rounds.read_class_round(db, message_id, wiring().today())
    if not found.sheets:
        raise NotFoundError
    return found


def sheet_in(db: Session, each: RoundSheet, *, lock: bool = False) -> Sheet:
    """Return the sheet of a row as it is now."""
    return read_sheet(db, each.line.invitation_id, wiring().today(), lock=lock)


def to_list(token: str, *, left: bool = False) -> ResponseReturnValue:
    """Lead to the list, which tells quietly when a pupil is asked about no longer."""
    return redirect(list_url(token) + ("?weg=1" if left else ""), 303)


def list_url(token: str) -> str:
    """Return the address of the list of pupils."""
    return url_for("respond.round_page", token=token)


def lead_on(address: str) -> ResponseReturnValue:
    """Lead on, or lock when nobody was there for too long: by then all is saved."""
    return idle.locked() if idle.was_away() else redirect(address, 303)
