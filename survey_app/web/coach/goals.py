"""The addresses of goals: set one, put it in other words, end it, its chart."""

from flask import Response
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act
from survey_app.charts import png_of, svg_of
from survey_app.errors import InputError, NotFoundError
from survey_app.reports.goals import axis_of_goal, goal_picture
from survey_app.reports.pictures import Picture
from survey_app.trajects import goals, timeline
from survey_app.trajects.closures import calendar_of
from survey_app.trajects.goal_lines import GoalLine, goals_of
from survey_app.trajects.models import Traject
from survey_app.web.coach.blueprint import (
    coach,
    own,
    record_look,
    record_picture,
    render,
    to_traject,
)
from survey_app.web.coach.goals_forms import EndForm, GoalForm, RewordForm
from survey_app.web.coach.goals_page import change_page, new_goal_page
from survey_app.web.coach.kept import given_back, is_sound, keeps_what_was_typed
from survey_app.web.coach.pictures import WIDTHS
from survey_app.web.permissions import needs, own_csrf, this_actor
from survey_app.web.wiring import wiring

PLACE = "/trajecten/<id:traject_id>/doelen"


@coach.get(f"{PLACE}/nieuw")
@needs(Act.CHANGE_TRAJECT)
def new_goal(traject_id: str) -> ResponseReturnValue:
    """Show the form for a new goal: of the child, to be looked back on in six weeks."""
    form = GoalForm(formdata=None)
    form.begin(wiring().today())
    return _new_page(traject_id, form)


@coach.post(f"{PLACE}/nieuw")
@keeps_what_was_typed
@needs(Act.CHANGE_TRAJECT)
@own_csrf
def set_goal(traject_id: str) -> ResponseReturnValue:
    """Set a goal."""
    world = wiring()
    form = GoalForm(meta={"csrf": False})
    try:
        with world.database.write() as db:
            found = own(db, traject_id)
            form.offer(goals.owners_of(db, found.id))
            if is_sound(form):
                goals.set_goal(
                    db,
                    this_actor(),
                    found,
                    owner_id=form.owner.data,
                    wording=form.wording,
                    now=world.now(),
                )
                return to_traject(traject_id, "doel")
    except InputError as error:
        form.form_errors.append(str(error))
    return given_back(_new_page(traject_id, form), form)


@coach.get(f"{PLACE}/<id:goal_id>/woorden")
@needs(Act.CHANGE_TRAJECT)
def reword(traject_id: str, goal_id: str) -> ResponseReturnValue:
    """Show a goal to put it in other words; the look is recorded."""
    world = wiring()
    form = RewordForm(formdata=None)
    with world.database.write() as db:
        found = own(db, traject_id)
        form.show(_line(db, found, goal_id), world.today())
        record_look(db, found, "see goal")
    return _change_page(traject_id, goal_id, form)


@coach.post(f"{PLACE}/<id:goal_id>/woorden")
@keeps_what_was_typed
@needs(Act.CHANGE_TRAJECT)
@own_csrf
def reworded(traject_id: str, goal_id: str) -> ResponseReturnValue:
    """Put a goal in other words; what somebody else made of it meanwhile is shown beside them."""
    world = wiring()
    form = RewordForm(meta={"csrf": False})
    try:
        if is_sound(form):
            with world.database.write() as db:
                goals.reword_goal(
                    db,
                    this_actor(),
                    own(db, traject_id),
                    goal_id,
                    wording=form.wording,
                    reason=form.reason.data or "",
                    now=world.now(),
                )
            return to_traject(traject_id, "doel-veranderd")
    except InputError as error:
        form.form_errors.append(str(error))
    return given_back(_change_page(traject_id, goal_id, form), form)


