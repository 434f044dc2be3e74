"""Asking a teacher about the child that is put forward, in the act that does so."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.audit import services as audit
from survey_app.definitions import Questionnaire
from survey_app.invitations.models import Invitation
from survey_app.invitations.publishing import publish
from survey_app.trajects.models import Nomination
from survey_app.trajects.nominations import nominate

NOMINATION_LIST: Final = "kansmeter-aanmelding"
"""The list by which a teacher puts a child forward."""


@dataclass(frozen=True, slots=True)
class StillSealed:
    """What a teacher put forward and nobody took up: how many were sent, the days of the rest."""

    sent: int
    begun_on: tuple[date, ...]


def nominate_and_ask(
    session: Session,
    informant_id: str,
    questionnaire: Questionnaire,
    *,
    child_name: str,
    group_name: str,
    now: datetime,
) -> Invitation:
    """Put a child forward and return the one link about it, open as long as the nomination stands.

    Nothing is sent about it: whoever it is for is there now.
    """
    nomination = nominate(
        session, informant_id, child_name=child_name, group_name=group_name, now=now
    )
    asked = session.scalar(select(Invitation).where(Invitation.nomination_id == nomination.id))
    if asked is not None:
        return asked
    invitation = Invitation(
        organisation_id=nomination.organisation_id,
        nomination_id=nomination.id,
        school_informant_id=nomination.school_informant_id,
        fingerprint=publish(session, questionnaire, now),
        questionnaire_key=questionnaire.key,
        language=questionnaire.offered_languages[0],
        opens_on=nomination.nominated_on,
        closes_on=nomination.erase_on - timedelta(days=1),
        made_at=now,
    )
    session.add(invitation)
    session.flush()
    audit.record(
        session,
        audit.respondent(informant_id),
        "make invitation",
        "invitation",
        invitation.id,
        organisation_id=invitation.organisation_id,
        now=now,
    )
    return invitation


def still_sealed(session: Session, informant_id: str, today: date) -> StillSealed:
    """Return how far the nominations of one teacher are that no coach took up yet."""
    rows = session.execute(
        select(Invitation.answered_at, Nomination.nominated_on)
        .join(Nomination, Nomination.id == Invitation.nomination_id)
        .where(
            Nomination.school_informant_id == informant_id,
            Nomination.traject_id.is_(None),
            Nomination.erase_on > today,
        )
        .order_by(Nomination.nominated_at, Nomination.id)
    ).all()
    return StillSealed(
        sent=sum(answered_at is not None for answered_at, _ in rows),
        begun_on=tuple(begun_on for answered_at, begun_on in rows if answered_at is None),
    )
