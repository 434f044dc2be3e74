"""What the same person can answer next, so that two lists of one moment are one sitting."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from survey_app.invitations.models import Invitation


def ahead_of_same_person(session: Session, invitation_id: str, today: date) -> list[Invitation]:
    """Return what this informant can still answer, now or later, in the order of time.

    Only what is about the same child: the link tells nothing that its holder does not know.
    """
    answered = aliased(Invitation)
    return list(
        session.scalars(
            select(Invitation)
            .join(answered, answered.informant_id == Invitation.informant_id)
            .where(
                answered.id == invitation_id,
                Invitation.id != invitation_id,
                Invitation.answered_at.is_(None),
                Invitation.revoked_at.is_(None),
                Invitation.declined_at.is_(None),
                Invitation.closes_on >= today,
            )
            .order_by(Invitation.opens_on, Invitation.place, Invitation.id)
        )
    )
