"""Tables of what somebody signs in with beside a password, and of sign-ins that are half done."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage import Base, SealedText, new_id

STEP_KINDS = ("second step", "passkey", "new passkey", "school", "proof")


class SecondFactor(Base):
    """The app that makes codes for a person; it is here once a code of it was right.

    `last_step` is the newest half minute of which a code was taken: neither it nor an older one is
    taken again. `tries` counts the wrong codes since the last right one.
    """

    __tablename__ = "second_factor"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    seed: Mapped[str] = mapped_column(SealedText("second_factor.seed"))
    made_at: Mapped[datetime]
    last_step: Mapped[int]
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code on paper for when the phone is gone; only a keyed hash of it is kept."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index("ix_recovery_code_person_id", "person_id"),)

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Passkey(Base):
    """A key on a device of a person; the device keeps the secret half, this is the open half."""

    __tablename__ = "passkey"
    __table_args__ = (Index("ix_passkey_person_id", "person_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(SealedText("passkey.name"))
    credential_id: Mapped[str] = mapped_column(Text, unique=True)
    public_key: Mapped[str] = mapped_column(Text)
    sign_count: Mapped[int]
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SchoolIdentity(Base):
    """An account at a school's identity provider that opens an account here.

    `subject_hash` is of the issuer and its own, unchanging name for somebody, never of an address:
    whoever gets a mail address after somebody else does not get the account with it.
    """

    __tablename__ = "school_identity"
    __table_args__ = (Index("ix_school_identity_person_id", "person_id"),)

    subject_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInStep(Base):
    """Something of signing in that was begun, counts for minutes and is finished once.

    No page works with it but the one that finishes it. Who begins may be anybody, so it has no
    owner; only a hash of its secret is kept, and the row goes within the hour.
    """

    __tablename__ = "sign_in_step"
    __table_args__ = (
        CheckConstraint(f"kind IN {STEP_KINDS}", name="known_kind"),
        Index("ix_sign_in_step_begun_at", "begun_at"),
    )

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    content: Mapped[str | None] = mapped_column(String(128))
    begun_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
