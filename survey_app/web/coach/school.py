"""The coach's addresses of the people around each own school, asked every year."""

from dataclasses import dataclass

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from survey_app.accounts.policy import Act
from survey_app.accounts.queries import schools_coached
from survey_app.answering import services as answering
from survey_app.audit import services as audit
from survey_app.delivery.hours import after_quiet_hours
from survey_app.errors import InputError
from survey_app.invitations import reaching, school_people
from survey_app.invitations.publishing import questionnaire_of
from survey_app.invitations.yearly_planning import ask_now
from survey_app.measurements import school_people as measured
from survey_app.measurements.telling_ib import schools_with_ib
from survey_app.trajects import school_people as around
from survey_app.trajects.models import ClassGroup, Contact
from survey_app.web.coach.blueprint import coach, record_look, render
from survey_app.web.coach.forms import school_choices
from survey_app.web.coach.school_forms import NewSchoolPersonForm, SchoolPersonForm
from survey_app.web.coach.school_page import school_page
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring

MESSAGES = {
    "gevraagd": "Toegevoegd. Wat deze maand wordt gevraagd, staat klaar.",
    "erbij": "Toegevoegd. Deze maand vragen we niets.",
    "bewaard": "Bewaard. Wat openstaat, gaat vanaf nu zo.",
    "weg": "Deze persoon krijgt geen vragen meer. De links werken niet meer.",
    "link": "De link is vernieuwd. De oude werkt niet meer.",
    "opnieuw": "Het bericht gaat opnieuw weg.",
    "opgepakt": "Opgepakt. Terugzetten kan vandaag nog, op de bladzijde Vandaag.",
}


@dataclass(frozen=True, slots=True)
class SchoolPersonPage:
    """Changing somebody around a school."""

    name: str
    is_teacher: bool
    back_url: str


@coach.get("/school")
@needs(Act.SEE_CASELOAD)
def school() -> ResponseReturnValue:
    """Show who is around each own school and what they were asked; the look is recorded."""
    return _page(None)


@coach.post("/school")
@needs(Act.CHANGE_SCHOOL_PEOPLE)
def add_school_person() -> ResponseReturnValue:
    """Add somebody; what is asked this month is asked at once."""
    world, actor = wiring(), this_actor()
    form = NewSchoolPersonForm()
    with world.database.read() as db:
        form.school.choices = school_choices(schools_coached(db, actor))
    if form.validate_on_submit():
        try:
            with world.database.write() as db:
                added = around.add_school_informant(
                    db,
                    actor,
                    school_id=form.school.data,
                    role=form.role.data,
                    name=form.name.data or "",
                    group_name=form.group_name.data,
                    channel=form.channel.data,
                    address=form.address.data or "",
                    now=world.now(),
                )
                by = audit.person(actor.person_id)
                asked = ask_now(db, added, world.library.of, by, world.now())
                informant_id = added.id
            return _back("gevraagd" if asked else "erbij", informant_id)
        except InputError as error:
            form.form_errors.append(str(error))
    return _page(form), 422


@coach.route("/school/<id:school_person_id>", methods=["GET", "POST"])
@needs(Act.CHANGE_SCHOOL_PEOPLE)
def school_person(school_person_id: str) -> ResponseReturnValue:
    """Show and change a name, a group, or how a link reaches somebody."""
    world, actor = wiring(), this_actor()
    form = SchoolPersonForm()
    with world.database.write() as db:
        informant = around.school_informant_for(db, actor, school_person_id)
        page = SchoolPersonPage(
            name=informant.name,
            is_teacher=informant.role == "teacher",
            back_url=url_for("coach.school", _anchor=f"p-{informant.id}"),
        )
        if request.method == "GET":
            group = (
                db.get(ClassGroup, informant.class_group_id) if informant.class_group_id else None
            )
            kept = db.get(Contact, informant.contact_id) if informant.contact_id else None
            form.name.data, form.channel.data = informant.name, informant.channel
            form.group_name.data = group.name if group else ""
            form.address.data = kept.address if kept else ""
    if not page.is_teacher:
        del form.group_name
    if form.validate_on_submit():
        try:
            with world.database.write() as db:
                school_people.change(
                    db,
                    actor,
                    school_person_id,
                    world.library.of,
                    world.now(),
                    name=form.name.data or "",
                    group_name=form.group_name.data if page.is_teacher else None,
                    channel=form.channel.data,
                    address=form.address.data or "",
                )
            return _back("bewaard", school_person_id)
        except InputError as error:
            form.form_errors.append(str(error))
    status = 422 if form.is_submitted() else 200
    return render("coach/school_person.html", "lists", page=page, form=form), status


@coach.post("/school/<id:school_person_id>/weg")
@needs(Act.CHANGE_SCHOOL_PEOPLE)
def let_go(school_person_id: str) -> ResponseReturnValue:
    """Note that somebody does not work here any more: the links stop in the same transaction."""
    world = wiring()
    with world.database.write() as db:
        school_people.let_go(db, this_actor(), school_person_id, world.now())
    return _back("weg")


@coach.post("/school/vragen/<id:yearly_id>/vernieuwen")
@needs(Act.CHANGE_SCHOOL_PEOPLE)
def renew_yearly(yearly_id: str) -> ResponseReturnValue:
    """Replace one link; what was filled in goes on under the new one."""
    world = wiring()
    with world.database.write() as db:
        fresh = answering.replace_school_link(db, this_actor(), yearly_id, world.now())
        informant_id = str(fresh.school_informant_id)
    return _back("link", informant_id)


@coach.post("/school/vragen/<id:yearly_id>/opnieuw-sturen")
@needs(Act.CHANGE_SCHOOL_PEOPLE)
def send_yearly_again(yearly_id: str) -> ResponseReturnValue:
    """Let a message that got stuck go once more."""
    world, actor = wiring(), this_actor()
    with world.database.write() as db:
        invitation, informant = school_people.yearly_invitation(db, actor, yearly_id)
        now = world.now()
        reaching.put_back(db, actor, invitation, after_quiet_hours(now), now)
        informant_id = informant.id
    return _back("opnieuw", informant_id)


def _back(message: str, informant_id: str | None = None) -> ResponseReturnValue:
    anchor = f"p-{informant_id}" if informant_id else None
    return redirect(url_for("coach.school", melding=message, _anchor=anchor), 303)


def _page(form: NewSchoolPersonForm | None) -> str:
    world, actor = wiring(), this_actor()
    shown = form or NewSchoolPersonForm(formdata=None)
    with world.database.write() as db:
        own = schools_coached(db, actor)
        shown.school.choices = school_choices(own)
        with_ib = schools_with_ib(db, actor.coaches_at, world.today())
        page = school_page(
            around.school_people(db, actor),
            measured.asked_this_year(db, actor, world.today()),
            measured.left_out_this_year(db, actor, world.today()),
            measured.school_signals(db, actor),
            [each.name for each in own if each.id not in with_ib],
            lambda fingerprint: questionnaire_of(db, fingerprint),
            world.answer_links,
            world.today(),
            MESSAGES.get(request.args.get("melding", "")),
        )
        record_look(db, None, "see school people")
    return render("coach/school.html", "lists", page=page, form=shown)