@coach.get(f"{PLACE}/<id:goal_id>/afronden")
@needs(Act.CHANGE_TRAJECT)
def end_of_goal(traject_id: str, goal_id: str) -> ResponseReturnValue:
    """Ask how a goal ends; the look is recorded."""
    with wiring().database.write() as db:
        found = own(db, traject_id)
        _line(db, found, goal_id)
        record_look(db, found, "see goal")
    return _change_page(traject_id, goal_id, EndForm(formdata=None))


@coach.post(f"{PLACE}/<id:goal_id>/afronden")
@keeps_what_was_typed
@needs(Act.CHANGE_TRAJECT)
@own_csrf
def ended_goal(traject_id: str, goal_id: str) -> ResponseReturnValue:
    """Note that a goal was reached or dropped."""
    world = wiring()
    form = EndForm(meta={"csrf": False})
    try:
        if is_sound(form):
            with world.database.write() as db:
                goals.end_goal(
                    db,
                    this_actor(),
                    own(db, traject_id),
                    goal_id,
                    outcome=form.outcome.data,
                    reason=form.reason.data or "",
                    now=world.now(),
                )
            return to_traject(traject_id, "doel-afgerond")
    except InputError as error:
        form.form_errors.append(str(error))
    return given_back(_change_page(traject_id, goal_id, form), form)


@coach.get(f"{PLACE}/<id:goal_id>/<width>.svg")
@needs(Act.SEE_TRAJECT)
def goal_chart(traject_id: str, goal_id: str, width: str) -> ResponseReturnValue:
    """Draw the steps towards one goal; alone, without its page, that is a look."""
    if width not in WIDTHS:
        raise NotFoundError
    found, shown = _picture(traject_id, goal_id)
    record_picture(found, "see traject", "see picture")
    return Response(svg_of(shown.chart, WIDTHS[width]), mimetype="image/svg+xml")


@coach.get(f"{PLACE}/<id:goal_id>/grafiek.png")
@needs(Act.SEE_TRAJECT)
def saved_goal_chart(traject_id: str, goal_id: str) -> ResponseReturnValue:
    """Give that chart with its caption as a picture to keep; its name tells no child."""
    _, found = _picture(traject_id, goal_id)
    with wiring().database.write() as db:
        record_look(db, own(db, traject_id, Act.SEE_TRAJECT), "keep picture")
    response = Response(png_of(found.chart, "wide", found.caption), mimetype="image/png")
    response.headers["Content-Disposition"] = 'attachment; filename="kansmeter-doel.png"'
    return response


def _new_page(traject_id: str, form: GoalForm) -> str:
    with wiring().database.write() as db:
        found = own(db, traject_id)
        form.offer(goals.owners_of(db, found.id))
        page = new_goal_page(found)
    return render("coach/goal.html", "traject", page=page, form=form)


def _change_page(traject_id: str, goal_id: str, form: RewordForm | EndForm) -> str:
    is_end = isinstance(form, EndForm)
    with wiring().database.write() as db:
        found = own(db, traject_id)
        line = _line(db, found, goal_id)
        page = change_page(
            found,
            goal_id,
            line,
            "ended_goal" if is_end else "reworded",
        )
    template = "coach/goal_end.html" if is_end else "coach/goal.html"
    return render(template, "traject", page=page, form=form)


def _line(db: Session, found: Traject, goal_id: str) -> GoalLine:
    """Return the goal that this row is a wording of, as it is worded now."""
    goal = goals.newest_wording(db, goals.goal_of(db, this_actor(), found, goal_id))
    return next(each for each in goals_of(db, found.id) if each.id == goal.id)


def _picture(traject_id: str, goal_id: str) -> tuple[Traject, Picture]:
    with wiring().database.read() as db:
        found = own(db, traject_id, Act.SEE_TRAJECT)
        goal = next((each for each in goals_of(db, found.id) if each.id == goal_id), None)
        if goal is None:
            raise NotFoundError
        axis = axis_of_goal(goal, timeline.events(db, found.id), calendar_of(db, found.school_id))
        return found, goal_picture(found.child_name, goal, axis)
