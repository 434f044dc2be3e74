"""Restricting the use of a child's data on request, and lifting that (AVG art. 18).

While it holds the data are kept and no more: see `trajects.restriction` for what that stops. What
was answered stays; links wait, and go on when it is lifted.
"""

from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.names import clean_line
from survey_app.accounts.policy import Act, Actor, demand
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.keeping.rights_models import Restriction, RightsRequest
from survey_app.keeping.rights_requests import (
    LONGEST_WORDS,
    RESTRICTION,
    note,
    note_due,
    open_request,
)
from survey_app.storage import hold
from survey_app.trajects.models import Traject
from survey_app.trajects.services import owned, record_act

GROUNDS: Final = ("accuracy", "unlawful", "claim", "objection")
"""AVG art. 18 lid 1, a to d."""


def restrict(
    session: Session, actor: Actor, traject: Traject, request_id: str, ground: str, now: datetime
) -> Restriction:
    """Keep the data of a child from now on and use them no more, because somebody asked for it."""
    request = open_request(session, actor, traject, request_id, RESTRICTION)
    if ground not in GROUNDS:
        raise InputError("Kies waarom het gebruik wordt beperkt.")
    if traject.restricted_at is not None:
        raise InputError("De gegevens van dit kind zijn al beperkt.")
    made = Restriction(
        organisation_id=traject.organisation_id,
        traject_id=traject.id,
        request_id=request.id,
        ground=ground,
        began_by=actor.person_id,
        began_at=now,
    )
    session.add(made)
    traject.restricted_at = now
    request.outcome, request.closed_by, request.closed_at = "given", actor.person_id, now
    note_due(session, traject)
    record_act(session, actor, "restrict", traject, now)
    note(session, actor, "close request", request, now)
    return made


def lift(
    session: Session, actor: Actor, traject: Traject, *, told_on: date, reason: str, now: datetime
) -> Restriction:
    """Let the data be used again, after who asked for the restriction was told (art. 18 lid 3)."""
    demand(actor, Act.KEEP_REQUESTS, owned(traject))
    hold(session, traject, with_key=False)
    holds = in_force(session, traject)
    if holds is None:
        raise InputError("De gegevens van dit kind zijn niet beperkt.")
    today = local_date(now)
    if not local_date(holds.began_at) <= told_on <= today:
        raise InputError(
            "Kies de dag waarop je het vertelde aan wie erom vroeg. Dat is na het begin van de "
            "beperking, en niet later dan vandaag."
        )
    holds.lift_reason = clean_line(
        reason, LONGEST_WORDS, "Schrijf in één zin waarom de beperking niet meer nodig is."
    )
    holds.told_on, holds.lifted_by, holds.lifted_at = told_on, actor.person_id, now
    traject.restricted_at = None
    session.flush()
    record_act(session, actor, "lift restriction", traject, now)
    return holds


def in_force(session: Session, traject: Traject) -> Restriction | None:
    """Return the restriction that holds now."""
    return session.scalar(
        select(Restriction).where(
            Restriction.traject_id == traject.id, Restriction.lifted_at.is_(None)
        )
    )


def asked_by(session: Session, actor: Actor, traject: Traject) -> RightsRequest:
    """Return the request behind the restriction that holds, else raise as if there were none."""
    demand(actor, Act.KEEP_REQUESTS, owned(traject))
    holds = in_force(session, traject)
    if holds is None:
        raise NotFoundError
    return session.get_one(RightsRequest, holds.request_id)
