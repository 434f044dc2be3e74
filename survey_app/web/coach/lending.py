"""The addresses of who does one traject for some time."""

from dataclasses import dataclass

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from survey_app.accounts.policy import Act
from survey_app.dutch import date_in_words
from survey_app.errors import InputError
from survey_app.trajects import lending
from survey_app.web.coach.blueprint import coach, own, record_look, render
from survey_app.web.coach.forms import NOTHING, LendForm
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring

MESSAGES = {
    "geregeld": "Geregeld. Je collega ziet het traject bij Vandaag.",
    "gestopt": "Gestopt. Je collega ziet het traject niet meer.",
}


@dataclass(frozen=True, slots=True)
class LentRow:
    """Somebody who does the traject meanwhile, and how that ends."""

    sentence: str
    end_action: str


@dataclass(frozen=True, slots=True)
class LendingPage:
    """Who does a traject meanwhile, and whether anybody can be asked."""

    child: str
    rows: tuple[LentRow, ...]
    has_colleagues: bool
    back_url: str
    message: str | None


@coach.get("/trajecten/<id:traject_id>/waarneming")
@needs(Act.GIVE_AWAY_TRAJECT)
def lent(traject_id: str) -> ResponseReturnValue:
    """Show who does a traject meanwhile; the look is recorded."""
    with wiring().database.write() as db:
        record_look(db, own(db, traject_id, Act.GIVE_AWAY_TRAJECT), "see who stands in")
    return _page(traject_id, LendForm(formdata=None))


@coach.post("/trajecten/<id:traject_id>/waarneming")
@needs(Act.GIVE_AWAY_TRAJECT)
def lend(traject_id: str) -> ResponseReturnValue:
    """Let a colleague do it until a day."""
    world, form = wiring(), LendForm()
    if form.validate() and form.until.data is not None:
        try:
            with world.database.write() as db:
                found = own(db, traject_id, Act.GIVE_AWAY_TRAJECT)
                lending.lend(
                    db, this_actor(), found, form.colleague.data, form.until.data, world.now()
                )
            return _back(traject_id, "geregeld")
        except InputError as error:
            form.form_errors.append(str(error))
    return _page(traject_id, form), 422


@coach.post("/trajecten/<id:traject_id>/waarneming/<id:right_id>/stoppen")
@needs(Act.GIVE_AWAY_TRAJECT)
def end_lending(traject_id: str, right_id: str) -> ResponseReturnValue:
    """End it at once."""
    world = wiring()
    with world.database.write() as db:
        found = own(db, traject_id, Act.GIVE_AWAY_TRAJECT)
        lending.take_back(db, this_actor(), found, right_id, world.now())
    return _back(traject_id, "gestopt")


def _back(traject_id: str, message: str) -> ResponseReturnValue:
    return redirect(url_for("coach.lent", traject_id=traject_id, melding=message), 303)


def _page(traject_id: str, form: LendForm) -> str:
    world = wiring()
    with world.database.read() as db:
        found = own(db, traject_id, Act.GIVE_AWAY_TRAJECT)
        people = lending.who_can(db, found, world.now())
        form.colleague.choices = [NOTHING, *(SelectChoice(each.id, each.name) for each in people)]
        page = LendingPage(
            child=found.child_name,
            rows=tuple(
                LentRow(
                    f"{person.name}, tot en met {date_in_words(grant.ends_on or world.today())}",
                    url_for("coach.end_lending", traject_id=traject_id, right_id=grant.id),
                )
                for grant, person in lending.lent(db, found, world.today())
            ),
            has_colleagues=bool(people),
            back_url=url_for("coach.course_page", traject_id=traject_id),
            message=MESSAGES.get(request.args.get("melding", "")),
        )
    return render("coach/lending.html", "traject", page=page, form=form)
