"""Tables of measurements, scores and signals."""

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

from survey_app.storage import Base, JsonText, SealedText, new_id


class Measurement(Base):
    """A response placed in a traject: whose view, at which moment.

    `evidence_stage` is that of the form in the language of the answers, as it was that day;
    `quality` names what asks for care in reading these answers, and never removes them. A
    correction gives the response a new measurement; the one before is `replaced_at` that moment and
    kept. One measurement of a response counts.
    """

    __tablename__ = "measurement"
    __table_args__ = (
        ForeignKeyConstraint(
            ["traject_id", "organisation_id"], ["traject.id", "traject.organisation_id"]
        ),
        Index(
            "uq_measurement_counts",
            "response_id",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(String(32))
    traject_id: Mapped[str] = mapped_column(String(32), index=True)
    informant_id: Mapped[str] = mapped_column(ForeignKey("traject_informant.id"))
    occasion_id: Mapped[str] = mapped_column(ForeignKey("occasion.id"))
    response_id: Mapped[str] = mapped_column(ForeignKey("response.id"), index=True)
    correction_id: Mapped[str | None] = mapped_column(ForeignKey("correction.id"), unique=True)
    replaced_at: Mapped[datetime | None]
    questionnaire_key: Mapped[str] = mapped_column(String(60))
    evidence_stage: Mapped[int]
    quality: Mapped[list[str]] = mapped_column(JsonText)


class Score(Base):
    """One scale of one measurement under one scoring version.

    A value, or the reason there is none; with the norm and the bands that held for the child that
    day, and the evidence stage of the scale.
    """

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("measurement_id", "scale", "scoring_version"),
        CheckConstraint("(value IS NULL) <> (reason IS NULL)", name="value_or_reason"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    measurement_id: Mapped[str] = mapped_column(ForeignKey("measurement.id"))
    fingerprint: Mapped[str] = mapped_column(ForeignKey("published_questionnaire.fingerprint"))
    scoring_version: Mapped[str] = mapped_column(String(20))
    scale: Mapped[str] = mapped_column(String(40))
    value: Mapped[float | None]
    reason: Mapped[str | None] = mapped_column(String(30))
    answered: Mapped[int]
    asked: Mapped[int]
    evidence_stage: Mapped[int]
    norm: Mapped[str | None] = mapped_column(String(64))
    bands: Mapped[str | None] = mapped_column(String(64))
    scored_at: Mapped[datetime]


class Signal(Base):
    """An answer, or a message from the holder of a link, that asks for the coach's attention.

    It is about a traject, or about somebody without one who asked for contact: a reference
    participant, or somebody around a school. A correction that asks more urgently is one more
    signal; one that takes back an answer leaves its signal. What was done about it are its steps.
    `tell_ib_on` is from which day on planning looks whether nobody looked at it; a look empties it.
    """

    __tablename__ = "signal"
    __table_args__ = (
        ForeignKeyConstraint(
            ["traject_id", "organisation_id"], ["traject.id", "traject.organisation_id"]
        ),
        ForeignKeyConstraint(
            ["participant_id", "organisation_id"],
            ["reference_participant.id", "reference_participant.organisation_id"],
        ),
        ForeignKeyConstraint(
            ["school_informant_id", "organisation_id"],
            ["school_informant.id", "school_informant.organisation_id"],
        ),
        CheckConstraint("level IN ('today', 'two_days', 'talk')", name="known_level"),
        CheckConstraint(
            "(CASE WHEN traject_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN participant_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN school_informant_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="about_one",
        ),
        Index(
            "ix_signal_participant_id",
            "participant_id",
            sqlite_where=text("participant_id IS NOT NULL"),
            postgresql_where=text("participant_id IS NOT NULL"),
        ),
        Index(
            "ix_signal_school_informant_id",
            "school_informant_id",
            sqlite_where=text("school_informant_id IS NOT NULL"),
            postgresql_where=text("school_informant_id IS NOT NULL"),
        ),
        UniqueConstraint("invitation_id", "item", "level"),
        UniqueConstraint("id", "organisation_id"),
        Index(
            "ix_signal_tell_ib_on",
            "tell_ib_on",
            sqlite_where=text("tell_ib_on IS NOT NULL"),
            postgresql_where=text("tell_ib_on IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(String(32))
    traject_id: Mapped[str | None] = mapped_column(String(32), index=True)
    participant_id: Mapped[str | None] = mapped_column(String(32))
    school_informant_id: Mapped[str | None] = mapped_column(String(32))
    invitation_id: Mapped[str] = mapped_column(ForeignKey("invitation.id"))
    item: Mapped[str] = mapped_column(String(40))
    level: Mapped[str] = mapped_column(String(10))
    raised_at: Mapped[datetime]
    tell_ib_on: Mapped[date | None]


def _belongs_to_signal() -> ForeignKeyConstraint:
    """Return the key that makes a row's owner the owner of its signal."""
    return ForeignKeyConstraint(
        ["signal_id", "organisation_id"], ["signal.id", "signal.organisation_id"]
    )


class SignalStep(Base):
    """What somebody did about a signal; never changed (a trigger refuses it).

    The last step of a signal tells how it stands. `done` and the note say what was done when it was
    closed, `was_right` whether the signal was one, when the coach told that.
    """

    __tablename__ = "signal_step"
    __table_args__ = (
        _belongs_to_signal(),
        CheckConstraint("kind IN ('seen', 'taken_up', 'put_back', 'closed')", name="known_kind"),
        CheckConstraint("(kind = 'closed') = (done IS NOT NULL)", name="closed_by_what_was_done"),
        CheckConstraint(
            "done IN ('child', 'parent', 'team', 'otherwise', 'not_needed')", name="known_done"
        ),
        CheckConstraint(
            "kind = 'closed' OR (note IS NULL AND was_right IS NULL)", name="told_at_closing"
        ),
        UniqueConstraint("signal_id", "number"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(String(32))
    signal_id: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    done: Mapped[str | None] = mapped_column(String(12))
    note: Mapped[str | None] = mapped_column(SealedText("signal_step.note"))
    was_right: Mapped[bool | None]


class SignalMessage(Base):
    """That an internal supervisor is asked to call, because nobody looked at a signal in time.

    One message is about all that waits at a school that day; a signal is told of once.
    """

    __tablename__ = "signal_message"
    __table_args__ = (_belongs_to_signal(),)

    signal_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(String(32))
    message_id: Mapped[str] = mapped_column(ForeignKey("outbox_message.id"), index=True)


class Substitution(Base):
    """A stretch of days in which a colleague looks at the urgent signals of a coach."""

    __tablename__ = "substitution"
    __table_args__ = (
        CheckConstraint("last_on >= first_on", name="ends_after_it_begins"),
        CheckConstraint("coach_id <> substitute_id", name="by_somebody_else"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    coach_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    substitute_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    named_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class TalkStep(Base):
    """That a step tapped in a talk was stored, by the random id that the device gave it.

    What was kept on a device without network may be sent more than once; it is stored once.
    """

    __tablename__ = "talk_step"
    __table_args__ = (
        ForeignKeyConstraint(
            ["traject_id", "organisation_id"], ["traject.id", "traject.organisation_id"]
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(String(32))
    traject_id: Mapped[str] = mapped_column(String(32), index=True)
    recorded_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
