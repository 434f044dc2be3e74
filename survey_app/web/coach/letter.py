"""The addresses of a printed letter and card for one open invitation of a traject."""

from flask import render_template, url_for

from survey_app.accounts.policy import Act
from survey_app.answering.sheets import SheetState, read_sheet
from survey_app.audit import services as audit
from survey_app.errors import NotFoundError
from survey_app.invitations.codes import code_for
from survey_app.invitations.services import invitation_of
from survey_app.web.coach.blueprint import coach, own
from survey_app.web.coach.letter_page import letter_page
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring


@coach.get("/trajecten/<id:traject_id>/uitnodigingen/<id:invitation_id>/brief")
@needs(Act.SEE_TRAJECT)
def letter(traject_id: str, invitation_id: str) -> str:
    """Show a letter of one page to print; the look is recorded."""
    return _printed("print/letter.html", traject_id, invitation_id)


@coach.get("/trajecten/<id:traject_id>/uitnodigingen/<id:invitation_id>/kaart")
@needs(Act.SEE_TRAJECT)
def card(traject_id: str, invitation_id: str) -> str:
    """Show a card to print and cut out; the look is recorded."""
    return _printed("print/card.html", traject_id, invitation_id)


def _printed(template: str, traject_id: str, invitation_id: str) -> str:
    """Show what is printed for an open invitation; only then its code is known to the database."""
    world, actor = wiring(), this_actor()
    with world.database.write() as db:
        found = own(db, traject_id, Act.SEE_TRAJECT)
        invitation = invitation_of(db, found, invitation_id)
        sheet = read_sheet(db, invitation.id, world.today())
        if sheet.state is not SheetState.OPEN:
            raise NotFoundError("Deze link staat niet open.")
        page = letter_page(
            sheet,
            world.answer_links.url(invitation.id),
            code_for(db, invitation, world.short_codes),
            world.settings.base_url,
            url_for("coach.traject", traject_id=found.id, _anchor=f"u-{invitation.id}"),
            world.today(),
        )
        audit.record(
            db,
            audit.person(actor.person_id),
            "print invitation",
            "invitation",
            invitation.id,
            organisation_id=found.organisation_id,
            now=world.now(),
        )
    return render_template(template, page=page)
