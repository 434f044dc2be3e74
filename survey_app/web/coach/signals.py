"""The addresses of one signal: open it, take it up, put it back, close it."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts.models import Person
from survey_app.accounts.policy import Act
from survey_app.errors import InputError
from survey_app.measurements import following_up, participants, school_people, signals
from survey_app.measurements.models import Signal
from survey_app.web.coach.blueprint import coach, is_from_today, record_look, render, to_traject
from survey_app.web.coach.clocks import Clocks
from survey_app.web.coach.kept import AWAY, keeps_what_was_typed
from survey_app.web.coach.messages import MESSAGES
from survey_app.web.coach.signal_cards import AnySignal
from survey_app.web.coach.signal_forms import CloseForm
from survey_app.web.coach.signal_page import own_signal_page, stand_in_page
from survey_app.web.coach.signal_values import SignalPage
from survey_app.web.permissions import csrf_holds, needs, own_csrf, this_actor
from survey_app.web.wiring import wiring


@coach.get("/signalen/<id:signal_id>")
@needs(Act.TAKE_UP_SIGNAL)
def signal_page(signal_id: str) -> ResponseReturnValue:
    """Show a signal with its answer; that the page was asked for stands in the trail."""
    with wiring().database.write() as db:
        page = _read(db, signal_id)
        record_look(db, db.get_one(Signal, signal_id), "show signal", "signal")
    return render("coach/signal.html", "today", page=page, form=CloseForm(formdata=None))


@coach.post("/signalen/<id:signal_id>/gezien")
@needs(Act.TAKE_UP_SIGNAL)
def open_signal(signal_id: str) -> ResponseReturnValue:
    """Open a signal: the first time, this is the look that stops its clock."""
    world = wiring()
    with world.database.write() as db:
        following_up.look(db, this_actor(), signal_id, world.now())
    return redirect(url_for("coach.signal_page", signal_id=signal_id), 303)


@coach.post("/signalen/<id:signal_id>/opgepakt")
@needs(Act.TAKE_UP_SIGNAL)
def take_up_signal(signal_id: str) -> ResponseReturnValue:
    """Note that somebody takes a signal up."""
    world = wiring()
    with world.database.write() as db:
        found = following_up.take_up(db, this_actor(), signal_id, world.now())
    return _back_from(found, "opgepakt")


@coach.post("/signalen/<id:signal_id>/terugzetten")
@needs(Act.TAKE_UP_SIGNAL)
def put_back_signal(signal_id: str) -> ResponseReturnValue:
    """Let a signal that was taken up or closed today ask for attention again."""
    world = wiring()
    with world.database.write() as db:
        found = following_up.put_back(db, this_actor(), signal_id, world.now())
    return _back_from(found, "teruggezet")


@coach.post("/signalen/<id:signal_id>/afronden")
@keeps_what_was_typed
@needs(Act.TAKE_UP_SIGNAL)
@own_csrf
def close_signal(signal_id: str) -> ResponseReturnValue:
    """Close a signal with what was done."""
    world = wiring()
    form = CloseForm(meta={"csrf": False})
    sound = form.validate()
    if not csrf_holds():
        form.form_errors.append(AWAY)
        return _refused(signal_id, form), 400
    try:
        if sound:
            with world.database.write() as db:
                following_up.close(
                    db,
                    this_actor(),
                    signal_id,
                    done=form.done.data or "",
                    note=form.note.data or "",
                    was_right=form.is_right,
                    now=world.now(),
                )
            return redirect(url_for("coach.today", melding="afgerond"), 303)
    except InputError as error:
        form.form_errors.append(str(error))
    return _refused(signal_id, form), 422


def _refused(signal_id: str, form: CloseForm) -> str:
    """Give the page back with all that was typed in it."""
    with wiring().database.write() as db:
        page = _read(db, signal_id)
    return render("coach/signal.html", "today", page=page, form=form)


def _read(db: Session, signal_id: str) -> SignalPage:
    world, actor, today = wiring(), this_actor(), wiring().today()
    signal, _ = following_up.signal_for(db, actor, signal_id, world.now())
    line = _line_of(db, signal)
    steps = signals.steps_of(db, signal.id)
    clocks = Clocks.of(db, {line.school_id}, today)
    message = MESSAGES.get(request.args.get("melding", ""))
    if not isinstance(line, school_people.SchoolSignal) and line.coach_id != actor.person_id:
        away = db.get_one(Person, line.coach_id).name
        return stand_in_page(line, away, steps, clocks, actor.person_id, today, message)
    return own_signal_page(line, steps, clocks, actor.person_id, today, message)


def _line_of(db: Session, signal: Signal) -> AnySignal:
    if signal.traject_id is not None:
        return signals.line_of(db, signal)
    if signal.participant_id is not None:
        return participants.line_of(db, signal)
    return school_people.line_of(db, signal)


def _back_from(signal: Signal, message: str) -> ResponseReturnValue:
    """Lead back to where something was done about a signal, or to what it is about."""
    if is_from_today():
        return redirect(url_for("coach.today", melding=message), 303)
    if request.form.get("van") == "signaal":
        return redirect(url_for("coach.signal_page", signal_id=signal.id, melding=message), 303)
    if signal.school_informant_id is not None:
        return redirect(url_for("coach.school", melding=message), 303)
    if signal.traject_id is None:
        return redirect(url_for("coach.retest", melding=message), 303)
    return to_traject(signal.traject_id, message)
