"""Filling in for somebody: reading out in a talk or by phone, and typing from paper, also twice."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge

from survey_app.accounts.policy import Act
from survey_app.answering import entering
from survey_app.answering import services as answering
from survey_app.answering.reading import PREFIX, PageReading, read_page
from survey_app.answering.sheets import Sheet
from survey_app.audit import services as audit
from survey_app.definitions import Item, Page
from survey_app.errors import InputError, NotFoundError
from survey_app.measurements import services as measurements
from survey_app.web.coach import entering_pages as pages
from survey_app.web.coach.blueprint import coach, own, render, to_traject
from survey_app.web.coach.entering_forms import PaperForm
from survey_app.web.coach.kept import keeps_what_was_typed
from survey_app.web.permissions import csrf_holds, needs, own_csrf, this_actor
from survey_app.web.wiring import wiring

MOST_FIELDS = 300
PLACE = "/trajecten/<id:traject_id>/uitnodigingen/<id:invitation_id>/invullen"
NOTHING_CHOSEN = "Kies een antwoord, of sla de vraag over"
SENT = {"interview": "voorgelezen", "phone": "gebeld", "paper": "van-papier"}
"""What the page of the traject says after sending, by mode (a key of `MESSAGES`)."""


@coach.get(PLACE)
@needs(Act.ENTER_ANSWERS)
def enter(traject_id: str, invitation_id: str) -> ResponseReturnValue:
    """Ask how the answers come in."""
    world = wiring()
    with world.database.write() as db:
        sheet = _paper_sheet(db, traject_id, invitation_id)
    return render("coach/enter.html", "traject", page=pages.choose_page(sheet))


@coach.post(f"{PLACE}/<way>")
@needs(Act.ENTER_ANSWERS)
def begin_talk(traject_id: str, invitation_id: str, way: str) -> ResponseReturnValue:
    """Begin to read out, or go on where it stopped."""
    world = wiring()
    with world.database.write() as db:
        sheet = _talk_sheet(db, traject_id, invitation_id, way)
        answering.begin(db, sheet, world.now())
        audit.record(
            db,
            audit.person(this_actor().person_id),
            "begin to enter answers",
            "invitation",
            invitation_id,
            organisation_id=sheet.organisation_id,
            now=world.now(),
        )
    return _to_question(sheet, way, entering.first_open(sheet, _browser()))


@coach.get(f"{PLACE}/<way>/<int:number>")
@needs(Act.ENTER_ANSWERS)
def ask_in_talk(traject_id: str, invitation_id: str, way: str, number: int) -> ResponseReturnValue:
    """Show one question to read out, with what this coach wrote down."""
    world = wiring()
    with world.database.write() as db:
        sheet = _talk_sheet(db, traject_id, invitation_id, way)
    if number != _sending(sheet) and number not in entering.asked_in_talk(sheet, _browser()):
        return _to_question(sheet, way, entering.first_open(sheet, _browser()))
    return _show(pages.talk_page(sheet, way, number, _browser()))


@coach.post(f"{PLACE}/<way>/<int:number>")
@keeps_what_was_typed
@needs(Act.ENTER_ANSWERS)
@own_csrf
def answer_in_talk(
    traject_id: str, invitation_id: str, way: str, number: int
) -> ResponseReturnValue:
    """Save one answer and go on, or send all of them."""
    world = wiring()
    trusted = csrf_holds()
    try:
        with world.database.write() as db:
            sheet = _talk_sheet(db, traject_id, invitation_id, way)
            if not 1 <= number <= _sending(sheet):
                return _to_question(sheet, way, entering.first_open(sheet, _browser()))
            if number == _sending(sheet):
                return _send(db, sheet, way, trusted=trusted)
            return _save(db, sheet, way, number, trusted=trusted)
    except IntegrityError:
        # Another request closed this sheet in between: the constraint kept it to one response.
        raise answering.SheetClosedError("Deze antwoorden zijn al verstuurd.") from None


def _save(
    db: Session, sheet: Sheet, way: str, number: int, *, trusted: bool
) -> ResponseReturnValue:
    browser, act = _browser(), request.form.get("act", "forward")
    _, item = entering.one_by_one(sheet)[number - 1]
    page = Page("", (item,))
    reading = read_page(page, _answers())

    def again(status: int, **words: str | None) -> ResponseReturnValue:
        return _show(pages.talk_page(sheet, way, number, browser, reading=reading, **words), status)

    if not trusted:
        return again(400, problem="Je was even weg", problem_hint="Druk nog een keer op de knop.")
    if not reading.is_sound:
        fault = reading.problems.get(item.key)
        return again(
            422, error=pages.mend(sheet, fault) if fault else "Kies een van de antwoorden."
        )
    if act == "forward" and _needs_an_answer(item, reading):
        return again(422, error=NOTHING_CHOSEN)
    saving = answering.save_answered if act == "stop" else answering.save_page
    try:
        after = saving(
            db,
            sheet,
            page,
            reading,
            browser=browser,
            seen_revision=_seen_revision(),
            now=wiring().now(),
        )
    except answering.ChangedElsewhereError:
        db.rollback()
        return again(
            409,
            problem="Deze vraag is net ook ergens anders beantwoord",
            problem_hint="Vraag na wat het antwoord is. Druk dan nog een keer op de knop.",
        )
    if act == "stop":
        return to_traject(str(sheet.traject_id), "bewaard")
    following = (each for each in entering.asked_in_talk(after, browser) if each > number)
    return _to_question(sheet, way, min(following, default=_sending(sheet)))


def _send(db: Session, sheet: Sheet, way: str, *, trusted: bool) -> ResponseReturnValue:
    if not trusted:
        page = pages.talk_page(
            sheet,
            way,
            _sending(sheet),
            _browser(),
            problem="Je was even weg",
            problem_hint="Druk nog een keer op de knop.",
        )
        return _show(page, 400)
    mode = pages.WAYS[way]
    nothing = Page("", ())
    try:
        measurements.submit(
            db,
            sheet,
            nothing,
            read_page(nothing, ()),
            browser=_browser(),
            seen_revision=_seen_revision(),
            mode=mode,
            now=wiring().now(),
            entered_by=this_actor().person_id,
        )
    except answering.PagesLeftError:
        return _to_question(sheet, way, entering.first_open(sheet, _browser()))
    return to_traject(str(sheet.traject_id), SENT[mode])


@coach.get(f"{PLACE}/papier")
@needs(Act.ENTER_ANSWERS)
def type_paper(traject_id: str, invitation_id: str) -> ResponseReturnValue:
    """Show the whole list for typing from paper, with what was typed and kept before."""
    with wiring().database.write() as db:
        sheet = _paper_sheet(db, traject_id, invitation_id)
        kept = entering.kept_typed(db, invitation_id).get(entering.FIRST)
        form = PaperForm(formdata=None, **_form_values(kept))
        return _paper(db, sheet, form, kept.fields if kept else (), is_second=False)


@coach.post(f"{PLACE}/papier")
@keeps_what_was_typed
@needs(Act.ENTER_ANSWERS)
@own_csrf
def send_paper(traject_id: str, invitation_id: str) -> ResponseReturnValue:
    """Send what was typed, or keep it to be typed a second time."""
    return _typed(traject_id, invitation_id, entering.FIRST)


@coach.get(f"{PLACE}/papier/nog-een-keer")
@needs(Act.ENTER_ANSWERS)
def type_again(traject_id: str, invitation_id: str) -> ResponseReturnValue:
    """Show the whole list once more, empty: the first time must not be seen."""
    with wiring().database.write() as db:
        sheet = _paper_sheet(db, traject_id, invitation_id)
        if entering.FIRST not in entering.kept_typed(db, invitation_id):
            return redirect(_place(sheet, "type_paper"), 303)
        return _paper(db, sheet, PaperForm(formdata=None), (), is_second=True)


@coach.post(f"{PLACE}/papier/nog-een-keer")
@keeps_what_was_typed
@needs(Act.ENTER_ANSWERS)
@own_csrf
def compare_paper(traject_id: str, invitation_id: str) -> ResponseReturnValue:
    """Send when both times are the same, else show what differs."""
    return _typed(traject_id, invitation_id, entering.SECOND)


@coach.get(f"{PLACE}/papier/verschillen")
@needs(Act.ENTER_ANSWERS)
def paper_differences(traject_id: str, invitation_id: str) -> ResponseReturnValue:
    """Show what was typed in two ways."""
    with wiring().database.write() as db:
        sheet = _paper_sheet(db, traject_id, invitation_id)
        return _differences(db, sheet, is_posted=False)


@coach.post(f"{PLACE}/papier/verschillen")
@keeps_what_was_typed
@needs(Act.ENTER_ANSWERS)
@own_csrf
def settle_paper(traject_id: str, invitation_id: str) -> ResponseReturnValue:
    """Send what the coach chose, now that the paper was looked at again."""
    trusted = csrf_holds()
    with wiring().database.write() as db:
        sheet = _paper_sheet(db, traject_id, invitation_id)
        return _differences(db, sheet, is_posted=trusted)


def _typed(traject_id: str, invitation_id: str, turn: int) -> ResponseReturnValue:
    """Read one time of typing; whatever is wrong with it, all that was typed comes back."""
    world = wiring()
    trusted = csrf_holds()
    is_second = turn == entering.SECOND
    form = PaperForm(meta={"csrf": False})
    fields = tuple(_answers())
    with world.database.write() as db:
        sheet = _paper_sheet(db, traject_id, invitation_id)
        first = entering.kept_typed(db, invitation_id).get(entering.FIRST)
        if is_second and first is None:
            return redirect(_place(sheet, "type_paper"), 303)
        try:
            if not trusted:
                raise InputError("Je was even weg. Druk nog een keer op de knop.")
            if form.validate() and form.on.data is not None:
                typed = entering.PaperTyped(
                    fields,
                    form.on.data,
                    (form.why.data or "").strip(),
                    first.only_paper if is_second and first else form.only_paper.data,
                )
                if entering.read_paper(sheet, typed).is_sound:
                    return _take(db, sheet, turn, typed, first)
        except InputError as error:
            db.rollback()
            form.form_errors.append(str(error))
        page, status = _paper(db, sheet, form, fields, is_second=is_second)
        return page, status if trusted else 400


def _take(
    db: Session,
    sheet: Sheet,
    turn: int,
    typed: entering.PaperTyped,
    first: entering.PaperTyped | None,
) -> ResponseReturnValue:
    by, now = this_actor().person_id, wiring().now()
    entering.check_paper(db, sheet, typed, wiring().today())
    if turn == entering.SECOND and first is not None:
        if entering.differences(sheet, first, typed):
            entering.keep_typed(db, sheet, turn, typed, by, now)
            return redirect(_place(sheet, "paper_differences"), 303)
        return _send_paper(db, sheet, first)
    if request.form.get("act") == "again":
        entering.keep_typed(db, sheet, turn, typed, by, now)
        return redirect(_place(sheet, "type_again"), 303)
    return _send_paper(db, sheet, typed)


def _differences(db: Session, sheet: Sheet, *, is_posted: bool) -> ResponseReturnValue:
    kept = entering.kept_typed(db, sheet.invitation_id)
    if len(kept) < entering.SECOND:
        return redirect(_place(sheet, "type_again"), 303)
    first, second = kept[entering.FIRST], kept[entering.SECOND]
    found = entering.differences(sheet, first, second)
    turns = {"1": entering.FIRST, "2": entering.SECOND}
    # What was typed anew since the page was shown is chosen from again.
    is_posted = is_posted and request.form.get("shown") == entering.mark_of(found)
    chosen = {
        each.key: turns[given]
        for each in found
        if is_posted and (given := request.form.get(f"d.{each.key}", "")) in turns
    }
    if is_posted and len(chosen) == len(found):
        return _send_paper(db, sheet, entering.settled(first, second, chosen))
    page = pages.differences_page(sheet, found, chosen, is_posted=is_posted)
    status = 422 if request.method == "POST" else 200
    return render("coach/differences.html", "traject", page=page), status


def _send_paper(db: Session, sheet: Sheet, typed: entering.PaperTyped) -> ResponseReturnValue:
    measurements.submit_paper(db, sheet, typed, this_actor().person_id, wiring().now())
    return to_traject(str(sheet.traject_id), SENT["paper"])


def _paper(
    db: Session,
    sheet: Sheet,
    form: PaperForm,
    fields: tuple[tuple[str, str], ...],
    *,
    is_second: bool,
) -> tuple[str, int]:
    made_on = entering.first_made_on(db, sheet.invitation_id)
    page = pages.paper_page(sheet, made_on, fields, is_second=is_second)
    if not page.asks_what_counts:
        del form.only_paper
    status = 422 if request.method == "POST" else 200
    return render("coach/paper.html", "traject", page=page, form=form), status


def _form_values(kept: entering.PaperTyped | None) -> dict[str, Any]:
    if kept is None:
        return {}
    return {"on": kept.on, "why": kept.why, "only_paper": kept.only_paper}


def _talk_sheet(db: Session, traject_id: str, invitation_id: str, way: str) -> Sheet:
    traject = own(db, traject_id, Act.ENTER_ANSWERS)
    if way not in pages.WAYS:
        raise NotFoundError
    sheet = entering.sheet_to_ask(db, this_actor(), traject, invitation_id, wiring().today())
    return pages.for_the_coach(sheet)


def _paper_sheet(db: Session, traject_id: str, invitation_id: str) -> Sheet:
    traject = own(db, traject_id, Act.ENTER_ANSWERS)
    sheet = entering.sheet_on_paper(db, this_actor(), traject, invitation_id, wiring().today())
    return pages.for_the_coach(sheet)


def _needs_an_answer(item: Item, reading: PageReading) -> bool:
    return bool(item.options or item.number) and not reading.is_answered(item.key)


def _sending(sheet: Sheet) -> int:
    """Return the number after the last question: what stands there only sends."""
    return len(entering.one_by_one(sheet)) + 1


def _browser() -> str:
    return entering.coach_browser(this_actor().person_id)


def _answers() -> list[tuple[str, str]]:
    fields = list(request.form.items(multi=True))
    if len(fields) > MOST_FIELDS:
        raise RequestEntityTooLarge
    return [each for each in fields if each[0].startswith(PREFIX)]


def _seen_revision() -> int:
    given = request.form.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def _place(sheet: Sheet, endpoint: str, **more: Any) -> str:
    return url_for(
        f"coach.{endpoint}",
        traject_id=str(sheet.traject_id),
        invitation_id=sheet.invitation_id,
        **more,
    )


def _to_question(sheet: Sheet, way: str, number: int) -> ResponseReturnValue:
    return redirect(_place(sheet, "ask_in_talk", way=way, number=number), 303)


def _show(page: pages.TalkPage, status: int = 200) -> ResponseReturnValue:
    return render_template("talk/question.html", page=page), status
