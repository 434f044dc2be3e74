"""The tables of what people ask about their data: requests, what was given, limits, corrections."""

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


def _belongs_to_traject() -> ForeignKeyConstraint:
    """Return the key that makes a row's owner the owner of its traject."""
    return ForeignKeyConstraint(
        ["traject_id", "organisation_id"], ["traject.id", "traject.organisation_id"]
    )


def _belongs_to_request() -> ForeignKeyConstraint:
    """Return the key that makes a row's owner the owner of its request."""
    return ForeignKeyConstraint(
        ["request_id", "organisation_id"], ["rights_request.id", "rights_request.organisation_id"]
    )


class RightsRequest(Base):
    """What somebody asked about the data of a child, with the clock of the law.

    Who asks is a parent or the child of the traject, or another holder in words. It is answered by
    `due_on`; that moved once when `extended_on` says when, with the reason. `looked_over` is the
    print of all texts of staff as they were when the coach went through them for this request.
    """

    __tablename__ = "rights_request"
    __table_args__ = (
        _belongs_to_traject(),
        UniqueConstraint("id", "organisation_id"),
        CheckConstraint(
            "kind IN ('access', 'portability', 'rectification', 'restriction')", name="known_kind"
        ),
        CheckConstraint("(informant_id IS NULL) = (asker_words IS NOT NULL)", name="somebody_asks"),
        CheckConstraint("identity IN ('known', 'document', 'other')", name="known_identity"),
        CheckConstraint(
            "(identity = 'other') = (identity_words IS NOT NULL)", name="otherwise_in_words"
        ),
        CheckConstraint(
            "(extended_on IS NULL) = (extension_reason IS NULL)", name="extended_with_a_reason"
        ),
        CheckConstraint("outcome IN ('given', 'refused', 'withdrawn')", name="known_outcome"),
        CheckConstraint(
            "(outcome IS NULL) = (closed_at IS NULL) AND (outcome IS NULL) = (closed_by IS NULL)",
            name="closed_whole",
        ),
        CheckConstraint("outcome <> 'refused' OR ground IS NOT NULL", name="refused_with_a_ground"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    traject_id: Mapped[str] = mapped_column(String(32), index=True)
    kind: Mapped[str] = mapped_column(String(15))
    informant_id: Mapped[str | None] = mapped_column(ForeignKey("traject_informant.id"))
    asker_words: Mapped[str | None] = mapped_column(SealedText("rights_request.asker_words"))
    identity: Mapped[str] = mapped_column(String(10))
    identity_words: Mapped[str | None] = mapped_column(SealedText("rights_request.identity_words"))
    received_on: Mapped[date]
    due_on: Mapped[date]
    extended_on: Mapped[date | None]
    extension_reason: Mapped[str | None] = mapped_column(
        SealedText("rights_request.extension_reason")
    )
    looked_over: Mapped[str | None] = mapped_column(String(64))
    recorded_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(10))
    ground: Mapped[str | None] = mapped_column(SealedText("rights_request.ground"))
    closed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]


class RightsGiven(Base):
    """That something was given to who asked: how many of each kind, what not, and its hash.

    The file itself is not kept. Rows never change (a trigger refuses it).
    """

    __tablename__ = "rights_given"
    __table_args__ = (
        _belongs_to_request(),
        CheckConstraint("form IN ('document', 'data')", name="known_form"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(String(32))
    request_id: Mapped[str] = mapped_column(String(32), index=True)
    form: Mapped[str] = mapped_column(String(10))
    counts: Mapped[dict[str, int]] = mapped_column(JsonText)
    left_out: Mapped[dict[str, int]] = mapped_column(JsonText)
    sha256: Mapped[str] = mapped_column(String(64))
    given_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime]


class WithheldText(Base):
    """A text of staff that is kept out of what is given for one request, and on what ground.

    `place` names table and column, `row_id` the row; the text itself is not copied.
    """

    __tablename__ = "withheld_text"
    __table_args__ = (
        _belongs_to_request(),
        CheckConstraint(
            "ground IN ('others', 'confidence', 'safety', 'protection')", name="known_ground"
        ),
    )

    request_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    place: Mapped[str] = mapped_column(String(60), primary_key=True)
    row_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(String(32))
    ground: Mapped[str] = mapped_column(String(10))


class Restriction(Base):
    """A stretch of time in which the data of a traject were kept and not used (AVG art. 18).

    `Traject.restricted_at` tells whether one holds now. It is lifted after who asked was told, on
    `told_on`, with a reason.
    """

    __tablename__ = "restriction"
    __table_args__ = (
        _belongs_to_traject(),
        _belongs_to_request(),
        CheckConstraint(
            "ground IN ('accuracy', 'unlawful', 'claim', 'objection')", name="known_ground"
        ),
        CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by IS NULL)"
            " AND (lifted_at IS NULL) = (lift_reason IS NULL)"
            " AND (lifted_at IS NULL) = (told_on IS NULL)",
            name="lifted_whole",
        ),
        Index(
            "uq_restriction_holds",
            "traject_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    traject_id: Mapped[str] = mapped_column(String(32))
    request_id: Mapped[str] = mapped_column(String(32))
    ground: Mapped[str] = mapped_column(String(10))
    began_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    began_at: Mapped[datetime]
    told_on: Mapped[date | None]
    lift_reason: Mapped[str | None] = mapped_column(SealedText("restriction.lift_reason"))
    lifted_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None]


class Rectification(Base):
    """What was put right on request, with what stood there; or the statement that stands beside it.

    `place` names table and column, or `response` with the item; `row_id` the row. A statement has
    no before and after: its `words` are those of who asked, because what stands there was not
    changed. Rows never change (a trigger refuses it).
    """

    __tablename__ = "rectification"
    __table_args__ = (
        _belongs_to_traject(),
        _belongs_to_request(),
        CheckConstraint("(before IS NULL) = (after IS NULL)", name="before_with_after"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    traject_id: Mapped[str] = mapped_column(String(32), index=True)
    request_id: Mapped[str] = mapped_column(String(32))
    place: Mapped[str] = mapped_column(String(60))
    row_id: Mapped[str] = mapped_column(String(64))
    before: Mapped[str | None] = mapped_column(SealedText("rectification.before"))
    after: Mapped[str | None] = mapped_column(SealedText("rectification.after"))
    words: Mapped[str] = mapped_column(SealedText("rectification.words"))
    recorded_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
