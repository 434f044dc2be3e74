"""Tables of erasures, of how long is kept, and of what must not be erased."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage import Base, JsonText, SealedText, new_id


class Erasure(Base):
    """That everything of one child was erased: the certificate, which holds nothing of the child.

    `subject` is a fingerprint of the id it had (see `audit.repeating`). `counts` tells how many
    rows of each table went. Nobody is `erased_by` where a clock or an older copy asked for it.
    `cleaned_at` is when the files of the database held nothing of it any more.
    """

    __tablename__ = "erasure"
    __table_args__ = (
        CheckConstraint(
            "ground IN ('request', 'term', 'mistake', 'repeated')", name="known_ground"
        ),
        CheckConstraint(
            "kind IN ('traject', 'reference_participant', 'nomination')", name="known_kind"
        ),
        Index(
            "ix_erasure_to_clean",
            "erased_at",
            sqlite_where=text("cleaned_at IS NULL"),
            postgresql_where=text("cleaned_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"))
    kind: Mapped[str] = mapped_column(String(22))
    subject: Mapped[str] = mapped_column(String(64))
    ground: Mapped[str] = mapped_column(String(10))
    counts: Mapped[dict[str, int]] = mapped_column(JsonText)
    lines_of_trail: Mapped[int]
    erased_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    approved_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    erased_at: Mapped[datetime]
    copies_until: Mapped[date]
    cleaned_at: Mapped[datetime | None]


class RetentionRule(Base):
    """How long an organisation keeps trajects of one legal regime, and from when that counts."""

    __tablename__ = "retention_rule"
    __table_args__ = (
        CheckConstraint("regime IN ('school', 'youth_care', 'research')", name="known_regime"),
        CheckConstraint(
            "counts_from IN ('closing', 'birth', 'last_answer')", name="known_beginning"
        ),
        CheckConstraint("months BETWEEN 1 AND 600", name="months"),
    )

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    regime: Mapped[str] = mapped_column(String(20), primary_key=True)
    months: Mapped[int]
    counts_from: Mapped[str] = mapped_column(String(12))
    set_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]


class LegalHold(Base):
    """That a traject must be kept for now, why and by whose decision; nothing erases it then."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        ForeignKeyConstraint(
            ["traject_id", "organisation_id"], ["traject.id", "traject.organisation_id"]
        ),
        CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name="lifted_by_somebody"),
        Index(
            "uq_legal_hold_in_force",
            "traject_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(String(32))
    traject_id: Mapped[str] = mapped_column(String(32))
    why: Mapped[str] = mapped_column(SealedText("legal_hold.why"))
    held_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    held_at: Mapped[datetime]
    lifted_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None]
