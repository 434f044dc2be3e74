"""Planning what goes out: the message that brings an invitation, and at most two reminders.

An invitation knows from which day on a message about it can be due, so planning looks only at what
is due. It does so in batches, each in a transaction of the caller: what was planned stands, and
planning again plans nothing twice (the key of `invitation_message` sees to it).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from survey_app.clock import LOCAL, local_date
from survey_app.delivery import outbox
from survey_app.delivery.hours import LAST, after_quiet_hours
from survey_app.delivery.models import OutboxMessage
from survey_app.invitations.models import Invitation, InvitationMessage
from survey_app.trajects.calendar import SchoolCalendar
from survey_app.trajects.closures import calendar_of
from survey_app.trajects.models import Contact, Traject, TrajectInformant
from survey_app.trajects.timeline import pause_on

SCHOOL_DAYS_BETWEEN: Final = 5
MOST_REMINDERS: Final = 2
LAST_DAYS_OPEN: Final = 1
"""A reminder that comes when the list all but closes asks too late."""
TOGETHER_SCHOOL_DAYS: Final = 2
"""What a teacher would be reminded of so many school days later goes along in one message."""
ON_THE_WAY: Final = ("waiting", "claimed", "sending")


@dataclass(frozen=True, slots=True)
class Batch:
    """What one batch came to: invitations looked at, messages planned."""

    looked_at: int
    planned: int


def schedule(invitation: Invitation, informant: TrajectInformant) -> None:
    """Let an invitation be brought by a message from the day it opens, if one can reach them."""
    if informant.contact_id is not None and invitation.answered_at is None:
        invitation.next_message_on = invitation.opens_on


def count_due(session: Session, now: datetime, up_to: int) -> int:
    """Count the invitations that planning would look at, but no further than asked."""
    due = select(Invitation.id).where(Invitation.next_message_on <= _sending_day(now)).limit(up_to)
    return session.scalar(select(func.count()).select_from(due.subquery())) or 0


def plan_batch(session: Session, now: datetime, size: int) -> Batch:
    """Plan the messages of the invitations that have been due longest."""
    day = _sending_day(now)
    due = session.execute(
        _open_invitations()
        .where(Invitation.next_message_on <= day)
        .order_by(Invitation.next_message_on, Invitation.id)
        .limit(size)
        .with_for_update(of=Invitation, skip_locked=True)
    ).all()
    return Batch(len(due), _plan(session, due, day, now))


def plan_these(session: Session, invitations: Iterable[Invitation], now: datetime) -> int:
    """Plan the messages of invitations in the transaction that made them."""
    session.flush()
    day = _sending_day(now)
    wanted = [each.id for each in invitations if each.next_message_on is not None]
    if not wanted:
        return 0
    due = session.execute(
        _open_invitations().where(Invitation.id.in_(wanted), Invitation.next_message_on <= day)
    ).all()
    return _plan(session, due, day, now)


def _sending_day(now: datetime) -> date:
    """Return the day on which what is planned now can go at the earliest."""
    local = now.astimezone(LOCAL)
    return local_date(now) + timedelta(days=1 if local.time() >= LAST else 0)


def _open_invitations() -> Select[Invitation, TrajectInformant, Contact]:
    return (
        select(Invitation, TrajectInformant, Contact)
        .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
        .outerjoin(Contact, Contact.id == TrajectInformant.contact_id)
    )


def _plan(
    session: Session,
    due: Sequence[Row[Invitation, TrajectInformant, Contact]],
    day: date,
    now: datetime,
) -> int:
    groups: dict[str, list[tuple[Invitation, TrajectInformant, Contact]]] = defaultdict(list)
    taken = {row.Invitation.id for row in due}
    for invitation, informant, contact in due:
        if _is_ended(invitation, contact, day):
            invitation.next_message_on = None
            continue
        later = _not_before(session, str(invitation.traject_id), day)
        if later > day:
            invitation.next_message_on = later
            continue
        groups[_reader(informant)].append((invitation, informant, contact))
    planned = 0
    for members in groups.values():
        _, informant, contact = members[0]
        invitations = [each for each, _, _ in members]
        calendar = _calendar(session, str(invitations[0].traject_id))
        joined = None
        if informant.role == "teacher":
            joined = _about_to_go(session, contact)
            if any(_number(session, each)[0] > 0 for each in invitations):
                invitations += _soon_due(session, contact, calendar, taken, day)
        planned += _put(session, invitations, contact, calendar, joined, day, now)
    session.flush()
    return planned


def _is_ended(invitation: Invitation, contact: Contact | None, day: date) -> bool:
    return (
        invitation.answered_at is not None
        or invitation.revoked_at is not None
        or invitation.declined_at is not None
        or invitation.closes_on < day
        or contact is None
        or contact.refused_at is not None
    )


def _not_before(session: Session, traject_id: str, day: date) -> date:
    """Return the first day on which something may go about a traject."""
    paused_until = pause_on(session, traject_id, day)
    first = day if paused_until is None else paused_until + timedelta(days=1)
    return _calendar(session, traject_id).first_from(first)


def _calendar(session: Session, traject_id: str) -> SchoolCalendar:
    return calendar_of(session, session.get_one(Traject, traject_id).school_id)


def _reader(informant: TrajectInformant) -> str:
    """Return who reads a message: a teacher is one person for all pupils, a parent for one child.

    Two parents who share an address get a message each: neither sees the other's link.
    """
    return str(informant.contact_id if informant.role == "teacher" else informant.id)


def _soon_due(
    session: Session, contact: Contact, calendar: SchoolCalendar, taken: set[str], day: date
) -> list[Invitation]:
    """Return what a teacher would be reminded of a few days later anyway."""
    soon = calendar.days_later(day, TOGETHER_SCHOOL_DAYS)
    rows = session.execute(
        _open_invitations().where(
            Contact.id == contact.id,
            TrajectInformant.role == "teacher",
            Invitation.opens_on <= day,
            Invitation.next_message_on > day,
            Invitation.next_message_on <= soon,
            Invitation.id.not_in(taken),
        )
    )
    return [
        invitation
        for invitation, _, contact in rows
        if not _is_ended(invitation, contact, day)
        and _not_before(session, str(invitation.traject_id), day) == day
    ]


def _about_to_go(session: Session, contact: Contact) -> OutboxMessage | None:
    """Return a message to a teacher that no worker took yet; what comes now goes along in it."""
    about = (
        select(InvitationMessage.message_id)
        .join(Invitation, Invitation.id == InvitationMessage.invitation_id)
        .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
        .where(TrajectInformant.contact_id == contact.id, TrajectInformant.role == "teacher")
    )
    return session.scalar(
        select(OutboxMessage)
        .where(
            OutboxMessage.id.in_(about),
            OutboxMessage.state == "waiting",
            OutboxMessage.channel == contact.channel,
            OutboxMessage.attempts == 0,
        )
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _put(
    session: Session,
    invitations: Sequence[Invitation],
    contact: Contact,
    calendar: SchoolCalendar,
    joined: OutboxMessage | None,
    day: date,
    now: datetime,
) -> int:
    """Put one message about these in the outbox, or join one that is about to go."""
    numbers = {}
    for invitation in invitations:
        number, is_on_the_way = _number(session, invitation)
        if is_on_the_way:
            # What was planned before is still waiting: nobody is reminded of what never came.
            invitation.next_message_on = calendar.days_later(day, 1)
        elif number > 0 and invitation.closes_on < day + timedelta(days=LAST_DAYS_OPEN):
            invitation.next_message_on = None
        else:
            numbers[invitation.id] = number
            invitation.next_message_on = _next(invitation, number, calendar, day)
    if not numbers:
        return 0
    invitation_id, number = next(iter(numbers.items()))
    message = joined or outbox.put(
        session,
        organisation_id=contact.organisation_id,
        key=f"invitation {invitation_id} {number}",
        channel=contact.channel,
        due_at=after_quiet_hours(max(now, datetime.combine(day, time(0), LOCAL))),
        now=now,
    )
    session.add_all(
        InvitationMessage(
            invitation_id=each,
            number=number,
            organisation_id=contact.organisation_id,
            message_id=message.id,
        )
        for each, number in numbers.items()
    )
    session.flush()
    return int(joined is None)


def _number(session: Session, invitation: Invitation) -> tuple[int, bool]:
    """Return the number of the next message, and whether an earlier one is still on its way."""
    earlier = session.scalars(
        select(OutboxMessage.state)
        .join(InvitationMessage, InvitationMessage.message_id == OutboxMessage.id)
        .where(InvitationMessage.invitation_id == invitation.id)
    ).all()
    return len(earlier), any(state in ON_THE_WAY for state in earlier)


def _next(invitation: Invitation, number: int, calendar: SchoolCalendar, day: date) -> date | None:
    if number >= MOST_REMINDERS:
        return None
    following = calendar.days_later(day, SCHOOL_DAYS_BETWEEN)
    return following if following <= invitation.closes_on else None
