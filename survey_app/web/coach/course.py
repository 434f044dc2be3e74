"""The coach's addresses about the course of a traject: its end, who has it, how it is kept."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from survey_app.accounts.policy import Act, may
from survey_app.definitions.plans import (
    After,
    MeasurementPlan,
    OccasionKind,
    PlanSubject,
    shipped_plans,
)
from survey_app.dutch import date_in_words
from survey_app.errors import InputError
from survey_app.invitations import ending, transferring
from survey_app.trajects import course
from survey_app.trajects.queries import owned
from survey_app.web.coach.blueprint import coach, own, record_look, render, to_traject
from survey_app.web.coach.forms import (
    NOTHING,
    EndForm,
    HandOverForm,
    KeepingForm,
    PlanForm,
    TransferForm,
)
from survey_app.web.coach.planning import plan, plan_in_use
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring


@dataclass(frozen=True, slots=True)
class CoursePage:
    """A traject as a whole: since when it runs or when it ended, and what can be done with it."""

    child: str
    since: str
    ended: str | None
    gives_away: bool
    has_colleagues: bool
    has_receivers: bool
    lending_url: str
    end_action: str
    reopen_action: str
    hand_over_action: str
    transfer_action: str
    keeping_action: str
    plan_action: str
    aftercare: str
    back_url: str


@coach.get("/trajecten/<id:traject_id>/verloop")
@needs(Act.SEE_TRAJECT)
def course_page(traject_id: str) -> ResponseReturnValue:
    """Show what can be done with a traject as a whole; the look is recorded."""
    with wiring().database.write() as db:
        record_look(db, own(db, traject_id, Act.SEE_TRAJECT), "see course")
    return _page(traject_id)


@coach.post("/trajecten/<id:traject_id>/verloop/einde")
@needs(Act.CHANGE_TRAJECT)
def end(traject_id: str) -> ResponseReturnValue:
    """End a traject; what would still come is not asked any more."""
    form = EndForm()
    world = wiring()
    if form.validate_on_submit():
        try:
            with world.database.write() as db:
                found = own(db, traject_id)
                ending.end(
                    db, this_actor(), found, form.reason.data, plan_in_use(found), world.now()
                )
            return to_traject(traject_id, "afgesloten")
        except InputError as error:
            form.form_errors.append(str(error))
    return _page(traject_id, end_form=form), 422


@coach.post("/trajecten/<id:traject_id>/verloop/heropenen")
@needs(Act.CHANGE_TRAJECT)
def reopen(traject_id: str) -> ResponseReturnValue:
    """Open an ended traject again."""
    world = wiring()
    with world.database.write() as db:
        found = own(db, traject_id)
        ending.reopen(db, this_actor(), found, plan_in_use(found), world.now())
    return to_traject(traject_id, "heropend")


@coach.post("/trajecten/<id:traject_id>/verloop/overdragen")
@needs(Act.GIVE_AWAY_TRAJECT)
def hand_over(traject_id: str) -> ResponseReturnValue:
    """Give a traject to a colleague at the same school."""
    form = HandOverForm()
    world = wiring()
    if form.validate_on_submit():
        try:
            with world.database.write() as db:
                found = own(db, traject_id)
                transferring.hand_over(db, this_actor(), found, form.colleague.data, world.now())
            return redirect(url_for("coach.today"), 303)
        except InputError as error:
            form.form_errors.append(str(error))
    return _page(traject_id, hand_over_form=form), 422


@coach.post("/trajecten/<id:traject_id>/verloop/andere-school")
@needs(Act.GIVE_AWAY_TRAJECT)
def transfer(traject_id: str) -> ResponseReturnValue:
    """Give a traject to a coach of another school."""
    form = TransferForm()
    world = wiring()
    if form.validate_on_submit():
        school_id, _, person_id = form.receiver.data.partition(" ")
        try:
            with world.database.write() as db:
                transferring.transfer(
                    db,
                    this_actor(),
                    own(db, traject_id),
                    person_id=person_id,
                    school_id=school_id,
                    group_name=form.group_name.data or "",
                    family_knows=form.family_knows.data,
                    now=world.now(),
                )
            return redirect(url_for("coach.today"), 303)
        except InputError as error:
            form.form_errors.append(str(error))
    return _page(traject_id, transfer_form=form), 422


@coach.post("/trajecten/<id:traject_id>/verloop/bewaren")
@needs(Act.CHANGE_TRAJECT)
def keep(traject_id: str) -> ResponseReturnValue:
    """Record under which law a traject is kept, by whom and how long."""
    form = KeepingForm()
    world = wiring()
    if form.validate_on_submit() and form.retention_years.data is not None:
        try:
            with world.database.write() as db:
                course.set_keeping(
                    db,
                    this_actor(),
                    own(db, traject_id),
                    regime=form.regime.data,
                    controller=form.controller.data or "",
                    retention_years=form.retention_years.data,
                    now=world.now(),
                )
            return to_traject(traject_id, "bewaartermijn")
        except InputError as error:
            form.form_errors.append(str(error))
    return _page(traject_id, keeping_form=form), 422


@coach.post("/trajecten/<id:traject_id>/verloop/meetplan")
@needs(Act.CHANGE_TRAJECT)
def choose_plan(traject_id: str) -> ResponseReturnValue:
    """Follow another measurement plan from now on."""
    form = PlanForm()
    form.plan.choices = _plan_choices()
    world = wiring()
    known = {each.value for each in form.plan.choices}
    if form.is_submitted() and form.plan.data not in known:
        form.form_errors.append("Kies een meetplan uit de lijst.")
    elif form.validate_on_submit():
        with world.database.write() as db:
            found = own(db, traject_id)
            course.choose_plan(db, this_actor(), found, form.plan.data, world.now())
            plan(db, found)
        return to_traject(traject_id, "meetplan")
    return _page(traject_id, plan_form=form), 422


def _aftercare(plan: MeasurementPlan) -> str:
    """Return what is asked after the end, in words."""
    months = [
        str(each.begins.months)
        for each in plan.moments
        if each.occasion is OccasionKind.AFTERCARE and isinstance(each.begins, After)
    ]
    if not months:
        return ""
    return f"Na {' en '.join(months)} maanden vragen we kort hoe het dan gaat."


def _plan_choices() -> list[SelectChoice]:
    return [
        SelectChoice(each.key, each.title)
        for each in shipped_plans()
        if each.about is PlanSubject.TRAJECT
    ]


def _page(
    traject_id: str,
    *,
    end_form: EndForm | None = None,
    hand_over_form: HandOverForm | None = None,
    transfer_form: TransferForm | None = None,
    keeping_form: KeepingForm | None = None,
    plan_form: PlanForm | None = None,
) -> str:
    world = wiring()
    with world.database.read() as db:
        found = own(db, traject_id, Act.SEE_TRAJECT)
        gives_away = may(this_actor(), Act.GIVE_AWAY_TRAJECT, owned(found))
        people = course.colleagues(db, found, world.now())
        others = hand_over_form or HandOverForm(formdata=None)
        others.colleague.choices = [NOTHING, *(SelectChoice(each.id, each.name) for each in people)]
        receivers = course.receivers(db, found, world.now())
        elsewhere = transfer_form or TransferForm(formdata=None)
        elsewhere.receiver.choices = [
            NOTHING,
            *(
                SelectChoice(
                    f"{each.school_id} {each.person_id}", f"{each.person_name}, {each.school_name}"
                )
                for each in receivers
            ),
        ]
        keeping = keeping_form or KeepingForm(
            formdata=None,
            regime=found.regime,
            controller=found.controller,
            retention_years=found.retention_years,
        )
        plans = plan_form or PlanForm(formdata=None, plan=found.plan_key)
        plans.plan.choices = _plan_choices()
        address: dict[str, Any] = {"traject_id": traject_id}
        page = CoursePage(
            child=found.child_name,
            since=f"Het traject loopt sinds {date_in_words(found.started_on)}.",
            ended=f"Afgesloten op {date_in_words(found.ended_on)}: {course.ENDINGS[found.ending]}."
            if found.ended_on is not None and found.ending is not None
            else None,
            gives_away=gives_away,
            has_colleagues=bool(people),
            has_receivers=gives_away and bool(receivers) and found.ended_on is None,
            lending_url=url_for("coach.lent", **address),
            end_action=url_for("coach.end", **address),
            reopen_action=url_for("coach.reopen", **address),
            hand_over_action=url_for("coach.hand_over", **address),
            plan_action=url_for("coach.choose_plan", **address),
            aftercare=_aftercare(plan_in_use(found).plan),
            transfer_action=url_for("coach.transfer", **address),
            keeping_action=url_for("coach.keep", **address),
            back_url=url_for("coach.traject", **address),
        )
    return render(
        "coach/course.html",
        "traject",
        page=page,
        end_form=end_form or EndForm(formdata=None),
        hand_over_form=others,
        transfer_form=elsewhere,
        keeping_form=keeping,
        plan_form=plans,
    )
