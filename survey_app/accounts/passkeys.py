"""Passkeys: signing in with the lock of one's own phone or laptop (WebAuthn level 3).

The device keeps a secret per website and asks for a finger, a face or its PIN before it signs; so
one passkey is two factors. It signs a challenge of ours, once, for our own address only.
"""

from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from survey_app.accounts import sign_in_steps
from survey_app.accounts.factor_models import Passkey
from survey_app.accounts.factor_queries import passkeys_of
from survey_app.accounts.models import Person
from survey_app.accounts.sign_in_steps import StepKind, StepOverError
from survey_app.errors import InputError

MOST: Final = 20
LONGEST_NAME: Final = 60
UNKNOWN: Final = (
    "Inloggen met deze sleutel lukt niet. Probeer het nog een keer, of log in met je wachtwoord."
)
NOT_MADE: Final = "De sleutel is niet gemaakt. Probeer het nog een keer."


class PasskeyError(InputError):
    """The reply of the device does not fit; says nothing about which account there is."""


@dataclass(frozen=True, slots=True)
class Site:
    """The website a passkey is for: its host name, and its address as a browser names it."""

    host: str
    origin: str

    @property
    def can_have_passkeys(self) -> bool:
        """Whether browsers keep passkeys for it: they need a name, also of one's own machine."""
        try:
            ip_address(self.host)
        except ValueError:
            return True
        return False


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser is asked, as JSON, and the secret with which the reply comes back."""

    secret: str
    options: str


def ask_new(session: Session, site: Site, person: Person, now: datetime) -> Asked:
    """Ask the browser of somebody who is signed in to make a passkey."""
    import webauthn
    from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, structs

    known = passkeys_of(session, person.id)
    if len(known) >= MOST:
        raise PasskeyError("Je hebt al veel sleutels. Haal er eerst een weg.")
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name="Kansmeter",
        user_id=bytes.fromhex(person.id),
        user_name=person.email,
        user_display_name=person.name,
        attestation=structs.AttestationConveyancePreference.NONE,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.credential_id))
            for each in known
        ],
    )
    challenge = bytes_to_base64url(options.challenge)
    secret = sign_in_steps.begin(
        session, StepKind.NEW_PASSKEY, now, person_id=person.id, content=challenge
    )
    return Asked(secret, webauthn.options_to_json(options))


def ask_known(session: Session, site: Site, now: datetime) -> Asked:
    """Ask any browser for a passkey of ours; the device knows whose it is."""
    import webauthn
    from webauthn.helpers import bytes_to_base64url, structs

    options = webauthn.generate_authentication_options(
        rp_id=site.host, user_verification=structs.UserVerificationRequirement.REQUIRED
    )
    challenge = bytes_to_base64url(options.challenge)
    secret = sign_in_steps.begin(session, StepKind.PASSKEY, now, content=challenge)
    return Asked(secret, webauthn.options_to_json(options))


def take_challenge(
    session: Session, kind: StepKind, secret: str, now: datetime, person_id: str | None = None
) -> str:
    """Return the challenge that was asked and use it up, before the reply is judged."""
    step = sign_in_steps.find(session, kind, secret, now)
    if step is None or step.person_id != person_id or step.content is None:
        raise StepOverError(sign_in_steps.OVER)
    sign_in_steps.finish(session, step, now)
    return step.content


def keep_new(
    session: Session,
    site: Site,
    person: Person,
    challenge: str,
    reply: str,
    name: str,
    now: datetime,
) -> Passkey:
    """Keep the passkey that a device made for this person."""
    import webauthn
    from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

    try:
        made = webauthn.verify_registration_response(
            credential=reply,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except Exception as error:  # its parsers raise of any kind on what anybody may send
        raise PasskeyError(NOT_MADE) from error
    passkey = Passkey(
        organisation_id=person.organisation_id,
        person_id=person.id,
        name=" ".join(name.split())[:LONGEST_NAME] or "Sleutel",
        credential_id=bytes_to_base64url(made.credential_id),
        public_key=bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count,
        made_at=now,
    )
    session.add(passkey)
    session.flush()
    return passkey


def person_of(session: Session, site: Site, challenge: str, reply: str, now: datetime) -> Person:
    """Return whose passkey signed the challenge.

    A counter of the device that did not go up means that two devices hold one key: refused.
    """
    import webauthn
    from webauthn.helpers import (
        base64url_to_bytes,
        bytes_to_base64url,
        parse_authentication_credential_json,
    )

    try:
        given = parse_authentication_credential_json(reply)
    except Exception as error:  # as above
        raise PasskeyError(UNKNOWN) from error
    found = session.execute(
        select(Passkey, Person)
        .join(Person, Person.id == Passkey.person_id)
        .where(Passkey.credential_id == bytes_to_base64url(given.raw_id), Person.active)
    ).one_or_none()
    if found is None or given.response.user_handle != bytes.fromhex(found[1].id):
        raise PasskeyError(UNKNOWN)
    passkey, owner = found
    try:
        signed = webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except Exception as error:  # as above
        raise PasskeyError(UNKNOWN) from error
    claimed = session.execute(
        update(Passkey)
        .where(Passkey.id == passkey.id, Passkey.sign_count == passkey.sign_count)
        .values(sign_count=signed.new_sign_count, used_at=now)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        raise PasskeyError(UNKNOWN)
    return owner


def remove(session: Session, person_id: str, passkey_id: str) -> bool:
    """Take a passkey of a person away; tell whether there was one."""
    done = session.execute(
        delete(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == person_id)
    )
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]  # a DELETE gives a CursorResult


def remove_all(session: Session, person_id: str) -> None:
    """Take every passkey of a person away."""
    session.execute(delete(Passkey).where(Passkey.person_id == person_id))
