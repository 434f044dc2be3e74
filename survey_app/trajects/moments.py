"""The moments of a traject: planned, moved with a reason, or not held for one."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.errors import InputError, NotFoundError
from survey_app.trajects.models import Occasion, OccasionShift, Traject
from survey_app.trajects.services import owned, record_act

SHIFT_REASONS: Final = {
    "family": "het gezin kan dan niet",
    "child_ill": "het kind is ziek",
    "informant_away": "wie antwoordt is er niet",
    "school_busy": "druk op school",
    "help_later": "de hulp begint later of duurt langer",
    "cannot_wait": "het kan niet wachten",
    "other": "iets anders",
}
NOT_HELD_REASONS: Final = {
    "unreachable": "niet te bereiken",
    "declined": "wil liever niet",
    "too_busy": "te druk",
    "child_ill": "het kind is lang ziek",
    "family_stops": "het gezin stopt met het traject",
    "moved": "het kind is van school",
    "other": "iets anders",
}
"""Why a moment was not held: kept with the moment, so that the response can be explained."""

FARTHEST_DAYS: Final = 366


def plan_occasion(
    session: Session, traject: Traject, *, kind: str, moment: str, plan_version: str, on: date
) -> Occasion:
    """Plan one more moment of a kind."""
    last = session.scalar(
        select(func.max(Occasion.number)).where(
            Occasion.traject_id == traject.id, Occasion.kind == kind
        )
    )
    occasion = Occasion(
        organisation_id=traject.organisation_id,
        traject_id=traject.id,
        kind=kind,
        number=(last or 0) + 1,
        planned_on=on,
        moment=moment,
        plan_version=plan_version,
    )
    session.add(occasion)
    session.flush()
    return occasion


def occasion_of(session: Session, traject: Traject, occasion_id: str) -> Occasion:
    """Return a moment of this traject, else raise as if it did not exist."""
    occasion = session.get(Occasion, occasion_id)
    if occasion is None or occasion.traject_id != traject.id:
        raise NotFoundError
    return occasion


def shift_occasion(
    session: Session,
    actor: Actor,
    traject: Traject,
    occasion: Occasion,
    *,
    on: date,
    reason: str,
    today: date,
    now: datetime,
) -> None:
    """Hold a planned moment on another day, from today on; the old day and the reason are kept."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    if occasion.traject_id != traject.id:
        raise NotFoundError
    if reason not in SHIFT_REASONS:
        raise InputError("Kies waarom je de meting verzet.")
    if occasion.not_held is not None:
        raise InputError("Deze meting gaat niet door. Een andere dag kan niet meer.")
    if not today <= on <= today + timedelta(days=FARTHEST_DAYS):
        raise InputError("Kies een dag vanaf vandaag, binnen een jaar.")
    session.add(
        OccasionShift(
            organisation_id=occasion.organisation_id,
            occasion_id=occasion.id,
            from_on=occasion.planned_on,
            to_on=on,
            reason=reason,
            shifted_by=actor.person_id,
            shifted_at=now,
        )
    )
    occasion.planned_on = on
    session.flush()
    record_act(session, actor, "move moment", traject, now)


def leave_occasion(
    session: Session, actor: Actor, traject: Traject, occasion: Occasion, reason: str, now: datetime
) -> None:
    """Record that a moment is not held, and why."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    if reason not in NOT_HELD_REASONS:
        raise InputError("Kies waarom deze meting niet doorgaat.")
    if occasion.not_held is not None:
        raise InputError("Er staat al waarom deze meting niet doorgaat.")
    occasion.not_held = reason
    session.flush()
    record_act(session, actor, "moment not held", traject, now)


def shifts_of(session: Session, traject_id: str) -> Sequence[OccasionShift]:
    """Return how moments of a traject were moved, the latest last."""
    return session.scalars(
        select(OccasionShift)
        .join(Occasion, Occasion.id == OccasionShift.occasion_id)
        .where(Occasion.traject_id == traject_id)
        .order_by(OccasionShift.shifted_at)
    ).all()
