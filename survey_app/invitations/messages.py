"""Composing a message at the moment it goes, from what is true at that moment.

The outbox holds no address and no link. Whoever answered, declined or withdrew since the message
was planned, or whose link was revoked, hears nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session, aliased

from survey_app.accounts.models import Person, School
from survey_app.clock import LOCAL, Clock, local_date
from survey_app.delivery.hours import FIRST
from survey_app.delivery.models import OutboxMessage
from survey_app.delivery.outcomes import Composed, Dropped, Letter, Postponed
from survey_app.invitations.links import SignedLinks
from survey_app.invitations.message_texts import Asking, mail_letter, sms_letter
from survey_app.invitations.models import Invitation, InvitationMessage
from survey_app.invitations.publishing import questionnaire_of
from survey_app.trajects.agreements import agreed_consent
from survey_app.trajects.calendar import SchoolCalendar
from survey_app.trajects.closures import calendar_of
from survey_app.trajects.models import Contact, Traject, TrajectInformant
from survey_app.trajects.timeline import pause_on

_Successor = aliased(TrajectInformant)


About = Row[Invitation, InvitationMessage, TrajectInformant, Contact, str]
"""An invitation in a message: who reads it where, and the id of who took over from them."""


@dataclass(frozen=True, slots=True)
class Messages:
    """Composes messages about invitations, and hears which addresses take none."""

    answer_links: SignedLinks
    round_links: SignedLinks
    clock: Clock

    def compose(self, session: Session, message: OutboxMessage) -> Composed:
        """Return the letter, or why it does not go (now)."""
        now = self.clock()
        today = local_date(now)
        about = _about(session, message)
        reasons = [_why_not(row, message.channel, today) for row in about]
        left = [row for row, reason in zip(about, reasons, strict=True) if reason is None]
        if not left:
            return Dropped(next((reason for reason in reasons if reason), "nothing left"))
        left = [row for row in left if _is_agreed(session, row, today)]
        if not left:
            # Somebody is still to agree; who is against it has ended the links already.
            tomorrow = today + timedelta(days=1)
            day = _calendar(session, about[0]).first_from(tomorrow)
            return Postponed(datetime.combine(day, FIRST, LOCAL), "no consent")
        day = max(today, min(row.Invitation.opens_on for row in left))
        day = _calendar(session, left[0]).first_from(
            _after_pause(session, str(left[0].Invitation.traject_id), day)
        )
        if day > today:
            return Postponed(datetime.combine(day, FIRST, LOCAL), "no day to send")
        return self._letter(session, message, left)

    def on_refused(self, session: Session, message: OutboxMessage) -> None:
        """Note that the address of a message takes none, so that the coach can ask for another."""
        session.execute(
            update(Contact)
            .where(
                Contact.id.in_(
                    select(TrajectInformant.contact_id)
                    .join(Invitation, Invitation.informant_id == TrajectInformant.id)
                    .join(InvitationMessage, InvitationMessage.invitation_id == Invitation.id)
                    .where(InvitationMessage.message_id == message.id)
                )
            )
            .values(refused_at=self.clock())
            .execution_options(synchronize_session=False)
        )

    def _letter(self, session: Session, message: OutboxMessage, left: Sequence[About]) -> Letter:
        first = left[0]
        lists = [questionnaire_of(session, row.Invitation.fingerprint) for row in left]
        traject = session.get_one(Traject, first.Invitation.traject_id)
        coach = session.get_one(Person, traject.coach_id)
        asking = Asking(
            to=first.Contact.address,
            school=session.get_one(School, traject.school_id).name,
            coach=coach.name,
            phone=coach.phone,
            minutes=sum(each.minutes for each in lists),
            lists=len(left),
            url=self.answer_links.url(first.Invitation.id)
            if len(left) == 1
            else self.round_links.url(message.id),
            language=first.TrajectInformant.language,
            is_reminder=all(row.InvitationMessage.number > 0 for row in left),
        )
        return (mail_letter if message.channel == "mail" else sms_letter)(message.id, asking)


def _about(session: Session, message: OutboxMessage) -> Sequence[About]:
    return session.execute(
        select(
            Invitation,
            InvitationMessage,
            TrajectInformant,
            Contact,
            _Successor.id.label("successor_id"),
        )
        .join(InvitationMessage, InvitationMessage.invitation_id == Invitation.id)
        .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
        .outerjoin(Contact, Contact.id == TrajectInformant.contact_id)
        .outerjoin(_Successor, _Successor.succeeds_id == TrajectInformant.id)
        .where(InvitationMessage.message_id == message.id)
        .order_by(Invitation.opens_on, Invitation.id)
    ).all()


def _why_not(row: About, channel: str, today: date) -> str | None:
    """Return why an invitation is not in a message any more."""
    invitation, contact = row.Invitation, row.Contact
    if invitation.answered_at is not None:
        return "answered"
    if invitation.revoked_at is not None:
        return "revoked"
    if invitation.declined_at is not None:
        return "declined"
    if invitation.closes_on < today:
        return "closed"
    if contact is None or contact.channel != channel:
        return "another channel"
    if contact.refused_at is not None:
        return "address refused"
    if row.successor_id is not None:
        return "somebody took over"
    return None


def _is_agreed(session: Session, row: About, today: date) -> bool:
    return agreed_consent(session, str(row.Invitation.traject_id), today) is not None


def _calendar(session: Session, row: About) -> SchoolCalendar:
    traject = session.get_one(Traject, row.Invitation.traject_id)
    return calendar_of(session, traject.school_id)


def _after_pause(session: Session, traject_id: str, day: date) -> date:
    last = pause_on(session, traject_id, day)
    return day if last is None else last + timedelta(days=1)
