"""Somebody lost the link and asks for it again, under the address that the school has.

Asking writes the same whether an address is known or not: a keyed fingerprint, nothing else. Whose
it is, is looked up afterwards by who plans messages. So neither an answer nor the time it takes
tells who is known here, and what nobody has is forgotten after an hour.

Only what brings a message counts towards the limits of an address. So whoever reaches them has the
link as often as that, and asking on and on for somebody else keeps no parent out any longer.

Nobody is refused because of a place: behind one internet address sits a whole school. From where
very much is asked, only what may bring a message is still kept, and the answer stays the same.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from survey_app.clock import local_date
from survey_app.delivery import outbox
from survey_app.delivery.hours import after_quiet_hours
from survey_app.delivery.models import OutboxMessage
from survey_app.invitations.due import ON_THE_WAY, open_at
from survey_app.invitations.models import (
    FIRST_REQUEST,
    Invitation,
    InvitationMessage,
    LinkRequest,
)
from survey_app.trajects.agreements import agreed_consent
from survey_app.trajects.contacts import fingerprints_of, read_mail_address, read_mobile_number
from survey_app.trajects.models import Contact

WINDOW: Final = timedelta(hours=1)
MOST_OF_AN_ADDRESS: Final = 3
DAY: Final = timedelta(days=1)
MOST_MESSAGES_A_DAY: Final = 6
"""To an address. The last request may bring more where several share it: nobody is left out."""
MOST_FROM_A_PLACE: Final = 50
"""In an hour; after that what nobody has is not written down, so that nobody fills the table."""


def read_address(typed: str) -> tuple[str, str]:
    """Return channel and address of what somebody typed, or raise InputError."""
    if "@" in typed:
        return "mail", read_mail_address(typed)
    return "sms", read_mobile_number(typed)


def note_request(session: Session, channel: str, address: str, place: str, now: datetime) -> None:
    """Note that somebody asks; above the limits of an address it brings nothing.

    From where very much was asked, what brings nothing is not even kept. It is written and taken
    away again, because what is never written is answered sooner, and that would tell who is known.
    """
    session.execute(
        delete(LinkRequest).where(
            LinkRequest.at <= now - WINDOW,
            (LinkRequest.brought == 0) | (LinkRequest.at <= now - DAY),
        )
    )
    prints = fingerprints_of(session, channel, address)
    is_busy = _is_busy(session, place, now)
    has_reason = _has_reason_to_ask(session, prints, now)
    noted = LinkRequest(
        place_key=place,
        address_key=prints[0],
        prints=" ".join(prints),
        is_new=_may_bring_more(session, prints[0], now),
        at=now,
    )
    session.add(noted)
    session.flush()
    too_much = noted.id if is_busy and not has_reason else ""
    session.execute(delete(LinkRequest).where(LinkRequest.id == too_much))


def _is_busy(session: Session, place: str, now: datetime) -> bool:
    """Tell whether very much was asked from one internet address in the last hour."""
    return _count(session, LinkRequest.place_key == place, now) >= MOST_FROM_A_PLACE


def _has_reason_to_ask(session: Session, prints: Sequence[str], now: datetime) -> bool:
    """Tell whether any school has this address, and it was asked for less than its limit."""
    known = select(Contact.id).where(Contact.fingerprint.in_(prints)).limit(1)
    asked = _count(session, LinkRequest.address_key == prints[0], now)
    return session.scalar(known) is not None and asked < MOST_OF_AN_ADDRESS


def _count(session: Session, which: ColumnElement[bool], now: datetime) -> int:
    """Return how many of these were asked in the last hour."""
    lately = which & (LinkRequest.at > now - WINDOW)
    return session.scalar(select(func.count()).select_from(LinkRequest).where(lately)) or 0


def _may_bring_more(session: Session, address_key: str, now: datetime) -> bool:
    """Tell whether an address is within its limits; what was not looked up yet may bring one."""
    counted = session.execute(
        select(LinkRequest.at, LinkRequest.brought).where(
            LinkRequest.address_key == address_key, LinkRequest.is_new | (LinkRequest.brought > 0)
        )
    ).all()
    lately = sum(at > now - WINDOW for at, _ in counted)
    messages = sum(max(brought, 1) for _, brought in counted)
    return lately < MOST_OF_AN_ADDRESS and messages < MOST_MESSAGES_A_DAY


def is_anybody_waiting(session: Session) -> bool:
    """Tell whether somebody asked and was not looked up yet."""
    return session.scalar(select(LinkRequest.id).where(LinkRequest.is_new).limit(1)) is not None


def answer_requests(session: Session, now: datetime) -> int:
    """Put what is open for who asked in the outbox, and return how many messages that makes.

    Who answers at the same time waits, so that both do not bring one reader the same.
    """
    asked = session.scalars(
        select(LinkRequest).where(LinkRequest.is_new).order_by(LinkRequest.at).with_for_update()
    ).all()
    for request in asked:
        request.is_new = False
        contacts = select(Contact).where(
            Contact.fingerprint.in_(request.prints.split()), Contact.refused_at.is_(None)
        )
        for contact in session.scalars(contacts).all():
            for invitations in _open_for(session, contact, now):
                if not _is_on_the_way(session, contact, invitations):
                    _put(session, request, contact, invitations, now)
                    request.brought += 1
    session.flush()
    return sum(request.brought for request in asked)


def _open_for(session: Session, contact: Contact, now: datetime) -> list[list[Invitation]]:
    """Return what can be answered now by who is reached there, apart for each reader."""
    today = local_date(now)
    readers: dict[str, list[Invitation]] = defaultdict(list)
    for each in open_at(session, contact.id, today):
        traject_id = each.invitation.traject_id
        if traject_id is None or agreed_consent(session, traject_id, today) is not None:
            readers[each.reader].append(each.invitation)
    return list(readers.values())


def _is_on_the_way(session: Session, contact: Contact, invitations: Sequence[Invitation]) -> bool:
    """Tell whether what a reader asked for earlier did not go yet, as at night."""
    on_the_way = (
        select(OutboxMessage.id)
        .join(InvitationMessage, InvitationMessage.message_id == OutboxMessage.id)
        .where(
            InvitationMessage.invitation_id.in_([each.id for each in invitations]),
            InvitationMessage.number >= FIRST_REQUEST,
            OutboxMessage.state.in_(ON_THE_WAY),
            OutboxMessage.channel == contact.channel,
        )
    )
    return session.scalar(on_the_way.limit(1)) is not None


def _put(
    session: Session,
    request: LinkRequest,
    contact: Contact,
    invitations: Sequence[Invitation],
    now: datetime,
) -> None:
    message = outbox.put(
        session,
        organisation_id=contact.organisation_id,
        key=f"request {request.id} {invitations[0].id}",
        channel=contact.channel,
        due_at=after_quiet_hours(now),
        now=now,
    )
    for invitation in invitations:
        last = session.scalar(
            select(func.max(InvitationMessage.number)).where(
                InvitationMessage.invitation_id == invitation.id
            )
        )
        session.add(
            InvitationMessage(
                invitation_id=invitation.id,
                number=max(FIRST_REQUEST, (last or 0) + 1),
                organisation_id=contact.organisation_id,
                message_id=message.id,
            )
        )
