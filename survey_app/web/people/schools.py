"""The addresses of the schools of an organisation."""

from dataclasses import dataclass

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act
from survey_app.accounts.queries import schools_led
from survey_app.accounts.services import add_school
from survey_app.errors import InputError
from survey_app.web.people.blueprint import people, record, render
from survey_app.web.people.forms import SchoolForm
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring


@dataclass(frozen=True, slots=True)
class SchoolsPage:
    """The schools with their regions, and what was just done."""

    schools: tuple[tuple[str, str], ...]
    message: str | None


@people.get("/scholen")
@needs(Act.KEEP_SCHOOLS)
def schools() -> ResponseReturnValue:
    """Show the schools, and the form for one more."""
    with wiring().database.read() as db:
        return _page(db, SchoolForm(formdata=None))


@people.post("/scholen")
@needs(Act.KEEP_SCHOOLS)
def add() -> ResponseReturnValue:
    """Add a school to the own organisation."""
    world, form = wiring(), SchoolForm()
    if form.validate():
        try:
            with world.database.write() as db:
                added = add_school(db, this_actor(), form.name.data or "", form.region.data)
                record(db, "add school", "school", added.id)
            return redirect(url_for("people.schools", melding="erbij"), 303)
        except InputError as error:
            form.form_errors.append(str(error))
    with world.database.read() as db:
        return _page(db, form), 422


def _page(db: Session, form: SchoolForm) -> str:
    page = SchoolsPage(
        tuple((each.name, each.region) for each in schools_led(db, this_actor())),
        {"erbij": "De school staat erbij."}.get(request.args.get("melding", "")),
    )
    return render("people/schools.html", "people", page=page, form=form)
