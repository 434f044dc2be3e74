"""What somebody can sign in with beside a password, and whether that is enough."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from survey_app.accounts.factor_models import Passkey, RecoveryCode, SchoolIdentity, SecondFactor
from survey_app.accounts.models import Organisation, Person


@dataclass(frozen=True, slots=True)
class Factors:
    """What a person has, and what the organisation asks."""

    has_codes: bool
    has_passkey: bool
    has_password: bool
    is_required: bool

    @property
    def has_any(self) -> bool:
        """Whether there is a second factor at all."""
        return self.has_codes or self.has_passkey

    @property
    def asks_second_step(self) -> bool:
        """Whether a password, or a school account that asked nothing more, is not enough.

        A passkey is the easy way for who wants it; it is asked after a password only where the
        organisation demands two.
        """
        return self.has_codes or (self.is_required and self.has_passkey)


def factors_of(session: Session, person_id: str) -> Factors:
    """Return what a person can sign in with."""
    has_codes, has_passkey, password_hash, is_required = session.execute(
        select(
            _has_codes(),
            _has_passkey(),
            Person.password_hash,
            Organisation.second_factor_required,
        )
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(Person.id == person_id)
    ).one()
    return Factors(has_codes, has_passkey, password_hash is not None, is_required)


def lacks_second_factor() -> ColumnElement[bool]:
    """Return, as part of a statement about a person, whether a second factor has to be set up."""
    required = (
        select(Organisation.second_factor_required)
        .where(Organisation.id == Person.organisation_id)
        .correlate(Person)
        .scalar_subquery()
    )
    return required & ~_has_codes() & ~_has_passkey()


def passkeys_of(session: Session, person_id: str) -> list[Passkey]:
    """Return the passkeys of a person, oldest first."""
    return list(
        session.scalars(
            select(Passkey)
            .where(Passkey.person_id == person_id)
            .order_by(Passkey.made_at, Passkey.id)
        )
    )


def recovery_codes_left(session: Session, person_id: str) -> int:
    """Return how many codes on paper were not used."""
    left = session.scalar(
        select(func.count()).where(
            RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
        )
    )
    return left or 0


def has_school_identity(session: Session, person_id: str) -> bool:
    """Tell whether a school account opens the account of a person."""
    found = select(SchoolIdentity.person_id).where(SchoolIdentity.person_id == person_id)
    return session.scalar(found.limit(1)) is not None


def _has_codes() -> ColumnElement[bool]:
    found = select(SecondFactor.person_id).where(SecondFactor.person_id == Person.id)
    return found.correlate(Person).exists()


def _has_passkey() -> ColumnElement[bool]:
    return select(Passkey.id).where(Passkey.person_id == Person.id).correlate(Person).exists()
