"""The addresses of a traject: begin it, show it, whom to ask, what happened, links."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from survey_app.accounts.policy import Act
from survey_app.accounts.queries import schools_coached
from survey_app.answering import services as answering
from survey_app.errors import InputError
from survey_app.invitations import consent_links
from survey_app.invitations import services as invitations
from survey_app.invitations.asking import left_out_of
from survey_app.invitations.burden import burdens
from survey_app.invitations.publishing import questionnaire_of
from survey_app.measurements import queries as measured
from survey_app.measurements import signals
from survey_app.practice import contacts, support
from survey_app.practice import queries as practice
from survey_app.trajects import agreements, moments, statements, timeline
from survey_app.trajects import queries as trajects
from survey_app.trajects import services as planning
from survey_app.trajects.calendar import school_year_of
from survey_app.trajects.closures import calendar_of
from survey_app.trajects.contacts import set_contact
from survey_app.trajects.goal_lines import goals_of
from survey_app.trajects.nominations import sealed_of
from survey_app.web.coach.blueprint import coach, own, record_look, render, to_traject
from survey_app.web.coach.clocks import Clocks
from survey_app.web.coach.consent_forms import SaidForm, decides_form_of
from survey_app.web.coach.consent_page import consent_block
from survey_app.web.coach.decisions import decisions_for
from survey_app.web.coach.forms import (
    EventForm,
    InformantForm,
    NewTrajectForm,
    WhoDecidesForm,
    offer_succession,
    school_choices,
)
from survey_app.web.coach.goals_page import goals_block
from survey_app.web.coach.pictures import report_for
from survey_app.web.coach.planning import plan, plan_in_use
from survey_app.web.coach.practice_page import practice_block
from survey_app.web.coach.time_line import time_line
from survey_app.web.coach.traject_page import traject_page
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring


@coach.route("/trajecten/nieuw", methods=["GET", "POST"])
@needs(Act.START_TRAJECT)
def new_traject() -> ResponseReturnValue:
    """Start a traject from four fields."""
    world = wiring()
    actor = this_actor()
    form = NewTrajectForm()
    with world.database.read() as db:
        form.school.choices = school_choices(schools_coached(db, actor))
    if form.validate_on_submit():
        try:
            with world.database.write() as db:
                started = planning.start_traject(
                    db,
                    actor,
                    child_name=form.child_name.data or "",
                    group_name=form.group_name.data or "",
                    reason=form.reason.data,
                    school_id=form.school.data,
                    now=world.now(),
                )
                came_of = request.args.get("contact")
                if came_of:
                    contacts.bring_to_traject(db, actor, came_of, started, world.now())
            return to_traject(started.id, "gestart")
        except InputError as error:
            form.form_errors.append(str(error))
    status = 422 if form.is_submitted() else 200
    return render("coach/new_traject.html", "new", form=form), status


@coach.get("/trajecten/<id:traject_id>")
@needs(Act.SEE_TRAJECT)
def traject(traject_id: str) -> ResponseReturnValue:
    """Show one traject; the look itself is recorded in the same transaction."""
    return traject_view(traject_id)


@coach.post("/trajecten/<id:traject_id>/informanten")
@needs(Act.CHANGE_TRAJECT)
def add_informant(traject_id: str) -> ResponseReturnValue:
    """Add somebody to ask; with consent their links are made at once."""
    form = InformantForm()
    world = wiring()
    with world.database.read() as db:
        found = own(db, traject_id, Act.SEE_TRAJECT)
        offer_succession(form, trajects.asked_people(db, found.id))
    if form.validate_on_submit():
        before = form.succeeds.data or None if "succeeds" in form else None
        try:
            with world.database.write() as db:
                found = own(db, traject_id)
                added = planning.add_informant(
                    db,
                    this_actor(),
                    found,
                    role=form.role.data,
                    label=form.label.data or "",
                    succeeds_id=before,
                    holds_authority=form.authority.data != "no",
                    is_asked=form.role.data != "parent" or form.authority.data != "only",
                    language=form.language.data,
                    now=world.now(),
                )
                set_contact(
                    db,
                    this_actor(),
                    found,
                    added.id,
                    channel=form.channel.data,
                    address=form.address.data or "",
                    now=world.now(),
                )
                if before is not None:
                    invitations.stop_asking(db, this_actor(), found, before, world.now())
                plan(db, found)
            return to_traject(traject_id, "toegevoegd")
        except InputError as error:
            form.form_errors.append(str(error))
    return traject_view(traject_id, informant_form=form), 422


@coach.post("/trajecten/<id:traject_id>/tijdlijn")
@needs(Act.CHANGE_TRAJECT)
def add_event(traject_id: str) -> ResponseReturnValue:
    """Put a pause or a life event on the time axis."""
    form = EventForm()
    world = wiring()
    if form.validate_on_submit() and form.first_on.data is not None:
        try:
            with world.database.write() as db:
                timeline.add_event(
                    db,
                    this_actor(),
                    own(db, traject_id),
                    kind=form.kind.data,
                    words=form.words.data or "",
                    first_on=form.first_on.data,
                    last_on=form.last_on.data,
                    now=world.now(),
                )
            return to_traject(traject_id, "tijdlijn")
        except InputError as error:
            form.form_errors.append(str(error))
    return traject_view(traject_id, event_form=form), 422


@coach.post("/trajecten/<id:traject_id>/tijdlijn/<id:event_id>/weg")
@needs(Act.CHANGE_TRAJECT)
def remove_event(traject_id: str, event_id: str) -> ResponseReturnValue:
    """Take something off the time axis."""
    world = wiring()
    with world.database.write() as db:
        timeline.remove_event(db, this_actor(), own(db, traject_id), event_id, world.now())
    return to_traject(traject_id, "tijdlijn-weg")


@coach.post("/trajecten/<id:traject_id>/uitnodigingen/<id:invitation_id>/intrekken")
@needs(Act.CHANGE_TRAJECT)
def revoke(traject_id: str, invitation_id: str) -> ResponseReturnValue:
    """Make one link worthless."""
    world = wiring()
    with world.database.write() as db:
        found = own(db, traject_id)
        invitation = invitations.invitation_of(db, found, invitation_id)
        invitations.revoke(db, this_actor(), found, invitation, world.now())
    return to_traject(traject_id, "link-weg")


@coach.post("/trajecten/<id:traject_id>/uitnodigingen/<id:invitation_id>/vernieuwen")
@needs(Act.CHANGE_TRAJECT)
def renew(traject_id: str, invitation_id: str) -> ResponseReturnValue:
    """Replace one link; what was filled in goes on under the new one."""
    world = wiring()
    with world.database.write() as db:
        found = own(db, traject_id)
        old = invitations.invitation_of(db, found, invitation_id)
        fresh = answering.replace_link(db, this_actor(), found, old, world.now())
    return redirect(
        url_for("coach.traject", traject_id=traject_id, melding="link") + f"#u-{fresh.id}", 303
    )


def traject_view(
    traject_id: str,
    *,
    informant_form: InformantForm | None = None,
    decides_form: WhoDecidesForm | None = None,
    said_form: SaidForm | None = None,
    said_by: str | None = None,
    event_form: EventForm | None = None,
) -> str:
    world = wiring()
    actor = this_actor()
    people_form = informant_form
    today = world.today()
    with world.database.write() as db:
        found = own(db, traject_id, Act.SEE_TRAJECT)
        if people_form is None:
            people_form = InformantForm(formdata=None)
            offer_succession(people_form, trajects.asked_people(db, found.id))
        group, school = trajects.names_of(db, found)
        people = trajects.informants(db, found.id)
        using = plan_in_use(found)
        logged = practice.contacts_of_traject(db, actor, found)
        argued = practice.deviations_of(db, actor, found)
        happened = timeline.events(db, found.id)
        goals = goals_of(db, found.id)
        calendar = calendar_of(db, found.school_id)
        consent = consent_block(
            found,
            people,
            agreements.agreed(db, found.id, today),
            statements.statements(db, found.id),
            world.consent_links,
            consent_links.last_messages(db, found.id),
            sealed_of(db, found.id, today),
            today,
        )
        lines = measured.asked(db, actor, found.id)
        planned = trajects.occasions(db, found.id)
        page = traject_page(
            this_actor(),
            found,
            group,
            school,
            consent,
            people,
            planned,
            lines,
            signals.open_signals(db, actor, found.id),
            signals.signals_taken_up(db, actor, found.id),
            Clocks.of(db, {found.school_id}, today),
            report_for(db, found),
            happened,
            using,
            burdens(db, using.plan, found, people, school_year_of(today), today),
            moments.shifts_of(db, found.id),
            left_out_of(db, found.id),
            practice_block(
                found,
                actor.person_id,
                logged,
                argued,
                support.in_use(db, actor, found),
                today,
            ),
            goals_block(
                found,
                goals,
                happened,
                calendar,
                may_ask=consent.is_agreed and found.ended_on is None,
                today=today,
            ),
            decisions_for(db, found, lines, planned),
            lambda fingerprint: questionnaire_of(db, fingerprint),
            world.answer_links,
            today,
            request.args.get("melding", ""),
        )
        record_look(db, found, "see traject")
    return render(
        "coach/traject.html",
        "traject",
        page=page,
        line=time_line(
            found, page.moments, logged, argued, goals, happened, people, calendar, today
        ),
        informant_form=people_form,
        decides_form=decides_form or decides_form_of(found),
        said_forms={
            row.key: said_form if row.key == said_by else SaidForm.of(row.key)
            for row in consent.people
        },
        said_form=said_form or SaidForm(formdata=None),
        event_form=event_form or EventForm(formdata=None),
    )
