"""The coach's addresses; each view asks the policy, calls a service, and redirects or renders."""

from datetime import datetime, time

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act
from survey_app.accounts.queries import schools_coached
from survey_app.answering import services as answering
from survey_app.audit import services as audit
from survey_app.clock import LOCAL
from survey_app.delivery.queries import unsent_since
from survey_app.errors import InputError, NotFoundError
from survey_app.invitations import consent_links, reminding
from survey_app.invitations import services as invitations
from survey_app.invitations.asking import left_out_of
from survey_app.invitations.burden import burdens
from survey_app.invitations.publishing import questionnaire_of
from survey_app.measurements import participants, school_people
from survey_app.measurements import queries as measured
from survey_app.measurements import services as measurements
from survey_app.measurements.models import Signal
from survey_app.measurements.nominations import sealed_nominations
from survey_app.practice import contacts, support
from survey_app.practice import queries as practice
from survey_app.trajects import agreements, moments, statements, timeline
from survey_app.trajects import queries as trajects
from survey_app.trajects import services as planning
from survey_app.trajects.calendar import school_year_of
from survey_app.trajects.contacts import set_contact
from survey_app.trajects.nominations import sealed_of
from survey_app.web.coach.blueprint import coach, is_from_today, own, render, to_traject
from survey_app.web.coach.caseload import Wanted
from survey_app.web.coach.consent_forms import SaidForm, decides_form_of
from survey_app.web.coach.consent_page import consent_block
from survey_app.web.coach.forms import (
    EventForm,
    InformantForm,
    NewTrajectForm,
    WhoDecidesForm,
    offer_succession,
    school_choices,
)
from survey_app.web.coach.lists import lists_page
from survey_app.web.coach.pictures import report_for
from survey_app.web.coach.planning import plan, plan_in_use
from survey_app.web.coach.practice_page import practice_block
from survey_app.web.coach.school_page import open_links
from survey_app.web.coach.shared import is_waiting
from survey_app.web.coach.today import TodayRead, today_page
from survey_app.web.coach.traject import traject_page
from survey_app.web.coach.urgent import SignalsRead
from survey_app.web.permissions import needs, public, this_actor
from survey_app.web.respond import preview
from survey_app.web.wiring import wiring

MESSAGES = {
    "aangemeld": "Het traject is begonnen. Wat de leerkracht schreef, blijft verzegeld tot alle "
    "ouders met gezag akkoord zijn.",
    "gestart": "Het traject is begonnen.",
    "toegevoegd": "Toegevoegd. Is er akkoord? Dan staan de links hieronder.",
    "gezag": "Vastgelegd. Nu zie je wie akkoord moet geven.",
    "gevraagd": "De link staat klaar om te delen.",
    "link-onderweg": "De link gaat weg. Niet tussen 20.00 en 7.30 uur.",
    "vastgelegd": "Vastgelegd. Nog niet iedereen is akkoord.",
    "akkoord": "Vastgelegd. De links staan hieronder, met de dag waarop ze opengaan.",
    "akkoord-later": "Vastgelegd. De intake staat op een schooldag, niet vlak bij een vakantie. "
    "Kan het niet wachten? Verzet hem naar vandaag.",
    "akkoord-niemand": "Vastgelegd. Voeg nu toe wie je wilt vragen.",
    "niet-akkoord": "Vastgelegd. We vragen nu niets meer.",
    "opgeslagen": "Vastgelegd.",
    "klaar": "De links staan klaar om te delen.",
    "link": "De link is vernieuwd. De oude werkt niet meer.",
    "link-weg": "De link is ingetrokken.",
    "verzet": "De meting is verzet. De links gaan mee.",
    "verzet-let-op": "De meting is verzet. Let op: die dag is er geen school, of het is vlak "
    "bij een vakantie.",
    "gaat-niet-door": "Vastgelegd. Voor deze meting vragen we niemand meer.",
    "stapje": "Het stapje staat klaar om te vragen.",
    "aanmelding": "De aanmeldmeting staat klaar om te delen.",
    "bereikbaar": "Bewaard. Wat openstaat, gaat vanaf nu zo.",
    "opnieuw": "Het bericht gaat opnieuw weg.",
    "tijdlijn": "Het staat op de tijdlijn.",
    "tijdlijn-weg": "Het staat niet meer op de tijdlijn.",
    "afgesloten": "Het traject is afgesloten. Wat openstaat, kan nog worden ingevuld.",
    "heropend": "Het traject loopt weer.",
    "bewaartermijn": "Vastgelegd.",
    "meetplan": "Vanaf nu vragen we wat in dit meetplan staat.",
    "contact": "Het contact is vastgelegd.",
    "contact-weg": "Het contact staat er niet meer bij.",
    "afwijking": "De afwijking is vastgelegd. Op de gekozen dag staat ze bij Vandaag.",
    "afwijking-weg": "De afwijking staat er niet meer bij.",
    "teruggekeken": "Vastgelegd wat ervan kwam.",
    "gezien": "Opgepakt. Terugzetten kan vandaag nog.",
    "teruggezet": "Teruggezet. Het vraagt weer je aandacht.",
    "herinnerd": "De herinnering gaat nu weg.",
    "niet-herinnerd": "Er gaat nu geen herinnering weg. Kijk hoe het ervoor staat.",
    "bewaard": "Bewaard, nog niet verstuurd. Je kunt later verder bij 'Ik vul het in'.",
    "voorgelezen": "De antwoorden zijn verstuurd. Erbij staat dat jij ze voorlas.",
    "gebeld": "De antwoorden zijn verstuurd. Erbij staat dat het aan de telefoon was.",
    "van-papier": "De antwoorden van papier zijn verstuurd, met de dag die erop staat.",
}


