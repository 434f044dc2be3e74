"""The address of a round: what there is to fill in, each behind its own link.

What a teacher fills in about pupils is a class round (`class_round.py`).
"""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from survey_app.answering.class_rounds import read_class_round
from survey_app.frames import Words, counted, fill
from survey_app.invitations.rounds import Round, RoundLine, round_of
from survey_app.web.permissions import public
from survey_app.web.respond import language, wording
from survey_app.web.respond.blueprint import HOLDER, respond
from survey_app.web.respond.class_round import show_round
from survey_app.web.respond.framing import CHOOSE_LANGUAGE
from survey_app.web.respond.pages import Frame, RoundPage, RoundRow
from survey_app.web.respond.wording import first_name
from survey_app.web.wiring import wiring


@respond.get("/ronde/<token>")
@public(HOLDER)
def round_page(token: str) -> ResponseReturnValue:
    """Show everything one message is about; opening it changes nothing."""
    world = wiring()
    message_id = world.round_links.read(token)
    with world.database.read() as db:
        found = read_class_round(db, message_id, world.today())
        if not found.sheets:
            page = _page(round_of(db, message_id, world.today()))
            return render_template("respond/round.html", page=page)
    words, school = language.words_here(), found.round.school_name
    others = tuple(_row(words, line, school) for line in found.others)
    return show_round(found, token, others)


def _page(found: Round) -> RoundPage:
    left = [line for line in found.lines if not line.is_done]
    coach = first_name(found.coach_name)
    words = language.words_here(found.spoken)
    texts = words.round
    if left:
        heading = counted(words, texts.left, len(left))
        time = wording.minutes(words, sum(line.questionnaire.minutes for line in left))
        greeting = fill(texts.together if len(left) > 1 else texts.alone, minutes=time)
    else:
        heading, greeting = texts.done, fill(texts.done_hint, coach=coach)
    return RoundPage(
        frame=Frame(
            heading=words.titles.round,
            informant=found.role,
            words=words,
            coach_name=coach,
            school_name=found.school_name,
            phone=found.coach_phone,
            languages=language.links(request.path, words.language)
            if found.role in CHOOSE_LANGUAGE
            else (),
            accessible_url=language.carried(url_for("respond.accessibility")),
        ),
        heading=heading,
        greeting=greeting,
        rows=tuple(
            _row(words, line, found.school_name)
            for line in sorted(found.lines, key=lambda each: each.is_done)
        ),
    )


def _row(words: Words, line: RoundLine, school_name: str) -> RoundRow:
    about = wording.about_what(words, line.questionnaire.about, line.group_name, school_name)
    who = line.child_name or about
    if line.is_done:
        return RoundRow(who, words.round.row_done, None)
    token = wiring().answer_links.token(line.invitation_id)
    return RoundRow(
        who=who,
        small=wording.minutes(words, line.questionnaire.minutes),
        url=language.carried(url_for("respond.start", token=token)),
        title=line.title,
        language=line.language,
    )
