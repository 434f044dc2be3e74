"""The addresses of one personal link; every page works by a plain form and a redirect."""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge

from survey_app.answering import erasing
from survey_app.answering import services as answering
from survey_app.answering.reading import PageReading, read_page
from survey_app.answering.sheets import Sheet, SheetState, read_sheet
from survey_app.audit import services as audit
from survey_app.definitions import Informant, Page
from survey_app.frames import fill
from survey_app.invitations import services as invitations
from survey_app.invitations.following import ahead_of_same_person
from survey_app.invitations.models import Invitation
from survey_app.invitations.publishing import questionnaire_of
from survey_app.measurements import services as measurements
from survey_app.storage import UnavailableError
from survey_app.web.permissions import csrf_holds, own_csrf, public
from survey_app.web.respond import handed_over, language, rendering, wording
from survey_app.web.respond.correction_page import offered
from survey_app.web.respond.pages import Frame, NoticePage, QuestionPage
from survey_app.web.respond.refusing import KEEP, LOOK_OVER, STOP, why_refused
from survey_app.web.wiring import wiring

respond = Blueprint("respond", __name__)
respond.before_request(handed_over.keep_to_one_link)

HOLDER = "the signed link is the permission"
MOST_FIELDS = 300
NO_PAGE = Page("", ())
"""What is posted from the overview: no question, only that all may go."""
REASONS = {
    "decline": "rather_not",
    "no_time": "no_time",
    "not_understood": "not_understood",
}
"""Which button on the page of who rather not gives which reason."""
BY_SCRIPT = "X-Kansmeter"
Draw = Callable[..., QuestionPage]
"""What makes a page of questions, as `rendering.question_page` does."""


@respond.after_request
def tell_the_script(response: Response) -> Response:
    """Say where a page leads instead of leading there, to the script that sent it."""
    if response.status_code == 303 and BY_SCRIPT in request.headers:
        response.status_code = 204
        response.headers["X-Next"] = response.headers.pop("Location")
        response.set_data(b"")
    return response


@respond.get("/v/<token>")
@public(HOLDER)
def start(token: str) -> ResponseReturnValue:
    """Show who asks and why; opening a link changes nothing."""
    sheet = _sheet(token)
    if sheet.state is not SheetState.OPEN:
        return not_open(sheet, token)
    return render_template("respond/start.html", page=rendering.start_page(sheet, token))


@respond.post("/v/<token>")
@public(HOLDER)
@own_csrf
def begin(token: str) -> ResponseReturnValue:
    """Begin, or go on where it stopped: only this binds the browser."""
    world = wiring()
    if not csrf_holds():
        return redirect(url_for("respond.start", token=token, taal=language.chosen()), 303)
    with world.database.write() as db:
        sheet = spoken(read_sheet(db, _id(token), world.today(), lock=True))
        if sheet.state is not SheetState.OPEN:
            return not_open(sheet, token)
        answering.begin(db, sheet, world.now())
    language.keep_choice()
    browser = own_browser()
    if rendering.practises(sheet):
        return redirect(url_for("respond.practice", token=token), 303)
    return _to_page(token, sheet.first_open_number(browser))


@respond.get("/v/<token>/oefenen")
@public(HOLDER)
def practice(token: str) -> ResponseReturnValue:
    """Show a child a question to practise with."""
    sheet = _sheet(token)
    if sheet.state is not SheetState.OPEN:
        return not_open(sheet, token)
    if sheet.started_at is None:
        return redirect(url_for("respond.start", token=token), 303)
    if not rendering.practises(sheet):
        return _to_page(token, sheet.first_open_number(known_browser()))
    return show(rendering.practice_page(sheet, token))


@respond.post("/v/<token>/oefenen")
@public(HOLDER)
@own_csrf
def practise(token: str) -> ResponseReturnValue:
    """Go on to the first question; what was chosen to practise is not kept."""
    return _to_page(token, _sheet(token).first_open_number(known_browser()))


@respond.get("/v/<token>/<int:number>")
@public(HOLDER)
def questions(token: str, number: int) -> ResponseReturnValue:
    """Show one page of questions with what this browser saved on it."""
    sheet = _sheet(token)
    if sheet.state is not SheetState.OPEN:
        return not_open(sheet, token)
    if sheet.started_at is None:
        return redirect(url_for("respond.start", token=token), 303)
    browser = known_browser()
    if number not in sheet.shown_to(browser):
        return _to_page(token, sheet.first_open_number(browser))
    return show(rendering.question_page(sheet, token, number, browser))


