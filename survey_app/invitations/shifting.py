"""A moment that is held on another day, or not at all, with what that does to its links."""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Actor
from survey_app.clock import local_date
from survey_app.definitions.plans import After, OccasionKind, PlannedMoment
from survey_app.invitations.asking import ReadyPlan
from survey_app.invitations.days import Course, day_after, settled
from survey_app.invitations.models import Invitation
from survey_app.invitations.planning import course_of
from survey_app.invitations.reminders import plan_these, schedule
from survey_app.trajects import moments
from survey_app.trajects.calendar import SchoolCalendar
from survey_app.trajects.course import demand_running
from survey_app.trajects.models import Occasion, Traject, TrajectInformant

AFTER_THE_END: Final = (OccasionKind.CLOSING, OccasionKind.AFTERCARE)


def shift(
    session: Session,
    actor: Actor,
    traject: Traject,
    occasion: Occasion,
    *,
    on: date,
    reason: str,
    using: ReadyPlan,
    now: datetime,
) -> None:
    """Hold a planned moment on another day, for a reason; its links open with it.

    What is counted from it and still lies ahead moves along, unless it was moved by hand.
    """
    today = local_date(now)
    if occasion.kind not in AFTER_THE_END:
        demand_running(traject)
    moments.shift_occasion(
        session, actor, traject, occasion, on=on, reason=reason, today=today, now=now
    )
    course = course_of(session, traject)
    move(session, occasion, on, using, course, now)
    by_hand = {each.occasion_id for each in moments.shifts_of(session, traject.id)}
    for moment in using.plan.moments:
        follows = isinstance(moment.begins, After) and moment.begins.moment == occasion.moment
        later = course.last_of(moment.key)
        if not follows or later is None or later.planned_on <= today or later.id in by_hand:
            continue
        day = day_after(moment.begins, course) if isinstance(moment.begins, After) else None
        if day is not None:
            move(session, later, settled(moment, course.calendar, day), using, course, now)


def is_inconvenient(moment: PlannedMoment, calendar: SchoolCalendar, on: date) -> bool:
    """Tell whether there is no school on a day, or a holiday too near for this moment."""
    near = moment.avoids_holidays and calendar.is_near_holiday(on)
    return near or not calendar.is_school_day(on)


def leave(
    session: Session, actor: Actor, traject: Traject, occasion: Occasion, reason: str, now: datetime
) -> None:
    """Record why a moment is not held, and make its unanswered links worthless."""
    moments.leave_occasion(session, actor, traject, occasion, reason, now)
    for invitation, _ in _unanswered(session, occasion):
        invitation.revoked_at = now
    session.flush()


def move(
    session: Session, occasion: Occasion, on: date, using: ReadyPlan, course: Course, now: datetime
) -> None:
    """Let a moment and its unanswered links begin on a day."""
    occasion.planned_on = on
    moment = next((each for each in using.plan.moments if each.key == occasion.moment), None)
    opened = []
    for invitation, informant in _unanswered(session, occasion):
        if moment is not None:
            invitation.opens_on = _opens_on(
                moment, invitation.questionnaire_key, on, course.calendar
            )
            invitation.closes_on = invitation.opens_on + timedelta(days=moment.window.after_days)
        schedule(invitation, informant)
        opened.append(invitation)
    plan_these(session, opened, now)


def _opens_on(
    moment: PlannedMoment, questionnaire_key: str, on: date, calendar: SchoolCalendar
) -> date:
    later = sum(each.later_days for each in moment.asks if each.questionnaire == questionnaire_key)
    return calendar.first_from(on + timedelta(days=later)) if later else on


def _unanswered(session: Session, occasion: Occasion) -> list[tuple[Invitation, TrajectInformant]]:
    return [
        (invitation, informant)
        for invitation, informant in session.execute(
            select(Invitation, TrajectInformant)
            .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
            .where(
                Invitation.occasion_id == occasion.id,
                Invitation.revoked_at.is_(None),
                Invitation.answered_at.is_(None),
            )
        )
    ]
