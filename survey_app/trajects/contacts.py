"""How a link reaches an informant: the channel, and an address that can be right.

An address is checked where it is typed. Whether somebody reads it, only sending shows.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import services as audit
from survey_app.errors import InputError, NotFoundError
from survey_app.storage import fingerprints
from survey_app.trajects.models import Contact, SchoolInformant, Traject, TrajectInformant
from survey_app.trajects.services import owned

CHANNELS: Final = ("person", "paper", "mail", "sms")
PLACE: Final = "contact.address"
LONGEST_ADDRESS: Final = 254
NEVER_SENT: Final = {
    "child": "Een kind krijgt geen mail of sms. Geef de link zelf, of op papier.",
    "coach": "Jouw eigen lijsten staan op de bladzijde van het traject. Vul ze daar in.",
}
"""Who gets no messages, and what to do instead."""
MACHINES: Final = "+3197"
"""Dutch numbers of machines; nobody reads an SMS there."""


def read_mail_address(typed: str) -> str:
    """Return an e-mail address as it is used, or raise InputError that says what is wrong."""
    from email_validator import EmailNotValidError, validate_email

    address = typed.strip()
    if not address:
        raise InputError("Vul het e-mailadres in, of kies een andere manier.")
    if "@" not in address:
        raise InputError("In dit e-mailadres staat geen @. Kijk het na.")
    if any(sign in address for sign in " ,;<>") or address.count("@") > 1:
        raise InputError("Vul één e-mailadres in, zonder spaties, komma's of haakjes.")
    if not address.isascii():
        raise InputError("In dit e-mailadres staat een letter die daar niet kan. Kijk het na.")
    try:
        found = validate_email(
            address, check_deliverability=False, allow_smtputf8=False, strict=True
        )
    except EmailNotValidError as fault:
        raise InputError("Dit e-mailadres kan niet kloppen. Kijk het na.") from fault
    return found.normalized


def read_mobile_number(typed: str) -> str:
    """Return a mobile number as +316…, or raise InputError that says what is wrong."""
    import phonenumbers
    from phonenumbers import NumberParseException, PhoneNumberType

    number = typed.strip()
    if not number:
        raise InputError("Vul het mobiele nummer in, of kies een andere manier.")
    try:
        found = phonenumbers.parse(number, "NL")
    except NumberParseException as fault:
        raise InputError("Dit is geen telefoonnummer. Vul het in als 06 12 34 56 78.") from fault
    if not phonenumbers.is_valid_number(found) or found.extension:
        raise InputError(
            "Dit nummer kan niet kloppen. Tel de cijfers na: 06 en dan 8 cijfers, of + en het land."
        )
    written = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
    mobile = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
    if phonenumbers.number_type(found) not in mobile or written.startswith(MACHINES):
        raise InputError("Dit is geen mobiel nummer. Een sms komt alleen op een mobiel aan.")
    return written


def set_contact(
    session: Session,
    actor: Actor,
    traject: Traject,
    informant_id: str,
    *,
    channel: str,
    address: str,
    now: datetime,
) -> TrajectInformant:
    """Choose how somebody gets a link; an address nobody uses any more is removed."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    informant = session.get(TrajectInformant, informant_id)
    if informant is None or informant.traject_id != traject.id:
        raise NotFoundError
    demand_channel(channel)
    if informant.role in NEVER_SENT and channel in ("mail", "sms"):
        raise InputError(NEVER_SENT[informant.role])
    before = informant.contact_id
    informant.contact_id = contact_for(session, traject.organisation_id, channel, address, now)
    informant.channel = channel
    session.flush()
    if before is not None and before != informant.contact_id:
        forget_when_unused(session, before)
    audit.record(
        session,
        audit.person(actor.person_id),
        "change contact",
        "informant",
        informant.id,
        organisation_id=traject.organisation_id,
        now=now,
    )
    return informant


def demand_channel(channel: str) -> None:
    """Raise unless this is a way in which a link gets to somebody."""
    if channel not in CHANNELS:
        raise InputError("Kies hoe de link er komt: zelf, op papier, per e-mail of per sms.")


def contact_for(
    session: Session, organisation_id: str, channel: str, address: str, now: datetime
) -> str | None:
    """Return the id of the contact with this address, made when new; None without an address."""
    if channel not in ("mail", "sms"):
        return None
    read = read_mail_address if channel == "mail" else read_mobile_number
    return _find_or_make(session, organisation_id, channel, read(address), now).id


def forget_when_unused(session: Session, contact_id: str) -> None:
    """Remove an address at which nobody is reached any more."""
    for kind in (TrajectInformant, SchoolInformant):
        used = select(kind.id).where(kind.contact_id == contact_id).limit(1)
        if session.scalar(used) is not None:
            return
    session.execute(delete(Contact).where(Contact.id == contact_id))


def forget_contact(session: Session, informant: TrajectInformant) -> None:
    """Let somebody who is asked nothing more have no address here."""
    before = informant.contact_id
    informant.channel, informant.contact_id = "person", None
    session.flush()
    if before is not None:
        forget_when_unused(session, before)


def fingerprints_of(session: Session, channel: str, address: str) -> tuple[str, ...]:
    """Return by what an address is found, newest key first."""
    return fingerprints(session, f"{channel} {address.lower()}", PLACE)


def _find_or_make(
    session: Session, organisation_id: str, channel: str, address: str, now: datetime
) -> Contact:
    known = fingerprints_of(session, channel, address)
    same = select(Contact).where(
        Contact.organisation_id == organisation_id, Contact.fingerprint.in_(known)
    )
    found = session.scalar(same)
    if found is not None:
        found.refused_at = None  # typed once more: it may be tried again
        return found
    made = Contact(
        organisation_id=organisation_id,
        channel=channel,
        address=address,
        fingerprint=known[0],
        added_at=now,
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        # Another coach typed the same address at this moment.
        return session.scalars(same).one()
    return made
