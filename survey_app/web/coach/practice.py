"""The addresses of what was done: contacts, deviations, the way of working."""

from datetime import date

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act
from survey_app.accounts.queries import schools_coached
from survey_app.errors import InputError, NotFoundError
from survey_app.measurements import queries as measured
from survey_app.measurements.caseload import Agreement, courses
from survey_app.practice import contacts, deviations, queries, ways
from survey_app.practice.decision_queries import last_choices
from survey_app.practice.models import LoggedContact
from survey_app.reports.integrity import integrity
from survey_app.trajects.calendar import school_year_of
from survey_app.trajects.queries import caseload
from survey_app.web.coach.blueprint import coach, own, record_look, render, to_traject
from survey_app.web.coach.decision_cards import count_of
from survey_app.web.coach.kept import AWAY, given_back, is_sound, keeps_what_was_typed
from survey_app.web.coach.practice_forms import DeviationForm, LogForm, LookBackForm
from survey_app.web.coach.practice_page import (
    contact_row,
    contacts_page,
    look_back_page,
    way_page,
)
from survey_app.web.coach.practice_values import LogPage
from survey_app.web.permissions import needs, own_csrf, this_actor
from survey_app.web.wiring import wiring

MESSAGES = {
    "vastgelegd": "Het contact is vastgelegd.",
    "veranderd": "Het contact is veranderd.",
    "weg": "Het contact staat er niet meer bij.",
}
AT_SCHOOL = "school-"
"""What a choice of `about` begins with that is a school and no traject."""


@coach.get("/contacten")
@needs(Act.SEE_CASELOAD)
def contact_log() -> ResponseReturnValue:
    """Show what this coach did this school year, with the hours; the look is recorded."""
    world, actor = wiring(), this_actor()
    first_on, today = date(school_year_of(world.today()), 8, 1), world.today()
    with world.database.write() as db:
        cases = courses(db, actor)
        page = contacts_page(
            queries.own_contacts(db, actor, first_on, today),
            queries.minutes_at_schools(db, actor, first_on, today),
            integrity(cases, queries.with_method(db, actor), today),
            count_of(
                measured.asked(db, actor),
                last_choices(db, actor),
                {each.traject_id for each in cases if each.agreement is Agreement.AGREED},
                today,
            ),
            first_on,
            MESSAGES.get(request.args.get("melding", "")),
        )
        record_look(db, None, "see contacts")
    return render("coach/contacts.html", "contacts", page=page)


@coach.get("/contacten/nieuw")
@needs(Act.LOG_CONTACT)
def log_contact() -> ResponseReturnValue:
    """Show the form for one contact, with today and the chosen child in it."""
    form = LogForm(formdata=None)
    form.held_on.data = wiring().today()
    form.about.data = request.args.get("traject", "")
    return _log_page(form)


@coach.post("/contacten/nieuw")
@keeps_what_was_typed
@needs(Act.LOG_CONTACT)
@own_csrf
def logged_contact() -> ResponseReturnValue:
    """Log one contact, at a traject or at a school alone."""
    world, actor = wiring(), this_actor()
    form = LogForm(meta={"csrf": False})
    about = form.about.data or ""
    try:
        with world.database.write() as db:
            _offer(db, form)
            if is_sound(form):
                if about.startswith(AT_SCHOOL):
                    school_id = about.removeprefix(AT_SCHOOL)
                    contacts.log_at_school(db, actor, school_id, form.what, world.now())
                    return redirect(url_for("coach.contact_log", melding="vastgelegd"), 303)
                contacts.log_at_traject(db, actor, own(db, about), form.what, world.now())
                return to_traject(about, "contact")
    except InputError as error:
        form.form_errors.append(str(error))
    return given_back(_log_page(form), form)


