"""Tables of goals: each wording, the levels of a goal in five sentences, and what was rated."""

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

from survey_app.storage import Base, SealedText, new_id


class Goal(Base):
    """One wording of a goal of somebody in a traject; what was set is never changed.

    Other words are a new row with the same number: the old one then has the status `changed`, and
    `replaces_id` of the new one points to it. Of `steps` the start and what is good enough are
    steps from 0 to 10; of `levels` the start is -1, or -2 where it can hardly get worse, and 0 is
    what is expected on the day of review. `reason` tells why it was changed or dropped.
    """

    __tablename__ = "goal"
    __table_args__ = (
        ForeignKeyConstraint(
            ["traject_id", "organisation_id"], ["traject.id", "traject.organisation_id"]
        ),
        UniqueConstraint("id", "organisation_id"),
        UniqueConstraint("replaces_id"),
        CheckConstraint("number BETWEEN 1 AND 3", name="number"),
        CheckConstraint(
            "area IN ('openness', 'resilience', 'rest', 'joy', 'contact', 'cooperation', 'other')",
            name="known_area",
        ),
        CheckConstraint(
            "(method = 'steps' AND start_step BETWEEN 0 AND 9"
            " AND good_enough BETWEEN start_step + 1 AND 10)"
            " OR (method = 'levels' AND start_step BETWEEN -2 AND -1 AND good_enough = 0)",
            name="good_enough_above_start",
        ),
        CheckConstraint("review_on > set_on", name="reviewed_later"),
        CheckConstraint("status IN ('runs', 'reached', 'changed', 'dropped')", name="known_status"),
        CheckConstraint(
            "(status = 'runs') = (ended_on IS NULL) AND (ended_on IS NULL) = (ended_at IS NULL)",
            name="ended_with_its_day",
        ),
        CheckConstraint(
            "reason IS NOT NULL OR status IN ('runs', 'reached')", name="ended_with_a_reason"
        ),
        Index(
            "uq_goal_running",
            "traject_id",
            "number",
            unique=True,
            sqlite_where=text("status = 'runs'"),
            postgresql_where=text("status = 'runs'"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    traject_id: Mapped[str] = mapped_column(String(32), index=True)
    number: Mapped[int]
    owner_id: Mapped[str] = mapped_column(ForeignKey("traject_informant.id"))
    words: Mapped[str] = mapped_column(SealedText("goal.words"))
    area: Mapped[str] = mapped_column(String(12))
    method: Mapped[str] = mapped_column(String(6))
    start_step: Mapped[int]
    good_enough: Mapped[int]
    words_for_ten: Mapped[str | None] = mapped_column(SealedText("goal.words_for_ten"))
    review_on: Mapped[date]
    status: Mapped[str] = mapped_column(String(8), default="runs")
    reason: Mapped[str | None] = mapped_column(SealedText("goal.reason"))
    set_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    set_on: Mapped[date]
    set_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    replaces_id: Mapped[str | None] = mapped_column(ForeignKey("goal.id"))


def _belongs_to_goal() -> ForeignKeyConstraint:
    """Return the key that makes a row's owner the owner of its goal."""
    return ForeignKeyConstraint(["goal_id", "organisation_id"], ["goal.id", "goal.organisation_id"])


class GoalLevel(Base):
    """What one of the five levels of a goal looks like, in a sentence; frozen once written."""

    __tablename__ = "goal_level"
    __table_args__ = (
        _belongs_to_goal(),
        CheckConstraint("level BETWEEN -2 AND 2", name="level"),
    )

    goal_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    organisation_id: Mapped[str] = mapped_column(String(32))
    words: Mapped[str] = mapped_column(SealedText("goal_level.words"))


class GoalRating(Base):
    """The step or level that somebody chose for a goal on a day; rows are only added.

    They are numbered per goal; of one person on one day the last one counts. `recorded_by` is the
    coach who asked it in a talk.
    """

    __tablename__ = "goal_rating"
    __table_args__ = (
        _belongs_to_goal(),
        CheckConstraint("value BETWEEN -2 AND 10", name="value"),
        CheckConstraint("mode IN ('talk', 'link')", name="known_mode"),
        CheckConstraint("(mode = 'talk') = (recorded_by IS NOT NULL)", name="asked_in_a_talk"),
        UniqueConstraint("goal_id", "number"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(String(32))
    goal_id: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    rated_by: Mapped[str] = mapped_column(ForeignKey("traject_informant.id"))
    value: Mapped[int]
    rated_on: Mapped[date]
    mode: Mapped[str] = mapped_column(String(4))
    recorded_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
