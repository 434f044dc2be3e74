"""The coach's addresses about consent: who decides, what each said, and asking by an own link."""

from flask import request
from flask.typing import ResponseReturnValue

from survey_app.accounts.policy import Act
from survey_app.errors import InputError
from survey_app.invitations import consent_links
from survey_app.measurements import agreeing
from survey_app.trajects import statements
from survey_app.trajects.agreements import agreed
from survey_app.trajects.consent import Channel
from survey_app.web.coach.blueprint import coach, own, to_traject
from survey_app.web.coach.consent_forms import SaidForm
from survey_app.web.coach.forms import WhoDecidesForm
from survey_app.web.coach.planning import agreed_message, plan
from survey_app.web.coach.traject import traject_view
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring


@coach.post("/trajecten/<id:traject_id>/gezag")
@needs(Act.CHANGE_TRAJECT)
def who_decides(traject_id: str) -> ResponseReturnValue:
    """Record the month of birth and how many hold authority."""
    form = WhoDecidesForm()
    world = wiring()
    if form.validate_on_submit():
        try:
            with world.database.write() as db:
                found = own(db, traject_id)
                agreeing.record_who_decides(
                    db,
                    this_actor(),
                    found,
                    birth_year=int(form.birth_year.data or 0),
                    birth_month=int(form.birth_month.data),
                    holders=form.holders.data,
                    now=world.now(),
                )
                plan(db, found)
            return to_traject(traject_id, "gezag")
        except InputError as error:
            form.form_errors.append(str(error))
    return traject_view(traject_id, decides_form=form), 422


@coach.post("/trajecten/<id:traject_id>/gezag/<id:signer_id>")
@needs(Act.CHANGE_TRAJECT)
def set_authority(traject_id: str, signer_id: str) -> ResponseReturnValue:
    """Record that a parent holds authority or does not."""
    holds = request.form.get("holds") == "ja"
    form = WhoDecidesForm(formdata=None)
    world = wiring()
    try:
        with world.database.write() as db:
            found = own(db, traject_id)
            parent = statements.signer_in(db, found, signer_id)
            agreeing.set_authority(
                db, this_actor(), found, parent, holds_authority=holds, now=world.now()
            )
        return to_traject(traject_id, "gezag")
    except InputError as error:
        form.form_errors.append(str(error))
    return traject_view(traject_id, decides_form=form), 422


@coach.post("/trajecten/<id:traject_id>/toestemming/<id:signer_id>")
@needs(Act.CHANGE_TRAJECT)
def record_consent(traject_id: str, signer_id: str) -> ResponseReturnValue:
    """Record what somebody said; when all agreed the links are there at once."""
    form = SaidForm.posted(signer_id)
    world = wiring()
    with world.database.read() as db:
        statements.signer_in(db, own(db, traject_id, Act.SEE_TRAJECT), signer_id)
    if form.validate_on_submit():
        try:
            with world.database.write() as db:
                found = own(db, traject_id)
                signer = statements.signer_in(db, found, signer_id)
                agreeing.record(
                    db, this_actor(), found, signer, form.answers(), form.how(), world.now()
                )
                state = agreed(db, found.id, world.today())
                planned = plan(db, found)
            if state.may_measure:
                return to_traject(traject_id, agreed_message(planned) or "opgeslagen")
            against = state.measuring.objects or state.help.objects
            return to_traject(traject_id, "niet-akkoord" if against else "vastgelegd")
        except InputError as error:
            form.form_errors.append(str(error))
    return traject_view(traject_id, said_form=form, said_by=signer_id), 422


@coach.post("/trajecten/<id:traject_id>/toestemming/<id:signer_id>/link")
@needs(Act.CHANGE_TRAJECT)
def ask_consent(traject_id: str, signer_id: str) -> ResponseReturnValue:
    """Ask somebody by an own link, which the page then shows."""
    world = wiring()
    with world.database.write() as db:
        found = own(db, traject_id)
        signer = statements.signer_in(db, found, signer_id)
        statements.ask_by_link(db, this_actor(), found, signer, world.now())
    return to_traject(traject_id, "gevraagd")


@coach.post("/trajecten/<id:traject_id>/toestemming/<id:signer_id>/stuur")
@needs(Act.CHANGE_TRAJECT)
def send_consent(traject_id: str, signer_id: str) -> ResponseReturnValue:
    """Send somebody the own link by mail or SMS."""
    world = wiring()
    with world.database.write() as db:
        found = own(db, traject_id)
        signer = statements.signer_in(db, found, signer_id)
        consent_links.send_link(db, this_actor(), found, signer, world.now())
    return to_traject(traject_id, "link-onderweg")


@coach.post("/trajecten/<id:traject_id>/toestemming/<id:signer_id>/intrekken")
@needs(Act.CHANGE_TRAJECT)
def withdraw_consent(traject_id: str, signer_id: str) -> ResponseReturnValue:
    """Take back all that somebody gave; what may no longer be asked stops with it."""
    world = wiring()
    with world.database.write() as db:
        found = own(db, traject_id)
        signer = statements.signer_in(db, found, signer_id)
        agreeing.withdraw(db, this_actor(), found, signer, Channel.CONVERSATION, world.now())
        goes_on = agreed(db, found.id, world.today()).may_measure
    return to_traject(traject_id, "opgeslagen" if goes_on else "niet-akkoord")


@coach.post("/trajecten/<id:traject_id>/uitspraak")
@needs(Act.CHANGE_TRAJECT)
def court_decision(traject_id: str) -> ResponseReturnValue:
    """Record that a court decided in the place of the holders."""
    world = wiring()
    with world.database.write() as db:
        found = own(db, traject_id)
        agreeing.record_court_decision(db, this_actor(), found, Channel.PAPER, world.now())
        planned = plan(db, found)
    return to_traject(traject_id, "akkoord" if planned else "akkoord-niemand")


@coach.post("/trajecten/<id:traject_id>/uitspraak/einde")
@needs(Act.CHANGE_TRAJECT)
def end_together(traject_id: str) -> ResponseReturnValue:
    """End what held for the holders together: a court decision, or an agreement without names."""
    world = wiring()
    with world.database.write() as db:
        found = own(db, traject_id)
        agreeing.withdraw(db, this_actor(), found, None, Channel.CONVERSATION, world.now())
        goes_on = agreed(db, found.id, world.today()).may_measure
    return to_traject(traject_id, "opgeslagen" if goes_on else "niet-akkoord")


@coach.post("/trajecten/<id:traject_id>/klaarzetten")
@needs(Act.CHANGE_TRAJECT)
def ready(traject_id: str) -> ResponseReturnValue:
    """Make the links, as after the last one agreed by a link of its own."""
    world = wiring()
    with world.database.write() as db:
        plan(db, own(db, traject_id))
    return to_traject(traject_id, "klaar")
