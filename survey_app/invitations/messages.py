"""Composing a message at the moment it goes, from what is true at that moment.

The outbox holds no address and no link. Whoever answered, declined or withdrew since the message
was planned, or whose link was revoked, hears nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import Session, aliased

from survey_app.accounts.models import Person, School
from survey_app.clock import LOCAL, Clock, local_date
from survey_app.definitions import Subject
from survey_app.delivery.hours import FIRST
from survey_app.delivery.models import OutboxMessage
from survey_app.delivery.outcomes import Composed, Dropped, Letter, Postponed
from survey_app.invitations.bounces import note_refused
from survey_app.invitations.codes import ShortCodes, noted_code, written
from survey_app.invitations.consent_links import signer_now
from survey_app.invitations.links import SignedLinks
from survey_app.invitations.message_texts import (
    ABOUT_THE_ROLE,
    HOW_IT_GOES,
    Asking,
    ByCode,
    Envelope,
    consent_mail,
    consent_sms,
    mail_letter,
    sms_letter,
)
from survey_app.invitations.models import FIRST_REQUEST, Invitation, InvitationMessage
from survey_app.invitations.publishing import questionnaire_of
from survey_app.trajects.agreements import agreed_among
from survey_app.trajects.closures import calendar_of
from survey_app.trajects.models import Contact, SchoolInformant, Traject, TrajectInformant
from survey_app.trajects.timeline import pause_on

_Successor = aliased(TrajectInformant)
_AT_CONTACT = func.coalesce(TrajectInformant.contact_id, SchoolInformant.contact_id)


@dataclass(frozen=True, slots=True)
class About:
    """An invitation in a message: which message about it, who reads it where, who asks.

    `gone` tells why the reader is asked nothing any more: somebody took over, or they left the
    school. Without a contact nobody is reached.
    """

    invitation: Invitation
    number: int
    language: str
    gone: str | None
    contact_id: str | None
    channel: str | None
    address: str | None
    refused_at: datetime | None
    school_id: str
    school_name: str
    coach_name: str
    coach_phone: str | None

    @property
    def envelope(self) -> Envelope:
        """From whom to whom a letter about it goes."""
        return Envelope(
            to=str(self.address),
            reader=str(self.contact_id),
            school=self.school_name,
            coach=self.coach_name,
            phone=self.coach_phone,
            language=self.language,
        )

    def why_not(self, channel: str, today: date) -> str | None:
        """Return why it is not in the message any more."""
        if self.invitation.answered_at is not None:
            return "answered"
        if self.invitation.revoked_at is not None:
            return "revoked"
        if self.invitation.declined_at is not None and self.number < FIRST_REQUEST:
            return "declined"
        if self.invitation.closes_on < today:
            return "closed"
        if self.channel != channel:
            return "another channel"
        if self.refused_at is not None:
            return "address refused"
        return self.gone


@dataclass(frozen=True, slots=True)
class Messages:
    """Composes messages about invitations, and hears which addresses take none."""

    answer_links: SignedLinks
    round_links: SignedLinks
    consent_links: SignedLinks
    short_codes: ShortCodes
    base_url: str
    clock: Clock

    def compose(self, session: Session, message: OutboxMessage) -> Composed:
        """Return the letter, or why it does not go (now)."""
        now = self.clock()
        today = local_date(now)
        about = _about(session, message)
        if not about:
            return self._consent_letter(session, message, now)
        reasons = [each.why_not(message.channel, today) for each in about]
        left = [each for each, reason in zip(about, reasons, strict=True) if reason is None]
        if not left:
            return Dropped(next((reason for reason in reasons if reason), "nothing left"))
        left = _agreed(session, left, today)
        if any(each.number >= FIRST_REQUEST for each in about):
            # Who asks for the link itself is not kept waiting for a school day.
            return self._letter(session, message, left) if left else Dropped("no consent")
        if not left:
            # Somebody is still to agree; who is against it has ended the links already.
            tomorrow = today + timedelta(days=1)
            day = calendar_of(session, about[0].school_id).first_from(tomorrow)
            return Postponed(datetime.combine(day, FIRST, LOCAL), "no consent")
        day = max(today, min(each.invitation.opens_on for each in left))
        day = calendar_of(session, left[0].school_id).first_from(
            _after_pause(session, left[0], day)
        )
        if day > today:
            return Postponed(datetime.combine(day, FIRST, LOCAL), "no day to send")
        return self._letter(session, message, left)

    def on_refused(self, session: Session, message: OutboxMessage) -> None:
        """Note that the address of a message takes none, so that the coach can ask for another."""
        note_refused(session, session.get_one(OutboxMessage, message.id), self.clock())

    def _letter(self, session: Session, message: OutboxMessage, left: Sequence[About]) -> Letter:
        first = left[0]
        lists = [questionnaire_of(session, each.invitation.fingerprint) for each in left]
        asking = Asking(
            envelope=first.envelope,
            minutes=sum(each.minutes for each in lists),
            lists=len(left),
            url=self.answer_links.url(first.invitation.id)
            if len(left) == 1
            else self.round_links.url(message.id),
            by_code=None
            if len(left) > 1 or message.channel != "mail"
            else self._by_code(session, first.invitation),
            is_reminder=all(0 < each.number < FIRST_REQUEST for each in left),
            wish=ABOUT_THE_ROLE
            if all(each.about is Subject.SCHOOL for each in lists)
            else HOW_IT_GOES,
        )
        return (mail_letter if message.channel == "mail" else sms_letter)(message.reference, asking)

    def _consent_letter(self, session: Session, message: OutboxMessage, now: datetime) -> Composed:
        """Return the letter with a link to agree with, or why it does not go."""
        found = signer_now(session, message, now)
        if isinstance(found, Dropped):
            return found
        signer, traject, contact = found
        envelope = _envelope(session, traject, contact, signer)
        letter = consent_mail if message.channel == "mail" else consent_sms
        return letter(message.reference, envelope, self.consent_links.url(signer.id))

    def _by_code(self, session: Session, invitation: Invitation) -> ByCode:
        code = noted_code(session, invitation, self.short_codes)
        return ByCode(f"{self.base_url.removeprefix('https://')}/code", written(code))


def _envelope(
    session: Session, traject: Traject, contact: Contact, reader: TrajectInformant
) -> Envelope:
    coach = session.get_one(Person, traject.coach_id)
    return Envelope(
        to=contact.address,
        reader=contact.id,
        school=session.get_one(School, traject.school_id).name,
        coach=coach.name,
        phone=coach.phone,
        language=reader.language,
    )


_ABOUT = (
    select(
        Invitation,
        InvitationMessage.number,
        func.coalesce(TrajectInformant.language, SchoolInformant.language),
        case(
            (_Successor.id.is_not(None), "somebody took over"),
            (SchoolInformant.left_at.is_not(None), "left the school"),
        ),
        Contact.id.label("contact_id"),
        Contact.channel,
        Contact.address,
        Contact.refused_at,
        School.id,
        School.name,
        Person.name,
        Person.phone,
    )
    .join(InvitationMessage, InvitationMessage.invitation_id == Invitation.id)
    .outerjoin(Traject, Traject.id == Invitation.traject_id)
    .outerjoin(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
    .outerjoin(SchoolInformant, SchoolInformant.id == Invitation.school_informant_id)
    .join(School, School.id == func.coalesce(Traject.school_id, SchoolInformant.school_id))
    .join(Person, Person.id == func.coalesce(Traject.coach_id, SchoolInformant.added_by))
    .outerjoin(Contact, Contact.id == _AT_CONTACT)
    .outerjoin(_Successor, _Successor.succeeds_id == TrajectInformant.id)
    .where(InvitationMessage.message_id == bindparam("message_id"))
    .order_by(Invitation.opens_on, Invitation.place, Invitation.id)
)


def _about(session: Session, message: OutboxMessage) -> list[About]:
    return [About(*row) for row in session.execute(_ABOUT, {"message_id": message.id})]


def _agreed(session: Session, about: Sequence[About], today: date) -> list[About]:
    """Return what may be asked: who answers about the own work needs nobody's agreement."""
    trajects = {each.invitation.traject_id for each in about} - {None}
    agreed = agreed_among(session, {str(each) for each in trajects}, today) if trajects else ()
    return [each for each in about if each.invitation.traject_id in {None, *agreed}]


def _after_pause(session: Session, about: About, day: date) -> date:
    traject_id = about.invitation.traject_id
    last = pause_on(session, traject_id, day) if traject_id is not None else None
    return day if last is None else last + timedelta(days=1)
