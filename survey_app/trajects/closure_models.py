"""Table of the days on which a school is closed."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage import Base, SealedText, new_id


class SchoolClosure(Base):
    """Days on which one school is closed while the region is not: a study day, an own holiday."""

    __tablename__ = "school_closure"
    __table_args__ = (CheckConstraint("last_on >= first_on", name="ends_after_it_begins"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    words: Mapped[str] = mapped_column(SealedText("school_closure.words"))
