"""The addresses of who rather not answers, or is not the right person."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from survey_app.answering import erasing
from survey_app.answering import services as answering
from survey_app.answering.sheets import Sheet, SheetState
from survey_app.audit import services as audit
from survey_app.invitations import services as invitations
from survey_app.measurements import services as measurements
from survey_app.web.permissions import csrf_holds, own_csrf, public
from survey_app.web.respond import handed_over, language, wording
from survey_app.web.respond.blueprint import HOLDER, respond
from survey_app.web.respond.framing import frame, notice
from survey_app.web.respond.opening import any_sheet, invitation_behind, open_sheet, spoken
from survey_app.web.respond.pages import NoticePage
from survey_app.web.wiring import wiring

REASONS = {
    "decline": "rather_not",
    "no_time": "no_time",
    "not_understood": "not_understood",
}
"""Which button on the page of who rather not gives which reason."""


@respond.get("/v/<token>/liever-niet")
@public(HOLDER)
def decline(token: str) -> ResponseReturnValue:
    """Ask what is the matter: rather not, or not the right person."""
    sheet = open_sheet(token)
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
        return redirect(language.carried(url_for("respond.decline", token=token)), 303)
    seen = any_sheet(token)
    if seen.nomination_id is not None and seen.state is SheetState.OPEN:
        return _take_back(seen, seen.nomination_id, token)
    with world.database.write() as db:
        sheet = answering.open_sheet(db, invitation_behind(token), world.today())
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
    page = notice(
        spoken(sheet), token, "declined", words.thanks, *lines, links=handed_over.way_back()
    )
    return render_template("respond/notice.html", page=page)


def _take_back(sheet: Sheet, nomination_id: str, token: str) -> ResponseReturnValue:
    """Erase a nomination that was not sent; whoever erases locks it before its sheet."""
    world = wiring()
    with world.database.write() as db:
        by = audit.respondent(sheet.invitation_id)
        erasing.take_back(db, nomination_id, by, world.now())
    page = notice(
        sheet,
        token,
        "declined",
        wording.words_of(sheet).declining.erased,
        wording.words_of(sheet).declining.erased_hint,
    )
    return render_template("respond/notice.html", page=page)


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
        frame=frame(sheet, words.titles.decline, token),
        page="decline",
        heading=texts.heading_nomination if is_nomination else texts.heading,
        paragraphs=(wording.say(told.decline, sheet),),
        action=url_for("respond.declined", token=token),
        buttons=ways,
        links=((language.carried(url_for("respond.start", token=token)), words.acts.back),),
        kept=((language.CARRIED, sheet.spoken),),
    )