@coach.get("/")
@public("leads to the first page or to signing in")
def home() -> ResponseReturnValue:
    """Lead to the page of today."""
    return redirect(url_for("coach.today"), 303)


@coach.get("/vandaag")
@needs(Act.SEE_CASELOAD)
def today() -> ResponseReturnValue:
    """Show what asks for attention, what is new and who has not answered; the look is recorded."""
    world = wiring()
    actor, today = this_actor(), world.today()
    with world.database.write() as db:
        page = today_page(
            actor,
            _read_today(db),
            Wanted.of(request.args),
            world.answer_links,
            today,
            MESSAGES.get(request.args.get("melding", "")),
        )
        audit.record(
            db,
            audit.person(actor.person_id),
            "see caseload",
            "person",
            actor.person_id,
            organisation_id=actor.organisation_id,
            now=world.now(),
        )
    return render("coach/today.html", "today", page=page)


def _read_today(db: Session) -> TodayRead:
    """Read what the page of today shows, in as many statements for a large caseload as a small."""
    world = wiring()
    actor, today, now = this_actor(), world.today(), world.now()
    lines = measured.asked(db, actor)
    midnight = datetime.combine(today, time(0), LOCAL)
    return TodayRead(
        cases=trajects.caseload(db, actor),
        lines=lines,
        signals=SignalsRead(
            measured.open_signals(db, actor),
            participants.participant_signals(db, actor),
            school_people.school_signals(db, actor),
        ),
        taken_up=SignalsRead(
            measured.taken_up_since(db, actor, midnight),
            participants.taken_up_since(db, actor, midnight),
            school_people.taken_up_since(db, actor, midnight),
        ),
        remindable=reminding.remindable(
            db, [line.invitation_id for line in lines if is_waiting(line, today)], now
        ),
        nominated=sealed_nominations(db, actor, today),
        to_look_back_on=practice.to_look_back_on(db, actor, today),
        last_talks=practice.last_talks(db, actor),
        links_at_school=open_links(school_people.asked_this_year(db, actor, today), today),
        unsent_since=unsent_since(db, actor.organisation_id, now),
    )


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


