"""What is due, with all that planning must know of it.

A batch is read in a few statements, however many invitations it holds.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select, union_all
from sqlalchemy.orm import Session, aliased

from survey_app.delivery.models import OutboxMessage
from survey_app.invitations.models import FIRST_REQUEST, Invitation, InvitationMessage
from survey_app.trajects.calendar import SchoolCalendar
from survey_app.trajects.closures import calendars
from survey_app.trajects.models import Contact, SchoolInformant, Traject, TrajectInformant
from survey_app.trajects.restriction import NOT_RESTRICTED
from survey_app.trajects.timeline import pauses_on

TOGETHER_SCHOOL_DAYS: Final = 2
"""What a teacher would be reminded of so many school days later goes along in one message."""
ON_THE_WAY: Final = frozenset({"waiting", "claimed", "sending"})


@dataclass(frozen=True, slots=True)
class Asked:
    """An invitation with who is asked, where they are reached, and at which school."""

    invitation: Invitation
    school_id: str
    informant_id: str
    role: str
    contact_id: str | None
    channel: str | None
    refused_at: datetime | None

    @property
    def reader(self) -> str:
        """Who reads a message: a teacher is one person for all pupils, a parent for one child.

        Two parents who share an address get a message each: neither sees the other's link.
        """
        return str(self.contact_id if self.role == "teacher" else self.informant_id)

    def is_ended(self, day: date) -> bool:
        """Tell whether nothing more is to be said about it."""
        return (
            self.invitation.answered_at is not None
            or self.invitation.revoked_at is not None
            or self.invitation.declined_at is not None
            or self.invitation.closes_on < day
            or self.contact_id is None
            or self.refused_at is not None
        )


class Earlier(NamedTuple):
    """A message about an invitation: its number, its state and when it went."""

    number: int
    state: str
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """What holds on a day for the invitations of a batch, and what their teachers wait for."""

    day: date
    calendars: Mapping[str, SchoolCalendar]
    paused_until: Mapping[str, date]
    earlier: Mapping[str, Sequence[Earlier]]
    besides: Mapping[str, Sequence[Asked]]
    waiting: Mapping[str, OutboxMessage]

    def calendar(self, asked: Asked) -> SchoolCalendar:
        """Return the calendar of the school."""
        return self.calendars[asked.school_id]

    def not_before(self, asked: Asked) -> date:
        """Return the first day on which something may go about the traject."""
        last = self.paused_until.get(str(asked.invitation.traject_id))
        first = self.day if last is None else last + timedelta(days=1)
        return self.calendar(asked).first_from(first)

    def number(self, asked: Asked) -> int:
        """Return the number of the next message; what the reader asked for does not count."""
        earlier = self.earlier.get(asked.invitation.id, ())
        return sum(each.number < FIRST_REQUEST for each in earlier)

    def is_on_the_way(self, asked: Asked) -> bool:
        """Tell whether an earlier message did not go yet."""
        earlier = self.earlier.get(asked.invitation.id, ())
        return any(each.state in ON_THE_WAY for each in earlier)

    def about_to_go(self, asked: Asked) -> OutboxMessage | None:
        """Return a message to a teacher that no worker took yet; what comes now goes along."""
        return self.waiting.get(asked.reader)

    def soon_due(self, asked: Asked) -> list[Asked]:
        """Return what a teacher would be reminded of a few days later anyway."""
        soon = self.calendar(asked).days_later(self.day, TOGETHER_SCHOOL_DAYS)
        return [
            each
            for each in self.besides.get(asked.reader, ())
            if each.invitation.next_message_on is not None
            and each.invitation.next_message_on <= soon
            and not each.is_ended(self.day)
            and self.not_before(each) == self.day
        ]


def count_due(session: Session, day: date, up_to: int, *which: ColumnElement[bool]) -> int:
    """Count the invitations that planning would look at, but no further than asked."""
    due = (
        select(Invitation.id)
        .outerjoin(Traject, Traject.id == Invitation.traject_id)
        .outerjoin(SchoolInformant, SchoolInformant.id == Invitation.school_informant_id)
        .where(Invitation.next_message_on <= day, NOT_RESTRICTED, *which)
        .limit(up_to)
    )
    return session.scalar(select(func.count()).select_from(due.subquery())) or 0


def longest_due(
    session: Session, day: date, size: int, *which: ColumnElement[bool]
) -> Sequence[Asked]:
    """Return the invitations that have been due longest, and hold them to the end of the act."""
    return _read(
        session,
        _asked(*which)
        .where(Invitation.next_message_on <= day)
        .order_by(Invitation.next_message_on, Invitation.id)
        .limit(size)
        .with_for_update(of=Invitation, skip_locked=True),
    )


def due_among(session: Session, invitation_ids: Iterable[str], day: date) -> Sequence[Asked]:
    """Return which of these invitations are due."""
    return _read(
        session, _asked(Invitation.id.in_(invitation_ids), Invitation.next_message_on <= day)
    )


def open_at(session: Session, contact_id: str, day: date) -> Sequence[Asked]:
    """Return what can be answered on a day by who is reached there, and is not taken over.

    A nomination is not among it: nothing is sent about one.
    """
    taker = aliased(TrajectInformant)
    taken_over = select(taker.id).where(taker.succeeds_id == TrajectInformant.id).exists()
    return _read(
        session,
        _asked(
            Contact.id == contact_id,
            ~taken_over,
            SchoolInformant.left_at.is_(None),
            Invitation.nomination_id.is_(None),
            Invitation.answered_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.opens_on <= day,
            Invitation.closes_on >= day,
        ).order_by(Invitation.opens_on, Invitation.place, Invitation.id),
    )


def facts_of(
    session: Session, due: Sequence[Asked], day: date, *which: ColumnElement[bool]
) -> BatchFacts:
    """Read what planning must know of what is due; of teachers also what waits for them."""
    near = calendars(session, {each.school_id for each in due})
    soon = max((each.days_later(day, TOGETHER_SCHOOL_DAYS) for each in near.values()), default=day)
    teachers = {each.reader for each in due if each.role == "teacher"}
    of_teachers = (_of_teachers(session, teachers), *which)
    besides = _besides(session, due, day, soon, *of_teachers)
    known = [*due, *(each for some in besides.values() for each in some)]
    far = {each.school_id for each in known} - near.keys()
    return BatchFacts(
        day=day,
        calendars={**near, **calendars(session, far)},
        paused_until=pauses_on(session, {str(each.invitation.traject_id) for each in known}, day),
        earlier=_earlier(session, [each.invitation.id for each in known]),
        besides=besides,
        waiting=_waiting(session, *of_teachers),
    )


def asked_among(session: Session, invitation_ids: Iterable[str]) -> Sequence[Asked]:
    """Return these invitations with who is asked, due or not; nothing is held."""
    return _read(session, _asked(Invitation.id.in_(invitation_ids)))


def facts_alone(session: Session, asked: Sequence[Asked], day: date) -> BatchFacts:
    """Read what planning must know of these, without what their teachers wait for besides."""
    return BatchFacts(
        day=day,
        calendars=calendars(session, {each.school_id for each in asked}),
        paused_until=pauses_on(session, {str(each.invitation.traject_id) for each in asked}, day),
        earlier=_earlier(session, [each.invitation.id for each in asked]),
        besides={},
        waiting={},
    )


_Query = Select[Invitation, str, str, str, str, str, datetime | None]

AT_SCHOOL: Final = func.coalesce(Traject.school_id, SchoolInformant.school_id)
"""The school at which somebody is asked, in a query about invitations."""
_AT_CONTACT: Final = func.coalesce(TrajectInformant.contact_id, SchoolInformant.contact_id)


def _asked(*which: ColumnElement[bool]) -> _Query:
    """Ask for invitations with who is asked: about a traject, or every year around a school.

    Those of a traject whose data are restricted stay as they are, to go on afterwards.
    """
    return (
        select(
            Invitation,
            AT_SCHOOL,
            func.coalesce(TrajectInformant.id, SchoolInformant.id),
            func.coalesce(TrajectInformant.role, SchoolInformant.role),
            Contact.id,
            Contact.channel,
            Contact.refused_at,
        )
        .outerjoin(Traject, Traject.id == Invitation.traject_id)
        .outerjoin(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
        .outerjoin(SchoolInformant, SchoolInformant.id == Invitation.school_informant_id)
        .outerjoin(Contact, Contact.id == _AT_CONTACT)
        .where(NOT_RESTRICTED, *which)
    )


def _of_teachers(session: Session, contact_ids: Iterable[str]) -> ColumnElement[bool]:
    """Return what makes an invitation one of these teachers, about a pupil or every year.

    Their ids are looked up first, so that a database finds the invitations by index.
    """
    teachers = [
        select(kind.id).where(kind.contact_id.in_(contact_ids), kind.role == "teacher")
        for kind in (TrajectInformant, SchoolInformant)
    ]
    ids = session.scalars(union_all(*teachers)).all()
    return Invitation.informant_id.in_(ids) | Invitation.school_informant_id.in_(ids)


def _read(session: Session, asked: _Query) -> list[Asked]:
    return [Asked(*row) for row in session.execute(asked)]


def _besides(
    session: Session,
    due: Iterable[Asked],
    day: date,
    soon: date,
    *of_teachers: ColumnElement[bool],
) -> dict[str, list[Asked]]:
    """Return what these teachers are asked that becomes due soon, and hold it likewise."""
    found: defaultdict[str, list[Asked]] = defaultdict(list)
    query = (
        _asked(*of_teachers)
        .where(
            Invitation.opens_on <= day,
            Invitation.next_message_on > day,
            Invitation.next_message_on <= soon,
            Invitation.id.not_in([each.invitation.id for each in due]),
        )
        .with_for_update(of=Invitation, skip_locked=True)
    )
    for each in _read(session, query):
        found[each.reader].append(each)
    return found


def _earlier(session: Session, invitation_ids: Iterable[str]) -> dict[str, list[Earlier]]:
    """Return the messages about each of these invitations, the last one last."""
    found: defaultdict[str, list[Earlier]] = defaultdict(list)
    for invitation_id, number, state, sent_at in session.execute(
        select(
            InvitationMessage.invitation_id,
            InvitationMessage.number,
            OutboxMessage.state,
            OutboxMessage.sent_at,
        )
        .join(OutboxMessage, OutboxMessage.id == InvitationMessage.message_id)
        .where(InvitationMessage.invitation_id.in_(invitation_ids))
        .order_by(InvitationMessage.number)
    ):
        found[invitation_id].append(Earlier(number, state, sent_at))
    return found


def _waiting(session: Session, *of_teachers: ColumnElement[bool]) -> dict[str, OutboxMessage]:
    """Return a message to each of these teachers that can still be added to; no worker takes it."""
    rows = session.execute(
        select(Contact.id, OutboxMessage)
        .join(InvitationMessage, InvitationMessage.message_id == OutboxMessage.id)
        .join(Invitation, Invitation.id == InvitationMessage.invitation_id)
        .outerjoin(Traject, Traject.id == Invitation.traject_id)
        .outerjoin(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
        .outerjoin(SchoolInformant, SchoolInformant.id == Invitation.school_informant_id)
        .join(Contact, Contact.id == _AT_CONTACT)
        .where(
            OutboxMessage.state == "waiting",
            OutboxMessage.channel == Contact.channel,
            OutboxMessage.attempts == 0,
            InvitationMessage.number < FIRST_REQUEST,
            *of_teachers,
        )
        .with_for_update(of=OutboxMessage, skip_locked=True)
    )
    return dict(rows.all())
