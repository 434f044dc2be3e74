"""Reading trajects, always through the policy."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import Session

from survey_app.accounts.models import Organisation, School
from survey_app.accounts.policy import Act, Actor, Owned, demand
from survey_app.accounts.roles import Role
from survey_app.errors import NotFoundError
from survey_app.storage import hold, not_looked_up
from survey_app.trajects.models import (
    ClassGroup,
    Nomination,
    Occasion,
    ReferenceParticipant,
    Traject,
    TrajectInformant,
)
from survey_app.trajects.restriction import NOT_RESTRICTED, demand_usable

ROLES: Final = ("child", "parent", "teacher", "ib", "coach")
"""In the order in which pages name people."""
IN_ORDER: Final = case(
    {role: place for place, role in enumerate(ROLES)}, value=TrajectInformant.role
)


def traject_for(session: Session, actor: Actor, traject_id: str, act: Act) -> Traject:
    """Return a traject this person may do this with, else raise as if it did not exist.

    Who changes a traject does so one after another: PostgreSQL locks its row, so that nobody makes
    a link under an agreement that somebody else withdraws at that moment. The lock leaves the key
    free, because answers that are being stored only point to it. On SQLite a writer is alone.
    """
    traject = session.get(Traject, traject_id)
    if traject is None:
        raise NotFoundError
    demand(actor, act, owned(traject))
    demand_usable(traject, act)
    if act is Act.CHANGE_TRAJECT:
        hold(session, traject, with_key=False)
        # Whoever waited for the lock may find it handed over or restricted.
        demand(actor, act, owned(traject))
        demand_usable(traject, act)
    return traject


def owned(traject: Traject) -> Owned:
    """Return whose a traject is, for the policy."""
    return Owned(
        traject.organisation_id, traject.school_id, traject.coach_id, traject_id=traject.id
    )


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """A traject with the names of its group and school."""

    traject: Traject
    group_name: str
    school_name: str


def caseload(session: Session, actor: Actor) -> list[CaseloadRow]:
    """Return the trajects of this coach with the names of group and school, newest first."""
    return _caseload(session, actor, *of_own_caseload(actor))


def whole_caseload(session: Session, actor: Actor) -> list[CaseloadRow]:
    """Return them with those whose data are restricted: to say no more than that."""
    return _caseload(session, actor, *of_whole_caseload(actor))


def _caseload(session: Session, actor: Actor, *which: ColumnElement[bool]) -> list[CaseloadRow]:
    demand(actor, Act.SEE_CASELOAD)
    rows = session.execute(
        select(Traject, ClassGroup.name, School.name)
        .join(ClassGroup, ClassGroup.id == Traject.class_group_id)
        .join(School, School.id == Traject.school_id)
        .where(*which)
        .order_by(Traject.started_at.desc())
    )
    return [CaseloadRow(*row) for row in rows]


def of_own_caseload(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Return what makes a traject one of this coach's whose data may be used."""
    return (*of_whole_caseload(actor), NOT_RESTRICTED)


def of_whole_caseload(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Return what makes a traject one of this coach's, at a school where the role is held today.

    Also one whose data are restricted: for what cannot wait, and to say that they are. Whose the
    traject is stands first: it is the one thing by which rows are looked up.
    """
    stood_in = [right for right in actor.rights if right.role is Role.SUBSTITUTE]
    own = and_(Traject.coach_id == actor.person_id, Traject.school_id.in_(actor.coaches_at))
    others = (
        and_(
            Traject.coach_id == right.coach_id,
            Traject.school_id == right.school_id,
            *((Traject.id == right.traject_id,) if right.traject_id else ()),
        )
        for right in sorted(stood_in, key=str)
    )
    return (
        or_(own, *others),
        not_looked_up(Traject.organisation_id) == actor.organisation_id,
    )


def informants(session: Session, traject_id: str) -> list[TrajectInformant]:
    """Return the informants of a traject by role, each in the order of adding."""
    return list(
        session.scalars(
            select(TrajectInformant)
            .where(TrajectInformant.traject_id == traject_id)
            .order_by(IN_ORDER, TrajectInformant.number)
        )
    )


def asked_people(session: Session, traject_id: str) -> list[TrajectInformant]:
    """Return the informants who are still asked.

    That is all but those from whom somebody took over, those who are here only to agree, and who
    work at a school that the child left.
    """
    people = informants(session, traject_id)
    left = {each.succeeds_id for each in people}
    return [each for each in people if each.is_asked and each.id not in left]


def occasions(session: Session, traject_id: str) -> list[Occasion]:
    """Return the moments of a traject in the order of time."""
    return list(
        session.scalars(
            select(Occasion)
            .where(Occasion.traject_id == traject_id)
            .order_by(Occasion.planned_on, Occasion.kind, Occasion.number)
        )
    )


def holds_real_children(session: Session) -> bool:
    """Tell whether anything here is of a child that exists: helped, nominated or in a retest."""
    return any(
        session.scalar(
            select(kind.id)
            .join(Organisation, Organisation.id == kind.organisation_id)
            .where(~Organisation.simulated)
            .limit(1)
        )
        is not None
        for kind in (Traject, Nomination, ReferenceParticipant)
    )


def names_of(session: Session, traject: Traject) -> tuple[str, str]:
    """Return the names of a traject's group and school."""
    group = session.get_one(ClassGroup, traject.class_group_id)
    school = session.get_one(School, traject.school_id)
    return group.name, school.name
