"""The tables of ordered papers and of what a coach types for them."""

from datetime import datetime
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage import Base, SealedText, new_id

_KNOWN_KIND: Final = "kind IN ('talk', 'report', 'steps')"


def _belongs_to_traject() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["traject_id", "organisation_id"], ["traject.id", "traject.organisation_id"]
    )


class Paper(Base):
    """A PDF that was ordered: how far it is, and for a day what came of it, sealed.

    A claim lasts until `held_until`; when its worker dies, another takes the order up. `content` is
    the PDF in base64 and goes at `erase_at`, when the state becomes `gone`.
    """

    __tablename__ = "paper"
    __table_args__ = (
        _belongs_to_traject(),
        CheckConstraint(_KNOWN_KIND, name="known_kind"),
        CheckConstraint(
            "state IN ('waiting', 'busy', 'ready', 'failed', 'gone')", name="known_state"
        ),
        CheckConstraint("(state = 'busy') = (held_until IS NOT NULL)", name="held_while_busy"),
        CheckConstraint("(state = 'ready') = (content IS NOT NULL)", name="content_when_ready"),
        Index("ix_paper_state_ordered_at", "state", "ordered_at"),
        Index("ix_paper_traject_id", "traject_id", "ordered_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    traject_id: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(5))
    ordered_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    ordered_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    claim: Mapped[str | None] = mapped_column(String(32))
    held_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str | None] = mapped_column(String(20))
    content: Mapped[str | None] = mapped_column(SealedText("paper.content"), deferred=True)
    made_at: Mapped[datetime | None]
    erase_at: Mapped[datetime | None]


class PaperText(Base):
    """What a coach typed for one kind of paper of a traject, with how often it was changed.

    `texts` holds the fields by name, as JSON. Who saves tells which version was seen, so that what
    was typed in two tabs is never lost in silence.
    """

    __tablename__ = "paper_text"
    __table_args__ = (
        _belongs_to_traject(),
        CheckConstraint(_KNOWN_KIND, name="known_kind"),
        UniqueConstraint("traject_id", "kind"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    traject_id: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(10))
    version: Mapped[int]
    texts: Mapped[str] = mapped_column(SealedText("paper_text.texts"))
    written_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
