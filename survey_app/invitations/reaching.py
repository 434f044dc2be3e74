"""Bringing what is open to somebody whose address changed, and what did not arrive once more."""

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import services as audit
from survey_app.delivery import outbox
from survey_app.delivery.hours import after_quiet_hours
from survey_app.delivery.models import OutboxMessage
from survey_app.invitations.models import Invitation, InvitationMessage
from survey_app.invitations.reminders import plan_these, schedule
from survey_app.trajects.models import Contact, SchoolInformant, Traject, TrajectInformant
from survey_app.trajects.services import owned


def reach(session: Session, informant: TrajectInformant | SchoolInformant, now: datetime) -> None:
    """Bring what is open to somebody whose channel or address changed.

    What could not be delivered goes once more, to the new address.
    """
    contact = session.get(Contact, informant.contact_id) if informant.contact_id else None
    fresh = []
    for invitation in session.scalars(
        select(Invitation).where(
            _asked_of(informant),
            Invitation.answered_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
    ):
        message = _last_message(session, invitation)
        if message is None:
            schedule(invitation, informant)
            fresh.append(invitation)
        elif contact is not None and message.state != "sent":
            message.channel = contact.channel
            if message.state in outbox.CAN_GO_AGAIN - {"uncertain"}:
                outbox.send_again(session, message, after_quiet_hours(now))
    plan_these(session, fresh, now)


def send_again(
    session: Session,
    actor: Actor,
    traject: Traject,
    invitation: Invitation,
    due_at: datetime,
    now: datetime,
) -> None:
    """Let the last message about an invitation go once more, because a coach asks for it."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    put_back(session, actor, invitation, due_at, now)


def put_back(
    session: Session, actor: Actor, invitation: Invitation, due_at: datetime, now: datetime
) -> None:
    """Put the last message about an invitation, of whoever is asked, back in the outbox."""
    message = _last_message(session, invitation)
    if message is None:
        raise outbox.NotStuckError("Er is geen bericht dat opnieuw kan worden verstuurd.")
    outbox.send_again(session, message, due_at)
    audit.record(
        session,
        audit.person(actor.person_id),
        "send again",
        "invitation",
        invitation.id,
        organisation_id=invitation.organisation_id,
        now=now,
    )


def _asked_of(informant: TrajectInformant | SchoolInformant) -> ColumnElement[bool]:
    if isinstance(informant, SchoolInformant):
        return Invitation.school_informant_id == informant.id
    return Invitation.informant_id == informant.id


def _last_message(session: Session, invitation: Invitation) -> OutboxMessage | None:
    return session.scalar(
        select(OutboxMessage)
        .join(InvitationMessage, InvitationMessage.message_id == OutboxMessage.id)
        .where(InvitationMessage.invitation_id == invitation.id)
        .order_by(InvitationMessage.number.desc())
        .limit(1)
    )
