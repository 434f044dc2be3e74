"""Letting a colleague do one traject for some time: a right of a substitute, until a day."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts import granting
from survey_app.accounts.granting import Wish
from survey_app.accounts.models import Person, RoleGrant
from survey_app.accounts.policy import Act, Actor, demand
from survey_app.accounts.queries import by_name
from survey_app.accounts.roles import Role
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.trajects.course import colleagues, receivers
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import owned
from survey_app.trajects.services import record_act


def who_can(session: Session, traject: Traject, now: datetime) -> list[Person]:
    """Return the other coaches of the organisation, those of the same school first, each once."""
    near = colleagues(session, traject, now)
    ids = {each.person_id for each in receivers(session, traject, now)} - {traject.coach_id}
    ids -= {each.id for each in near}
    far = session.scalars(select(Person).where(Person.id.in_(ids)))
    return [*near, *sorted(far, key=by_name)]


def lent(session: Session, traject: Traject, today: date) -> Sequence[tuple[RoleGrant, Person]]:
    """Return who does this traject meanwhile, by the last day."""
    rows = session.execute(
        select(RoleGrant, Person)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.traject_id == traject.id,
            RoleGrant.role == Role.SUBSTITUTE,
            RoleGrant.coach_id == traject.coach_id,
            *granting.in_force(today),
        )
        .order_by(RoleGrant.ends_on, RoleGrant.id)
    )
    return [(grant, person) for grant, person in rows]


def lend(
    session: Session,
    actor: Actor,
    traject: Traject,
    person_id: str,
    until: date,
    now: datetime,
) -> RoleGrant:
    """Let a colleague do a traject until a day, which counts; the coach goes on seeing it."""
    demand(actor, Act.GIVE_AWAY_TRAJECT, owned(traject))
    if person_id not in {each.id for each in who_can(session, traject, now)}:
        raise InputError("Kies een collega uit de lijst.")
    person = granting.person_of(session, actor, person_id)
    today = local_date(now)
    wish = Wish(
        Role.SUBSTITUTE,
        today,
        until,
        school_id=traject.school_id,
        coach_id=traject.coach_id,
        traject_id=traject.id,
    )
    granting.check(session, person, wish, today)
    made = granting.write(session, person, wish, now, given_by=actor.person_id)
    record_act(session, actor, "lend traject", traject, now)
    return made


def take_back(
    session: Session, actor: Actor, traject: Traject, grant_id: str, now: datetime
) -> None:
    """End that at once; ended twice it ends once."""
    demand(actor, Act.GIVE_AWAY_TRAJECT, owned(traject))
    grant = session.get(RoleGrant, grant_id, with_for_update=True)
    if grant is None or grant.traject_id != traject.id or grant.role != Role.SUBSTITUTE:
        raise NotFoundError
    if grant.ended_at is None:
        grant.ended_at, grant.ended_by = now, actor.person_id
        record_act(session, actor, "take traject back", traject, now)
