"""The way of working of a network: published version by version, and which one is in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.audit import services as audit
from survey_app.definitions.ways import STANDARD, Principle, WayOfWorking, step_fault, way_of
from survey_app.errors import InputError
from survey_app.practice.models import PublishedPrinciple, PublishedWay


class ChangedWayError(InputError):
    """A way of working changed and does not say so; a used version never changes."""


@dataclass(frozen=True, slots=True)
class WayInUse:
    """A published way with its principles in their order."""

    way: PublishedWay
    principles: tuple[PublishedPrinciple, ...]

    @property
    def definition(self) -> WayOfWorking:
        """Return the way as its file said it."""
        return WayOfWorking(
            self.way.key,
            self.way.version,
            self.way.title,
            tuple(Principle(p.key, p.version, p.name, p.meaning) for p in self.principles),
        )


def publish(
    session: Session, organisation_id: str, way: WayOfWorking, by: audit.By, now: datetime
) -> WayInUse:
    """Let a network work by this from now on; what was logged keeps the way it was logged with.

    Publishing what is in use changes nothing. Raises ChangedWayError when words changed without a
    higher version, or numbers fall.
    """
    before = published(session, organisation_id)
    if before:
        newest = before[-1].definition
        if newest == way:
            return before[-1]
        fault = next(filter(None, (step_fault(each.definition, way) for each in before)), None)
        if newest.version == way.version or fault is not None:
            raise ChangedWayError(f"This cannot follow {newest.key} {newest.version}: {fault}.")
    kept = PublishedWay(
        organisation_id=organisation_id,
        number=len(before) + 1,
        key=way.key,
        version=way.version,
        title=way.title,
        published_at=now,
    )
    session.add(kept)
    session.flush()
    principles = tuple(
        PublishedPrinciple(
            organisation_id=organisation_id,
            way_id=kept.id,
            place=place,
            key=each.key,
            version=each.version,
            name=each.name,
            meaning=each.meaning,
        )
        for place, each in enumerate(way.principles, 1)
    )
    session.add_all(principles)
    session.flush()
    audit.record(
        session, by, "publish way", "way", kept.id, organisation_id=organisation_id, now=now
    )
    return WayInUse(kept, principles)


def current(session: Session, organisation_id: str) -> WayOfWorking:
    """Return by what a network works today; who published nothing works by the standard way."""
    newest = _newest(session, organisation_id)
    return newest.definition if newest is not None else way_of(STANDARD)


def in_use(session: Session, organisation_id: str, now: datetime) -> WayInUse:
    """Return the current way as it is on record; the standard way is put there on its first use."""
    newest = _newest(session, organisation_id)
    if newest is not None:
        return newest
    try:
        with session.begin_nested():
            return publish(session, organisation_id, way_of(STANDARD), audit.COMMAND, now)
    except IntegrityError:
        # Another process published it a moment ago.
        newest = _newest(session, organisation_id)
        if newest is None:
            raise
        return newest


def published(session: Session, organisation_id: str) -> list[WayInUse]:
    """Return every version that was published, the oldest first."""
    ways = session.scalars(
        select(PublishedWay)
        .where(PublishedWay.organisation_id == organisation_id)
        .order_by(PublishedWay.number)
    ).all()
    return _with_principles(session, ways)


def _newest(session: Session, organisation_id: str) -> WayInUse | None:
    last = (
        select(func.max(PublishedWay.number))
        .where(PublishedWay.organisation_id == organisation_id)
        .scalar_subquery()
    )
    ways = session.scalars(
        select(PublishedWay).where(
            PublishedWay.organisation_id == organisation_id, PublishedWay.number == last
        )
    ).all()
    return next(iter(_with_principles(session, ways)), None)


def _with_principles(session: Session, ways: Sequence[PublishedWay]) -> list[WayInUse]:
    rows = session.scalars(
        select(PublishedPrinciple)
        .where(PublishedPrinciple.way_id.in_([way.id for way in ways]))
        .order_by(PublishedPrinciple.place)
    ).all()
    return [WayInUse(way, tuple(row for row in rows if row.way_id == way.id)) for way in ways]
