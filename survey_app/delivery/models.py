"""The table of the outbox."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage import Base, new_id


class OutboxMessage(Base):
    """A message that goes out once.

    It holds no address, no name and no link: who reads it and what it says is composed at the
    moment it goes. `key` says what it is for and stands once, so that planning twice plans once.
    A worker that takes a message holds a `claim` until `held_until`; only the holder of that claim
    settles it. `reason` is a word for why it waits, went wrong or was dropped. `reader` is the
    id of the address it was handed over to, `reported_at` when the other side told how it ended.
    The other side knows it by its `reference`: its id, until a person sends it again.
    What somebody waits for who just asked for it goes `at_any_hour`.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        CheckConstraint("channel IN ('mail', 'sms')", name="known_channel"),
        CheckConstraint(
            "state IN ('waiting', 'claimed', 'sending', 'sent', 'uncertain', 'refused', "
            "'given_up', 'dropped')",
            name="known_state",
        ),
        CheckConstraint(
            "(state IN ('claimed', 'sending')) = (held_until IS NOT NULL)", name="held_while_busy"
        ),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_a_moment"),
        UniqueConstraint("key"),
        UniqueConstraint("reference"),
        Index("ix_outbox_message_state_due_at", "state", "due_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    key: Mapped[str] = mapped_column(String(120))
    reference: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(4))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    trying_since: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    claim: Mapped[str | None] = mapped_column(String(32))
    held_until: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(40))
    sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]
    reader: Mapped[str | None] = mapped_column(String(32))
    at_any_hour: Mapped[bool] = mapped_column(default=False)
