"""The table of what each informant said about showing the own answers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage import Base, new_id


class AnswerRelease(Base):
    """What one informant said about showing the own answers in a talk; rows never change.

    The last row of an informant counts. A yes is about what was answered up to `said_on`: nobody
    releases what is not given yet. `recorded_by` is empty where it was said by the own link.
    """

    __tablename__ = "answer_release"
    __table_args__ = (
        ForeignKeyConstraint(
            ["traject_id", "organisation_id"], ["traject.id", "traject.organisation_id"]
        ),
        CheckConstraint("channel IN ('link', 'conversation')", name="known_channel"),
        CheckConstraint("(channel = 'link') = (recorded_by IS NULL)", name="recorded_by_somebody"),
        UniqueConstraint("traject_id", "number"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(String(32))
    traject_id: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    informant_id: Mapped[str] = mapped_column(ForeignKey("traject_informant.id"), index=True)
    allowed: Mapped[bool]
    channel: Mapped[str] = mapped_column(String(20))
    said_on: Mapped[date]
    at: Mapped[datetime]
    recorded_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