@coach.get("/contacten/<id:contact_id>")
@needs(Act.CHANGE_CONTACT)
def change_contact(contact_id: str) -> ResponseReturnValue:
    """Show one contact to change it."""
    with wiring().database.write() as db:
        contact = contacts.contact_to_change(db, this_actor(), contact_id)
        if contact.removed_at is not None:
            raise NotFoundError
        form = LogForm(formdata=None)
        form.about.data = contact.traject_id or f"{AT_SCHOOL}{contact.school_id}"
        form.held_on.data = contact.held_on
        form.with_whom.data = list(contacts.parties_of(contact))
        form.kind.data, form.line.data = contact.kind, contact.line
        form.minutes.data = str(contact.minutes)
        form.minutes_apart.data = str(contact.minutes_apart)
        form.principles.data = queries.principle_keys(db, contact.id)
        record_look(db, contact, "see contact", "contact")
    return _log_page(form, contact_id=contact_id)


@coach.post("/contacten/<id:contact_id>")
@keeps_what_was_typed
@needs(Act.CHANGE_CONTACT)
@own_csrf
def changed_contact(contact_id: str) -> ResponseReturnValue:
    """Change one contact; what was changed elsewhere meanwhile is shown beside what was typed."""
    world, actor = wiring(), this_actor()
    form = LogForm(meta={"csrf": False})
    meanwhile: LoggedContact | None = None
    try:
        with world.database.write() as db:
            _offer(db, form)
            sound = is_sound(form)
            if AWAY not in form.form_errors:
                contacts.contact_to_change(db, actor, contact_id)
            if sound:
                changed = contacts.change(db, actor, contact_id, form.what, world.now())
                return _after(changed.traject_id, "contact", "veranderd")
    except contacts.ChangedMeanwhileError as error:
        form.form_errors.append(str(error))
        with world.database.read() as db:
            meanwhile = queries.successor(db, actor, contact_id)
    except InputError as error:
        form.form_errors.append(str(error))
    return given_back(_log_page(form, contact_id=contact_id, meanwhile=meanwhile), form)


@coach.post("/contacten/<id:contact_id>/weg")
@needs(Act.CHANGE_CONTACT)
def remove_contact(contact_id: str) -> ResponseReturnValue:
    """Take one contact out of sight."""
    world = wiring()
    with world.database.write() as db:
        removed = contacts.remove(db, this_actor(), contact_id, world.now())
        traject_id = removed.traject_id
    return _after(traject_id, "contact-weg", "weg")


@coach.get("/werkwijze")
@needs(Act.SEE_CASELOAD)
def way() -> ResponseReturnValue:
    """Show by which principles the network works, and by which it worked before."""
    actor = this_actor()
    with wiring().database.read() as db:
        page = way_page(
            ways.current(db, actor.organisation_id), ways.published(db, actor.organisation_id)
        )
    return render("coach/way.html", "contacts", page=page)


@coach.get("/trajecten/<id:traject_id>/afwijking")
@needs(Act.CHANGE_TRAJECT)
def deviate(traject_id: str) -> ResponseReturnValue:
    """Show the form to argue a deviation."""
    return _deviation_page(traject_id, DeviationForm(formdata=None))


@coach.post("/trajecten/<id:traject_id>/afwijking")
@keeps_what_was_typed
@needs(Act.CHANGE_TRAJECT)
@own_csrf
def argued(traject_id: str) -> ResponseReturnValue:
    """Note a deviation with its argument."""
    world, actor = wiring(), this_actor()
    form = DeviationForm(meta={"csrf": False})
    try:
        with world.database.write() as db:
            found = own(db, traject_id)
            form.offer(ways.current(db, actor.organisation_id))
            if is_sound(form) and form.look_back_on.data is not None:
                deviations.argue(
                    db,
                    actor,
                    found,
                    principle=form.principle.data,
                    why=form.why.data or "",
                    expected=form.expected.data or "",
                    look_back_on=form.look_back_on.data,
                    now=world.now(),
                )
                return to_traject(traject_id, "afwijking")
    except InputError as error:
        form.form_errors.append(str(error))
    return given_back(_deviation_page(traject_id, form), form)


@coach.get("/trajecten/<id:traject_id>/afwijkingen/<id:deviation_id>")
@needs(Act.CHANGE_TRAJECT)
def look_back(traject_id: str, deviation_id: str) -> ResponseReturnValue:
    """Show what was expected and ask whether it was seen."""
    with wiring().database.write() as db:
        found = own(db, traject_id)
        deviations.deviation_of(db, this_actor(), found, deviation_id)
        record_look(db, found, "see deviation")
    return _look_back_page(traject_id, deviation_id, LookBackForm(formdata=None))


