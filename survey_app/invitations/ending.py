"""What the end of a traject does to its plan, and what opening it again does.

The closing is asked when the traject ends; what would still have come is not. A list that the
closing asks again is not asked beside it.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Actor
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.definitions.plans import Begin, OccasionKind, PlannedMoment
from survey_app.invitations.asking import ReadyPlan
from survey_app.invitations.days import REOPENED, Course, settled
from survey_app.invitations.models import Invitation
from survey_app.invitations.planning import come, course_of, plan_course
from survey_app.invitations.services import revive_later, revoke_later
from survey_app.invitations.shifting import move
from survey_app.trajects import course as courses
from survey_app.trajects.agreements import agreed_consent
from survey_app.trajects.models import Occasion, Traject, TrajectInformant
from survey_app.trajects.services import COACH

GIVEN_WAY: Final = "closing"
"""Why a follow-up was not held: the closing came within four weeks of it."""
APART_DAYS: Final = 28


def end(
    session: Session, actor: Actor, traject: Traject, reason: str, using: ReadyPlan, now: datetime
) -> list[Invitation]:
    """End a traject and ask its closing; a family that stops is asked nothing more."""
    courses.end_traject(session, actor, traject, reason, now)
    revoke_later(session, traject, now)
    if agreed_consent(session, traject.id, local_date(now)) is None:
        traject.next_moment_on = None
        return []
    course = course_of(session, traject)
    (moment,) = using.plan.beginning_at(Begin.ENDING)
    closing = _closing(session, traject, course, moment, using, now)
    if reason == courses.FAMILY_STOPS:
        closing.not_held = reason
    else:
        _give_way(session, course, local_date(now), now)
    return plan_course(session, audit.person(actor.person_id), traject, using, now)


def reopen(
    session: Session, actor: Actor, traject: Traject, using: ReadyPlan, now: datetime
) -> None:
    """Open an ended traject again: what its end kept from coming comes, its closing does not."""
    ended_on = courses.reopen_traject(session, actor, traject, now)
    revive_later(session, traject, ended_on, now)
    course = course_of(session, traject)
    for occasion in (*course.kind(OccasionKind.CLOSING), *course.kind(OccasionKind.AFTERCARE)):
        if occasion.planned_on >= ended_on and occasion.not_held is None:
            _stop(session, [occasion], REOPENED, now)
    if agreed_consent(session, traject.id, local_date(now)) is not None:
        plan_course(session, audit.person(actor.person_id), traject, using, now)


def _closing(
    session: Session,
    traject: Traject,
    course: Course,
    moment: PlannedMoment,
    using: ReadyPlan,
    now: datetime,
) -> Occasion:
    """Return the closing: the one that runs or is planned already, else a new one."""
    today = local_date(now)
    on = settled(moment, course.calendar, today)
    for closing in course.kind(OccasionKind.CLOSING):
        if closing.not_held is None and today <= closing.planned_on + timedelta(
            days=moment.window.after_days
        ):
            if closing.planned_on > on:
                move(session, closing, on, using, course, now)
            return closing
    return come(session, traject, using, moment, on)


def _give_way(session: Session, course: Course, today: date, now: datetime) -> None:
    """End a follow-up that nobody has answered yet and that the closing would repeat."""
    near = [
        each
        for each in course.kind(OccasionKind.FOLLOW_UP)
        if each.not_held is None and today - timedelta(days=APART_DAYS) < each.planned_on <= today
    ]
    _stop(session, near, GIVEN_WAY, now)


def _stop(session: Session, stopped: Iterable[Occasion], reason: str, now: datetime) -> None:
    """Make the unanswered links of these moments worthless; what nobody answered was not held.

    A coach alone holds no measurement.
    """
    for occasion in stopped:
        links = session.execute(
            select(Invitation, TrajectInformant.role)
            .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
            .where(Invitation.occasion_id == occasion.id, Invitation.revoked_at.is_(None))
        ).all()
        for link, _ in links:
            if link.answered_at is None:
                link.revoked_at = now
        if not any(link.answered_at for link, role in links if role != COACH):
            occasion.not_held = reason
    session.flush()