@coach.post("/signalen/<id:signal_id>/gezien")
@needs(Act.CHANGE_TRAJECT)
def signal_seen(signal_id: str) -> ResponseReturnValue:
    """Note that the coach has seen a signal."""
    world = wiring()
    with world.database.write() as db:
        found = measurements.mark_seen(db, this_actor(), signal_id, world.now())
    return _back_from(found, "gezien")


@coach.post("/signalen/<id:signal_id>/terugzetten")
@needs(Act.CHANGE_TRAJECT)
def undo_seen(signal_id: str) -> ResponseReturnValue:
    """Let a signal that the coach took up today ask for attention again."""
    world = wiring()
    with world.database.write() as db:
        found = measurements.undo_seen(db, this_actor(), signal_id, world.now())
    return _back_from(found, "teruggezet")


def _back_from(signal: Signal, message: str) -> ResponseReturnValue:
    """Lead back to where a signal was taken up: today, or the page of what it is about."""
    if is_from_today():
        return redirect(url_for("coach.today", melding=message), 303)
    if signal.school_informant_id is not None:
        return redirect(url_for("coach.school", melding=message), 303)
    if signal.traject_id is None:
        return redirect(url_for("coach.retest", melding=message), 303)
    return to_traject(signal.traject_id, message)


@coach.get("/vragenlijsten")
@needs(Act.SEE_CASELOAD)
def questionnaires() -> ResponseReturnValue:
    """Show all questionnaires, those that cannot be asked too."""
    return render("coach/questionnaires.html", "lists", page=lists_page(wiring().library))


@coach.get("/vragenlijsten/<key>")
@needs(Act.SEE_CASELOAD)
def questionnaire(key: str) -> ResponseReturnValue:
    """Show what each informant sees of one questionnaire, in each language."""
    # Looked up among those there are and never loaded by name: a name can be a path.
    for found in wiring().library:
        if found.key == key:
            drawn = preview.preview_of(found, wiring().sounds.known())
            return render(preview.DOCUMENT, "lists", preview=drawn)
    raise NotFoundError("Niet gevonden.")


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
    with world.database.write() as db:
        found = own(db, traject_id, Act.SEE_TRAJECT)
        if people_form is None:
            people_form = InformantForm(formdata=None)
            offer_succession(people_form, trajects.asked_people(db, found.id))
        group, school = trajects.names_of(db, found)
        people = trajects.informants(db, found.id)
        using = plan_in_use(found)
        consent = consent_block(
            found,
            people,
            agreements.agreed(db, found.id, world.today()),
            statements.statements(db, found.id),
            world.consent_links,
            consent_links.last_messages(db, found.id),
            sealed_of(db, found.id, world.today()),
            world.today(),
        )
        page = traject_page(
            found,
            group,
            school,
            consent,
            people,
            trajects.occasions(db, found.id),
            measured.asked(db, actor, found.id),
            measured.open_signals(db, actor, found.id),
            measured.signals_taken_up(db, actor, found.id),
            report_for(db, found),
            timeline.events(db, found.id),
            using,
            burdens(db, using.plan, found, people, school_year_of(world.today()), world.today()),
            moments.shifts_of(db, found.id),
            left_out_of(db, found.id),
            practice_block(
                found,
                practice.contacts_of_traject(db, actor, found),
                practice.deviations_of(db, actor, found),
                support.in_use(db, actor, found),
                world.today(),
            ),
            lambda fingerprint: questionnaire_of(db, fingerprint),
            world.answer_links,
            world.today(),
            MESSAGES.get(request.args.get("melding", "")),
        )
        audit.record(
            db,
            audit.person(actor.person_id),
            "see traject",
            "traject",
            found.id,
            organisation_id=found.organisation_id,
            now=world.now(),
        )
    return render(
        "coach/traject.html",
        "traject",
        page=page,
        informant_form=people_form,
        decides_form=decides_form or decides_form_of(found),
        said_forms={
            row.key: said_form if row.key == said_by else SaidForm.of(row.key)
            for row in consent.people
        },
        said_form=said_form or SaidForm(formdata=None),
        event_form=event_form or EventForm(formdata=None),
    )
