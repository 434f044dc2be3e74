"""A reminder that a coach asks for, within the limits of those that go by themselves.

It takes the place of the next one that would go: nobody is reminded more than twice of one list.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.delivery.hours import is_quiet
from survey_app.errors import InputError, NotFoundError
from survey_app.invitations.due import Asked, BatchFacts, asked_among, facts_alone
from survey_app.invitations.models import FIRST_REQUEST, Invitation
from survey_app.invitations.reminders import LAST_DAYS_OPEN, MOST_REMINDERS, plan_these
from survey_app.trajects.agreements import agreed_among
from survey_app.trajects.models import Traject, TrajectInformant
from survey_app.trajects.services import owned

SCHOOL_DAYS_OF_REST: Final = 2
"""So long after a message nobody is reminded, not even by hand."""


class NoReminderError(InputError):
    """A reminder is asked for that may not go now."""


def remindable(session: Session, invitation_ids: Collection[str], now: datetime) -> set[str]:
    """Return about which of these invitations in trajects a reminder may go at this moment.

    It may on a school day outside the quiet hours and outside a pause, while all who must agree do,
    when an earlier message arrived as far as we know, 2 school days ago or longer, and the list
    stays open for another day. Never of what was answered or declined, and not a third time.
    """
    if is_quiet(now):
        return set()
    today = local_date(now)
    asked = [
        each
        for each in asked_among(session, invitation_ids)
        if not each.is_ended(today)
        and each.invitation.opens_on <= today
        and each.invitation.closes_on >= today + timedelta(days=LAST_DAYS_OPEN)
    ]
    facts = facts_alone(session, asked, today)
    agreed = agreed_among(session, {str(each.invitation.traject_id) for each in asked}, today)
    return {
        each.invitation.id
        for each in asked
        if each.invitation.traject_id in agreed
        and facts.not_before(each) == today
        and facts.number(each) <= MOST_REMINDERS
        and _went_long_enough_ago(each, facts)
    }


def remind(
    session: Session, actor: Actor, traject: Traject, informant_id: str, now: datetime
) -> None:
    """Let one reminder go now of all that is open to somebody, because a coach asks for it."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    informant = session.get(TrajectInformant, informant_id)
    if informant is None or informant.traject_id != traject.id:
        raise NotFoundError
    of_informant = session.scalars(
        select(Invitation).where(
            Invitation.traject_id == traject.id, Invitation.informant_id == informant_id
        )
    ).all()
    may = remindable(session, [each.id for each in of_informant], now)
    if not may:
        raise NoReminderError("Een herinnering kan nu niet. Je kunt de link wel zelf geven.")
    chosen = [each for each in of_informant if each.id in may]
    for each in chosen:
        each.next_message_on = local_date(now)
        audit.record(
            session,
            audit.person(actor.person_id),
            "remind",
            "invitation",
            each.id,
            organisation_id=each.organisation_id,
            now=now,
        )
    plan_these(session, chosen, now)


def _went_long_enough_ago(asked: Asked, facts: BatchFacts) -> bool:
    """Tell whether the last message of ours went, and nothing went just now.

    What never came is no reason to remind: the coach sees that it got stuck. What the reader asked
    for is no reminder, but gives the same rest.
    """
    earlier = facts.earlier.get(asked.invitation.id, ())
    ours = [each for each in earlier if each.number < FIRST_REQUEST]
    if not ours or ours[-1].state != "sent" or facts.is_on_the_way(asked):
        return False
    went_on = max(local_date(each.sent_at) for each in earlier if each.sent_at is not None)
    return facts.calendar(asked).days_later(went_on, SCHOOL_DAYS_OF_REST) <= facts.day
