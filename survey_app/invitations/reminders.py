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

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from survey_app.clock import LOCAL, local_date
from survey_app.delivery import outbox
from survey_app.delivery.hours import LAST, after_quiet_hours
from survey_app.invitations.due import (
    AT_SCHOOL,
    Asked,
    BatchFacts,
    count_due,
    due_among,
    facts_of,
    longest_due,
)
from survey_app.invitations.models import Invitation, InvitationMessage
from survey_app.trajects.calendar import SchoolCalendar
from survey_app.trajects.models import SchoolInformant, TrajectInformant

SCHOOL_DAYS_BETWEEN: Final = 5
MOST_REMINDERS: Final = 2
LAST_DAYS_OPEN: Final = 1
"""A reminder that comes when the list all but closes asks too late."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one batch came to: invitations looked at, messages planned."""

    looked_at: int
    planned: int


def schedule(invitation: Invitation, informant: TrajectInformant | SchoolInformant) -> None:
    """Let an invitation be brought by a message from the day it opens, if one can reach them.

    Nothing is sent about a nomination: a teacher comes to it by the standing link.
    """
    if invitation.nomination_id is not None:
        return
    if informant.contact_id is not None and invitation.answered_at is None:
        invitation.next_message_on = invitation.opens_on


def is_more_due(session: Session, now: datetime, than: int, school_id: str | None = None) -> bool:
    """Tell whether planning would look at more invitations than this; counts no further."""
    return count_due(session, _sending_day(now), than + 1, *_of(school_id)) > than


def plan_batch(session: Session, now: datetime, size: int, school_id: str | None = None) -> Batch:
    """Plan the messages of the invitations that have been due longest, of all schools or of one."""
    day, which = _sending_day(now), _of(school_id)
    due = longest_due(session, day, size, *which)
    return Batch(len(due), _plan(session, due, day, now, *which))


def plan_these(session: Session, invitations: Iterable[Invitation], now: datetime) -> int:
    """Plan the messages of invitations in the transaction that made them."""
    session.flush()
    day = _sending_day(now)
    wanted = [each.id for each in invitations if each.next_message_on is not None]
    return _plan(session, due_among(session, wanted, day), day, now) if wanted else 0


def _of(school_id: str | None) -> list[ColumnElement[bool]]:
    """Return what keeps planning within one school, also for who teaches at two."""
    return [] if school_id is None else [AT_SCHOOL == school_id]


def _sending_day(now: datetime) -> date:
    """Return the day on which what is planned now can go at the earliest."""
    local = now.astimezone(LOCAL)
    return local_date(now) + timedelta(days=1 if local.time() >= LAST else 0)


def _plan(
    session: Session,
    due: Sequence[Asked],
    day: date,
    now: datetime,
    *which: ColumnElement[bool],
) -> int:
    if not due:
        return 0
    facts = facts_of(session, due, day, *which)
    readers: defaultdict[str, list[Asked]] = defaultdict(list)
    for each in due:
        if each.is_ended(day):
            each.invitation.next_message_on = None
        elif (later := facts.not_before(each)) > day:
            each.invitation.next_message_on = later
        else:
            readers[each.reader].append(each)
    planned = 0
    for asked in readers.values():
        if any(facts.number(each) > 0 for each in asked):
            asked += facts.soon_due(asked[0])
        planned += _put(session, asked, facts, now)
    session.flush()
    return planned


def _put(session: Session, asked: Sequence[Asked], facts: BatchFacts, now: datetime) -> int:
    """Put one message about these in the outbox, or join one that is about to go."""
    first, calendar, day = asked[0], facts.calendar(asked[0]), facts.day
    numbers = {}
    for each in asked:
        invitation, number = each.invitation, facts.number(each)
        if facts.is_on_the_way(each):
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
    joined = facts.about_to_go(first)
    message = joined or outbox.put(
        session,
        organisation_id=first.invitation.organisation_id,
        key=f"invitation {invitation_id} {number}",
        channel=str(first.channel),
        due_at=after_quiet_hours(max(now, datetime.combine(day, time(0), LOCAL))),
        now=now,
    )
    session.add_all(
        InvitationMessage(
            invitation_id=each,
            number=number,
            organisation_id=first.invitation.organisation_id,
            message=message,
        )
        for each, number in numbers.items()
    )
    return int(joined is None)


def _next(invitation: Invitation, number: int, calendar: SchoolCalendar, day: date) -> date | None:
    if number >= MOST_REMINDERS:
        return None
    following = calendar.days_later(day, SCHOOL_DAYS_BETWEEN)
    return following if following <= invitation.closes_on else None
