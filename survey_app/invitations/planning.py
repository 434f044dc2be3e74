"""Letting the moments of a measurement plan come: what is near and not there yet is planned.

A traject knows on which day planning looks at it again, so that the daily look costs only what is
due. Consent, a new informant and the end of a traject are looked at in their own act.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.definitions.plans import Begin, MonthDay, OccasionKind, PlannedMoment
from survey_app.errors import InputError
from survey_app.invitations.asking import ReadyPlan, ask
from survey_app.invitations.days import (
    LOOK_AHEAD_DAYS,
    Course,
    day_of,
    is_group_8,
    settled,
)
from survey_app.invitations.models import Invitation
from survey_app.invitations.services import demand_askable
from survey_app.trajects.agreements import agreed_consent
from survey_app.trajects.calendar import FIRST_MONTH, school_year_of
from survey_app.trajects.closures import calendar_of
from survey_app.trajects.models import ClassGroup, Occasion, Traject
from survey_app.trajects.moments import plan_occasion
from survey_app.trajects.queries import asked_people, occasions
from survey_app.trajects.restriction import NOT_RESTRICTED
from survey_app.trajects.services import owned


@dataclass(frozen=True, slots=True)
class Looked:
    """What one batch came to: trajects looked at, invitations made."""

    trajects: int
    invitations: int


def plan_invitations(
    session: Session, actor: Actor, traject: Traject, using: ReadyPlan, now: datetime
) -> list[Invitation]:
    """Make the invitations that the plan asks for and that are not there yet; needs consent."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    demand_askable(session, traject, now)
    return plan_course(session, audit.person(actor.person_id), traject, using, now)


def due_trajects(today: date, school_id: str | None = None) -> Select[Traject]:
    """Ask for the trajects whose day has come, everywhere or at one school.

    One whose data are restricted waits with its day.
    """
    here = [] if school_id is None else [Traject.school_id == school_id]
    return select(Traject).where(Traject.next_moment_on <= today, NOT_RESTRICTED, *here)


def plan_due(
    session: Session,
    using: Callable[[str], ReadyPlan],
    now: datetime,
    size: int,
    school_id: str | None = None,
) -> Looked:
    """Look at the trajects whose day has come, the longest waiting first.

    Where nothing may be asked nothing is planned; who agrees later is looked at in that act.
    """
    due = session.scalars(
        due_trajects(local_date(now), school_id)
        .order_by(Traject.next_moment_on, Traject.id)
        .limit(size)
        .with_for_update(key_share=True, skip_locked=True)
    ).all()
    made = 0
    for traject in due:
        if agreed_consent(session, traject.id, local_date(now)) is None:
            traject.next_moment_on = None
        else:
            made += len(plan_course(session, audit.COMMAND, traject, using(traject.plan_key), now))
    session.flush()
    return Looked(len(due), made)


def ask_step(
    session: Session, actor: Actor, traject: Traject, using: ReadyPlan, now: datetime
) -> list[Invitation]:
    """Ask the small step of everybody on the day of a talk; needs consent."""
    (moment,) = using.plan.beginning_at(Begin.TALK)
    return _ask_today(session, actor, traject, using, moment, now)


def ask_nomination(
    session: Session, actor: Actor, traject: Traject, using: ReadyPlan, now: datetime
) -> list[Invitation]:
    """Ask the teachers how it was before the start; with the intake it is a double baseline.

    Needs consent. Whoever answered the intake already is not asked: what is measured after the
    intake is no baseline.
    """
    (moment,) = using.plan.beginning_at(Begin.HAND)
    measured = set(
        session.scalars(
            select(Invitation.informant_id)
            .join(Occasion, Occasion.id == Invitation.occasion_id)
            .where(
                Occasion.traject_id == traject.id,
                Occasion.kind == OccasionKind.INTAKE,
                Invitation.answered_at.is_not(None),
            )
        )
    )
    teachers = {each.id for each in asked_people(session, traject.id) if each.role == "teacher"}
    if not teachers - measured:
        raise InputError("Er is geen leerkracht die de intake nog moet invullen.")
    return _ask_today(session, actor, traject, using, moment, now, without=measured)


