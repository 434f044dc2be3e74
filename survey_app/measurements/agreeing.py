"""Saying yes or no to being asked, and stopping at once what may then no longer be asked.

These are the only verbs the pages use: the statement and the end of every open link stand or fall
together, in the caller's transaction.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from survey_app.accounts.policy import Actor
from survey_app.clock import local_date
from survey_app.invitations.services import revoke_all
from survey_app.trajects import statements
from survey_app.trajects.agreements import agreed
from survey_app.trajects.consent import Channel, Purpose
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
    _stop_what_is_taken_back(session, traject, now)


def say_by_link(
    session: Session, signer_id: str, answers: Mapping[Purpose, bool], now: datetime
) -> None:
    """Keep what the holder of a link chose."""
    traject = statements.say_by_link(session, signer_id, answers, now)
    _stop_what_is_refused(session, traject, now)


def withdraw_by_link(session: Session, signer_id: str, now: datetime) -> None:
    """Take back all that the holder of a link gave."""
    traject = statements.withdraw_by_link(session, signer_id, now)
    _stop_what_is_taken_back(session, traject, now)


def _stop_what_is_refused(session: Session, traject: Traject, now: datetime) -> None:
    """End every link when somebody who must agree is against it; who is awaited ends none."""
    found = agreed(session, traject.id, local_date(now))
    if not found.may_measure and (found.measuring.objects or found.help.objects):
        revoke_all(session, traject, now)


def _stop_what_is_taken_back(session: Session, traject: Traject, now: datetime) -> None:
    if not agreed(session, traject.id, local_date(now)).may_measure:
        revoke_all(session, traject, now)
