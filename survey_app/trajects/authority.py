"""Recording what tells who must agree: the month of birth, and who holds parental authority."""

from datetime import datetime

from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.trajects import consent as rules
from survey_app.trajects.models import Traject, TrajectInformant
from survey_app.trajects.services import demand_room, owned, record_act

YOUNGEST, OLDEST = 4, 18


def record_who_decides(
    session: Session,
    actor: Actor,
    traject: Traject,
    *,
    birth_year: int,
    birth_month: int,
    holders: str,
    now: datetime,
) -> None:
    """Record what tells who must agree: the month of birth, and how many hold authority."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    today = local_date(now)
    months = (today.year - birth_year) * 12 + today.month - birth_month
    if not 1 <= birth_month <= 12 or not YOUNGEST * 12 <= months < OLDEST * 12:
        raise InputError("Vul de maand en het jaar van geboorte in van een kind van 4 tot 18 jaar.")
    if holders not in rules.HOLDERS_ASKED:
        raise InputError("Kies wie het gezag heeft.")
    demand_room(session, traject.id, holders, more=0)
    traject.birth_year, traject.birth_month, traject.holders = birth_year, birth_month, holders
    session.flush()
    record_act(session, actor, "record who decides", traject, now)


def set_authority(
    session: Session,
    actor: Actor,
    traject: Traject,
    parent: TrajectInformant,
    *,
    holds_authority: bool,
    now: datetime,
) -> None:
    """Record that a parent holds parental authority, or that a parent does not."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    if parent.traject_id != traject.id or parent.role != "parent":
        raise NotFoundError
    if not holds_authority and not parent.is_asked:
        raise InputError("Deze ouder staat er alleen bij om akkoord te geven.")
    if holds_authority and not parent.holds_authority:
        demand_room(session, traject.id, traject.holders, more=1)
    parent.holds_authority = holds_authority
    session.flush()
    record_act(session, actor, "change authority", traject, now)