def plan_course(
    session: Session, by: audit.By, traject: Traject, using: ReadyPlan, now: datetime
) -> list[Invitation]:
    """Let the moments come that are near, ask what is not asked yet, and note the next look."""
    today = local_date(now)
    course = course_of(session, traject)
    if traject.ended_on is None and not course.kind(OccasionKind.INTAKE):
        (moment,) = using.plan.beginning_at(Begin.CONSENT)
        come(session, traject, using, moment, settled(moment, course.calendar, today))
        course = course_of(session, traject)
    looks = []
    for moment in using.plan.moments:
        if is_planned(moment, course, today):
            continue
        day = day_of(moment, course, today)
        if day is None:
            continue
        if day <= today + timedelta(days=LOOK_AHEAD_DAYS):
            come(session, traject, using, moment, day)
            course = course_of(session, traject)
        else:
            looks.append(day - timedelta(days=LOOK_AHEAD_DAYS))
    if traject.ended_on is None:
        looks.append(date(school_year_of(today) + 1, FIRST_MONTH, 1))
    traject.next_moment_on = min(looks, default=None)
    session.flush()
    return _ask_all(session, by, traject, using, course, now)


def _ask_all(
    session: Session,
    by: audit.By,
    traject: Traject,
    using: ReadyPlan,
    course: Course,
    now: datetime,
) -> list[Invitation]:
    people = asked_people(session, traject.id)
    by_key = {each.key: each for each in using.plan.moments}
    intake = next(iter(course.kind(OccasionKind.INTAKE)), None)
    return [
        invitation
        for occasion in course.occasions
        if occasion.not_held is None
        and (moment := by_key.get(occasion.moment)) is not None
        and moment.begins not in (Begin.HAND, Begin.TALK)
        for invitation in ask(
            session,
            by,
            traject,
            occasion,
            moment,
            using,
            people,
            course.calendar,
            form_day=(intake or occasion).planned_on,
            now=now,
        )
    ]


def course_of(session: Session, traject: Traject) -> Course:
    """Read what decides the days of a traject."""
    return Course(
        occasions=occasions(session, traject.id),
        ended_on=traject.ended_on,
        is_group_8=is_group_8(session.get_one(ClassGroup, traject.class_group_id).name),
        calendar=calendar_of(session, traject.school_id),
    )


def is_planned(moment: PlannedMoment, course: Course, today: date) -> bool:
    """Tell whether a moment is there already; a yearly one, in this school year."""
    last = course.last_of(moment.key)
    if last is None:
        return False
    return not isinstance(moment.begins, MonthDay) or school_year_of(
        last.planned_on
    ) == school_year_of(today)


def come(
    session: Session, traject: Traject, using: ReadyPlan, moment: PlannedMoment, on: date
) -> Occasion:
    """Plan a moment of the plan on a day."""
    return plan_occasion(
        session,
        traject,
        kind=str(moment.occasion),
        moment=moment.key,
        plan_version=using.plan.version,
        on=on,
    )


def _ask_today(
    session: Session,
    actor: Actor,
    traject: Traject,
    using: ReadyPlan,
    moment: PlannedMoment,
    now: datetime,
    *,
    without: set[str | None] | None = None,
) -> list[Invitation]:
    """Ask at a moment that a person brings: each talk once a day, a nomination once at all."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    demand_askable(session, traject, now)
    today = local_date(now)
    course = course_of(session, traject)
    known = [
        each
        for each in course.occasions
        if each.moment == moment.key and (moment.begins is Begin.HAND or each.planned_on == today)
    ]
    occasion = known[0] if known else come(session, traject, using, moment, today)
    people = [each for each in asked_people(session, traject.id) if each.id not in (without or ())]
    return ask(
        session,
        audit.person(actor.person_id),
        traject,
        occasion,
        moment,
        using,
        people,
        course.calendar,
        form_day=today,
        now=now,
    )
