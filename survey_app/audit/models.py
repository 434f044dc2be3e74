"""The tables of the trail; its lines are never changed and never removed (triggers refuse it)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage import Base


class AuditEvent(Base):
    """Who did what to which object, when, from where, and how it ended.

    Lines of one organisation are one chain, those of none another: each line has the next position
    in it, and a mark over all that it says and over the mark before it. What old lines do not tell
    is None: `roles` and `origin` came later.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_object_id", "object_id"),
        Index("ix_audit_event_actor_id", "actor_id"),
    )

    chain: Mapped[str] = mapped_column(String(32), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"))
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[str | None] = mapped_column(String(32))
    roles: Mapped[str | None] = mapped_column(String(100))
    act: Mapped[str] = mapped_column(String(40))
    object_kind: Mapped[str] = mapped_column(String(30))
    object_id: Mapped[str | None] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(60))
    origin: Mapped[str | None] = mapped_column(String(80))
    key_name: Mapped[str] = mapped_column(String(8))
    digest: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """Where a chain ends: whoever writes locks this row, so that positions have no gaps."""

    __tablename__ = "audit_head"

    chain: Mapped[str] = mapped_column(String(32), primary_key=True)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"))
    position: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(String(64))
