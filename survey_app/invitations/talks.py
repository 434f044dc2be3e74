"""Asking one person a step in a talk: an invitation to the same list that a link asks it with.

Nothing is sent for it, and it is asked whatever the ceiling of minutes says: in a talk it takes ten
seconds, and only what goes by link is dropped to spare somebody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.definitions import Item, ItemKind, Questionnaire
from survey_app.definitions.plans import Ask, Begin, PlannedMoment
from survey_app.errors import InputError
from survey_app.invitations.asking import ReadyPlan, fits, invite
from survey_app.invitations.models import Invitation, LeftOut
from survey_app.invitations.planning import come
from survey_app.invitations.services import demand_askable
from survey_app.trajects.models import Occasion, Traject, TrajectInformant
from survey_app.trajects.queries import asked_people
from survey_app.trajects.services import owned

ASKED_ROLES: Final = ("child", "parent", "teacher")


@dataclass(frozen=True, slots=True)
class TalkList:
    """The list with which somebody is asked a step in a talk, and its first step for that role."""

    moment: PlannedMoment
    asked: Ask
    questionnaire: Questionnaire
    item: Item


def talk_list(
    using: ReadyPlan, informant: TrajectInformant, traject: Traject, on: date
) -> TalkList | None:
    """Return what this person is asked in a talk on a day, or None when no list is for them."""
    (moment,) = using.plan.beginning_at(Begin.TALK)
    for each in moment.asks:
        questionnaire = using.lists[each.questionnaire]
        is_asked = not each.informants or informant.role in each.informants
        if is_asked and fits(questionnaire, informant.role, traject, on):
            item = first_step(questionnaire, informant.role)
            if item is not None:
                return TalkList(moment, each, questionnaire, item)
    return None


def first_step(questionnaire: Questionnaire, role: str) -> Item | None:
    """Return the first step that a list asks of a role: how it goes now."""
    return next(
        (
            item
            for page in questionnaire.pages_for(role)
            for item in page.items
            if item.kind is ItemKind.STEPS
        ),
        None,
    )


def people_to_ask(session: Session, traject_id: str) -> list[TrajectInformant]:
    """Return who can be asked a step in a talk: the child first, then parents and teachers."""
    return [each for each in asked_people(session, traject_id) if each.role in ASKED_ROLES]


def asked_on(
    session: Session, traject: Traject, informant: TrajectInformant, asked: TalkList, on: date
) -> Sequence[Invitation]:
    """Return by which invitations a person is asked this at the talks of a day."""
    return session.scalars(
        select(Invitation)
        .join(Occasion, Occasion.id == Invitation.occasion_id)
        .where(
            Occasion.traject_id == traject.id,
            Occasion.moment == asked.moment.key,
            Occasion.planned_on == on,
            Invitation.informant_id == informant.id,
            Invitation.questionnaire_key == asked.questionnaire.key,
            Invitation.revoked_at.is_(None),
        )
        .order_by(Occasion.number)
    ).all()


def invite_in_talk(
    session: Session,
    actor: Actor,
    traject: Traject,
    informant: TrajectInformant,
    asked: TalkList,
    using: ReadyPlan,
    on: date,
    now: datetime,
) -> Invitation:
    """Ask one person a step at a talk of a day at which that was not asked yet, or at a new one.

    Of a talk before today it can be noted as long as a link to it would be open.
    """
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    demand_askable(session, traject, now)
    demand_day(traject, on, local_date(now), asked.moment)
    taken = {each.occasion_id for each in asked_on(session, traject, informant, asked, on)}
    talks = session.scalars(
        select(Occasion)
        .where(
            Occasion.traject_id == traject.id,
            Occasion.moment == asked.moment.key,
            Occasion.planned_on == on,
            Occasion.not_held.is_(None),
        )
        .order_by(Occasion.number)
    )
    occasion = next((each for each in talks if each.id not in taken), None)
    if occasion is None:
        occasion = come(session, traject, using, asked.moment, on)
    session.execute(
        delete(LeftOut).where(
            LeftOut.occasion_id == occasion.id,
            LeftOut.informant_id == informant.id,
            LeftOut.questionnaire_key == asked.questionnaire.key,
        )
    )
    return invite(
        session,
        audit.person(actor.person_id),
        traject,
        occasion,
        asked.moment,
        asked.asked,
        asked.questionnaire,
        informant,
        on,
        now,
    )


def demand_day(traject: Traject, on: date, today: date, moment: PlannedMoment) -> None:
    """Raise unless a step of that day can be noted, or changed, now."""
    if on > today:
        raise InputError("Deze dag moet nog komen. Kijk na of de datum van dit toestel klopt.")
    days = moment.window.after_days
    if on < today - timedelta(days=days):
        raise InputError(f"Dit stapje is van meer dan {days} dagen geleden. Het kan er niet bij.")
    if on < traject.started_on:
        raise InputError("Op die dag was er nog geen traject. Het kan er niet bij.")