@respond.post("/v/<token>/<int:number>")
@public(HOLDER)
@own_csrf
def save(token: str, number: int) -> ResponseReturnValue:
    """Save one page, or with the last one close the sheet; then redirect."""
    invitation_id = _id(token)
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
    sheet = _sheet(token)
    if sheet.state is not SheetState.OPEN:
        return not_open(sheet, token)
    if sheet.started_at is None:
        return redirect(url_for("respond.start", token=token), 303)
    page = rendering.look_over_page(sheet, token, known_browser())
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
            sheet = spoken(read_sheet(db, _id(token), world.today(), lock=True))
            if sheet.state is not SheetState.OPEN:
                return not_open(sheet, token)
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
                return _to_page(token, left.first_open_number)
    except IntegrityError:
        pass  # another request closed this sheet in between
    except UnavailableError:
        return keep(fields)
    return redirect(url_for("respond.thanks", token=token), 303)


@respond.get("/v/<token>/bedankt")
@public(HOLDER)
def thanks(token: str) -> ResponseReturnValue:
    """Thank the browser that sent the answers; anybody else hears that they were received."""
    with wiring().database.read() as db:
        sheet = spoken(read_sheet(db, _id(token), wiring().today()))
        if sheet.state is not SheetState.CLOSED or sheet.sent_by != known_browser():
            return not_open(sheet, token)
        if handed_over.mode_here() == "tablet":
            return handed_over.thanks(sheet, token)
        ahead = ahead_of_same_person(db, sheet.invitation_id, wiring().today())
        again_on = [
            each.opens_on
            for each in ahead
            if each.questionnaire_key == sheet.questionnaire.key and each.opens_on > sheet.opens_on
        ]
        page = rendering.thanks_page(
            sheet, token, more=_one_more(db, sheet, ahead), again_on=min(again_on, default=None)
        )
        page = offered(page, sheet, token, known_browser(), wiring().now())
    return render_template("respond/thanks.html", page=page)


def _one_more(db: Session, sheet: Sheet, ahead: Sequence[Invitation]) -> tuple[str, str] | None:
    """Return the link to what the same person can fill in now, and its words."""
    world = wiring()
    open_now = [each for each in ahead if each.opens_on <= world.today()]
    if not open_now:
        return None
    words = wording.words_of(sheet)
    minutes = wording.minutes(words, questionnaire_of(db, open_now[0].fingerprint).minutes)
    address = url_for("respond.start", token=world.answer_links.token(open_now[0].id))
    return address, fill(words.thanks.one_more, minutes=minutes)


@respond.get("/v/<token>/stop")
@public(HOLDER)
def stop(token: str) -> ResponseReturnValue:
    """Say that everything is kept and how to go on later."""
    sheet = _sheet(token)
    if sheet.state is not SheetState.OPEN:
        return not_open(sheet, token)
    words = wording.words_of(sheet)
    page = NoticePage(
        frame=rendering.frame(sheet, words.titles.stopped, token),
        page="stopped",
        heading=words.stopped.heading,
        paragraphs=(words.stopped.kept, words.stopped.later),
        links=(
            (url_for("respond.start", token=token), words.stopped.go_on),
            *handed_over.way_back(),
        ),
    )
    return render_template("respond/notice.html", page=page)


@respond.get("/v/<token>/liever-niet")
@public(HOLDER)
def decline(token: str) -> ResponseReturnValue:
    """Ask what is the matter: rather not, or not the right person."""
    sheet = _sheet(token)
    if sheet.state is not SheetState.OPEN:
        return not_open(sheet, token)
    return render_template("respond/notice.html", page=_decline_page(sheet, token))


