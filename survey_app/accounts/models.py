"""Tables of organisations, schools, people, their roles and how they sign in."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey_app.storage import Base, new_id


class Organisation(Base):
    """The owner of all rows below it: one district or board."""

    __tablename__ = "organisation"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    simulated: Mapped[bool] = mapped_column(default=False)


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
    """Somebody with an account."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    phone: Mapped[str | None] = mapped_column(String(20))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    roles: Mapped[list["RoleGrant"]] = relationship(lazy="selectin", viewonly=True)


class RoleGrant(Base):
    """A role of a person at one school, from a day and possibly until a day."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint("role IN ('coach')", name="known_role"),
        UniqueConstraint("person_id", "school_id", "role", "starts_on"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"))
    role: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class LoginSession(Base):
    """A signed-in browser; only a hash of its secret is kept, and it can be ended here.

    While somebody else holds the browser it is locked, and `lent_for` is the one invitation that
    may be opened in it.
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


class CredentialLink(Base):
    """A one-time link to set a password; the link carries the id, signed."""

    __tablename__ = "credential_link"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class FailedSignIn(Base):
    """A wrong password, counted per account and address so a stranger locks out nobody."""

    __tablename__ = "failed_sign_in"
    __table_args__ = (Index("ix_failed_sign_in_counter_key_at", "counter_key", "at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    counter_key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
