"""Saying who may be shown the own answers: papers made before are taken away in the same act."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from survey_app.accounts.policy import Actor
from survey_app.papers import ordering
from survey_app.trajects import releasing
from survey_app.trajects.models import Traject


def record(
    session: Session,
    actor: Actor,
    traject: Traject,
    informant_id: str,
    *,
    allowed: bool,
    said_on: date,
    seen: int,
    now: datetime,
) -> None:
    """Record what somebody said to the coach about showing the own answers."""
    releasing.record(
        session, actor, traject, informant_id, allowed=allowed, said_on=said_on, seen=seen, now=now
    )
    ordering.erase_of(session, traject.id)


def say_by_link(session: Session, informant_id: str, *, allowed: bool, now: datetime) -> None:
    """Keep what the holder of a link said about the own answers."""
    informant = releasing.say_by_link(session, informant_id, allowed=allowed, now=now)
    ordering.erase_of(session, informant.traject_id)
