"""Giving a traject to another coach or school, and ending what goes with who had it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from survey_app.accounts.policy import Actor
from survey_app.invitations.services import demand_askable, stop_asking
from survey_app.trajects import course
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import informants
from survey_app.trajects.services import AT_SCHOOL, COACH


def hand_over(
    session: Session, actor: Actor, traject: Traject, colleague_id: str, now: datetime
) -> None:
    """Give a traject to another coach of the same school; the own links of the giver end."""
    _stop_asking(session, actor, traject, (COACH,), now)
    course.hand_over(session, actor, traject, colleague_id, now)


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
    """Give a traject to a coach of another school; links of who works at the old one end with it.

    Only under an agreement that holds today: without one the new school would read answers that
    nobody may use.
    """
    demand_askable(session, traject, now)
    _stop_asking(session, actor, traject, (*AT_SCHOOL, COACH), now)
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


def _stop_asking(
    session: Session, actor: Actor, traject: Traject, roles: Collection[str], now: datetime
) -> None:
    for each in informants(session, traject.id):
        if each.role in roles:
            stop_asking(session, actor, traject, each.id, now)
