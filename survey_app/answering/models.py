"""Tables of drafts, responses, their corrections and what is typed from paper."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.clock import local_date
from survey_app.storage import Base, JsonText, SealedText, new_id


class Draft(Base):
    """What was saved so far for one invitation; removed when it is sent.

    Beside a response it is the draft of a correction.

    `entries` maps an item key to what was saved for it: the answer `o` (as in `Response.answers`)
    or the word `skipped`, the browser `b` that sent it and the revision `r` at which it was saved.
    Items that no longer come stay here, so that changing an answer back loses nothing. Written
    words are kept sealed in `texts`. `posted` keeps the fields of each page as they came in.
    """

    __tablename__ = "draft"

    invitation_id: Mapped[str] = mapped_column(ForeignKey("invitation.id"), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    revision: Mapped[int]
    entries: Mapped[dict[str, Any]] = mapped_column(JsonText)
    texts: Mapped[str] = mapped_column(SealedText("draft.texts"))
    posted: Mapped[str] = mapped_column(SealedText("draft.posted"))
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]


class Response(Base):
    """What was sent for one invitation: exactly one, never changed (a trigger refuses it).

    What counts of it is its last correction, where it has one.

    `answers` maps an item key to one text: the key of the chosen option; where several were chosen
    their keys in the order of the options with a space between; a number in canonical form, with a
    point, without zeros that say nothing ("2.5", "7"). Written words are sealed in `texts`.

    `missing` maps every other item to why it has no answer: `not_shown` (it was for somebody else,
    or the answers given did not lead to it) or `skipped`. Who chose "weet ik niet" or "zeg ik
    liever niet" has that option in `answers`; the definition says which kind of missing it is.

    `browser` is the one that sent; `by_one_browser` tells whether every answer came from it.
    `entered_by` is the coach who wrote the answers down, read them out or typed them from paper.
    `answered_on` is the day that stands on the paper, and `day_explained` why that was before there
    was a link; `submitted_at` stays the moment at which the answers came in.
    """

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint(
            "mode IN ('self', 'interview', 'tablet', 'paper', 'phone')", name="known_mode"
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    invitation_id: Mapped[str] = mapped_column(ForeignKey("invitation.id"), unique=True)
    fingerprint: Mapped[str] = mapped_column(ForeignKey("published_questionnaire.fingerprint"))
    language: Mapped[str] = mapped_column(String(5))
    mode: Mapped[str] = mapped_column(String(12))
    answers: Mapped[dict[str, str]] = mapped_column(JsonText)
    missing: Mapped[dict[str, str]] = mapped_column(JsonText)
    texts: Mapped[str] = mapped_column(SealedText("response.texts"))
    posted: Mapped[str] = mapped_column(SealedText("response.posted"))
    browser: Mapped[str] = mapped_column(String(64))
    by_one_browser: Mapped[bool]
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime]
    entered_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    answered_on: Mapped[date | None]
    day_explained: Mapped[str | None] = mapped_column(SealedText("response.day_explained"))

    @property
    def day(self) -> date:
        """The day that the answers are of."""
        return day_of(self.answered_on, self.submitted_at)


class Correction(Base):
    """What its sender made of a response: the whole sheet again, never changed itself.

    The corrections of a response are numbered from 1; the last one counts. `answers`, `missing`,
    `texts` and `posted` are as in `Response`. `entered_by` is the coach who put an answer right
    because its sender asked for it; then nothing was posted and there is no browser.
    """

    __tablename__ = "correction"
    __table_args__ = (
        CheckConstraint("number >= 1", name="counted_from_one"),
        UniqueConstraint("response_id", "number"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    response_id: Mapped[str] = mapped_column(ForeignKey("response.id"))
    number: Mapped[int]
    language: Mapped[str] = mapped_column(String(5))
    answers: Mapped[dict[str, str]] = mapped_column(JsonText)
    missing: Mapped[dict[str, str]] = mapped_column(JsonText)
    texts: Mapped[str] = mapped_column(SealedText("correction.texts"))
    posted: Mapped[str] = mapped_column(SealedText("correction.posted"))
    browser: Mapped[str] = mapped_column(String(64))
    corrected_at: Mapped[datetime]
    entered_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))


class PaperEntry(Base):
    """What was typed from paper, the first and the second time, until the two agree.

    `posted` holds the fields as they were typed and the day on the paper.
    """

    __tablename__ = "paper_entry"
    __table_args__ = (CheckConstraint("turn IN (1, 2)", name="first_or_second"),)

    invitation_id: Mapped[str] = mapped_column(ForeignKey("invitation.id"), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    entered_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    posted: Mapped[str] = mapped_column(SealedText("paper_entry.posted"))


def day_of(answered_on: date | None, submitted_at: datetime) -> date:
    """Return the day that answers are of: the one on the paper, else the one on which they came."""
    return answered_on or local_date(submitted_at)
