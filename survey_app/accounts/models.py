"""Tables of organisations, schools, people, their roles and how they sign in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey_app.storage import Base, JsonText, SealedText, new_id


class Organisation(Base):
    """The owner of all rows below it: one district or board."""

    __tablename__ = "organisation"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    simulated: Mapped[bool] = mapped_column(default=False)
    second_factor_required: Mapped[bool] = mapped_column(default=False)


class School(Base):
    """A school of an organisation, with the region whose holidays it has."""

    __tablename__ = "school"
    __table_args__ = (
        UniqueConstraint("organisation_id", "name"),
        CheckConstraint("region IN ('Noord', 'Midden', 'Zuid')", name="known_region"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(200))
    region: Mapped[str] = mapped_column(String(6), default="Noord")


class Person(Base):
    """Somebody with an account; `email_print` is by what the address is found without unsealing."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(SealedText("person.name"))
    email: Mapped[str] = mapped_column(SealedText("person.email"))
    email_print: Mapped[str] = mapped_column(String(64), unique=True)
    phone: Mapped[str | None] = mapped_column(SealedText("person.phone"))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    roles: Mapped[list["RoleGrant"]] = relationship(
        lazy="selectin", viewonly=True, foreign_keys="RoleGrant.person_id"
    )


class RoleGrant(Base):
    """A role of a person, at a school or in the whole organisation, between two days.

    Who stands in does so for the trajects of `coach_id`, or for one of them, as an emergency opens
    one. `scope` is all that it is about in one word, so that the same right is not held twice.
    A right that was taken away stays, with when and by whom.
    """

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint(
            "role IN ('coach', 'substitute', 'ib', 'director', 'project_leader', 'researcher', "
            "'administrator', 'emergency')",
            name="known_role",
        ),
        CheckConstraint(
            "(role IN ('coach', 'substitute', 'ib', 'director', 'emergency')) "
            "= (school_id IS NOT NULL)",
            name="school_where_held_at_one",
        ),
        CheckConstraint(
            "(role = 'substitute') = (coach_id IS NOT NULL)", name="stands_in_for_somebody"
        ),
        CheckConstraint(
            "role NOT IN ('substitute', 'emergency') OR ends_on IS NOT NULL", name="ends_by_itself"
        ),
        CheckConstraint(
            "(role = 'emergency') = (reason IS NOT NULL)", name="emergency_has_a_reason"
        ),
        CheckConstraint("role <> 'emergency' OR traject_id IS NOT NULL", name="opens_one_traject"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        # Few rows have one; SQLite takes an index that is empty for the others for useless.
        Index(
            "ix_role_grant_traject_id",
            "traject_id",
            sqlite_where=text("traject_id IS NOT NULL"),
            postgresql_where=text("traject_id IS NOT NULL"),
        ),
        Index(
            "uq_role_grant_once",
            "person_id",
            "role",
            "scope",
            "starts_on",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    school_id: Mapped[str | None] = mapped_column(ForeignKey("school.id"), index=True)
    coach_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    traject_id: Mapped[str | None] = mapped_column(ForeignKey("traject.id"))
    role: Mapped[str] = mapped_column(String(20))
    scope: Mapped[str] = mapped_column(String(98))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    given_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(SealedText("role_grant.reason"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))


class Approval(Base):
    """Something that two people must want: who asked for it, why, and what a second one said.

    `subject` names what it is about, in a form that only the room understands which uses it. An
    approval is used once, and ends by itself.
    """

    __tablename__ = "approval"
    __table_args__ = (
        CheckConstraint("kind IN ('own_right', 'export', 'erasure')", name="known_kind"),
        CheckConstraint("decided_by <> asked_by", name="four_eyes"),
        CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL)"
            " AND (approved IS NULL) = (decided_at IS NULL)",
            name="decided_whole",
        ),
        CheckConstraint("used_at IS NULL OR approved", name="used_once_approved"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    school_id: Mapped[str | None] = mapped_column(ForeignKey("school.id"))
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[dict[str, Any]] = mapped_column(JsonText)
    reason: Mapped[str] = mapped_column(SealedText("approval.reason"))
    asked_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    approved: Mapped[bool | None]
    used_at: Mapped[datetime | None]


class LoginSession(Base):
    """A signed-in browser; only a hash of its secret is kept, and it can be ended here.

    While somebody else holds the browser it is locked, and `lent_for` is the one invitation that
    may be opened in it. `browser` is the family of the browser in words, so that its owner knows
    it again; nothing else of it is kept.
    """

    __tablename__ = "login_session"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    locked_at: Mapped[datetime | None]
    lent_for: Mapped[str | None] = mapped_column(String(32))
    wrong_pins: Mapped[int] = mapped_column(default=0)
    browser: Mapped[str | None] = mapped_column(String(40))


class CredentialLink(Base):
    """A one-time link to set a password; the link carries the id, signed.

    Who was given an account is invited by it, who forgot the password resets it: that holds an
    hour.
    """

    __tablename__ = "credential_link"
    __table_args__ = (CheckConstraint("purpose IN ('invite', 'reset')", name="known_purpose"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(10), default="invite")
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class FailedSignIn(Base):
    """A wrong password, counted so that neither a school nor its director is locked out.

    `counter_key` is the account at one place, or on one device that its owner signed in on before.
    `account_key` is the account wherever it is tried, where that counts; `place_key` the network it
    was tried from. All are keyed fingerprints.
    """

    __tablename__ = "failed_sign_in"
    __table_args__ = (
        Index("ix_failed_sign_in_counter_key_at", "counter_key", "at"),
        Index("ix_failed_sign_in_account_key_at", "account_key", "at"),
        Index("ix_failed_sign_in_place_key_at", "place_key", "at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    counter_key: Mapped[str] = mapped_column(String(64))
    account_key: Mapped[str | None] = mapped_column(String(64))
    place_key: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime]
