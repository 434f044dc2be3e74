"""One question of a class round for all pupils: a row each, saved each on its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from flask import Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from survey_app.answering import class_rounds
from survey_app.answering import services as answering
from survey_app.answering.class_rounds import ClassRound, RoundSheet, Way
from survey_app.answering.reading import KNOWN_FIELDS, PREFIX, PageReading, read_page
from survey_app.answering.sheets import SheetState
from survey_app.definitions import Item, Page
from survey_app.errors import NotFoundError
from survey_app.storage import UnavailableError
from survey_app.web.permissions import csrf_holds, own_csrf, public
from survey_app.web.respond import class_round_pages as pages
from survey_app.web.respond import idle, language, wording
from survey_app.web.respond.blueprint import HOLDER, respond
from survey_app.web.respond.browser import known_browser, own_browser
from survey_app.web.respond.class_round import (
    find_round,
    lead_on,
    list_url,
    send_complete,
    sheet_in,
    to_list,
)
from survey_app.web.respond.posting import keep, posted_fields
from survey_app.web.respond.refusing import (
    GO_TO,
    KEEP,
    STOP,
    Refusal,
    answered_elsewhere,
    is_one_act,
    stays_open,
)
from survey_app.web.wiring import wiring


@dataclass(frozen=True, slots=True)
class Posted:
    """What came for one question: a reading per pupil, and at which revision each was shown.

    `strange` is set when something came that belongs to no pupil of this round.
    """

    readings: Mapping[str, PageReading]
    seen: Mapping[str, int]
    strange: bool


@dataclass
class Saving:
    """What became of the rows: the revisions now, who was answered elsewhere, who left."""

    revisions: dict[str, int]
    elsewhere: set[str] = field(default_factory=set)
    someone_left: bool = False


@respond.get("/ronde/<token>/vraag/<key>")
@public(HOLDER)
def rows(token: str, key: str) -> ResponseReturnValue:
    """Show one question for all pupils with what this browser chose."""
    if idle.was_away():
        return idle.locked()
    with wiring().database.read() as db:
        found = find_round(db, wiring().round_links.read(token))
    item = _item(found, key)
    if item is None:
        return to_list(token)
    page = pages.rows_page(found, item, token, known_browser(), someone_left="weg" in request.args)
    return render_template("respond/class_rows.html", page=page)


@respond.post("/ronde/<token>/vraag/<key>")
@public(HOLDER)
@own_csrf
def save_rows(token: str, key: str) -> ResponseReturnValue:
    """Save one question of every pupil and go on, or with the last send all that is complete."""
    message_id = wiring().round_links.read(token)
    fields = posted_fields()
    trusted, browser = csrf_holds(), own_browser()
    try:
        with wiring().database.read() as db:
            found = find_round(db, message_id)
            once_here = class_rounds.marks_of_message(db, message_id)
        item = _item(found, key)
        if item is None:
            return to_list(token)
        posted = _read(item, fields, once_here)
        refused = _refusal(found, item, posted, browser, trusted)
        if refused is None:
            saving = _save(found, item, posted, browser)
            if not saving.elsewhere:
                return _after(token, message_id, found, item, saving)
            words = language.words_here()
            clashes = dict.fromkeys(saving.elsewhere, words.problem.elsewhere)
            refused = answered_elsewhere(words, clashes)
            # Shown as it is now: who sends it once more has seen that.
            posted = replace(posted, seen={})
            with wiring().database.read() as db:
                found = find_round(db, message_id)
        page = pages.rows_page(
            found,
            item,
            token,
            browser,
            given={mark: each.answers.get(item.key, "") for mark, each in posted.readings.items()},
            seen=_written(posted.seen),
            errors=refused.errors,
            problem=refused.problem,
            problem_hint=refused.problem_hint,
        )
        return render_template("respond/class_rows.html", page=page), refused.status
    except UnavailableError:
        return keep(fields)


def _after(
    token: str, message_id: str, found: ClassRound, item: Item, saving: Saving
) -> ResponseReturnValue:
    """Return where it goes on after all rows were saved."""
    act = request.form.get("act", "")
    if act == KEEP:
        idle.was_away()
        return Response(status=204, headers={"X-Revision": _written(saving.revisions)})
    if act == STOP:
        session.clear()
        return redirect(url_for("respond.log_out"), 303)
    keys = [each.key for each in found.side_by_side[0].page.items]
    if act.startswith(GO_TO):
        before = act.removeprefix(GO_TO)
        there = url_for("respond.rows", token=token, key=before) if before in keys else None
        return lead_on(there or list_url(token))
    if item.key == keys[-1]:
        return send_complete(token, message_id)
    after = keys[keys.index(item.key) + 1]
    more = {"weg": 1} if saving.someone_left else {}
    return lead_on(url_for("respond.rows", token=token, key=after, **more))  # type: ignore[arg-type]  # a part of the address


def _item(found: ClassRound, key: str) -> Item | None:
    """Return the question with this key, or None when the round is not done by question."""
    if all(each.line.is_done for each in found.side_by_side):
        return None
    for item in found.side_by_side[0].page.items:
        if item.key == key:
            return item
    raise NotFoundError


def _read(item: Item, fields: Iterable[tuple[str, str]], once_here: frozenset[str]) -> Posted:
    """Read what came for each pupil as a page of one question about that pupil."""
    given: dict[str, list[tuple[str, str]]] = {}
    strange, seen = False, ""
    for name, value in fields:
        mark = name.removeprefix(PREFIX)
        if name.startswith(PREFIX) and mark in once_here:
            given.setdefault(mark, []).append((PREFIX + item.key, value))
        elif name not in KNOWN_FIELDS:
            strange = True
        elif name == "revision":
            seen = value
    return Posted(
        {mark: read_page(Page("one", (item,)), each) for mark, each in given.items()},
        _revisions(seen),
        strange,
    )


def _refusal(
    found: ClassRound, item: Item, posted: Posted, browser: str, trusted: bool
) -> Refusal | None:
    """Return why nothing of what was posted can be taken, or None when it can."""
    words = language.words_here()
    texts = words.problem
    if not trusted:
        return Refusal(400, problem=texts.away, problem_hint=texts.away_hint)
    faults = {
        mark: wording.mend(words, reading.problems[item.key])
        for mark, reading in posted.readings.items()
        if reading.problems
    }
    if posted.strange or faults:
        if not faults:
            return Refusal(422, problem=texts.stray, problem_hint=texts.stray_hint)
        return Refusal(422, faults)
    if not is_one_act(in_round=True):
        return Refusal(422, problem=texts.choose_a_button)
    if request.form.get("act", "forward") == "forward":
        empty = {
            each.mark: texts.nothing_chosen
            for each in _unsent(found)
            if each.mark not in posted.readings and not each.was_chosen_elsewhere(browser, item.key)
        }
        if empty:
            return Refusal(422, empty)
    return None


def _save(found: ClassRound, item: Item, posted: Posted, browser: str) -> Saving:
    """Save every row that changed, each in a transaction of its own."""
    saving = Saving({each.mark: posted.seen.get(each.mark, 0) for each in _unsent(found)})
    asked_now = {each.mark for each in found.side_by_side}
    saving.someone_left = not posted.readings.keys() <= asked_now
    goes_on = not stays_open(request.form.get("act", ""))
    for each in _unsent(found):
        reading = posted.readings.get(each.mark)
        if reading is None and (not goes_on or item.key in each.entries):
            continue
        reading = reading or read_page(Page("one", (item,)), ())
        answer = reading.answers.get(item.key)
        if answer is not None and answer == each.chosen_by(browser, item.key):
            saving.revisions[each.mark] = max(saving.revisions[each.mark], each.revision)
            continue
        _save_row(each, item, reading, browser, posted.seen.get(each.mark, 0), saving)
    return saving


def _save_row(
    each: RoundSheet,
    item: Item,
    reading: PageReading,
    browser: str,
    seen_revision: int,
    saving: Saving,
) -> None:
    world = wiring()
    try:
        with world.database.write() as db:
            sheet = sheet_in(db, each, lock=True)
            if sheet.state is not SheetState.OPEN:
                saving.someone_left |= sheet.state is not SheetState.CLOSED
                return
            class_rounds.begin_in_round(db, sheet, Way.BY_QUESTION, world.now())
            after = answering.save_page(
                db,
                sheet,
                Page("one", (item,)),
                reading,
                browser=browser,
                seen_revision=seen_revision,
                now=world.now(),
            )
            saving.revisions[each.mark] = after.revision
    except (answering.ChangedElsewhereError, IntegrityError):
        saving.elsewhere.add(each.mark)


def _unsent(found: ClassRound) -> list[RoundSheet]:
    return [each for each in found.side_by_side if not each.line.is_done]


def _written(revisions: Mapping[str, int]) -> str:
    return " ".join(f"{mark}:{revision}" for mark, revision in revisions.items())


def _revisions(text: str) -> dict[str, int]:
    """Read at which revision each sheet was shown; what makes no sense counts as never seen."""
    pairs = (each.partition(":") for each in text.split())
    return {
        mark: int(number)
        for mark, _, number in pairs
        if number.isascii() and number.isdigit() and len(number) < 9
    }
