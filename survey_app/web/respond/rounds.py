"""The address of a round: what there is to fill in, each behind its own link."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from survey_app.dutch import counted, minutes_in_words
from survey_app.invitations.rounds import Round, RoundLine, round_of
from survey_app.web.permissions import public
from survey_app.web.respond.pages import Frame, RoundPage, RoundRow
from survey_app.web.respond.views import HOLDER, respond
from survey_app.web.respond.wording import first_name
from survey_app.web.respond.yearly_texts import about_what
from survey_app.web.wiring import wiring


@respond.get("/ronde/<token>")
@public(HOLDER)
def round_page(token: str) -> ResponseReturnValue:
    """Show everything one message is about; opening it changes nothing."""
    world = wiring()
    message_id = world.round_links.read(token)
    with world.database.read() as db:
        found = round_of(db, message_id, world.today())
    return render_template("respond/round.html", page=_page(found))


def _page(found: Round) -> RoundPage:
    left = [line for line in found.lines if not line.is_done]
    coach = first_name(found.coach_name)
    if left:
        heading = f"Nog {counted(len(left), 'vragenlijst', 'vragenlijsten')}"
        time = minutes_in_words(sum(line.minutes for line in left))
        together = "Samen kost het" if len(left) > 1 else "Het kost"
        greeting = f"{together} ongeveer {time}. Je mag tussendoor stoppen."
    else:
        heading = "Alles is ingevuld"
        greeting = f"Dank je wel. {coach} leest wat je hebt gekozen."
    return RoundPage(
        frame=Frame(
            title="Vragenlijsten – Kansmeter",
            informant=found.role,
            coach_name=coach,
            school_name=found.school_name,
            phone=found.coach_phone,
        ),
        heading=heading,
        greeting=greeting,
        rows=tuple(
            _row(line, found.school_name)
            for line in sorted(found.lines, key=lambda each: each.is_done)
        ),
    )


def _row(line: RoundLine, school_name: str) -> RoundRow:
    who = line.child_name or about_what(line.about, line.group_name, school_name)
    if line.is_done:
        return RoundRow(who, "ingevuld", None)
    token = wiring().answer_links.token(line.invitation_id)
    return RoundRow(
        who=who,
        small=f"{line.title}, {minutes_in_words(line.minutes)}",
        url=url_for("respond.start", token=token),
    )
