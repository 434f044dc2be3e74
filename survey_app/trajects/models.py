"""Tables of trajects, informants, consent and occasions."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage import Base, SealedText, new_id


class ClassGroup(Base):
    """A class of a school in one school year ("groep 6", 2026-2027)."""

    __tablename__ = "class_group"
    __table_args__ = (UniqueConstraint("school_id", "school_year", "name"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"))
    school_year: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))


class Traject(Base):
    """One child's period with one coach at one school.

    `holders` tells how many people have parental authority, or that a court decides. `plan_key`
    names the measurement plan; on `next_moment_on` planning looks at it again. From `restricted_at`
    on its data are kept and not used (see `restriction.py`), until that is lifted. By
    `request_due_on` the first of the open requests about its data is to be answered.
    """

    __tablename__ = "traject"
    __table_args__ = (
        CheckConstraint("birth_month BETWEEN 1 AND 12", name="birth_month"),
        CheckConstraint(
            "(birth_year IS NULL) = (birth_month IS NULL)", name="birth_month_with_year"
        ),
        CheckConstraint("holders IN ('one', 'two', 'court')", name="known_holders"),
        CheckConstraint("(ended_on IS NULL) = (ending IS NULL)", name="ended_with_a_reason"),
        CheckConstraint("regime IN ('school', 'youth_care', 'research')", name="known_regime"),
        CheckConstraint(
            "(regime IS NULL) = (controller IS NULL) AND (regime IS NULL) = "
            "(retention_years IS NULL)",
            name="keeping_known_whole",
        ),
        CheckConstraint("retention_years BETWEEN 1 AND 30", name="retention_years"),
        UniqueConstraint("id", "organisation_id"),
        Index(
            "ix_traject_next_moment_on",
            "next_moment_on",
            sqlite_where=text("next_moment_on IS NOT NULL"),
            postgresql_where=text("next_moment_on IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"))
    class_group_id: Mapped[str] = mapped_column(ForeignKey("class_group.id"))
    coach_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    child_name: Mapped[str] = mapped_column(SealedText("traject.child_name"))
    reason: Mapped[str] = mapped_column(String(30))
    birth_year: Mapped[int | None]
    birth_month: Mapped[int | None]
    holders: Mapped[str | None] = mapped_column(String(10))
    started_on: Mapped[date]
    started_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    ending: Mapped[str | None] = mapped_column(String(20))
    regime: Mapped[str | None] = mapped_column(String(20))
    controller: Mapped[str | None] = mapped_column(SealedText("traject.controller"))
    retention_years: Mapped[int | None]
    plan_key: Mapped[str] = mapped_column(String(64), default="standaard")
    next_moment_on: Mapped[date | None]
    restricted_at: Mapped[datetime | None]
    request_due_on: Mapped[date | None]


def _belongs_to_traject() -> ForeignKeyConstraint:
    """Return the key that makes a row's owner the owner of its traject."""
    return ForeignKeyConstraint(
        ["traject_id", "organisation_id"], ["traject.id", "traject.organisation_id"]
    )


