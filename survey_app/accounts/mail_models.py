"""Tables of mail about an account: who asked for it, and what it is about."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage import Base, SealedText, new_id


class ResetRequest(Base):
    """That somebody forgot a password; the same is written for an address that nobody has.

    Whose it is is looked up afterwards (`is_new` until then); what is nobody's is forgotten at
    once.
    """

    __tablename__ = "reset_request"
    __table_args__ = (Index("ix_reset_request_address_key_at", "address_key", "at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    address: Mapped[str] = mapped_column(SealedText("reset_request.address"))
    address_key: Mapped[str] = mapped_column(String(64))
    is_new: Mapped[bool]
    at: Mapped[datetime]


class AccountMessage(Base):
    """What a message of the outbox tells the owner of an account, and the link it brings."""

    __tablename__ = "account_message"

    message_id: Mapped[str] = mapped_column(ForeignKey("outbox_message.id"), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    link_id: Mapped[str | None] = mapped_column(ForeignKey("credential_link.id"))
