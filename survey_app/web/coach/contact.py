"""The coach's addresses for how a link reaches somebody, and for what did not arrive."""

from dataclasses import dataclass

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act
from survey_app.delivery.hours import after_quiet_hours
from survey_app.errors import InputError, NotFoundError
from survey_app.invitations import reaching, reminding
from survey_app.invitations import services as invitations
from survey_app.trajects.contacts import NEVER_SENT, set_contact
from survey_app.trajects.models import Contact, Traject, TrajectInformant
from survey_app.web.coach.blueprint import (
    coach,
    own,
    record_look,
    render,
    to_today_or_traject,
    to_traject,
)
from survey_app.web.coach.forms import ROUTES, ContactForm
from survey_app.web.coach.shared import who
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring


@dataclass(frozen=True, slots=True)
class ContactPage:
    """How a link reaches somebody."""

    heading: str
    child: str
    back_url: str


@coach.route("/trajecten/<id:traject_id>/mensen/<id:informant_id>", methods=["GET", "POST"])
@needs(Act.CHANGE_TRAJECT)
def contact(traject_id: str, informant_id: str) -> ResponseReturnValue:
    """Show and change how a link reaches somebody; the look at an address is recorded."""
    world = wiring()
    form = ContactForm()
    with world.database.write() as db:
        found = own(db, traject_id, Act.SEE_TRAJECT)
        informant = _informant(db, found, informant_id)
        page = ContactPage(
            heading=f"Hoe bereiken we {who(informant.role, informant.label)}?",
            child=found.child_name,
            back_url=url_for("coach.traject", traject_id=traject_id),
        )
        if request.method == "GET":
            record_look(db, found, "see address")
            form.channel.data = informant.channel
            kept = db.get(Contact, informant.contact_id) if informant.contact_id else None
            form.address.data = kept.address if kept else ""
        if informant.role in NEVER_SENT:
            form.channel.choices = [each for each in ROUTES if each.value not in ("mail", "sms")]
    if form.validate_on_submit():
        try:
            with world.database.write() as db:
                found = own(db, traject_id)
                changed = set_contact(
                    db,
                    this_actor(),
                    found,
                    informant_id,
                    channel=form.channel.data,
                    address=form.address.data or "",
                    now=world.now(),
                )
                reaching.reach(db, changed, world.now())
            return to_traject(traject_id, "bereikbaar")
        except InputError as error:
            form.address.errors = [str(error)]
    status = 422 if form.is_submitted() else 200
    return render("coach/contact.html", "traject", page=page, form=form), status


@coach.post("/trajecten/<id:traject_id>/uitnodigingen/<id:invitation_id>/opnieuw-sturen")
@needs(Act.CHANGE_TRAJECT)
def send_again(traject_id: str, invitation_id: str) -> ResponseReturnValue:
    """Let a message that got stuck go once more."""
    world = wiring()
    with world.database.write() as db:
        found = own(db, traject_id)
        invitation = invitations.invitation_of(db, found, invitation_id)
        now = world.now()
        reaching.send_again(db, this_actor(), found, invitation, after_quiet_hours(now), now)
    return to_traject(traject_id, "opnieuw")


@coach.post("/trajecten/<id:traject_id>/mensen/<id:informant_id>/herinneren")
@needs(Act.CHANGE_TRAJECT)
def remind(traject_id: str, informant_id: str) -> ResponseReturnValue:
    """Let a reminder go now; pressed twice it goes once, and the page tells how it stands."""
    world = wiring()
    try:
        with world.database.write() as db:
            found = own(db, traject_id)
            reminding.remind(db, this_actor(), found, informant_id, world.now())
        message = "herinnerd"
    except reminding.NoReminderError:
        message = "niet-herinnerd"
    return to_today_or_traject(traject_id, message, f"k-{traject_id}")


def _informant(db: Session, traject: Traject, informant_id: str) -> TrajectInformant:
    informant = db.get(TrajectInformant, informant_id)
    if informant is None or informant.traject_id != traject.id:
        raise NotFoundError
    return informant