@respond.post("/v/<token>/liever-niet")
@public(HOLDER)
@own_csrf
def declined(token: str) -> ResponseReturnValue:
    """Note the refusal, or tell the coach that the link reached somebody else.

    No answer is stored; a nomination that is taken back is erased.
    """
    world = wiring()
    act = request.form.get("act", "")
    if not csrf_holds() or act not in (*REASONS, "wrong_person"):
        return redirect(url_for("respond.decline", token=token), 303)
    seen = _sheet(token)
    if seen.nomination_id is not None and seen.state is SheetState.OPEN:
        return _take_back(seen, seen.nomination_id, token)
    with world.database.write() as db:
        sheet = answering.open_sheet(db, _id(token), world.today())
        if act == "wrong_person":
            measurements.report_wrong_person(db, sheet, world.now())
        else:
            invitations.decline(db, sheet.invitation_id, world.now(), reason=REASONS[act])
    words = wording.words_of(spoken(sheet)).declining
    said = {
        "decline": (words.coach_sees, words.link_stays),
        "no_time": (words.coach_sees_no_time, words.link_stays),
        "not_understood": (words.coach_sees_not_understood, words.link_stays),
        "wrong_person": (words.wrong_person, words.nothing_kept),
    }[act]
    lines = (wording.say(line, sheet) for line in said)
    page = rendering.notice(
        spoken(sheet), token, "declined", words.thanks, *lines, links=handed_over.way_back()
    )
    return render_template("respond/notice.html", page=page)


def _take_back(sheet: Sheet, nomination_id: str, token: str) -> ResponseReturnValue:
    """Erase a nomination that was not sent; whoever erases locks it before its sheet."""
    world = wiring()
    with world.database.write() as db:
        by = audit.respondent(sheet.invitation_id)
        erasing.take_back(db, nomination_id, by, world.now())
    page = rendering.notice(
        sheet,
        token,
        "declined",
        wording.words_of(sheet).declining.erased,
        wording.words_of(sheet).declining.erased_hint,
    )
    return render_template("respond/notice.html", page=page)


@respond.get("/snel-weg")
@public("a neutral page that knows nobody")
def leave() -> ResponseReturnValue:
    """Leave at once for a neutral page; this browser no longer shows what was answered."""
    session.clear()
    return render_template("respond/neutral.html")


def _save(
    token: str, invitation_id: str, number: int, fields: list[tuple[str, str]]
) -> ResponseReturnValue:
    world = wiring()
    now = world.now()
    trusted = csrf_holds()
    browser = own_browser()
    with world.database.write() as db:
        sheet = spoken(read_sheet(db, invitation_id, world.today(), lock=True))
        if sheet.state is not SheetState.OPEN:
            if sheet.state is SheetState.CLOSED and sheet.sent_by == browser:
                return redirect(url_for("respond.thanks", token=token), 303)
            return not_open(sheet, token)
        if not 1 <= number <= sheet.last_number:
            return _to_page(token, sheet.first_open_number(browser))
        # A page that was open while an answer elsewhere changed what comes is still kept whole.
        reading = read_page(sheet.every_page[number - 1], fields)
        refused = refusal(sheet, token, number, browser, reading, trusted)
        if refused is not None:
            return refused
        try:
            return _store(db, sheet, token, number, reading, browser, now)
        except answering.ChangedElsewhereError:
            db.rollback()
            return changed_elsewhere(sheet, token, number, browser, reading)


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
            return kept_at(after.revision)
        return redirect(url_for("respond.stop", token=token), 303)
    looks_over = act == LOOK_OVER
    if number < sheet.last_number or looks_over:
        after = answering.save_page(
            db, sheet, page, reading, browser=browser, seen_revision=seen, now=now
        )
        if looks_over:
            return redirect(url_for("respond.look_over", token=token), 303)
        return _to_page(token, after.next_number(number, browser))
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
        return _to_page(token, left.first_open_number)
    forget_pages()
    return redirect(url_for("respond.thanks", token=token), 303)


def forget_pages() -> None:
    """Let the browser forget the pages with answers that it keeps for going back.

    Chromium keeps pages that may not be stored too, until a cookie changes (seen in version 156).
    """
    session["sent"] = secrets.token_urlsafe(6)


def kept_at(revision: int) -> Response:
    """Tell the script at which revision the draft is now."""
    return Response(status=204, headers={"X-Revision": str(revision)})


def changed_elsewhere(
    sheet: Sheet,
    token: str,
    number: int,
    browser: str,
    reading: PageReading,
    draw: Draw = rendering.question_page,
) -> ResponseReturnValue:
    """Return the same page when it was saved with other answers after it was shown."""
    words = wording.words_of(sheet).problem
    page = draw(
        sheet,
        token,
        number,
        browser,
        reading=reading,
        problem=words.elsewhere,
        problem_hint=words.elsewhere_hint,
    )
    return show(page, 409)


