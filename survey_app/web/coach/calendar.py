"""The coach's addresses of the calendar of each own school."""

from dataclasses import dataclass

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from survey_app.accounts.policy import Act
from survey_app.accounts.queries import schools_coached
from survey_app.dutch import date_in_words
from survey_app.errors import InputError
from survey_app.trajects import closures
from survey_app.trajects.calendar import REGIONS
from survey_app.web.coach.blueprint import coach, render
from survey_app.web.coach.forms import ClosureForm, school_choices
from survey_app.web.coach.traject_values import EventRow
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring


@dataclass(frozen=True, slots=True)
class SchoolDays:
    """The own days off of one school; `regions` are those to choose from and which one it is."""

    name: str
    regions: tuple[tuple[str, bool], ...]
    region_action: str
    days: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The calendar of each own school."""

    schools: tuple[SchoolDays, ...]
    add_action: str
    message: str | None


MESSAGES = {
    "erbij": "Het staat in de kalender.",
    "weg": "Het staat niet meer in de kalender.",
    "regio": "De regio is vastgelegd.",
}


@coach.get("/schooldagen")
@needs(Act.SEE_CASELOAD)
def calendar() -> ResponseReturnValue:
    """Show on which days each own school is closed."""
    return _page()


@coach.post("/schooldagen")
@needs(Act.CHANGE_CALENDAR)
def close_school() -> ResponseReturnValue:
    """Put days on which a school is closed in its calendar."""
    world = wiring()
    form = ClosureForm()
    with world.database.read() as db:
        form.school.choices = school_choices(schools_coached(db, this_actor()))
    if form.validate_on_submit() and form.first_on.data is not None:
        try:
            with world.database.write() as db:
                closures.close_school(
                    db,
                    this_actor(),
                    form.school.data,
                    first_on=form.first_on.data,
                    last_on=form.last_on.data,
                    words=form.words.data or "",
                    now=world.now(),
                )
            return _back("erbij")
        except InputError as error:
            form.form_errors.append(str(error))
    return _page(form), 422


@coach.post("/schooldagen/<id:closure_id>/weg")
@needs(Act.CHANGE_CALENDAR)
def reopen_school(closure_id: str) -> ResponseReturnValue:
    """Take days off the calendar of a school."""
    world = wiring()
    with world.database.write() as db:
        closures.reopen_school(db, this_actor(), closure_id, world.now())
    return _back("weg")


@coach.post("/schooldagen/<id:school_id>/regio")
@needs(Act.CHANGE_CALENDAR)
def set_region(school_id: str) -> ResponseReturnValue:
    """Say of which region a school has the holidays."""
    world = wiring()
    with world.database.write() as db:
        region = request.form.get("region", "")
        closures.set_region(db, this_actor(), school_id, region, world.now())
    return _back("regio")


def _back(message: str) -> ResponseReturnValue:
    return redirect(url_for("coach.calendar", melding=message), 303)


def _page(form: ClosureForm | None = None) -> str:
    world = wiring()
    shown = form or ClosureForm(formdata=None)
    with world.database.read() as db:
        schools = schools_coached(db, this_actor())
        shown.school.choices = school_choices(schools)
        page = CalendarPage(
            schools=tuple(
                SchoolDays(
                    name=school.name,
                    regions=tuple((each, each == school.region) for each in REGIONS),
                    region_action=url_for("coach.set_region", school_id=school.id),
                    days=tuple(
                        EventRow(
                            when=date_in_words(each.first_on)
                            if each.first_on == each.last_on
                            else f"{date_in_words(each.first_on)} tot en met "
                            f"{date_in_words(each.last_on)}",
                            words=each.words,
                            remove_action=url_for("coach.reopen_school", closure_id=each.id),
                        )
                        for each in closures.closures(db, school.id, world.today())
                    ),
                )
                for school in schools
            ),
            add_action=url_for("coach.close_school"),
            message=MESSAGES.get(request.args.get("melding", "")),
        )
    return render("coach/calendar.html", "lists", page=page, form=shown)
