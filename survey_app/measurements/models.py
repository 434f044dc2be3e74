"""Tables of measurements, scores and signals."""

from datetime import datetime

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

from survey_app.storage import Base, JsonText, new_id


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
    signal; one that takes back an answer leaves its signal.
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
        UniqueConstraint("invitation_id", "item", "level"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(String(32))
    traject_id: Mapped[str | None] = mapped_column(String(32), index=True)
    participant_id: Mapped[str | None] = mapped_column(String(32), index=True)
    school_informant_id: Mapped[str | None] = mapped_column(String(32), index=True)
    invitation_id: Mapped[str] = mapped_column(ForeignKey("invitation.id"))
    item: Mapped[str] = mapped_column(String(40))
    level: Mapped[str] = mapped_column(String(10))
    raised_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))


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
