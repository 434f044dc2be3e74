"""Making, opening, revoking and declining invitations."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.definitions import Informant, Questionnaire
from survey_app.errors import InputError, NotFoundError
from survey_app.invitations.models import Invitation
from survey_app.invitations.publishing import publish
from survey_app.invitations.reminders import plan_these, schedule
from survey_app.trajects import services as trajects
from survey_app.trajects.agreements import agreed_consent
from survey_app.trajects.closures import calendar_of
from survey_app.trajects.consent import age_range
from survey_app.trajects.course import demand_running
from survey_app.trajects.models import Occasion, Traject, TrajectInformant
from survey_app.trajects.queries import asked_people

OPEN_DAYS = 28
STEP_DAYS = 7
FIRST_LISTS = ("kansmeter-ouder", "kansmeter-leerkracht", "kansmeter-kind")
STEP_LIST = "kansmeter-stapje"
NOMINATION_LIST = "kansmeter-aanmelding"
"""What is asked at intake and follow-up, at a talk, and before the start, until plans are data."""


class SucceededError(InputError):
    """Somebody is asked from whom another took over."""


class NoConsentError(InputError):
    """Nothing may be asked: the agreement is missing or was withdrawn."""


def fits(questionnaire: Questionnaire, role: str, traject: Traject, on: date) -> bool:
    """Tell whether a list is for this informant: its role, and for a child its age on that day.

    The form of the intake is kept to the end, also past a birthday, so a plan asks with the day of
    the intake. Without month and year of birth there is no list for the child.
    """
    if role not in {informant.value for informant in questionnaire.informants}:
        return False
    if role != Informant.CHILD or questionnaire.ages is None:
        return True
    if traject.birth_year is None or traject.birth_month is None:
        return False
    lowest, highest = questionnaire.ages
    youngest, oldest = age_range(traject.birth_year, traject.birth_month, on)
    return lowest <= oldest and youngest <= highest


def plan_invitations(
    session: Session,
    actor: Actor,
    traject: Traject,
    questionnaires: Iterable[Questionnaire],
    now: datetime,
) -> list[Invitation]:
    """Make the invitations of intake and follow-up that are not there yet; needs consent."""
    _demand_askable(session, traject, now)
    occasions = trajects.plan_measurement(
        session, traject, calendar_of(session, traject.school_id), local_date(now)
    )
    lists = list(questionnaires)
    people = asked_people(session, traject.id)
    form_day = occasions[0].planned_on
    return [
        made
        for occasion in occasions
        for made in _invite(
            session, actor, traject, occasion, people, lists, form_day, OPEN_DAYS, now
        )
    ]


def ask_step(
    session: Session, actor: Actor, traject: Traject, questionnaire: Questionnaire, now: datetime
) -> list[Invitation]:
    """Ask the small step of everybody on the day of a talk; needs consent."""
    _demand_askable(session, traject, now)
    today = local_date(now)
    occasion = trajects.plan_session(session, actor, traject, today)
    people = asked_people(session, traject.id)
    return _invite(
        session, actor, traject, occasion, people, [questionnaire], today, STEP_DAYS, now
    )


def ask_nomination(
    session: Session,
    actor: Actor,
    traject: Traject,
    questionnaire: Questionnaire,
    answered_intake: Collection[str],
    now: datetime,
) -> list[Invitation]:
    """Ask the teachers how it was before the start; with the intake it is a double baseline.

    Needs consent. Whoever answered the intake already (informant ids) is not asked: what is
    measured after the intake is no baseline.
    """
    _demand_askable(session, traject, now)
    people = [
        each
        for each in asked_people(session, traject.id)
        if each.role == "teacher" and each.id not in answered_intake
    ]
    if not people:
        raise InputError("Er is geen leerkracht die de intake nog moet invullen.")
    today = local_date(now)
    occasion = trajects.plan_nomination(session, actor, traject, today)
    return _invite(
        session, actor, traject, occasion, people, [questionnaire], today, STEP_DAYS, now
    )


def hold_now(
    session: Session, actor: Actor, traject: Traject, occasion: Occasion, now: datetime
) -> None:
    """Hold a planned moment today: its open invitations can be answered from now on."""
    today = local_date(now)
    trajects.move_occasion(session, actor, traject, occasion, today, now)
    opened = []
    for invitation, informant in session.execute(
        select(Invitation, TrajectInformant)
        .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
        .where(Invitation.occasion_id == occasion.id, Invitation.revoked_at.is_(None))
    ):
        invitation.opens_on = today
        invitation.closes_on = today + timedelta(days=OPEN_DAYS)
        schedule(invitation, informant)
        opened.append(invitation)
    plan_these(session, opened, now)


def revoke(
    session: Session, actor: Actor, traject: Traject, invitation: Invitation, now: datetime
) -> None:
    """Make one link worthless at once."""
    demand(actor, Act.CHANGE_TRAJECT, trajects.owned(traject))
    invitation.revoked_at = now
    session.flush()
    _record(session, audit.person(actor.person_id), "revoke invitation", invitation, now)


def replace(
    session: Session, actor: Actor, traject: Traject, invitation: Invitation, now: datetime
) -> Invitation:
    """Revoke a link and make a new one for the same informant, moment and version.

    Somebody from whom another took over is asked nothing more.
    """
    _demand_askable(session, traject, now)
    taken_over = select(TrajectInformant.id).where(
        TrajectInformant.succeeds_id == invitation.informant_id
    )
    if session.scalar(taken_over) is not None:
        raise SucceededError("Iemand anders nam dit over. Geef diegene de eigen link.")
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
    )
    schedule(fresh, session.get_one(TrajectInformant, invitation.informant_id))
    session.add(fresh)
    session.flush()
    _record(session, audit.person(actor.person_id), "make invitation", fresh, now)
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
    session.execute(
        update(Invitation)
        .where(Invitation.traject_id == traject.id, Invitation.revoked_at.is_(None))
        .values(revoked_at=now)
    )


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
        .where(
            Invitation.traject_id == traject.id,
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


def decline(session: Session, invitation_id: str, now: datetime) -> None:
    """Note that the holder of the link would rather not take part; the link keeps working."""
    invitation = session.get_one(Invitation, invitation_id)
    if invitation.declined_at is None:
        invitation.declined_at = now
        _record(session, audit.respondent(invitation_id), "decline", invitation, now)


def invitation_of(session: Session, traject: Traject, invitation_id: str) -> Invitation:
    """Return an invitation of this traject, else raise as if it did not exist."""
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or invitation.traject_id != traject.id:
        raise NotFoundError("Niet gevonden.")
    return invitation


def _demand_askable(session: Session, traject: Traject, now: datetime) -> None:
    """Raise unless the traject runs and who must agree did."""
    demand_running(traject)
    if agreed_consent(session, traject.id, local_date(now)) is None:
        raise NoConsentError(
            "Leg eerst vast wie akkoord is. Daarna kunnen er vragen gesteld worden."
        )


def _invite(
    session: Session,
    actor: Actor,
    traject: Traject,
    occasion: Occasion,
    people: Iterable[TrajectInformant],
    questionnaires: Iterable[Questionnaire],
    form_day: date,
    open_days: int,
    now: datetime,
) -> list[Invitation]:
    demand(actor, Act.CHANGE_TRAJECT, trajects.owned(traject))
    present = {
        (informant_id, key)
        for informant_id, key in session.execute(
            select(Invitation.informant_id, Invitation.questionnaire_key).where(
                Invitation.occasion_id == occasion.id
            )
        )
    }
    made: list[Invitation] = []
    if occasion.planned_on + timedelta(days=open_days) < local_date(now):
        # A moment that has passed is not asked of somebody who came later.
        return made
    for questionnaire in questionnaires:
        for informant in people:
            asked = (informant.id, questionnaire.key) in present
            if asked or not fits(questionnaire, informant.role, traject, form_day):
                continue
            invitation = Invitation(
                organisation_id=traject.organisation_id,
                traject_id=traject.id,
                informant_id=informant.id,
                occasion_id=occasion.id,
                fingerprint=publish(session, questionnaire, now),
                questionnaire_key=questionnaire.key,
                language=_language(questionnaire, informant),
                opens_on=occasion.planned_on,
                closes_on=occasion.planned_on + timedelta(days=open_days),
                made_at=now,
            )
            schedule(invitation, informant)
            session.add(invitation)
            session.flush()
            _record(session, audit.person(actor.person_id), "make invitation", invitation, now)
            made.append(invitation)
    plan_these(session, made, now)
    return made


def _language(questionnaire: Questionnaire, informant: TrajectInformant) -> str:
    """Return the informant's language where the list is offered in it, else that of the list."""
    offered = questionnaire.offered_languages
    return informant.language if informant.language in offered else offered[0]


def _record(
    session: Session, by: audit.By, act: str, invitation: Invitation, now: datetime
) -> None:
    audit.record(
        session,
        by,
        act,
        "invitation",
        invitation.id,
        organisation_id=invitation.organisation_id,
        now=now,
    )
