"""Which part of the trail somebody may read: a director that of a school, an administrator that of
accounts and rights.

The policy decides here. Tables of rooms above are asked by their names, as in `reading`.
"""

from datetime import date
from typing import Final

from sqlalchemy import Select, and_, column, or_, select, table, union_all

from survey_app.accounts.granting import in_force
from survey_app.accounts.models import Approval, Organisation, Person, RoleGrant
from survey_app.accounts.policy import Act, Actor, Owned, demand, demand_role, may
from survey_app.audit.models import AuditEvent
from survey_app.audit.reading import Asked, about_trajects
from survey_app.audit.tried import REFUSED

_ABOUT_ACCOUNTS: Final = ("account", "approval", "organisation")
_ACCOUNT_ACTS: Final = frozenset(
    {
        *(Act.SEE_PEOPLE, Act.GIVE_SCHOOL_RIGHT, Act.GIVE_WIDE_RIGHT, Act.KEEP_ACCOUNTS),
        *(Act.KEEP_SCHOOLS, Act.KEEP_TERMS, Act.ASK_EXPORT, Act.SEE_APPROVALS),
        *(Act.DECIDE_APPROVAL, Act.SEE_ACCOUNT_TRAIL),
    }
)
"""What is about accounts and rights and not about children."""


def schools_watched(actor: Actor) -> frozenset[str]:
    """Return the schools of which this person may read who looked."""
    demand_role(actor, Act.SEE_SCHOOL_TRAIL)
    here = {right.school_id for right in actor.rights if right.school_id is not None}
    return frozenset(
        school_id
        for school_id in here
        if may(actor, Act.SEE_SCHOOL_TRAIL, Owned(actor.organisation_id, school_id, None))
    )


def trajects_watched(actor: Actor) -> Select[str]:
    """Return the trajects of those schools, as part of a statement."""
    traject = table("traject", column("id"), column("school_id"))
    return select(traject.c.id).where(traject.c.school_id.in_(schools_watched(actor)))


def of_school(actor: Actor, today: date, by_id: str | None = None) -> Asked:
    """Return the lines about the trajects of a school and about the school itself.

    With them go looks of who works there at lists of their own, what they took out, and what was
    refused to them, wherever that was.
    """
    schools = schools_watched(actor)
    staff = select(RoleGrant.person_id).where(RoleGrant.school_id.in_(schools), *in_force(today))
    by_staff = and_(
        AuditEvent.actor_kind == "person",
        AuditEvent.actor_id.in_(staff),
        or_(
            AuditEvent.outcome == REFUSED,
            AuditEvent.object_kind == "person",
            AuditEvent.object_id.is_(None),
        ),
    )
    about = or_(
        about_trajects(trajects_watched(actor)), AuditEvent.object_id.in_(schools), by_staff
    )
    return Asked(actor.organisation_id, about, by_id=by_id, staff_only=True)


def of_accounts(actor: Actor, by_id: str | None = None) -> Asked:
    """Return the lines about the accounts of an organisation, their rights and what takes two."""
    owner = actor.organisation_id
    demand(actor, Act.SEE_ACCOUNT_TRAIL, Owned(owner, None, None))
    objects = union_all(
        select(Person.id).where(Person.organisation_id == owner),
        select(Approval.id).where(Approval.organisation_id == owner),
        select(Organisation.id).where(Organisation.id == owner),
    )
    about = or_(
        and_(AuditEvent.object_kind.in_(_ABOUT_ACCOUNTS), AuditEvent.object_id.in_(objects)),
        and_(
            AuditEvent.object_id.is_(None),
            AuditEvent.outcome == REFUSED,
            AuditEvent.act.in_(sorted(_ACCOUNT_ACTS)),
        ),
    )
    return Asked(owner, about, by_id=by_id, staff_only=True)
