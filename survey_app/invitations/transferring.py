"""Giving a traject to another school, and ending what the old school was asked."""

from datetime import datetime

from sqlalchemy.orm import Session

from survey_app.accounts.policy import Actor
from survey_app.invitations.services import demand_askable, stop_asking
from survey_app.trajects import course
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import informants


def transfer(
    session: Session,
    actor: Actor,
    traject: Traject,
    *,
    person_id: str,
    school_id: str,
    group_name: str,
    family_knows: bool,
    now: datetime,
) -> None:
    """Give a traject to a coach of another school; the links of the old teachers end with it.

    Only under an agreement that holds today: without one the new school would read answers that
    nobody may use.
    """
    demand_askable(session, traject, now)
    for each in informants(session, traject.id):
        if each.role == "teacher":
            stop_asking(session, actor, traject, each.id, now)
    course.transfer(
        session,
        actor,
        traject,
        person_id=person_id,
        school_id=school_id,
        group_name=group_name,
        family_knows=family_knows,
        now=now,
    )
