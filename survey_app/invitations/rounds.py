"""A round: everything one message is about, on one page behind one link.

A teacher gets one link for all pupils that are due, not one for each.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from survey_app.accounts.models import Person, School
from survey_app.definitions import Subject
from survey_app.errors import NotFoundError
from survey_app.invitations.models import Invitation, InvitationMessage
from survey_app.invitations.publishing import questionnaire_of
from survey_app.trajects.agreements import agreed_among
from survey_app.trajects.models import ClassGroup, SchoolInformant, Traject, TrajectInformant


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One list of a round: about what, how long, and whether it was sent already.

    Only in a traject it is about a child, and only of a group there is the name of one.
    """

    invitation_id: str
    about: Subject
    child_name: str | None
    group_name: str | None
    title: str
    language: str
    minutes: float
    is_done: bool


@dataclass(frozen=True, slots=True)
class Round:
    """Who asks, and what is to be filled in."""

    coach_name: str
    coach_phone: str | None
    school_name: str
    role: str
    lines: tuple[RoundLine, ...]


def round_of(session: Session, message_id: str, today: date) -> Round:
    """Return what a message is about and can be answered, or was; raise when there is nothing.

    What was revoked, is past its day or may not be asked any more is not on it.
    """
    taker = aliased(TrajectInformant)
    rows = session.execute(
        select(Invitation, Traject, TrajectInformant.role, SchoolInformant, ClassGroup.name)
        .join(InvitationMessage, InvitationMessage.invitation_id == Invitation.id)
        .outerjoin(Traject, Traject.id == Invitation.traject_id)
        .outerjoin(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
        .outerjoin(taker, taker.succeeds_id == TrajectInformant.id)
        .outerjoin(SchoolInformant, SchoolInformant.id == Invitation.school_informant_id)
        .outerjoin(ClassGroup, ClassGroup.id == Invitation.class_group_id)
        .where(
            InvitationMessage.message_id == message_id,
            Invitation.revoked_at.is_(None),
            Invitation.opens_on <= today,
            Invitation.closes_on >= today,
            taker.id.is_(None),
            SchoolInformant.left_at.is_(None),
        )
        .order_by(Invitation.opens_on, Invitation.place, Invitation.id)
    ).all()
    agreed = agreed_among(session, {row.Traject.id for row in rows if row.Traject}, today)
    asked = [row for row in rows if row.Traject is None or row.Traject.id in agreed]
    if not asked:
        raise NotFoundError("Niet gevonden.")
    traject, person = asked[0].Traject, asked[0].SchoolInformant
    coach = session.get_one(Person, traject.coach_id if traject else person.added_by)
    school = session.get_one(School, (traject or person).school_id)
    return Round(
        coach_name=coach.name,
        coach_phone=coach.phone,
        school_name=school.name,
        role=person.role if person else asked[0].role,
        lines=tuple(_line(session, row.Invitation, row.Traject, row.name) for row in asked),
    )


def _line(
    session: Session, invitation: Invitation, traject: Traject | None, group_name: str | None
) -> RoundLine:
    questionnaire = questionnaire_of(session, invitation.fingerprint)
    return RoundLine(
        invitation_id=invitation.id,
        about=questionnaire.about,
        child_name=traject.child_name if traject else None,
        group_name=group_name,
        title=questionnaire.title.in_language(invitation.language),
        language=invitation.language,
        minutes=questionnaire.minutes,
        is_done=invitation.answered_at is not None,
    )