@coach.post("/trajecten/<id:traject_id>/afwijkingen/<id:deviation_id>")
@keeps_what_was_typed
@needs(Act.CHANGE_TRAJECT)
@own_csrf
def looked_back(traject_id: str, deviation_id: str) -> ResponseReturnValue:
    """Note what came of a deviation, or ask again on another day."""
    world = wiring()
    form = LookBackForm(meta={"csrf": False})
    try:
        if is_sound(form):
            with world.database.write() as db:
                deviations.look_back(
                    db,
                    this_actor(),
                    own(db, traject_id),
                    deviation_id,
                    outcome=form.outcome.data,
                    found=form.found.data or "",
                    again_on=form.again_on.data,
                    now=world.now(),
                )
            return to_traject(traject_id, "teruggekeken")
    except InputError as error:
        form.form_errors.append(str(error))
    return given_back(_look_back_page(traject_id, deviation_id, form), form)


@coach.post("/trajecten/<id:traject_id>/afwijkingen/<id:deviation_id>/weg")
@needs(Act.CHANGE_TRAJECT)
def remove_deviation(traject_id: str, deviation_id: str) -> ResponseReturnValue:
    """Take a deviation out of sight."""
    world = wiring()
    with world.database.write() as db:
        deviations.remove(db, this_actor(), own(db, traject_id), deviation_id, world.now())
    return to_traject(traject_id, "afwijking-weg")


def _offer(db: Session, form: LogForm) -> None:
    actor = this_actor()
    cases = [
        (case.traject.id, f"{case.traject.child_name}, {case.group_name}")
        for case in sorted(caseload(db, actor), key=lambda each: each.traject.child_name.casefold())
        if case.traject.ended_on is None or case.traject.id == form.about.data
    ]
    schools = [
        (f"{AT_SCHOOL}{school.id}", f"geen traject, {school.name}")
        for school in schools_coached(db, actor)
    ]
    form.offer([*cases, *schools], ways.current(db, actor.organisation_id))


def _log_page(
    form: LogForm, *, contact_id: str | None = None, meanwhile: LoggedContact | None = None
) -> str:
    with wiring().database.read() as db:
        _offer(db, form)
        now = queries.line_of(db, meanwhile) if meanwhile is not None else None
    if contact_id is None:
        page = LogPage(
            heading="Leg een contact vast",
            action=url_for("coach.logged_contact"),
            button="Leg vast",
            back_url=url_for("coach.contact_log"),
        )
    else:
        current = meanwhile.id if meanwhile is not None else contact_id
        page = LogPage(
            heading="Verander een contact",
            action=url_for("coach.changed_contact", contact_id=current),
            button="Bewaar",
            back_url=url_for("coach.contact_log"),
            remove_action=url_for("coach.remove_contact", contact_id=current),
            meanwhile=contact_row(now) if now is not None else None,
        )
    return render("coach/contact_log.html", "contacts", page=page, form=form)


def _deviation_page(traject_id: str, form: DeviationForm) -> str:
    world = wiring()
    with world.database.write() as db:
        found = own(db, traject_id)
        form.offer(ways.current(db, found.organisation_id))
        child = found.child_name
    back_url = url_for("coach.traject", traject_id=traject_id)
    return render("coach/deviation.html", "traject", form=form, child=child, back_url=back_url)


def _look_back_page(traject_id: str, deviation_id: str, form: LookBackForm) -> str:
    with wiring().database.write() as db:
        found = own(db, traject_id)
        deviations.deviation_of(db, this_actor(), found, deviation_id)
        line = queries.deviation_line(db, deviation_id)
        if line is None:
            raise NotFoundError
        page = look_back_page(line)
    return render("coach/look_back.html", "traject", page=page, form=form)


def _after(traject_id: str | None, at_traject: str, at_log: str) -> ResponseReturnValue:
    if traject_id is not None:
        return to_traject(traject_id, at_traject)
    return redirect(url_for("coach.contact_log", melding=at_log), 303)