def refusal(
    sheet: Sheet,
    token: str,
    number: int,
    browser: str,
    reading: PageReading,
    trusted: bool,
    draw: Draw = rendering.question_page,
) -> ResponseReturnValue | None:
    """Return the same page with everything still in it when what was posted cannot be taken."""
    shown = sheet.shown_to(browser).get(number)
    asked = shown.items if shown else ()
    found = why_refused(sheet, asked, reading, browser, trusted=trusted)
    if found is None:
        return None
    page = draw(
        sheet,
        token,
        number,
        browser,
        reading=reading,
        errors=found.errors,
        problem=found.problem,
        problem_hint=found.problem_hint,
    )
    return show(page, found.status)


def keep(fields: list[tuple[str, str]]) -> ResponseReturnValue:
    """Return a page that holds what was posted and sends it again; it needs no database."""
    kept = tuple((name, value) for name, value in fields if name not in ("csrf_token", "act"))
    words = language.words_here()
    page = NoticePage(
        frame=Frame(heading="Kansmeter", informant="parent", words=words),
        page="not-saved",
        heading=words.not_saved.heading,
        paragraphs=(words.not_saved.cannot_now, words.not_saved.still_here),
        action=request.path,
        buttons=(("act", request.form.get("act", "forward"), words.acts.again),),
        kept=kept,
    )
    return render_template("respond/notice.html", page=page), 503, {"Retry-After": "10"}


def not_open(sheet: Sheet, token: str) -> ResponseReturnValue:
    """Return the page of a sheet that cannot be filled in now: sent, early, past or ended."""
    words = wording.words_of(sheet).not_open
    match sheet.state:
        case SheetState.CLOSED:
            page = rendering.notice(
                sheet,
                token,
                "already",
                words.already,
                words.already_hint,
                links=handed_over.way_back(),
            )
            return render_template("respond/notice.html", page=page)
        case SheetState.NOT_YET:
            said = wording.opens_later(sheet)
            page = rendering.notice(sheet, token, "not-yet", words.early, said)
            return render_template("respond/notice.html", page=page)
        case SheetState.OPEN:
            return redirect(url_for("respond.start", token=token), 303)
        case _:
            page = rendering.notice(
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


def _decline_page(sheet: Sheet, token: str) -> NoticePage:
    words, told = wording.words_of(sheet), wording.told(sheet)
    is_nomination = sheet.nomination_id is not None
    texts = words.declining
    ways = (
        (("act", "decline", texts.erase),)
        if is_nomination
        else (
            ("act", "decline", texts.rather_not),
            ("act", "no_time", texts.no_time),
            ("act", "not_understood", texts.not_understood),
            ("act", "wrong_person", wording.say(told.not_me, sheet)),
        )
    )
    return NoticePage(
        frame=rendering.frame(sheet, words.titles.decline, token),
        page="decline",
        heading=texts.heading_nomination if is_nomination else texts.heading,
        paragraphs=(wording.say(told.decline, sheet),),
        action=url_for("respond.declined", token=token),
        buttons=ways,
        links=((url_for("respond.start", token=token), words.acts.back),),
    )


def spoken(sheet: Sheet) -> Sheet:
    """Return a sheet in the language that this browser chose."""
    chosen = language.chosen()
    return sheet.spoken_in(chosen) if chosen else sheet


def _sheet(token: str) -> Sheet:
    world = wiring()
    with world.database.read() as db:
        return spoken(read_sheet(db, _id(token), world.today()))


def _id(token: str) -> str:
    return wiring().answer_links.read(token)


def show(page: QuestionPage, status: int = 200) -> ResponseReturnValue:
    """Return a page of questions."""
    return render_template("respond/questions.html", page=page), status


def _to_page(token: str, number: int) -> ResponseReturnValue:
    return redirect(url_for("respond.questions", token=token, number=number), 303)


def posted_fields() -> list[tuple[str, str]]:
    """Return the fields that were posted, in their order; too many are refused."""
    fields = list(request.form.items(multi=True))
    if len(fields) > MOST_FIELDS:
        raise RequestEntityTooLarge
    return fields


def seen_revision() -> int:
    """Return at which revision of the draft the posted page was shown."""
    given = request.form.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def known_browser() -> str | None:
    """Return the name of this browser, if it has one."""
    secret = session.get("browser")
    return hashlib.sha256(secret.encode()).hexdigest() if isinstance(secret, str) else None


def own_browser() -> str:
    """Return the name of this browser, given when it had none.

    It tells own answers from a stranger's.
    """
    known = known_browser()
    if known is None:
        session["browser"] = secrets.token_urlsafe(16)
        known = known_browser() or ""
    return known
