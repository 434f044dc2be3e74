"""The addresses of one personal link; every page works by a plain form and a redirect."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge

from survey_app.answering import erasing
from survey_app.answering import services as answering
from survey_app.answering.reading import PageReading, read_page
from survey_app.answering.sheets import Sheet, SheetState, read_sheet
from survey_app.audit import services as audit
from survey_app.definitions import Informant
from survey_app.dutch import minutes_in_words
from survey_app.invitations import services as invitations
from survey_app.invitations.following import ahead_of_same_person
from survey_app.invitations.models import Invitation
from survey_app.invitations.publishing import questionnaire_of
from survey_app.measurements import services as measurements
from survey_app.storage import UnavailableError
from survey_app.web.permissions import csrf_holds, own_csrf, public
from survey_app.web.respond import rendering, wording
from survey_app.web.respond.pages import LINK_AGAIN, NoticePage, QuestionPage
from survey_app.web.wiring import wiring

respond = Blueprint("respond", __name__)

HOLDER = "the signed link is the permission"
MOST_FIELDS = 300
STOP = "stop"
NOT_SAVED = "Je antwoord is nog niet bewaard"


@respond.get("/v/<token>")
@public(HOLDER)
def start(token: str) -> ResponseReturnValue:
    """Show who asks and why; opening a link changes nothing."""
    sheet = _sheet(token)
    if sheet.state is not SheetState.OPEN:
        return _not_open(sheet, token)
    return render_template("respond/start.html", page=rendering.start_page(sheet, token))


@respond.post("/v/<token>")
@public(HOLDER)
@own_csrf
def begin(token: str) -> ResponseReturnValue:
    """Begin, or go on where it stopped: only this binds the browser."""
    world = wiring()
    if not csrf_holds():
        return redirect(url_for("respond.start", token=token), 303)
    with world.database.write() as db:
        sheet = read_sheet(db, _id(token), world.today(), lock=True)
        if sheet.state is not SheetState.OPEN:
            return _not_open(sheet, token)
        answering.begin(db, sheet, world.now())
    return _to_page(token, sheet.first_open_number(_browser()))


@respond.get("/v/<token>/<int:number>")
@public(HOLDER)
def questions(token: str, number: int) -> ResponseReturnValue:
    """Show one page of questions with what this browser saved on it."""
    sheet = _sheet(token)
    if sheet.state is not SheetState.OPEN:
        return _not_open(sheet, token)
    if sheet.started_at is None:
        return redirect(url_for("respond.start", token=token), 303)
    browser = _known_browser()
    if number not in sheet.shown_to(browser):
        return _to_page(token, sheet.first_open_number(browser))
    return _show(rendering.question_page(sheet, token, number, browser))


@respond.post("/v/<token>/<int:number>")
@public(HOLDER)
@own_csrf
def save(token: str, number: int) -> ResponseReturnValue:
    """Save one page, or with the last one close the sheet; then redirect."""
    invitation_id = _id(token)
    fields = _fields()
    try:
        return _save(token, invitation_id, number, fields)
    except IntegrityError:
        # Another request closed this sheet in between: the constraint kept it to one response.
        return redirect(url_for("respond.thanks", token=token), 303)
    except UnavailableError:
        return keep(fields)


@respond.get("/v/<token>/bedankt")
@public(HOLDER)
def thanks(token: str) -> ResponseReturnValue:
    """Thank the browser that sent the answers; anybody else hears that they were received."""
    with wiring().database.read() as db:
        sheet = read_sheet(db, _id(token), wiring().today())
        if sheet.state is not SheetState.CLOSED or sheet.sent_by != _known_browser():
            return _not_open(sheet, token)
        ahead = ahead_of_same_person(db, sheet.invitation_id, wiring().today())
        again_on = [
            each.opens_on
            for each in ahead
            if each.questionnaire_key == sheet.questionnaire.key and each.opens_on > sheet.opens_on
        ]
        page = rendering.thanks_page(
            sheet, token, more=_one_more(db, ahead), again_on=min(again_on, default=None)
        )
    return render_template("respond/thanks.html", page=page)


def _one_more(db: Session, ahead: Sequence[Invitation]) -> tuple[str, str] | None:
    """Return the link to what the same person can fill in now, and its words."""
    world = wiring()
    open_now = [each for each in ahead if each.opens_on <= world.today()]
    if not open_now:
        return None
    minutes = minutes_in_words(questionnaire_of(db, open_now[0].fingerprint).minutes)
    address = url_for("respond.start", token=world.answer_links.token(open_now[0].id))
    return address, f"Nog 1 lijst, {minutes}"


@respond.get("/v/<token>/stop")
@public(HOLDER)
def stop(token: str) -> ResponseReturnValue:
    """Say that everything is kept and how to go on later."""
    sheet = _sheet(token)
    if sheet.state is not SheetState.OPEN:
        return _not_open(sheet, token)
    page = NoticePage(
        frame=rendering.frame(sheet, "Gestopt", token),
        page="stopped",
        heading="Je bent gestopt. Dat mag.",
        paragraphs=(
            "Wat je al hebt gekozen, is bewaard. Het is nog niet verstuurd.",
            "Wil je later verder? Open dan dezelfde link.",
        ),
        links=((url_for("respond.start", token=token), "Toch verder gaan"),),
    )
    return render_template("respond/notice.html", page=page)


@respond.get("/v/<token>/liever-niet")
@public(HOLDER)
def decline(token: str) -> ResponseReturnValue:
    """Ask what is the matter: rather not, or not the right person."""
    sheet = _sheet(token)
    if sheet.state is not SheetState.OPEN:
        return _not_open(sheet, token)
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
    if not csrf_holds() or act not in ("decline", "wrong_person"):
        return redirect(url_for("respond.decline", token=token), 303)
    seen = _sheet(token)
    if seen.nomination_id is not None and seen.state is SheetState.OPEN:
        return _take_back(seen, seen.nomination_id, token)
    with world.database.write() as db:
        sheet = answering.open_sheet(db, _id(token), world.today())
        if act == "decline":
            invitations.decline(db, sheet.invitation_id, world.now())
        else:
            measurements.report_wrong_person(db, sheet, world.now())
    coach = wording.first_name(sheet.coach_name)
    words = {
        "decline": (
            f"{coach} ziet dat je liever niet meedoet.",
            "Bedenk je je? De link blijft werken.",
        ),
        "wrong_person": (
            f"{coach} weet nu dat deze link niet bij jou hoort.",
            "Er is niets bewaard.",
        ),
    }[act]
    page = rendering.notice(sheet, token, "declined", "Dank je wel voor het laten weten", *words)
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
        "Deze aanmelding is gewist",
        "Er is niets bewaard. Je kunt deze pagina sluiten.",
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
    browser = _browser()
    with world.database.write() as db:
        sheet = read_sheet(db, invitation_id, world.today(), lock=True)
        if sheet.state is not SheetState.OPEN:
            if sheet.state is SheetState.CLOSED and sheet.sent_by == browser:
                return redirect(url_for("respond.thanks", token=token), 303)
            return _not_open(sheet, token)
        if not 1 <= number <= sheet.last_number:
            return _to_page(token, sheet.first_open_number(browser))
        # A page that was open while an answer elsewhere changed what comes is still kept whole.
        reading = read_page(sheet.every_page[number - 1], fields)
        refused = _refusal(sheet, token, number, browser, reading, trusted)
        if refused is not None:
            return refused
        try:
            return _store(db, sheet, token, number, reading, browser, now)
        except answering.ChangedElsewhereError:
            db.rollback()
            page = rendering.question_page(
                sheet,
                token,
                number,
                browser,
                reading=reading,
                problem="Deze vraag is net ook ergens anders beantwoord",
                problem_hint="Kijk of het hieronder klopt. Verstuur het dan nog een keer.",
            )
            return _show(page, 409)


def _store(
    db: Session,
    sheet: Sheet,
    token: str,
    number: int,
    reading: PageReading,
    browser: str,
    now: datetime,
) -> ResponseReturnValue:
    seen = _seen_revision()
    page = sheet.every_page[number - 1]
    if request.form.get("act") == STOP:
        answering.save_answered(
            db, sheet, page, reading, browser=browser, seen_revision=seen, now=now
        )
        return redirect(url_for("respond.stop", token=token), 303)
    if number < sheet.last_number:
        after = answering.save_page(
            db, sheet, page, reading, browser=browser, seen_revision=seen, now=now
        )
        return _to_page(token, after.next_number(number, browser))
    try:
        measurements.submit(
            db, sheet, page, reading, browser=browser, seen_revision=seen, mode="self", now=now
        )
    except answering.PagesLeftError as left:
        answering.save_page(db, sheet, page, reading, browser=browser, seen_revision=seen, now=now)
        return _to_page(token, left.first_open_number)
    return redirect(url_for("respond.thanks", token=token), 303)


def _refusal(
    sheet: Sheet, token: str, number: int, browser: str, reading: PageReading, trusted: bool
) -> ResponseReturnValue | None:
    """Return the same page with everything still in it when what was posted cannot be taken."""

    def again(status: int, **words: object) -> ResponseReturnValue:
        page = rendering.question_page(sheet, token, number, browser, reading=reading, **words)  # type: ignore[arg-type]  # the words are keyword arguments of that page
        return _show(page, status)

    if not trusted:
        return again(
            400,
            problem="Je was even weg",
            problem_hint="Je antwoorden staan er nog. Druk nog een keer op de knop onderaan.",
        )
    shown = sheet.shown_to(browser).get(number)
    asked = shown.items if shown else ()
    if not reading.is_sound:
        visible = any(item.key in reading.problems for item in asked)
        return again(
            422,
            errors=reading.problems,
            problem=None if visible else "Er kwam iets mee dat niet bij deze vragen hoort",
            problem_hint=None if visible else "Er is niets bewaard. Verstuur het nog een keer.",
        )
    act = request.form.get("act", "forward")
    doubled = any(len(request.form.getlist(name)) > 1 for name in ("act", "revision"))
    if act not in ("forward", "skip", STOP) or doubled:
        return again(422, problem="Kies een van de knoppen onderaan.")
    if act == "forward":
        empty = {
            item.key: rendering.NOTHING_FILLED_IN if item.number else rendering.NOTHING_CHOSEN
            for item in asked
            if (item.options or item.number)
            and not reading.is_answered(item.key)
            and not _answered_elsewhere(sheet, item.key, browser)
        }
        if empty:
            return again(422, errors=empty)
    return None


def _answered_elsewhere(sheet: Sheet, key: str, browser: str) -> bool:
    """Tell whether another browser answered this, and nothing hangs on it that this one misses."""
    saved = sheet.saved.get(key)
    return saved is not None and saved.browser != browser and not sheet.decides_unseen(key, browser)


def keep(fields: list[tuple[str, str]]) -> ResponseReturnValue:
    """Return a page that holds what was posted and sends it again; it needs no database."""
    kept = tuple((name, value) for name, value in fields if name not in ("csrf_token", "act"))
    page = NoticePage(
        frame=rendering.PLAIN_FRAME,
        page="not-saved",
        heading=NOT_SAVED,
        paragraphs=(
            "Het lukt nu even niet om te bewaren.",
            "Je antwoord staat nog in deze pagina. Probeer het zo nog een keer.",
        ),
        action=request.path,
        buttons=(("act", request.form.get("act", "forward"), "Probeer opnieuw"),),
        kept=kept,
    )
    return render_template("respond/notice.html", page=page), 503, {"Retry-After": "10"}


def _not_open(sheet: Sheet, token: str) -> ResponseReturnValue:
    match sheet.state:
        case SheetState.CLOSED:
            page = rendering.notice(
                sheet,
                token,
                "already",
                "Je antwoorden zijn al verstuurd. Dank je wel.",
                "Je hoeft niets meer te doen. Je kunt deze pagina sluiten.",
            )
            return render_template("respond/notice.html", page=page)
        case SheetState.NOT_YET:
            page = rendering.notice(
                sheet, token, "not-yet", "Je bent er vroeg bij", wording.opens_later(sheet)
            )
            return render_template("respond/notice.html", page=page)
        case SheetState.OPEN:
            return redirect(url_for("respond.start", token=token), 303)
        case _:
            page = rendering.notice(
                sheet,
                token,
                "ended",
                "Deze link werkt niet meer",
                *wording.how_ended(sheet),
                # A child has no address to which it could go.
                links=()
                if sheet.role is Informant.CHILD
                else ((url_for("respond.link_again"), LINK_AGAIN),),
            )
            return render_template("respond/notice.html", page=page), 410


def _decline_page(sheet: Sheet, token: str) -> NoticePage:
    texts = wording.texts_of(sheet)
    is_nomination = sheet.nomination_id is not None
    ways = (
        (("act", "decline", "Wis deze aanmelding"),)
        if is_nomination
        else (
            ("act", "decline", "Ik doe liever niet mee"),
            ("act", "wrong_person", wording.say(texts.not_me, sheet)),
        )
    )
    return NoticePage(
        frame=rendering.frame(sheet, "Liever niet", token),
        page="decline",
        heading="Wil je dit kind niet aanmelden?" if is_nomination else "Doe je liever niet mee?",
        paragraphs=(wording.say(texts.decline, sheet),),
        action=url_for("respond.declined", token=token),
        buttons=ways,
        links=((url_for("respond.start", token=token), "Terug"),),
    )


def _sheet(token: str) -> Sheet:
    world = wiring()
    with world.database.read() as db:
        return read_sheet(db, _id(token), world.today())


def _id(token: str) -> str:
    return wiring().answer_links.read(token)


def _show(page: QuestionPage, status: int = 200) -> ResponseReturnValue:
    return render_template("respond/questions.html", page=page), status


def _to_page(token: str, number: int) -> ResponseReturnValue:
    return redirect(url_for("respond.questions", token=token, number=number), 303)


def _fields() -> list[tuple[str, str]]:
    fields = list(request.form.items(multi=True))
    if len(fields) > MOST_FIELDS:
        raise RequestEntityTooLarge
    return fields


def _seen_revision() -> int:
    given = request.form.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def _known_browser() -> str | None:
    secret = session.get("browser")
    return hashlib.sha256(secret.encode()).hexdigest() if isinstance(secret, str) else None


def _browser() -> str:
    """Return the name of this browser, given when it had none.

    It tells own answers from a stranger's.
    """
    known = _known_browser()
    if known is None:
        session["browser"] = secrets.token_urlsafe(16)
        known = _known_browser() or ""
    return known
