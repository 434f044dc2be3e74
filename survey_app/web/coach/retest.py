"""The retest: who answers a list twice about a child without a traject, and their two links."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from survey_app.accounts.policy import Act
from survey_app.accounts.queries import schools_coached
from survey_app.clock import local_date
from survey_app.errors import InputError
from survey_app.invitations import participants as invitations
from survey_app.invitations.publishing import questionnaire_of
from survey_app.measurements import participants as measured
from survey_app.trajects import participants
from survey_app.web.coach.blueprint import coach, record_look, render
from survey_app.web.coach.forms import ParticipantForm, holders_agreed, school_choices
from survey_app.web.coach.retest_page import retest_page
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring

MESSAGES = {
    "aangemeld": "Aangemeld. De eerste link staat klaar om te delen.",
    "gestopt": "Gestopt. De links werken niet meer en de antwoorden tellen niet mee.",
    "opgepakt": "Opgepakt. Terugzetten kan vandaag nog, op de bladzijde Vandaag.",
}


@coach.get("/hertest")
@needs(Act.SEE_CASELOAD)
def retest() -> ResponseReturnValue:
    """Show who takes part and how far each list is; the look is recorded."""
    return _page(None)


@coach.post("/hertest")
@needs(Act.ENROL_PARTICIPANT)
def enrol() -> ResponseReturnValue:
    """Enrol somebody who agreed; both links are there at once."""
    world, actor = wiring(), this_actor()
    form = ParticipantForm()
    with world.database.read() as db:
        form.school.choices = school_choices(schools_coached(db, actor))
    if form.validate_on_submit():
        now = world.now()
        born = int(form.birth_year.data or 0) * 12 + int(form.birth_month.data)
        today = local_date(now)
        try:
            with world.database.write() as db:
                participant = participants.enrol(
                    db,
                    actor,
                    school_id=form.school.data,
                    group_name=form.group_name.data or "",
                    code=form.code.data or "",
                    role=form.role.data,
                    age_months=today.year * 12 + today.month - born,
                    asks_attention=form.asks_attention.data,
                    holders=form.holders.data,
                    holders_agreed=holders_agreed(form),
                    child_agreed=form.child_agrees.data,
                    channel=form.channel.data,
                    now=now,
                )
                lists = [world.library.of(key) for key in invitations.LISTS]
                asked = invitations.list_for(participant, lists)
                invitations.ask_twice(db, actor, participant, asked, now)
                anchor = f"#p-{participant.id}"
            return redirect(url_for("coach.retest", melding="aangemeld") + anchor, 303)
        except InputError as error:
            form.form_errors.append(str(error))
    return _page(form), 422


@coach.post("/hertest/<id:participant_id>/stop")
@needs(Act.CHANGE_PARTICIPANT)
def stop_participant(participant_id: str) -> ResponseReturnValue:
    """Withdraw the agreement: both links stop in the same transaction."""
    world, actor = wiring(), this_actor()
    with world.database.write() as db:
        found = participants.participant_for(db, actor, participant_id, Act.CHANGE_PARTICIPANT)
        participants.withdraw(db, actor, found, world.now())
        invitations.stop_both(db, found, world.now())
    return redirect(url_for("coach.retest", melding="gestopt"), 303)


def _page(form: ParticipantForm | None) -> str:
    world, actor = wiring(), this_actor()
    if form is None:
        form = ParticipantForm(formdata=None)
    with world.database.write() as db:
        form.school.choices = school_choices(schools_coached(db, actor))
        page = retest_page(
            measured.asked_twice(db, actor),
            measured.participant_signals(db, actor),
            [world.library.of(key) for key in invitations.LISTS],
            lambda fingerprint: questionnaire_of(db, fingerprint),
            world.answer_links,
            world.today(),
            MESSAGES.get(request.args.get("melding", "")),
        )
        record_look(db, None, "see participants")
    return render("coach/retest.html", "lists", page=page, form=form)
