"""The page with which a coach asks a step in a talk: one tap is stored, now or when it can."""

import re
from datetime import date

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from survey_app.accounts.policy import Act
from survey_app.errors import InputError
from survey_app.invitations.publishing import questionnaire_of
from survey_app.invitations.services import demand_askable
from survey_app.invitations.talks import people_to_ask
from survey_app.measurements.queries import placed_responses
from survey_app.measurements.talk_steps import Tapped, record_tap
from survey_app.storage import new_id
from survey_app.trajects.goal_lines import goals_of
from survey_app.web.coach.blueprint import coach, own, record_look
from survey_app.web.coach.kept import AWAY, keeps_what_was_typed, kept_page
from survey_app.web.coach.planning import plan_in_use
from survey_app.web.coach.talk_step_page import talk_step_page
from survey_app.web.permissions import csrf_holds, needs, own_csrf, this_actor
from survey_app.web.wiring import wiring

PLACE = "/trajecten/<id:traject_id>/stapje"
FIELDS = ("id", "wie", "stap", "op", "doel")


@coach.get(PLACE)
@needs(Act.CHANGE_TRAJECT)
def step_in_talk(traject_id: str) -> ResponseReturnValue:
    """Show the steps of everybody who can be asked in a talk; the look is recorded."""
    world = wiring()
    with world.database.write() as db:
        found = own(db, traject_id)
        demand_askable(db, found, world.now())
        page = talk_step_page(
            found,
            this_actor().person_id,
            people_to_ask(db, found.id),
            plan_in_use(found),
            placed_responses(db, found.id),
            goals_of(db, found.id),
            lambda fingerprint: questionnaire_of(db, fingerprint),
            world.today(),
            just_asked=request.args.get("wie", ""),
        )
        record_look(db, found, "see steps")
    return render_template("step/talk.html", page=page)


@coach.post(f"{PLACE}/tik")
@keeps_what_was_typed
@needs(Act.CHANGE_TRAJECT)
@own_csrf
def tap(traject_id: str) -> ResponseReturnValue:
    """Store one tap; a script hears in a word what became of it, a form gets the page again."""
    world = wiring()
    by_script = request.headers.get("X-Kansmeter") == "script"
    if not csrf_holds():
        return _told(AWAY, 400) if by_script else kept_page("Je was even weg", AWAY, 400)
    try:
        with world.database.write() as db:
            found = own(db, traject_id)
            tapped = _tapped(world.today())
            record_tap(db, this_actor(), found, plan_in_use(found), tapped, world.now())
    except InputError as error:
        if not by_script:
            raise
        return _told(str(error), 422)
    if by_script:
        return "", 204
    shown = url_for("coach.step_in_talk", traject_id=traject_id, wie=tapped.informant_id)
    return redirect(shown, 303)


def _tapped(today: date) -> Tapped:
    """Return what was tapped; without a script it has no id of its own and is of today."""
    given = request.form.get
    if any(len(request.form.getlist(name)) > 1 for name in FIELDS):
        raise InputError("Dit stapje kwam niet heel over. Tik het nog een keer aan.")
    return Tapped(
        sent_id=given("id") or new_id(),
        informant_id=given("wie", ""),
        step=given("stap", ""),
        on=_day(given("op", ""), today),
        goal_id=given("doel") or None,
    )


def _day(text: str, today: date) -> date:
    if not text:
        return today
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise InputError("De datum van dit toestel klopt niet.")


def _told(words: str, status: int) -> ResponseReturnValue:
    return Response(words, status, mimetype="text/plain")
