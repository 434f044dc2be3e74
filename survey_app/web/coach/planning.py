"""Asking by the measurement plan of a traject: what is due, the step of a talk, a nomination."""

from collections.abc import Sequence

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act
from survey_app.definitions.plans import plan_of
from survey_app.invitations import planning
from survey_app.invitations.asking import ReadyPlan, ready
from survey_app.invitations.models import Invitation
from survey_app.trajects import agreements
from survey_app.trajects.models import Traject
from survey_app.web.coach.blueprint import coach, own, to_traject
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring


@coach.post("/trajecten/<id:traject_id>/stapje")
@needs(Act.CHANGE_TRAJECT)
def ask_step(traject_id: str) -> ResponseReturnValue:
    """Ask the small step of today's talk."""
    world = wiring()
    with world.database.write() as db:
        found = own(db, traject_id)
        planning.ask_step(db, this_actor(), found, plan_in_use(found), world.now())
    return to_traject(traject_id, "stapje")


@coach.post("/trajecten/<id:traject_id>/aanmeldmeting")
@needs(Act.CHANGE_TRAJECT)
def ask_nomination(traject_id: str) -> ResponseReturnValue:
    """Ask the teacher how it was before the start, as the first of two baselines."""
    world = wiring()
    with world.database.write() as db:
        found = own(db, traject_id)
        planning.ask_nomination(db, this_actor(), found, plan_in_use(found), world.now())
    return to_traject(traject_id, "aanmelding")


def plan_in_use(found: Traject) -> ReadyPlan:
    """Return the plan of a traject with the questionnaires of this installation."""
    return ready(plan_of(found.plan_key), wiring().library)


def agreed_message(planned: Sequence[Invitation]) -> str | None:
    """Return which message tells that links were made: to share now, or to open later."""
    if not planned:
        return None
    opens_now = any(each.opens_on <= wiring().today() for each in planned)
    return "akkoord" if opens_now else "akkoord-later"


def plan(db: Session, found: Traject) -> list[Invitation]:
    """Make the links that are due and not there yet, once all have agreed."""
    if agreements.agreed_consent(db, found.id, wiring().today()) is None:
        return []
    return planning.plan_invitations(db, this_actor(), found, plan_in_use(found), wiring().now())
