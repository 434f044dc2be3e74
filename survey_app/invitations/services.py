"""Making, opening, revoking and declining invitations."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import repeating
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.definitions import Questionnaire
from survey_app.errors import InputError, NotFoundError
from survey_app.invitations.models import Invitation
from survey_app.invitations.reminders import plan_these, schedule
from survey_app.trajects import services as trajects
from survey_app.trajects.agreements import agreed_consent
from survey_app.trajects.course import demand_running
from survey_app.trajects.models import Occasion, Traject, TrajectInformant

OPEN_DAYS = 28


class SucceededError(InputError):
    """Somebody is asked from whom another took over."""


class NoConsentError(InputError):
    """Nothing may be asked: the agreement is missing or was withdrawn."""


def revoke(
    session: Session, actor: Actor, traject: Traject, invitation: Invitation, now: datetime
) -> None:
    """Make one link worthless at once."""
    demand(actor, Act.CHANGE_TRAJECT, trajects.owned(traject))
    invitation.revoked_at = now
    session.flush()
    repeating.note(session, repeating.Kind.REVOKED, invitation.id, now)
    record(session, audit.person(actor.person_id), "revoke invitation", invitation, now)


def replace(
    session: Session, actor: Actor, traject: Traject, invitation: Invitation, now: datetime
) -> Invitation:
    """Revoke a link and make a new one for the same informant, moment and version.

    Somebody from whom another took over is asked nothing more.
    """
    demand_askable(session, traject, now)
    taken_over = select(TrajectInformant.id).where(
        TrajectInformant.succeeds_id == invitation.informant_id
    )
    if session.scalar(taken_over) is not None:
        raise SucceededError("Iemand anders nam dit over. Geef diegene de eigen link.")
    informant = session.get_one(TrajectInformant, invitation.informant_id)
    if not informant.is_asked:
        raise SucceededError(
            f"{informant.label} hoort bij de vorige school. Vraag iemand van de nieuwe."
        )
    if invitation.revoked_at is None:
        revoke(session, actor, traject, invitation, now)
    today = local_date(now)
    fresh = Invitation(
        organisation_id=invitation.organisation_id,
        traject_id=invitation.traject_id,
        informant_id=invitation.informant_id,
        occasion_id=invitation.occasion_id,
        fingerprint=invitation.fingerprint,
        questionnaire_key=invitation.questionnaire_key,
        language=invitation.language,
        opens_on=invitation.opens_on,
        closes_on=max(invitation.closes_on, today + timedelta(days=OPEN_DAYS)),
        made_at=now,
        place=invitation.place,
    )
    schedule(fresh, informant)
    session.add(fresh)
    session.flush()
    record(session, audit.person(actor.person_id), "make invitation", fresh, now)
    plan_these(session, [fresh], now)
    return fresh


def stop_asking(
    session: Session, actor: Actor, traject: Traject, informant_id: str, now: datetime
) -> None:
    """Make the links of one informant worthless, as when somebody else takes over."""
    links = session.scalars(
        select(Invitation).where(
            Invitation.traject_id == traject.id,
            Invitation.informant_id == informant_id,
            Invitation.revoked_at.is_(None),
        )
    )
    for invitation in links:
        revoke(session, actor, traject, invitation, now)


def revoke_all(session: Session, traject: Traject, now: datetime) -> None:
    """Make every link of a traject worthless at once, as withdrawal asks."""
    revoke_where(session, now, Invitation.traject_id == traject.id)


def revoke_where(session: Session, now: datetime, *which: ColumnElement[bool]) -> None:
    """Make links worthless at once, also where an older copy of the database is put back."""
    revoked = session.scalars(
        update(Invitation)
        .where(*which, Invitation.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(Invitation.id)
    ).all()
    for invitation_id in revoked:
        repeating.note(session, repeating.Kind.REVOKED, invitation_id, now)


def revoke_later(session: Session, traject: Traject, now: datetime) -> None:
    """Make the links worthless that have not opened yet, as the end of a traject asks."""
    session.execute(
        update(Invitation)
        .where(
            Invitation.traject_id == traject.id,
            Invitation.revoked_at.is_(None),
            Invitation.opens_on > local_date(now),
        )
        .values(revoked_at=now)
    )


def revive_later(session: Session, traject: Traject, ended_on: date, now: datetime) -> None:
    """Let what the end of a traject kept from opening come after all, when it is opened again.

    Nobody has had these links. Without agreement they stay worthless.
    """
    if agreed_consent(session, traject.id, local_date(now)) is None:
        return
    kept = session.execute(
        select(Invitation, TrajectInformant)
        .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
        .join(Occasion, Occasion.id == Invitation.occasion_id)
        .where(
            Invitation.traject_id == traject.id,
            Occasion.not_held.is_(None),
            TrajectInformant.is_asked,
            Invitation.revoked_at.is_not(None),
            Invitation.opens_on > ended_on,
            Invitation.closes_on >= local_date(now),
        )
    ).all()
    for invitation, informant in kept:
        if invitation.revoked_at is not None and local_date(invitation.revoked_at) == ended_on:
            invitation.revoked_at = None
            schedule(invitation, informant)
    session.flush()


def decline(
    session: Session, invitation_id: str, now: datetime, *, reason: str = "rather_not"
) -> None:
    """Note that the holder of the link would rather not take part, and why; the link keeps working.

    Reasons are `rather_not`, `no_time` and `not_understood`; the last one that was given stays.
    """
    invitation = session.get_one(Invitation, invitation_id)
    invitation.decline_reason = reason
    if invitation.declined_at is None:
        invitation.declined_at = now
        record(session, audit.respondent(invitation_id), "decline", invitation, now)


def invitation_of(session: Session, traject: Traject, invitation_id: str) -> Invitation:
    """Return an invitation of this traject, else raise as if it did not exist."""
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or invitation.traject_id != traject.id:
        raise NotFoundError
    return invitation


def language_for(questionnaire: Questionnaire, language: str) -> str:
    """Return somebody's language where the list is offered in it, else that of the list."""
    offered = questionnaire.offered_languages
    return language if language in offered else offered[0]


def demand_askable(session: Session, traject: Traject, now: datetime) -> None:
    """Raise unless the traject runs and who must agree did."""
    demand_running(traject)
    if agreed_consent(session, traject.id, local_date(now)) is None:
        raise NoConsentError(
            "Leg eerst vast wie akkoord is. Daarna kunnen er vragen gesteld worden."
        )


def record(session: Session, by: audit.By, act: str, invitation: Invitation, now: datetime) -> None:
    audit.record(
        session,
        by,
        act,
        "invitation",
        invitation.id,
        organisation_id=invitation.organisation_id,
        now=now,
    )
