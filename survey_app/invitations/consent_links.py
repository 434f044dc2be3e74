"""Bringing somebody the link to agree with, because a coach asks for it.

At most one message a day for each person, unless it may not have arrived. Whoever chose meanwhile,
or need not be asked any more, hears nothing: that is looked at again when the message goes.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.delivery import outbox
from survey_app.delivery.hours import after_quiet_hours
from survey_app.delivery.models import OutboxMessage
from survey_app.delivery.outcomes import Dropped
from survey_app.errors import InputError, NotFoundError
from survey_app.invitations.models import ConsentMessage
from survey_app.trajects import statements
from survey_app.trajects.course import demand_running
from survey_app.trajects.models import Contact, Traject, TrajectInformant
from survey_app.trajects.services import owned


def send_link(
    session: Session, actor: Actor, traject: Traject, signer: TrajectInformant, now: datetime
) -> None:
    """Put the link of somebody who was asked by link in the outbox."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    demand_running(traject)
    asked, _ = statements.signer_of_link(session, signer.id, local_date(now))
    contact = session.get(Contact, asked.contact_id) if asked.contact_id else None
    if contact is None or contact.refused_at is not None:
        raise InputError("Vul eerst een e-mailadres of mobiel nummer in dat werkt.")
    if statements.positions(session, asked.id):
        raise InputError("Deze persoon heeft al gekozen. Geef de link zelf als dat anders moet.")
    _put(session, asked, contact, now)
    audit.record(
        session,
        audit.person(actor.person_id),
        "send consent link",
        "informant",
        asked.id,
        organisation_id=traject.organisation_id,
        now=now,
    )


def signer_now(
    session: Session, message: OutboxMessage, now: datetime
) -> tuple[TrajectInformant, Traject, Contact] | Dropped:
    """Return who is asked by a message as things stand now, or why nobody is any more."""
    signer_id = session.scalar(
        select(ConsentMessage.signer_id).where(ConsentMessage.message_id == message.id)
    )
    if signer_id is None:
        return Dropped("nothing left")
    try:
        signer, traject = statements.signer_of_link(session, signer_id, local_date(now))
    except NotFoundError:
        return Dropped("need not agree")
    contact = session.get(Contact, signer.contact_id) if signer.contact_id else None
    if statements.positions(session, signer.id):
        return Dropped("answered")
    if traject.ended_on is not None:
        return Dropped("ended")
    if traject.restricted_at is not None:
        return Dropped("restricted")
    if contact is None or contact.channel != message.channel:
        return Dropped("another channel")
    if contact.refused_at is not None:
        return Dropped("address refused")
    return signer, traject, contact


def last_messages(session: Session, traject_id: str) -> Mapping[str, OutboxMessage]:
    """Return the last message that brings each person of a traject the link to agree with."""
    rows = session.execute(
        select(ConsentMessage.signer_id, OutboxMessage)
        .join(OutboxMessage, OutboxMessage.id == ConsentMessage.message_id)
        .join(TrajectInformant, TrajectInformant.id == ConsentMessage.signer_id)
        .where(TrajectInformant.traject_id == traject_id)
        .order_by(OutboxMessage.made_at)
    )
    return dict(rows.all())


def _put(session: Session, signer: TrajectInformant, contact: Contact, now: datetime) -> None:
    """Put today's message in the outbox; one that may not have arrived goes again."""
    key, due_at = f"consent {signer.id} {local_date(now)}", after_quiet_hours(now)
    earlier = session.scalar(select(OutboxMessage).where(OutboxMessage.key == key))
    if earlier is None:
        message = outbox.put(
            session,
            organisation_id=signer.organisation_id,
            key=key,
            channel=contact.channel,
            due_at=due_at,
            now=now,
        )
        session.add(
            ConsentMessage(
                message_id=message.id,
                organisation_id=signer.organisation_id,
                signer_id=signer.id,
            )
        )
        session.flush()
    elif earlier.state in outbox.CAN_GO_AGAIN:
        earlier.channel = contact.channel
        outbox.send_again(session, earlier, due_at)
    else:
        raise InputError("Vandaag is de link al gestuurd. Morgen kan het weer.")