class Contact(Base):
    """An address at which somebody is reached: an e-mail address or a mobile number.

    Who is asked about several children has one. The fingerprint finds it without unsealing.
    `refused_at` is when the other side said that the address takes no messages.
    """

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint("channel IN ('mail', 'sms')", name="known_channel"),
        UniqueConstraint("organisation_id", "fingerprint"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    channel: Mapped[str] = mapped_column(String(4))
    address: Mapped[str] = mapped_column(SealedText("contact.address"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime]
    refused_at: Mapped[datetime | None]


class TrajectInformant(Base):
    """Somebody who is asked about the child: the child, a parent, a teacher, the coach, an IB'er.

    `succeeds_id` is whom this person took over from: a new teacher or coach, whose scores are a
    series of their own. Two who share a group both stand without it. A parent may hold parental
    authority and so must agree; one who only signs is not asked anything else (`is_asked`), nor is
    who works at a school that the child left. `channel` is how a link gets there: by mail or SMS to
    the contact, on paper, or by the coach in person. A coach is known by number, not by name.
    """

    __tablename__ = "traject_informant"
    __table_args__ = (
        _belongs_to_traject(),
        CheckConstraint("role IN ('child', 'parent', 'teacher', 'coach', 'ib')", name="known_role"),
        CheckConstraint("channel IN ('person', 'paper', 'mail', 'sms')", name="known_channel"),
        CheckConstraint(
            "(channel IN ('mail', 'sms')) = (contact_id IS NOT NULL)", name="sent_to_a_contact"
        ),
        CheckConstraint("role = 'parent' OR NOT holds_authority", name="a_parent_holds_authority"),
        CheckConstraint(
            "is_asked OR holds_authority OR role IN ('teacher', 'ib')", name="asked_or_signs"
        ),
        UniqueConstraint("traject_id", "role", "number"),
        Index(
            "ix_traject_informant_contact_id",
            "contact_id",
            sqlite_where=text("contact_id IS NOT NULL"),
            postgresql_where=text("contact_id IS NOT NULL"),
        ),
        Index(
            "ix_traject_informant_successor",
            "succeeds_id",
            sqlite_where=text("succeeds_id IS NOT NULL"),
            postgresql_where=text("succeeds_id IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(String(32))
    traject_id: Mapped[str] = mapped_column(String(32), index=True)
    role: Mapped[str] = mapped_column(String(10))
    number: Mapped[int]
    label: Mapped[str] = mapped_column(SealedText("traject_informant.label"))
    channel: Mapped[str] = mapped_column(String(6), default="person")
    language: Mapped[str] = mapped_column(String(5), default="nl")
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contact.id"))
    holds_authority: Mapped[bool] = mapped_column(default=False)
    is_asked: Mapped[bool] = mapped_column(default=True)
    succeeds_id: Mapped[str | None] = mapped_column(ForeignKey("traject_informant.id"), unique=True)
    added_at: Mapped[datetime]


class SchoolInformant(Base):
    """Somebody at or around a school who answers outside a traject.

    A teacher nominates children and answers about the own group and work; director, internal
    supervisor and municipality answer about the role. `class_group_id` is a teacher's group now.
    The two counts tell a teacher what became of nominations that are gone from their table.
    """

    __tablename__ = "school_informant"
    __table_args__ = (
        CheckConstraint("role IN ('teacher', 'director', 'ib', 'municipality')", name="known_role"),
        CheckConstraint("channel IN ('person', 'paper', 'mail', 'sms')", name="known_channel"),
        CheckConstraint(
            "(channel IN ('mail', 'sms')) = (contact_id IS NOT NULL)", name="sent_to_a_contact"
        ),
        CheckConstraint("class_group_id IS NULL OR role = 'teacher'", name="a_teacher_has_a_group"),
        Index(
            "ix_school_informant_contact_id",
            "contact_id",
            sqlite_where=text("contact_id IS NOT NULL"),
            postgresql_where=text("contact_id IS NOT NULL"),
        ),
        UniqueConstraint("id", "organisation_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), index=True)
    role: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(SealedText("school_informant.name"))
    class_group_id: Mapped[str | None] = mapped_column(ForeignKey("class_group.id"))
    channel: Mapped[str] = mapped_column(String(6), default="person")
    language: Mapped[str] = mapped_column(String(5), default="nl")
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contact.id"))
    added_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    nominations_taken_up: Mapped[int] = mapped_column(default=0)
    nominations_erased: Mapped[int] = mapped_column(default=0)


class Nomination(Base):
    """A child that a teacher puts forward, sealed to everyone until its parents agree.

    It has a traject when a coach accepted it. The row is here as long as what was written is
    sealed: it goes when that becomes part of the traject, and is erased on `erase_on` otherwise.
    """

    __tablename__ = "nomination"
    __table_args__ = (
        CheckConstraint("(traject_id IS NULL) = (accepted_at IS NULL)", name="accepted_as_traject"),
        ForeignKeyConstraint(
            ["traject_id", "organisation_id"], ["traject.id", "traject.organisation_id"]
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), index=True)
    school_informant_id: Mapped[str] = mapped_column(ForeignKey("school_informant.id"), index=True)
    child_name: Mapped[str] = mapped_column(SealedText("nomination.child_name"))
    group_name: Mapped[str] = mapped_column(SealedText("nomination.group_name"))
    nominated_on: Mapped[date]
    nominated_at: Mapped[datetime]
    erase_on: Mapped[date] = mapped_column(index=True)
    traject_id: Mapped[str | None] = mapped_column(String(32), unique=True)
    accepted_at: Mapped[datetime | None]


class TrajectEvent(Base):
    """What happened in a child's life or to the traject: a stretch of pause, or one day."""

    __tablename__ = "traject_event"
    __table_args__ = (
        _belongs_to_traject(),
        CheckConstraint("kind IN ('pause', 'event')", name="known_kind"),
        CheckConstraint("last_on >= first_on", name="ends_after_it_begins"),
        CheckConstraint("(kind = 'pause') = (last_on IS NOT NULL)", name="a_pause_has_an_end"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(String(32))
    traject_id: Mapped[str] = mapped_column(String(32), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    first_on: Mapped[date]
    last_on: Mapped[date | None]
    words: Mapped[str] = mapped_column(SealedText("traject_event.words"))
    added_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class ReferenceParticipant(Base):
    """Somebody who answers one list twice about a child without a traject, and who said yes to it.

    What comes of it shows how well the list measures, and nothing else. The child is known by a
    code that the coach chose; no name is kept. The agreement is part of the row: its purpose, who
    agreed, by which text, and the moment it was withdrawn.
    """

    __tablename__ = "reference_participant"
    __table_args__ = (
        CheckConstraint("role IN ('child', 'parent', 'teacher')", name="known_role"),
        CheckConstraint("age_months BETWEEN 48 AND 215", name="age_of_a_pupil"),
        CheckConstraint("purpose IN ('development')", name="known_purpose"),
        CheckConstraint("holders IN ('one', 'two', 'court')", name="known_holders"),
        CheckConstraint("channel IN ('conversation', 'paper')", name="known_channel"),
        UniqueConstraint("id", "organisation_id"),
        UniqueConstraint("school_id", "code", "role"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"))
    class_group_id: Mapped[str] = mapped_column(ForeignKey("class_group.id"))
    coach_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    code: Mapped[str] = mapped_column(String(12))
    role: Mapped[str] = mapped_column(String(10))
    age_months: Mapped[int]
    asks_attention: Mapped[bool]
    purpose: Mapped[str] = mapped_column(String(20))
    holders: Mapped[str] = mapped_column(String(10))
    holders_agreed: Mapped[int]
    child_agreed: Mapped[bool]
    channel: Mapped[str] = mapped_column(String(20))
    text_version: Mapped[str] = mapped_column(String(20))
    enrolled_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class ConsentStatement(Base):
    """What one person said about one purpose, with its proof; never changed (a trigger refuses it).

    Later rows say what changed: the last one of a person and purpose counts. Without a signer it is
    about the holders of authority together. `text_hash` is empty of what was recorded before the
    words themselves were kept; `recorded_by` is empty where the signer said it by the own link.
    """

    __tablename__ = "consent_statement"
    __table_args__ = (
        _belongs_to_traject(),
        CheckConstraint("purpose IN ('help', 'measuring', 'network')", name="known_purpose"),
        CheckConstraint(
            "state IN ('asked', 'given', 'refused', 'withdrawn', 'court_decision')",
            name="known_state",
        ),
        CheckConstraint("channel IN ('link', 'paper', 'conversation')", name="known_channel"),
        CheckConstraint(
            "state <> 'court_decision' OR signer_id IS NULL", name="a_court_signs_for_nobody"
        ),
        CheckConstraint(
            "signer_id IS NOT NULL OR state IN ('court_decision', 'given', 'withdrawn')",
            name="who_is_asked_is_known",
        ),
        CheckConstraint("channel = 'link' OR recorded_by IS NOT NULL", name="recorded_by_somebody"),
        UniqueConstraint("traject_id", "number"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(String(32))
    traject_id: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(20))
    signer_id: Mapped[str | None] = mapped_column(ForeignKey("traject_informant.id"))
    state: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(20))
    text_version: Mapped[str] = mapped_column(String(20))
    text_hash: Mapped[str | None] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(5))
    at: Mapped[datetime]
    recorded_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))


class Occasion(Base):
    """A moment at which is measured, on a day that can still move.

    `moment` and `plan_version` tell by which moment of the plan it came. With `not_held` it was not
    held, for that reason.
    """

    __tablename__ = "occasion"
    __table_args__ = (
        _belongs_to_traject(),
        CheckConstraint(
            "kind IN ('nomination', 'intake', 'follow_up', 'closing', 'aftercare', 'session')",
            name="known_kind",
        ),
        UniqueConstraint("traject_id", "kind", "number"),
        UniqueConstraint("id", "organisation_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(String(32))
    traject_id: Mapped[str] = mapped_column(String(32), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    number: Mapped[int]
    planned_on: Mapped[date]
    moment: Mapped[str] = mapped_column(String(32))
    plan_version: Mapped[str] = mapped_column(String(20))
    not_held: Mapped[str | None] = mapped_column(String(20))


class OccasionShift(Base):
    """That a coach moved a moment to another day, and why; rows are only added."""

    __tablename__ = "occasion_shift"
    __table_args__ = (
        ForeignKeyConstraint(
            ["occasion_id", "organisation_id"], ["occasion.id", "occasion.organisation_id"]
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(String(32))
    occasion_id: Mapped[str] = mapped_column(String(32), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(20))
    shifted_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    shifted_at: Mapped[datetime]
