"""The addresses of who stands in for a coach who is away."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from survey_app.accounts.policy import Act
from survey_app.errors import InputError
from survey_app.measurements import substitutes
from survey_app.web.coach.blueprint import coach, render
from survey_app.web.coach.signal_forms import SubstitutionForm
from survey_app.web.coach.signal_values import StandInRow, SubstitutionPage
from survey_app.web.coach.urgent import stand_in_words
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring

MESSAGES = {
    "geregeld": "Geregeld. Je collega ziet het op de bladzijde Vandaag.",
    "gestopt": "Gestopt. Je collega ziet niets meer van jou.",
}


@coach.get("/vervanging")
@needs(Act.NAME_SUBSTITUTE)
def substitution() -> ResponseReturnValue:
    """Show who stands in, and the form to say so."""
    return _page(SubstitutionForm(formdata=None))


@coach.post("/vervanging")
@needs(Act.NAME_SUBSTITUTE)
def name_substitute() -> ResponseReturnValue:
    """Let a colleague look at what cannot wait, on these days."""
    world, actor = wiring(), this_actor()
    form = SubstitutionForm()
    with world.database.read() as db:
        form.offer(substitutes.colleagues(db, actor, world.today()))
    try:
        if form.validate() and form.first_on.data is not None and form.last_on.data is not None:
            with world.database.write() as db:
                substitutes.name_substitute(
                    db,
                    actor,
                    form.substitute.data or "",
                    first_on=form.first_on.data,
                    last_on=form.last_on.data,
                    now=world.now(),
                )
            return redirect(url_for("coach.substitution", melding="geregeld"), 303)
    except InputError as error:
        form.form_errors.append(str(error))
    return _page(form), 422


@coach.post("/vervanging/<id:substitution_id>/stoppen")
@needs(Act.NAME_SUBSTITUTE)
def end_substitution(substitution_id: str) -> ResponseReturnValue:
    """End it at once."""
    world = wiring()
    with world.database.write() as db:
        substitutes.end(db, this_actor(), substitution_id, world.now())
    return redirect(url_for("coach.substitution", melding="gestopt"), 303)


def _page(form: SubstitutionForm) -> str:
    world, actor, today = wiring(), this_actor(), wiring().today()
    with world.database.read() as db:
        colleagues = substitutes.colleagues(db, actor, today)
        found = substitutes.stand_ins(db, actor, today)
    form.offer(colleagues)
    words = stand_in_words(found, actor.person_id, today)
    page = SubstitutionPage(
        rows=tuple(
            StandInRow(
                sentence,
                url_for("coach.end_substitution", substitution_id=each.id)
                if each.coach_id == actor.person_id
                else None,
            )
            for each, sentence in zip(found, words, strict=True)
        ),
        has_colleagues=bool(colleagues),
        back_url=url_for("coach.today"),
        message=MESSAGES.get(request.args.get("melding", "")),
    )
    return render("coach/substitution.html", "today", page=page, form=form)
