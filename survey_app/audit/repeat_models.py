"""The table of what an older copy of the database must do again."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage import Base, JsonText, new_id


class ActToRepeat(Base):
    """Something that was erased, taken back or revoked, and must stay so in an older copy.

    `subject` is a fingerprint of a random id (see `repeating`), `detail` holds words of a fixed
    list and such fingerprints: who reads only this learns of nobody.
    """

    __tablename__ = "act_to_repeat"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('erased', 'withdrawn', 'revoked', 'left_retest')", name="known_kind"
        ),
        UniqueConstraint("key"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(12))
    subject: Mapped[str] = mapped_column(String(64), index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(JsonText)
    at: Mapped[datetime]
