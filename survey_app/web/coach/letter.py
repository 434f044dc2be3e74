"""The addresses of a printed letter and card for one open invitation."""

from flask import render_template, url_for
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act
from survey_app.answering.sheets import SheetState, read_sheet
from survey_app.errors import NotFoundError
from survey_app.invitations.codes import code_for
from survey_app.invitations.models import Invitation
from survey_app.invitations.school_people import yearly_invitation
from survey_app.invitations.services import invitation_of
from survey_app.web.coach.blueprint import coach, own, record_look
from survey_app.web.coach.letter_page import LetterPage, letter_page
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


@coach.get("/school/vragen/<id:yearly_id>/brief")
@needs(Act.CHANGE_SCHOOL_PEOPLE)
def school_letter(yearly_id: str) -> str:
    """Show a letter to print for somebody around a school; the look is recorded."""
    return _printed_at_school("print/letter.html", yearly_id)


@coach.get("/school/vragen/<id:yearly_id>/kaart")
@needs(Act.CHANGE_SCHOOL_PEOPLE)
def school_card(yearly_id: str) -> str:
    """Show a card to print for somebody around a school; the look is recorded."""
    return _printed_at_school("print/card.html", yearly_id)


def _printed(template: str, traject_id: str, invitation_id: str) -> str:
    """Show what is printed for an open invitation; only then its code is known to the database."""
    with wiring().database.write() as db:
        found = own(db, traject_id, Act.SEE_TRAJECT)
        invitation = invitation_of(db, found, invitation_id)
        back_url = url_for("coach.traject", traject_id=found.id, _anchor=f"u-{invitation.id}")
        page = _page(db, invitation, back_url)
    return render_template(template, page=page)


def _printed_at_school(template: str, yearly_id: str) -> str:
    """Show what is printed for somebody around a school."""
    with wiring().database.write() as db:
        invitation, informant = yearly_invitation(db, this_actor(), yearly_id)
        back_url = url_for("coach.school", _anchor=f"p-{informant.id}")
        page = _page(db, invitation, back_url)
    return render_template(template, page=page)


def _page(db: Session, invitation: Invitation, back_url: str) -> LetterPage:
    world = wiring()
    sheet = read_sheet(db, invitation.id, world.today())
    if sheet.state is not SheetState.OPEN:
        raise NotFoundError("Deze link staat niet open.")
    record_look(db, invitation, "print invitation", "invitation")
    return letter_page(
        sheet,
        world.answer_links.url(invitation.id),
        code_for(db, invitation, world.short_codes),
        world.settings.base_url,
        back_url,
        world.today(),
    )
