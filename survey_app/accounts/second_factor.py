"""Codes of an app as the second factor, and codes on paper for when the phone is gone.

A code counts for its half minute and the ones beside it (RFC 6238, 5.2), and once: which half
minute was taken last is claimed in one statement, so that of two at the same instant one is
refused. Every try is counted before it is judged. After 5 wrong ones each next try waits, longer
and longer up to an hour: some 25 tries a day against a million codes. Only who knows the password
gets as far as this, so a stranger makes nobody wait.
"""

import hmac
import secrets
from base64 import b32encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, delete, or_, update
from sqlalchemy.orm import Session

from survey_app.accounts.factor_models import RecoveryCode, SecondFactor
from survey_app.accounts.models import Person
from survey_app.errors import InputError
from survey_app.storage import fingerprints

STEP_SECONDS: Final = 30
NEIGHBOURS: Final = (0, -1, 1)
"""The half minutes whose code is taken: this one, and for a clock that is off the ones beside."""
SEED_BYTES: Final = 20
DIGITS: Final = 6
FREE_TRIES: Final = 5
DELAYS: Final = (timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1))
"""How long the sixth and seventh try in a row wait, and every one after those."""
RECOVERY_CODES: Final = 10
RECOVERY_LENGTH: Final = 10
RECOVERY_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""No 0 or o, no 1, i or l. Ten of 31 signs are 49 bits, behind a password and a counter."""
RECOVERY_PLACE: Final = "recovery_code.code_hash"
NAME: Final = "Kansmeter"


class WrongCodeError(InputError):
    """The first code of a new app does not fit: another code, or a clock that is far off."""


class Checking(StrEnum):
    """What became of a code that was typed."""

    RIGHT = "right"
    RIGHT_ON_PAPER = "right on paper"
    WRONG = "wrong"
    WAITING = "waiting"


def seed_for(session: Session, login_secret: str) -> str:
    """Return the seed that is offered to a signed-in browser, in base32.

    It is derived from the session by a key of ours, so the page that shows it keeps nothing, and
    shows the same again after a wrong code.
    """
    derived = fingerprints(session, login_secret, "second_factor.seed")[0]
    return b32encode(bytes.fromhex(derived)[:SEED_BYTES]).decode()


def address_for_app(seed: str, email: str) -> str:
    """Return the address with the seed that an app reads from a QR code."""
    import pyotp

    return pyotp.TOTP(seed).provisioning_uri(name=email, issuer_name=NAME)


def set_up(session: Session, person: Person, seed: str, typed: str, now: datetime) -> list[str]:
    """Keep the app of which this is a code, and return the codes for on paper, told once."""
    step = _step_of(seed, typed, now)
    if step is None:
        raise WrongCodeError(
            "Deze code klopt niet. Kijk of je telefoon op de goede tijd staat, "
            "en vul de code in die nu in de app staat."
        )
    session.add(
        SecondFactor(
            person_id=person.id,
            organisation_id=person.organisation_id,
            seed=seed,
            made_at=now,
            last_step=step,
        )
    )
    return make_recovery_codes(session, person, now)


def make_recovery_codes(session: Session, person: Person, now: datetime) -> list[str]:
    """Return new codes for on paper; earlier ones open nothing any more."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = [
        "".join(secrets.choice(RECOVERY_SIGNS) for _ in range(RECOVERY_LENGTH))
        for _ in range(RECOVERY_CODES)
    ]
    session.add_all(
        RecoveryCode(
            code_hash=_hashes(session, person.id, code)[0],
            organisation_id=person.organisation_id,
            person_id=person.id,
            made_at=now,
        )
        for code in codes
    )
    session.flush()
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def check_code(session: Session, person_id: str, typed: str, now: datetime) -> Checking:
    """Judge a code of the app or from paper and use it up; the caller commits, right or wrong."""
    counted = session.execute(
        update(SecondFactor)
        .where(SecondFactor.person_id == person_id, _may_try(now))
        .values(tries=SecondFactor.tries + 1, tried_at=now)
    )
    if counted.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        return Checking.WAITING
    factor = session.get_one(SecondFactor, person_id, populate_existing=True)
    step = _step_of(factor.seed, typed, now)
    if step is not None and _claim_step(session, person_id, step):
        return Checking.RIGHT
    if step is None and _claim_paper(session, person_id, typed, now):
        session.execute(
            update(SecondFactor).where(SecondFactor.person_id == person_id).values(tries=0)
        )
        return Checking.RIGHT_ON_PAPER
    return Checking.WRONG


def remove(session: Session, person_id: str) -> None:
    """Forget the app of a person and the codes on paper."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    session.execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))


def _may_try(now: datetime) -> ColumnElement[bool]:
    """Return the condition under which a next try is judged at all."""
    *some, last = DELAYS
    waited = [
        (SecondFactor.tries == tries) & (SecondFactor.tried_at <= now - delay)
        for tries, delay in enumerate(some, FREE_TRIES)
    ]
    patient = (SecondFactor.tries >= FREE_TRIES + len(some)) & (SecondFactor.tried_at <= now - last)
    return or_(SecondFactor.tries < FREE_TRIES, *waited, patient)


def _claim_step(session: Session, person_id: str, step: int) -> bool:
    claimed = session.execute(
        update(SecondFactor)
        .where(SecondFactor.person_id == person_id, SecondFactor.last_step < step)
        .values(last_step=step, tries=0)
    )
    return bool(claimed.rowcount == 1)  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult


def _claim_paper(session: Session, person_id: str, typed: str, now: datetime) -> bool:
    code = "".join(sign for sign in typed.casefold() if sign.isalnum())
    if len(code) != RECOVERY_LENGTH:
        return False
    claimed = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash.in_(_hashes(session, person_id, code)),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
    )
    return bool(claimed.rowcount == 1)  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult


def _step_of(seed: str, typed: str, now: datetime) -> int | None:
    """Return of which half minute near now a code is, if of any."""
    import pyotp

    code = "".join(typed.split())
    if not (code.isascii() and code.isdigit() and len(code) == DIGITS):
        return None
    app = pyotp.TOTP(seed)
    this_step = int(now.timestamp()) // STEP_SECONDS
    fitting = [
        this_step + offset
        for offset in NEIGHBOURS
        if hmac.compare_digest(app.generate_otp(this_step + offset), code)
    ]
    return fitting[0] if fitting else None


def _hashes(session: Session, person_id: str, code: str) -> Sequence[str]:
    return fingerprints(session, f"{person_id} {code}", RECOVERY_PLACE)
