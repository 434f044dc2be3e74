"""The addresses of the meldcode: the five steps, taking one, correcting one."""

from collections.abc import Callable

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act
from survey_app.errors import InputError, NotFoundError
from survey_app.practice import meldcode as steps
from survey_app.practice.models import MeldcodeStep
from survey_app.trajects.models import Traject
from survey_app.web.coach.blueprint import coach, own, record_look, render
from survey_app.web.coach.kept import AWAY, keeps_what_was_typed
from survey_app.web.coach.meldcode_forms import StepForm
from survey_app.web.coach.meldcode_page import meldcode_page, step_page
from survey_app.web.permissions import csrf_holds, needs, own_csrf, this_actor
from survey_app.web.wiring import wiring

PLACE = "/trajecten/<id:traject_id>/meldcode"
MESSAGES = {
    "vastgelegd": "Vastgelegd. Kansmeter meldt niets: dat doe je zelf.",
    "verbeterd": "Verbeterd. Wat er stond, blijft te lezen.",
}


@coach.get(PLACE)
@needs(Act.KEEP_MELDCODE)
def meldcode(traject_id: str) -> ResponseReturnValue:
    """Show the five steps about a child; the look is recorded."""
    world, actor = wiring(), this_actor()
    with world.database.write() as db:
        found = own(db, traject_id, Act.KEEP_MELDCODE)
        page = meldcode_page(
            found,
            steps.steps_taken(db, actor, found),
            world.today(),
            MESSAGES.get(request.args.get("melding", "")),
        )
        record_look(db, found, "see meldcode")
    return render("coach/meldcode.html", "traject", page=page)


@coach.get(f"{PLACE}/stap/<int:number>")
@needs(Act.KEEP_MELDCODE)
def meldcode_step(traject_id: str, number: int) -> ResponseReturnValue:
    """Show the form for one step, with today in it."""
    form = StepForm(formdata=None)
    form.done_on.data = wiring().today()
    return _page(traject_id, _known(number), None, form)


@coach.post(f"{PLACE}/stap/<int:number>")
@keeps_what_was_typed
@needs(Act.KEEP_MELDCODE)
@own_csrf
def took_step(traject_id: str, number: int) -> ResponseReturnValue:
    """Write down that a step was taken."""

    def act(db: Session, found: Traject, form: StepForm) -> MeldcodeStep:
        return steps.take(db, this_actor(), found, number, form.taken, wiring().now())

    return _done(traject_id, _known(number), None, act, "vastgelegd")


@coach.get(f"{PLACE}/<id:step_id>")
@needs(Act.KEEP_MELDCODE)
def correct_step(traject_id: str, step_id: str) -> ResponseReturnValue:
    """Show one step as it was written down, to correct it; the look is recorded."""
    with wiring().database.write() as db:
        found = own(db, traject_id, Act.KEEP_MELDCODE)
        record_look(db, found, "see meldcode")
        step = steps.step_of(db, this_actor(), found, step_id)
        form = StepForm(formdata=None)
        form.done_on.data, form.note.data = step.done_on, step.note
        form.with_whom.data, form.decision.data = list(steps.parties_of(step)), step.decision
        number = step.step
    return _page(traject_id, number, step_id, form)


@coach.post(f"{PLACE}/<id:step_id>")
@keeps_what_was_typed
@needs(Act.KEEP_MELDCODE)
@own_csrf
def corrected_step(traject_id: str, step_id: str) -> ResponseReturnValue:
    """Write one step down anew."""

    def act(db: Session, found: Traject, form: StepForm) -> MeldcodeStep:
        return steps.correct(db, this_actor(), found, step_id, form.taken, wiring().now())

    with wiring().database.read() as db:
        found = own(db, traject_id, Act.KEEP_MELDCODE)
        number = steps.step_of(db, this_actor(), found, step_id).step
    return _done(traject_id, number, step_id, act, "verbeterd")


def _known(number: int) -> int:
    if number not in steps.STEPS:
        raise NotFoundError
    return number


def _done(
    traject_id: str,
    number: int,
    step_id: str | None,
    act: Callable[[Session, Traject, StepForm], MeldcodeStep],
    message: str,
) -> ResponseReturnValue:
    """Do it and lead back to the five steps, or give back all that was typed."""
    form = StepForm(meta={"csrf": False})
    form.ask_for(number)
    sound = bool(form.validate())
    if not csrf_holds():
        form.form_errors.append(AWAY)
        return _page(traject_id, number, step_id, form), 400
    try:
        if sound:
            with wiring().database.write() as db:
                act(db, own(db, traject_id, Act.KEEP_MELDCODE), form)
            return redirect(url_for("coach.meldcode", traject_id=traject_id, melding=message), 303)
    except InputError as error:
        form.form_errors.append(str(error))
    return _page(traject_id, number, step_id, form), 422


def _page(traject_id: str, number: int, step_id: str | None, form: StepForm) -> str:
    world = wiring()
    if "decision" in form:
        form.ask_for(number)
    with world.database.read() as db:
        found = own(db, traject_id, Act.KEEP_MELDCODE)
        lines = steps.steps_taken(db, this_actor(), found) if step_id is not None else []
        before = next((each for each in lines if each.step.id == step_id), None)
        page = step_page(found, number, before, world.today())
    return render("coach/meldcode_step.html", "traject", page=page, form=form)
