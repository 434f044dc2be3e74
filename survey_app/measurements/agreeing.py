"""Saying yes or no to being asked, and what follows from it at once.

These are the only verbs the pages use: what changes who agrees, the end of every link that may then
no longer be open, and what becomes of what a teacher wrote before the start stand or fall together,
in the caller's transaction.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from survey_app.accounts.policy import Actor
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.invitations.services import revoke_all
from survey_app.measurements.nominations import settle
from survey_app.trajects import authority, statements
from survey_app.trajects.agreements import agreed
from survey_app.trajects.consent import Channel, Purpose
from survey_app.trajects.consent_texts import LANGUAGE
from survey_app.trajects.models import Traject, TrajectInformant


def record(
    session: Session,
    actor: Actor,
    traject: Traject,
    signer: TrajectInformant,
    answers: Mapping[Purpose, bool],
    channel: Channel,
    now: datetime,
) -> None:
    """Record what somebody said in a conversation or on paper."""
    statements.record(session, actor, traject, signer, answers, channel, now)
    _stop_what_is_refused(session, traject, now)
    settle(session, traject, audit.person(actor.person_id), now)


def record_court_decision(
    session: Session, actor: Actor, traject: Traject, channel: Channel, now: datetime
) -> None:
    """Record that a court decided in the place of the holders."""
    statements.record_court_decision(session, actor, traject, channel, now)
    settle(session, traject, audit.person(actor.person_id), now)


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
    """Record the month of birth and how many hold authority: it can make an agreement whole."""
    authority.record_who_decides(
        session,
        actor,
        traject,
        birth_year=birth_year,
        birth_month=birth_month,
        holders=holders,
        now=now,
    )
    settle(session, traject, audit.person(actor.person_id), now)


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
    authority.set_authority(
        session, actor, traject, parent, holds_authority=holds_authority, now=now
    )
    settle(session, traject, audit.person(actor.person_id), now)


def withdraw(
    session: Session,
    actor: Actor,
    traject: Traject,
    signer: TrajectInformant | None,
    channel: Channel,
    now: datetime,
) -> None:
    """Record that somebody takes everything back; without a signer, the holders together."""
    statements.withdraw(session, actor, traject, signer, channel, now)
    stop_what_is_taken_back(session, traject, now)
    settle(session, traject, audit.person(actor.person_id), now)


def say_by_link(
    session: Session,
    signer_id: str,
    answers: Mapping[Purpose, bool],
    now: datetime,
    *,
    language: str = LANGUAGE,
) -> None:
    """Keep what the holder of a link chose, by the words of a language."""
    traject = statements.say_by_link(session, signer_id, answers, now, language=language)
    _stop_what_is_refused(session, traject, now)
    settle(session, traject, audit.respondent(signer_id), now)


def withdraw_by_link(
    session: Session, signer_id: str, now: datetime, *, language: str = LANGUAGE
) -> None:
    """Take back all that the holder of a link gave."""
    traject = statements.withdraw_by_link(session, signer_id, now, language=language)
    stop_what_is_taken_back(session, traject, now)
    settle(session, traject, audit.respondent(signer_id), now)


def _stop_what_is_refused(session: Session, traject: Traject, now: datetime) -> None:
    """End every link when somebody who must agree is against it; who is awaited ends none."""
    found = agreed(session, traject.id, local_date(now))
    if not found.may_measure and (found.measuring.objects or found.help.objects):
        revoke_all(session, traject, now)


def stop_what_is_taken_back(session: Session, traject: Traject, now: datetime) -> None:
    """End every link when nothing may be asked any more."""
    if not agreed(session, traject.id, local_date(now)).is_settled:
        revoke_all(session, traject, now)
