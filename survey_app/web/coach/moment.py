"""One moment of a traject: on which day it is, moving it, or not holding it at all."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from survey_app.accounts.policy import Act
from survey_app.definitions.plans import PlannedMoment
from survey_app.dutch import date_in_words, day_seen_from
from survey_app.errors import InputError
from survey_app.invitations import shifting
from survey_app.invitations.asking import ReadyPlan, left_out_of
from survey_app.trajects import moments
from survey_app.trajects.closures import calendar_of
from survey_app.trajects.models import Occasion
from survey_app.trajects.moments import SHIFT_REASONS
from survey_app.trajects.queries import informants
from survey_app.web.coach.blueprint import coach, own, record_look, render, to_traject
from survey_app.web.coach.moment_forms import LeaveForm, ShiftForm
from survey_app.web.coach.moment_words import left_out_words, moment_title, not_held_words
from survey_app.web.coach.planning import plan_in_use
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring


@dataclass(frozen=True, slots=True)
class MomentPage:
    """A moment, what happened to it, who is not asked, and what can be done."""

    child: str
    title: str
    when: str
    window: str | None
    history: tuple[str, ...]
    left_out: tuple[str, ...]
    not_held: str | None
    shift_action: str
    leave_action: str
    back_url: str


@coach.get("/trajecten/<id:traject_id>/momenten/<id:occasion_id>")
@needs(Act.SEE_TRAJECT)
def moment(traject_id: str, occasion_id: str) -> ResponseReturnValue:
    """Show one moment and what can be done with it; the look is recorded."""
    with wiring().database.write() as db:
        found = own(db, traject_id, Act.SEE_TRAJECT)
        moments.occasion_of(db, found, occasion_id)
        record_look(db, found, "see moment")
    return _page(traject_id, occasion_id)


@coach.post("/trajecten/<id:traject_id>/momenten/<id:occasion_id>/verzetten")
@needs(Act.CHANGE_TRAJECT)
def shift(traject_id: str, occasion_id: str) -> ResponseReturnValue:
    """Hold a planned moment on another day, for a reason."""
    form = ShiftForm()
    world = wiring()
    if form.validate_on_submit() and form.on.data is not None:
        try:
            with world.database.write() as db:
                found = own(db, traject_id)
                occasion = moments.occasion_of(db, found, occasion_id)
                using = plan_in_use(found)
                shifting.shift(
                    db,
                    this_actor(),
                    found,
                    occasion,
                    on=form.on.data,
                    reason=form.reason.data,
                    using=using,
                    now=world.now(),
                )
                planned = _planned(occasion, using)
                calendar = calendar_of(db, found.school_id)
                warns = planned is not None and shifting.is_inconvenient(
                    planned, calendar, form.on.data
                )
            return to_traject(traject_id, "verzet-let-op" if warns else "verzet")
        except InputError as error:
            form.form_errors.append(str(error))
    return _page(traject_id, occasion_id, shift_form=form), 422


@coach.post("/trajecten/<id:traject_id>/momenten/<id:occasion_id>/gaat-niet-door")
@needs(Act.CHANGE_TRAJECT)
def leave(traject_id: str, occasion_id: str) -> ResponseReturnValue:
    """Record why a moment is not held."""
    form = LeaveForm()
    world = wiring()
    if form.validate_on_submit():
        try:
            with world.database.write() as db:
                found = own(db, traject_id)
                occasion = moments.occasion_of(db, found, occasion_id)
                shifting.leave(db, this_actor(), found, occasion, form.reason.data, world.now())
            return to_traject(traject_id, "gaat-niet-door")
        except InputError as error:
            form.form_errors.append(str(error))
    return _page(traject_id, occasion_id, leave_form=form), 422


def _planned(occasion: Occasion, using: ReadyPlan) -> PlannedMoment | None:
    """Return the moment of the plan that an occasion came by, when the plan still has it."""
    return next((each for each in using.plan.moments if each.key == occasion.moment), None)


def _last_day(occasion: Occasion, planned: PlannedMoment, today: date) -> str:
    last = occasion.planned_on + timedelta(days=planned.window.after_days)
    return day_seen_from(last, today)


def _page(
    traject_id: str,
    occasion_id: str,
    *,
    shift_form: ShiftForm | None = None,
    leave_form: LeaveForm | None = None,
) -> str:
    world = wiring()
    with world.database.read() as db:
        found = own(db, traject_id, Act.SEE_TRAJECT)
        occasion = moments.occasion_of(db, found, occasion_id)
        using = plan_in_use(found)
        people = {each.id: each for each in informants(db, found.id)}
        address: dict[str, Any] = {"traject_id": traject_id, "occasion_id": occasion_id}
        planned = _planned(occasion, using)
        page = MomentPage(
            child=found.child_name,
            title=moment_title(occasion, using.plan),
            when=day_seen_from(occasion.planned_on, world.today()),
            window=None
            if planned is None
            else f"Invullen kan tot en met {_last_day(occasion, planned, world.today())}.",
            history=tuple(
                f"Verzet van {date_in_words(each.from_on)} naar {date_in_words(each.to_on)}: "
                f"{SHIFT_REASONS[each.reason]}."
                for each in moments.shifts_of(db, found.id)
                if each.occasion_id == occasion.id
            ),
            left_out=tuple(
                left_out_words(each, people, using.lists)
                for each in left_out_of(db, found.id)
                if each.occasion_id == occasion.id
            ),
            not_held=not_held_words(occasion),
            shift_action=url_for("coach.shift", **address),
            leave_action=url_for("coach.leave", **address),
            back_url=url_for("coach.traject", traject_id=traject_id),
        )
    return render(
        "coach/moment.html",
        "traject",
        page=page,
        shift_form=shift_form
        or ShiftForm(formdata=None, on=max(occasion.planned_on, world.today())),
        leave_form=leave_form or LeaveForm(formdata=None),
    )
