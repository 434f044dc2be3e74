"""Tables of ways of working, contacts, deviations, support and the steps of the meldcode."""

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


class PublishedWay(Base):
    """One version of a way of working of a network, as it was published; it never changes."""

    __tablename__ = "published_way"
    __table_args__ = (
        UniqueConstraint("organisation_id", "key", "version"),
        UniqueConstraint("organisation_id", "number"),
        UniqueConstraint("id", "organisation_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    number: Mapped[int]
    key: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(14))
    title: Mapped[str] = mapped_column(String(40))
    published_at: Mapped[datetime]


class PublishedPrinciple(Base):
    """One principle as a version of a way has it, in its place in the list."""

    __tablename__ = "published_principle"
    __table_args__ = (
        ForeignKeyConstraint(
            ["way_id", "organisation_id"], ["published_way.id", "published_way.organisation_id"]
        ),
        UniqueConstraint("way_id", "key"),
        UniqueConstraint("id", "organisation_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(String(32))
    way_id: Mapped[str] = mapped_column(String(32))
    place: Mapped[int]
    key: Mapped[str] = mapped_column(String(32))
    version: Mapped[str] = mapped_column(String(14))
    name: Mapped[str] = mapped_column(String(40))
    meaning: Mapped[str] = mapped_column(String(160))


class LoggedContact(Base):
    """What a coach did on one day with somebody: kind, minutes, one line, the way it was done.

    `with_whom` holds parties with a space between. Of `minutes`, `minutes_apart` went to travel and
    writing. A change is a new row: the old one then has `removed_at`, and `replaces_id` of the new
    one points to it.
    """

    __tablename__ = "logged_contact"
    __table_args__ = (
        ForeignKeyConstraint(
            ["traject_id", "organisation_id"], ["traject.id", "traject.organisation_id"]
        ),
        ForeignKeyConstraint(
            ["way_id", "organisation_id"], ["published_way.id", "published_way.organisation_id"]
        ),
        UniqueConstraint("id", "organisation_id"),
        UniqueConstraint("replaces_id"),
        CheckConstraint(
            "kind IN ('talk', 'consult', 'training', 'meeting', 'observation', 'incident')",
            name="known_kind",
        ),
        CheckConstraint("minutes BETWEEN 1 AND 600", name="minutes"),
        CheckConstraint("minutes_apart BETWEEN 0 AND minutes", name="minutes_apart"),
        Index(
            "ix_logged_contact_traject_id",
            "traject_id",
            sqlite_where=text("traject_id IS NOT NULL"),
            postgresql_where=text("traject_id IS NOT NULL"),
        ),
        Index(
            "ix_logged_contact_traject",
            "traject_id",
            "held_on",
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index(
            "ix_logged_contact_coach",
            "coach_id",
            "held_on",
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"))
    coach_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    traject_id: Mapped[str | None] = mapped_column(String(32))
    way_id: Mapped[str] = mapped_column(String(32))
    held_on: Mapped[date]
    with_whom: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    minutes: Mapped[int]
    minutes_apart: Mapped[int]
    line: Mapped[str | None] = mapped_column(SealedText("logged_contact.line"))
    logged_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    replaces_id: Mapped[str | None] = mapped_column(String(32))


class ContactPrinciple(Base):
    """A principle by which was worked in one contact, in the version of that day."""

    __tablename__ = "contact_principle"
    __table_args__ = (
        ForeignKeyConstraint(
            ["contact_id", "organisation_id"],
            ["logged_contact.id", "logged_contact.organisation_id"],
        ),
        ForeignKeyConstraint(
            ["principle_id", "organisation_id"],
            ["published_principle.id", "published_principle.organisation_id"],
        ),
    )

    contact_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    principle_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(String(32))


class Deviation(Base):
    """Where a coach chose to work otherwise than a principle, why, and what came of it.

    On `look_back_on` the coach is asked whether what was expected was seen; "too early" sets
    another day.
    """

    __tablename__ = "deviation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["traject_id", "organisation_id"], ["traject.id", "traject.organisation_id"]
        ),
        ForeignKeyConstraint(
            ["principle_id", "organisation_id"],
            ["published_principle.id", "published_principle.organisation_id"],
        ),
        CheckConstraint("outcome IN ('seen', 'partly', 'not_seen')", name="known_outcome"),
        CheckConstraint(
            "(outcome IS NULL) = (looked_back_at IS NULL)", name="outcome_with_its_moment"
        ),
        Index(
            "ix_deviation_look_back",
            "look_back_on",
            sqlite_where=text("outcome IS NULL AND removed_at IS NULL"),
            postgresql_where=text("outcome IS NULL AND removed_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    traject_id: Mapped[str] = mapped_column(String(32), index=True)
    argued_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    principle_id: Mapped[str] = mapped_column(String(32))
    why: Mapped[str] = mapped_column(SealedText("deviation.why"))
    expected: Mapped[str] = mapped_column(SealedText("deviation.expected"))
    argued_on: Mapped[date]
    argued_at: Mapped[datetime]
    look_back_on: Mapped[date]
    outcome: Mapped[str | None] = mapped_column(String(10))
    found: Mapped[str | None] = mapped_column(SealedText("deviation.found"))
    looked_back_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class Support(Base):
    """Help that a family uses or waits for beside the coach: of which kind, from which month on.

    Never who gives it, a diagnosis or a file number. `until_month` is when it ended.
    """

    __tablename__ = "support"
    __table_args__ = (
        ForeignKeyConstraint(
            ["traject_id", "organisation_id"], ["traject.id", "traject.organisation_id"]
        ),
        CheckConstraint(
            "kind IN ('own_circle', 'school', 'social_team', 'health', 'youth_care_light',"
            " 'youth_care_referred', 'other')",
            name="known_kind",
        ),
        CheckConstraint("status IN ('waits', 'runs', 'done', 'stopped')", name="known_status"),
        CheckConstraint("source IN ('parent', 'school', 'coach')", name="known_source"),
        CheckConstraint(
            "(until_month IS NULL) = (status IN ('waits', 'runs'))", name="ended_with_its_month"
        ),
        CheckConstraint("until_month >= from_month", name="ends_after_it_begins"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    traject_id: Mapped[str] = mapped_column(String(32), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    from_month: Mapped[date]
    until_month: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(10))
    recorded_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class ConsideredReferral(Base):
    """A referral to specialised youth care that was considered, by whom, and what came of it.

    Written down on the day itself, it can be told later whether the coach made it unnecessary.
    """

    __tablename__ = "considered_referral"
    __table_args__ = (
        ForeignKeyConstraint(
            ["traject_id", "organisation_id"], ["traject.id", "traject.organisation_id"]
        ),
        CheckConstraint(
            "considered_by IN ('parent', 'school', 'coach', 'health', 'social_team')",
            name="known_considerer",
        ),
        CheckConstraint(
            "outcome IN ('open', 'referred', 'not_needed', 'postponed')", name="known_outcome"
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    traject_id: Mapped[str] = mapped_column(String(32), index=True)
    considered_by: Mapped[str] = mapped_column(String(20))
    in_month: Mapped[date]
    outcome: Mapped[str] = mapped_column(String(20))
    why: Mapped[str | None] = mapped_column(SealedText("considered_referral.why"))
    recorded_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class MeldcodeStep(Base):
    """One of the five steps of the meldcode as it was taken; never changed (a trigger refuses it).

    A correction is a new row that `replaces_id` points from. `with_whom` holds roles with a space
    between, never a name. The fifth step is a decision.
    """

    __tablename__ = "meldcode_step"
    __table_args__ = (
        ForeignKeyConstraint(
            ["traject_id", "organisation_id"], ["traject.id", "traject.organisation_id"]
        ),
        CheckConstraint("step BETWEEN 1 AND 5", name="one_of_five"),
        CheckConstraint("(step = 5) = (decision IS NOT NULL)", name="the_fifth_decides"),
        CheckConstraint("decision IN ('report', 'help', 'not_needed')", name="known_decision"),
        CheckConstraint("decision IS NULL OR note IS NOT NULL", name="a_decision_says_why"),
        UniqueConstraint("replaces_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(String(32))
    traject_id: Mapped[str] = mapped_column(String(32), index=True)
    step: Mapped[int]
    done_on: Mapped[date]
    with_whom: Mapped[str] = mapped_column(String(100))
    decision: Mapped[str | None] = mapped_column(String(10))
    note: Mapped[str | None] = mapped_column(SealedText("meldcode_step.note"))
    recorded_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    replaces_id: Mapped[str | None] = mapped_column(ForeignKey("meldcode_step.id"))
