"""What an operator should know of rights: children whom nobody sees."""

from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from survey_app.accounts.granting import in_force
from survey_app.accounts.models import Person, RoleGrant
from survey_app.accounts.roles import Role
from survey_app.keeping.doctor import Finding
from survey_app.trajects.models import Traject


def orphans(session: Session, today: date) -> Finding:
    """Tell how many running trajects have neither a coach nor somebody who stands in (AC-021).

    The policy shows them to nobody, so nobody would notice; nothing of a child is told.
    """
    whose = or_(
        and_(RoleGrant.role == Role.COACH, RoleGrant.person_id == Traject.coach_id),
        and_(
            RoleGrant.role == Role.SUBSTITUTE,
            RoleGrant.coach_id == Traject.coach_id,
            or_(RoleGrant.traject_id.is_(None), RoleGrant.traject_id == Traject.id),
        ),
    )
    sees = (
        select(RoleGrant.id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(Person.active, RoleGrant.school_id == Traject.school_id, whose, *in_force(today))
        .exists()
    )
    number = session.scalar(
        select(func.count()).select_from(Traject).where(Traject.ended_on.is_(None), ~sees)
    )
    if not number:
        return Finding(False, "Every running traject has somebody who sees it.")
    return Finding(
        True,
        f"{number} running trajects are seen by nobody: their coach has no right at that school "
        "any more. Let somebody stand in ('survey-app user grant --role substitute --for EMAIL').",
    )
