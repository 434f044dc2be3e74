"""Asking the people around a school what comes back every year; planning again asks nothing twice.

A list opens on the first school day of its month by the school's own calendar. Whoever comes later
in that month is asked from then on, and whoever comes after it waits for the next time. So does
whoever would be over the ceiling of minutes by a list that can go; that is kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.accounts.models import School
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.definitions import Questionnaire, Subject
from survey_app.invitations.burden import burdens_at_school
from survey_app.invitations.models import Invitation, YearlyLeftOut
from survey_app.invitations.publishing import publish
from survey_app.invitations.reminders import plan_these, schedule
from survey_app.invitations.services import language_for, record
from survey_app.invitations.yearly import (
    YearlyList,
    due_in_month_of,
    still_to_come,
    yearly_ceilings,
)
from survey_app.trajects.calendar import SchoolCalendar, school_year_of
from survey_app.trajects.closures import calendars
from survey_app.trajects.models import ClassGroup, SchoolInformant
from survey_app.trajects.services import group_of

Read = Callable[[str], Questionnaire]
"""Returns the list with a key."""


@dataclass(frozen=True, slots=True)
class YearlyBatch:
    """What one batch came to, and the last one looked at: the next batch begins after it."""

    made: int
    last: str | None


def plan_yearly(
    session: Session,
    asked: YearlyList,
    read: Read,
    now: datetime,
    size: int,
    after: str = "",
    school_id: str | None = None,
) -> YearlyBatch:
    """Make the invitations of one list of this month for a batch of people who have none.

    They are of all schools or of one.
    """
    at_school = [] if school_id is None else [SchoolInformant.school_id == school_id]
    people = session.scalars(
        select(SchoolInformant)
        .where(
            SchoolInformant.id > after,
            SchoolInformant.role.in_(asked.roles),
            SchoolInformant.left_at.is_(None),
            ~_was_asked(asked, school_year_of(local_date(now))),
            *at_school,
        )
        .order_by(SchoolInformant.id)
        .limit(size)
        .with_for_update(key_share=True, skip_locked=True)
    ).all()
    if not people:
        return YearlyBatch(0, None)
    made = _ask(session, asked, people, read, audit.COMMAND, now)
    return YearlyBatch(len(made), people[-1].id)


def ask_now(
    session: Session, informant: SchoolInformant, read: Read, by: audit.By, now: datetime
) -> list[Invitation]:
    """Ask one person what is asked this month, as when somebody comes or gets another group."""
    return [
        made
        for asked in due_in_month_of(local_date(now))
        if informant.role in asked.roles and not _was_this_asked(session, asked, informant, now)
        for made in _ask(session, asked, [informant], read, by, now)
    ]


def settle_group(session: Session, invitation_id: str, now: datetime) -> None:
    """Ask nobody else about a group that one of its teachers answered about.

    A colleague who saves or sends at this very moment is left alone: their link is dead all the
    same (see the sheet), or there are two answers and the first counts.
    """
    answered = session.get_one(Invitation, invitation_id)
    if answered.class_group_id is None:
        return
    others = session.scalars(
        select(Invitation)
        .where(
            Invitation.class_group_id == answered.class_group_id,
            Invitation.questionnaire_key == answered.questionnaire_key,
            Invitation.school_year == answered.school_year,
            Invitation.moment == answered.moment,
            Invitation.id != answered.id,
            Invitation.answered_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .with_for_update(skip_locked=True)
    )
    for each in others:
        each.revoked_at = now
        record(session, audit.respondent(invitation_id), "revoke invitation", each, now)


def _was_asked(asked: YearlyList, school_year: int) -> ColumnElement[bool]:
    """Tell of a person in a query whether this list was asked, or left out for the ceiling.

    A revoked link counts as asked, but not about another group: a teacher who moved is asked about
    the group of now.
    """
    left_out = (
        select(YearlyLeftOut.moment)
        .where(
            YearlyLeftOut.school_informant_id == SchoolInformant.id,
            YearlyLeftOut.questionnaire_key == asked.questionnaire_key,
            YearlyLeftOut.school_year == school_year,
            YearlyLeftOut.moment == asked.moment,
        )
        .exists()
    )
    return left_out | (
        select(Invitation.id)
        .where(
            Invitation.school_informant_id == SchoolInformant.id,
            Invitation.questionnaire_key == asked.questionnaire_key,
            Invitation.school_year == school_year,
            Invitation.moment == asked.moment,
            Invitation.revoked_at.is_(None)
            | Invitation.class_group_id.is_(None)
            | (Invitation.class_group_id == SchoolInformant.class_group_id),
        )
        .exists()
    )


def _was_this_asked(
    session: Session, asked: YearlyList, person: SchoolInformant, now: datetime
) -> bool:
    found = select(SchoolInformant.id).where(
        SchoolInformant.id == person.id, _was_asked(asked, school_year_of(local_date(now)))
    )
    return session.scalar(found) is not None


def _ask(
    session: Session,
    asked: YearlyList,
    people: Sequence[SchoolInformant],
    read: Read,
    by: audit.By,
    now: datetime,
) -> list[Invitation]:
    questionnaire = read(asked.questionnaire_key)
    fingerprint = publish(session, questionnaire, now)
    open_at = calendars(session, {each.school_id for each in people})
    over = _over_the_ceiling(session, asked, people, now) if asked.can_go else set()
    made: list[Invitation] = []
    for person in people:
        invitation = _invitation(session, asked, person, open_at[person.school_id], now)
        if invitation is None:
            continue
        invitation.fingerprint = fingerprint
        invitation.language = language_for(questionnaire, person.language)
        schedule(invitation, person)
        try:
            with session.begin_nested():
                session.add(_left_out(invitation) if person.id in over else invitation)
        except IntegrityError:
            if not _was_this_asked(session, asked, person, now):
                raise
            continue  # another planner asked at this moment
        if person.id in over:
            continue
        record(session, by, "make invitation", invitation, now)
        made.append(invitation)
    plan_these(session, made, now)
    return made


def _over_the_ceiling(
    session: Session, asked: YearlyList, people: Sequence[SchoolInformant], now: datetime
) -> set[str]:
    """Return who would be over the ceiling by a list, with what comes later this year for sure."""
    today = local_date(now)
    minutes = burdens_at_school(session, yearly_ceilings(), people, school_year_of(today), today)
    return {
        each.id
        for each in people
        if minutes[each.id].is_over_with(asked.minutes + still_to_come(each.role, asked.month))
    }


def _left_out(invitation: Invitation) -> YearlyLeftOut:
    """Return what is kept in the place of an invitation that does not fit."""
    return YearlyLeftOut(
        school_informant_id=invitation.school_informant_id,
        questionnaire_key=invitation.questionnaire_key,
        school_year=invitation.school_year,
        moment=invitation.moment,
        organisation_id=invitation.organisation_id,
        left_out_at=invitation.made_at,
    )


def _invitation(
    session: Session,
    asked: YearlyList,
    person: SchoolInformant,
    calendar: SchoolCalendar,
    now: datetime,
) -> Invitation | None:
    """Return what to ask somebody; None when no school day or no question is left this month."""
    opens_on = calendar.first_from(local_date(now))
    if opens_on.month != asked.month:
        return None
    invitation = Invitation(
        organisation_id=person.organisation_id,
        school_informant_id=person.id,
        questionnaire_key=asked.questionnaire_key,
        school_year=school_year_of(opens_on),
        moment=asked.moment,
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=asked.open_days),
        made_at=now,
    )
    match asked.about:
        case Subject.PERSON:
            invitation.subject_id = person.id
        case Subject.SCHOOL:
            invitation.school_id = person.school_id
        case _:
            invitation.class_group_id = _group_of_now(session, person, now)
            if invitation.class_group_id is None or _is_answered(session, invitation):
                return None
    return invitation


def _group_of_now(session: Session, person: SchoolInformant, now: datetime) -> str | None:
    """Return the teacher's group; in a new school year the one of the same name."""
    group = session.get(ClassGroup, person.class_group_id) if person.class_group_id else None
    if group is None:
        return None
    today = local_date(now)
    if group.school_year != school_year_of(today):
        school = session.get_one(School, person.school_id)
        person.class_group_id = group_of(session, school, group.name, today).id
    return person.class_group_id


def _is_answered(session: Session, invitation: Invitation) -> bool:
    return (
        session.scalar(
            select(Invitation.id)
            .where(
                Invitation.class_group_id == invitation.class_group_id,
                Invitation.questionnaire_key == invitation.questionnaire_key,
                Invitation.moment == invitation.moment,
                Invitation.answered_at.is_not(None),
            )
            .limit(1)
        )
        is not None
    )
