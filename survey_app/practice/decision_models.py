"""Tables of the decision after each measurement, and of the cards that are shared with peers."""

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


class Decision(Base):
    """What a coach chose after a measurement, with the figures of that day beside it.

    A row never changes: who answers again adds a row, and of a moment the one with the highest
    `number` counts. `missing` holds the roles of which an answer was still missing, with a space
    between. `stance` tells whether the choice went with or against the figures; None where they
    said nothing.
    """

    __tablename__ = "decision"
    __table_args__ = (
        ForeignKeyConstraint(
            ["traject_id", "organisation_id"], ["traject.id", "traject.organisation_id"]
        ),
        ForeignKeyConstraint(
            ["occasion_id", "organisation_id"], ["occasion.id", "occasion.organisation_id"]
        ),
        UniqueConstraint("id", "organisation_id"),
        UniqueConstraint("occasion_id", "number"),
        CheckConstraint(
            "choice IN ('more', 'other', 'share', 'too_early', 'skipped')", name="known_choice"
        ),
        CheckConstraint("stance IN ('with', 'against')", name="known_stance"),
        CheckConstraint(
            "step_by IN ('child', 'parent', 'teacher', 'ib', 'coach', 'other')",
            name="known_step_by",
        ),
        CheckConstraint("(step IS NULL) = (step_by IS NULL)", name="step_with_its_owner"),
        CheckConstraint("step_on IS NULL OR step IS NOT NULL", name="step_before_its_day"),
        CheckConstraint(
            "choice <> 'skipped' OR (line IS NULL AND voices IS NULL AND step IS NULL)",
            name="skipped_is_empty",
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    traject_id: Mapped[str] = mapped_column(String(32), index=True)
    occasion_id: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    coach_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    choice: Mapped[str] = mapped_column(String(10))
    stance: Mapped[str | None] = mapped_column(String(8))
    missing: Mapped[str] = mapped_column(String(40))
    line: Mapped[str | None] = mapped_column(SealedText("decision.line"))
    voices: Mapped[str | None] = mapped_column(SealedText("decision.voices"))
    step: Mapped[str | None] = mapped_column(SealedText("decision.step"))
    step_by: Mapped[str | None] = mapped_column(String(10))
    step_on: Mapped[date | None]
    decided_on: Mapped[date]
    decided_at: Mapped[datetime]


class DecisionFigure(Base):
    """What the coach saw of one informant that day, as a code: never more than could be said.

    `title` is the name of the scale. `direction` tells where the score went, without a judgement;
    `verdict` judges where the evidence of the list allows it, and `reason` tells why it cannot.
    """

    __tablename__ = "decision_figure"
    __table_args__ = (
        ForeignKeyConstraint(
            ["decision_id", "organisation_id"], ["decision.id", "decision.organisation_id"]
        ),
        CheckConstraint("direction IN ('higher', 'lower', 'same')", name="known_direction"),
        CheckConstraint(
            "verdict IN ('better', 'worse', 'no_difference', 'unknown')", name="known_verdict"
        ),
        CheckConstraint("stage BETWEEN 0 AND 5", name="stage"),
    )

    decision_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(String(32))
    role: Mapped[str] = mapped_column(String(10))
    number: Mapped[int]
    scale: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(80))
    direction: Mapped[str | None] = mapped_column(String(6))
    verdict: Mapped[str] = mapped_column(String(13))
    stage: Mapped[int]
    reason: Mapped[str | None] = mapped_column(String(20))


class DecisionPrinciple(Base):
    """A principle by which was worked until this decision, in the version of that day."""

    __tablename__ = "decision_principle"
    __table_args__ = (
        ForeignKeyConstraint(
            ["decision_id", "organisation_id"], ["decision.id", "decision.organisation_id"]
        ),
        ForeignKeyConstraint(
            ["principle_id", "organisation_id"],
            ["published_principle.id", "published_principle.organisation_id"],
        ),
    )

    decision_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    principle_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(String(32))


class CardOffer(Base):
    """One decision that may go to peers once a second coach found nobody to be recognised in it.

    With `asks_parents` it waits for `parents_agreed_on`. A check is given once: a changed line is
    another decision with an offer of its own. `ended_at` is when it was withdrawn or replaced.
    """

    __tablename__ = "card_offer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["decision_id", "organisation_id"], ["decision.id", "decision.organisation_id"]
        ),
        CheckConstraint("outcome IN ('cleared', 'sent_back')", name="known_outcome"),
        CheckConstraint(
            "(outcome IS NULL) = (checked_by IS NULL) AND (outcome IS NULL) = (checked_at IS NULL)",
            name="checked_whole",
        ),
        CheckConstraint("reason IS NULL OR outcome = 'sent_back'", name="a_reason_to_send_back"),
        CheckConstraint("checked_by <> offered_by", name="a_second_pair_of_eyes"),
        Index(
            "ix_card_offer_decision",
            "decision_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "ix_card_offer_waiting",
            "organisation_id",
            sqlite_where=text("outcome IS NULL AND ended_at IS NULL"),
            postgresql_where=text("outcome IS NULL AND ended_at IS NULL"),
        ),
        Index(
            "ix_card_offer_cleared",
            "organisation_id",
            "checked_at",
            sqlite_where=text("outcome = 'cleared' AND ended_at IS NULL"),
            postgresql_where=text("outcome = 'cleared' AND ended_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    decision_id: Mapped[str] = mapped_column(String(32))
    offered_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    offered_at: Mapped[datetime]
    asks_parents: Mapped[bool]
    parents_agreed_on: Mapped[date | None]
    checked_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(SealedText("card_offer.reason"))
    ended_at: Mapped[datetime | None]
