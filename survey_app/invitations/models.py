"""Tables of published questionnaires, invitations and wrong codes."""

from datetime import date, datetime
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey_app.delivery.models import OutboxMessage
from survey_app.storage import Base, new_id

FIRST_REQUEST: Final = 10
"""The first number of a message about an invitation that its reader asked for."""


class PublishedQuestionnaire(Base):
    """A version of a questionnaire as it was when first used.

    Never changed (a trigger refuses it). One version may stand here more than once: spelling, and
    what is known of a list, change without a new number.
    """

    __tablename__ = "published_questionnaire"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), index=True)
    version: Mapped[str] = mapped_column(String(20))
    document: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]


class Invitation(Base):
    """One questionnaire for one informant at one moment.

    It is about exactly one thing: a traject, a class group, a person around a school (that person's
    own work), a school, a nomination, or a reference participant. Of a participant `round` tells
    the first time from the second. What is not about a traject or participant is answered by a
    `school_informant`; what comes back every year has the school year and the plan's `moment`.

    `place` is its place among the lists of its moment. `answered_at` and `spent_seconds` are
    written in the act that stores the response; the seconds run from the first page to the last,
    pauses included. `next_message_on` is the day from which a message about it can be due; without
    one there is nothing to plan.
    `way` tells how a teacher with several pupils went about it: one pupil after the other, or one
    question for all of them, then the next. It is chosen once for a list.
    `code_hash` stands for the short code (see `codes.py`), from the first time it is shown.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint(
            "decline_reason IN ('rather_not', 'no_time', 'not_understood')",
            name="known_decline_reason",
        ),
        ForeignKeyConstraint(
            ["traject_id", "organisation_id"], ["traject.id", "traject.organisation_id"]
        ),
        ForeignKeyConstraint(
            ["participant_id", "organisation_id"],
            ["reference_participant.id", "reference_participant.organisation_id"],
        ),
        CheckConstraint(
            "(CASE WHEN traject_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN class_group_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN subject_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN school_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN nomination_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN participant_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_subject",
        ),
        CheckConstraint(
            "(school_informant_id IS NULL) = "
            "(traject_id IS NOT NULL OR participant_id IS NOT NULL)",
            name="answered_by_somebody",
        ),
        CheckConstraint(
            "(moment IS NULL) = (school_year IS NULL) AND (moment IS NULL) = "
            "(class_group_id IS NULL AND subject_id IS NULL AND school_id IS NULL)",
            name="moment_of_a_school_year",
        ),
        CheckConstraint(
            "(traject_id IS NULL) = (informant_id IS NULL)"
            " AND (traject_id IS NULL) = (occasion_id IS NULL)",
            name="traject_with_informant_and_occasion",
        ),
        CheckConstraint(
            "(participant_id IS NULL) = (round IS NULL)", name="participant_with_round"
        ),
        CheckConstraint("round IN (1, 2)", name="first_or_second_round"),
        CheckConstraint("way IN ('by_pupil', 'by_question')", name="known_way"),
        Index(
            "uq_invitation_round",
            "participant_id",
            "round",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index(
            "uq_invitation_moment",
            "school_informant_id",
            "questionnaire_key",
            "school_year",
            "moment",
            unique=True,
            sqlite_where=text("revoked_at IS NULL AND moment IS NOT NULL"),
            postgresql_where=text("revoked_at IS NULL AND moment IS NOT NULL"),
        ),
        Index(
            "uq_invitation_once",
            "occasion_id",
            "informant_id",
            "questionnaire_key",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index(
            "ix_invitation_next_message_on",
            "next_message_on",
            sqlite_where=text("next_message_on IS NOT NULL"),
            postgresql_where=text("next_message_on IS NOT NULL"),
        ),
        Index(
            "ix_invitation_nomination_id",
            "nomination_id",
            sqlite_where=text("nomination_id IS NOT NULL"),
            postgresql_where=text("nomination_id IS NOT NULL"),
        ),
        Index(
            "ix_invitation_school_informant_id",
            "school_informant_id",
            sqlite_where=text("school_informant_id IS NOT NULL"),
            postgresql_where=text("school_informant_id IS NOT NULL"),
        ),
        Index(
            "ix_invitation_participant_id",
            "participant_id",
            sqlite_where=text("participant_id IS NOT NULL"),
            postgresql_where=text("participant_id IS NOT NULL"),
        ),
        Index("uq_invitation_code_hash", "code_hash", unique=True),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    traject_id: Mapped[str | None] = mapped_column(String(32), index=True)
    class_group_id: Mapped[str | None] = mapped_column(ForeignKey("class_group.id"))
    subject_id: Mapped[str | None] = mapped_column(ForeignKey("school_informant.id"))
    school_id: Mapped[str | None] = mapped_column(ForeignKey("school.id"))
    nomination_id: Mapped[str | None] = mapped_column(ForeignKey("nomination.id"))
    school_informant_id: Mapped[str | None] = mapped_column(ForeignKey("school_informant.id"))
    school_year: Mapped[int | None]
    moment: Mapped[str | None] = mapped_column(String(20))
    participant_id: Mapped[str | None] = mapped_column(String(32))
    round: Mapped[int | None]
    informant_id: Mapped[str | None] = mapped_column(ForeignKey("traject_informant.id"), index=True)
    occasion_id: Mapped[str | None] = mapped_column(ForeignKey("occasion.id"))
    fingerprint: Mapped[str] = mapped_column(ForeignKey("published_questionnaire.fingerprint"))
    questionnaire_key: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(5))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    made_at: Mapped[datetime]
    place: Mapped[int] = mapped_column(default=0)
    answered_at: Mapped[datetime | None]
    spent_seconds: Mapped[int | None]
    revoked_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    decline_reason: Mapped[str | None] = mapped_column(String(20))
    next_message_on: Mapped[date | None]
    code_hash: Mapped[str | None] = mapped_column(String(64))
    way: Mapped[str | None] = mapped_column(String(11))


class LeftOut(Base):
    """A list of the plan that somebody is not asked at a moment, and why.

    `instead` is the key of the shorter list that is asked in its place.
    """

    __tablename__ = "left_out"
    __table_args__ = (
        ForeignKeyConstraint(
            ["occasion_id", "organisation_id"], ["occasion.id", "occasion.organisation_id"]
        ),
        CheckConstraint("reason IN ('budget', 'recent', 'new_rater')", name="known_reason"),
    )

    occasion_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    informant_id: Mapped[str] = mapped_column(ForeignKey("traject_informant.id"), primary_key=True)
    questionnaire_key: Mapped[str] = mapped_column(String(60), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(String(10))
    instead: Mapped[str | None] = mapped_column(String(60))
    left_out_at: Mapped[datetime]


class YearlyLeftOut(Base):
    """A list that comes back every year and that somebody is not asked at one moment of a year.

    It would not fit under the ceiling of minutes. At the next moment it is looked at again.
    """

    __tablename__ = "yearly_left_out"

    school_informant_id: Mapped[str] = mapped_column(
        ForeignKey("school_informant.id"), primary_key=True
    )
    questionnaire_key: Mapped[str] = mapped_column(String(60), primary_key=True)
    school_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    moment: Mapped[str] = mapped_column(String(20), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    left_out_at: Mapped[datetime]


class InvitationMessage(Base):
    """That a message is about an invitation: number 0 brings it, 1 and 2 remind of it.

    From `FIRST_REQUEST` on it goes because its reader asked for the link again.
    One message can be about several, so that a teacher gets one and not one for each pupil.
    """

    __tablename__ = "invitation_message"
    __table_args__ = (
        CheckConstraint("number IN (0, 1, 2) OR number >= 10", name="at_most_two_reminders"),
    )

    invitation_id: Mapped[str] = mapped_column(ForeignKey("invitation.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    message_id: Mapped[str] = mapped_column(ForeignKey("outbox_message.id"), index=True)
    message: Mapped[OutboxMessage] = relationship(lazy="raise")


class ConsentMessage(Base):
    """That a message brings somebody the link to agree with."""

    __tablename__ = "consent_message"

    message_id: Mapped[str] = mapped_column(ForeignKey("outbox_message.id"), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    signer_id: Mapped[str] = mapped_column(ForeignKey("traject_informant.id"), index=True)


class WrongCode(Base):
    """A wrong short code, counted per address; which code it was is not kept."""

    __tablename__ = "wrong_code"
    __table_args__ = (Index("ix_wrong_code_counter_key_at", "counter_key", "at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    counter_key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class LinkRequest(Base):
    """That somebody asked for a link again, counted per internet address and per address.

    `prints` are the fingerprints of the address under every key (see `Keyring`), and all that is
    kept of it; `is_new` until it was looked up, `brought` how many messages came of it.
    """

    __tablename__ = "link_request"
    __table_args__ = (
        Index("ix_link_request_place_key_at", "place_key", "at"),
        Index("ix_link_request_address_key", "address_key"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    place_key: Mapped[str] = mapped_column(String(64))
    address_key: Mapped[str] = mapped_column(String(64))
    prints: Mapped[str] = mapped_column(Text)
    is_new: Mapped[bool]
    brought: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
