"""Reading signals: what asks for the coach's attention, and what was taken up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from survey_app.accounts.policy import Actor
from survey_app.answering.correcting import IS_LAST, what_counts
from survey_app.answering.models import Correction, Response
from survey_app.invitations.models import Invitation
from survey_app.invitations.publishing import questionnaire_of
from survey_app.measurements.models import Signal
from survey_app.measurements.raising import Cause, cause_of
from survey_app.trajects.models import Occasion, Traject, TrajectInformant
from survey_app.trajects.queries import of_own_caseload

LEVELS: Final = ("today", "two_days", "talk")
"""How soon a signal asks for somebody, the most urgent first."""


@dataclass(frozen=True, slots=True)
class SignalLine:
    """A signal with whose answer it was, at which moment, and when and by whom taken up.

    `item` is where the answer stands; `items` are all whose answers raised it together;
    `changed_at` is when its sender changed one of them after that.
    """

    id: str
    traject_id: str
    child_name: str
    informant_id: str
    fingerprint: str
    role: str
    label: str
    item: str
    items: tuple[str, ...]
    cause: Cause
    level: str
    raised_at: datetime
    seen_at: datetime | None
    occasion_kind: str
    changed_at: datetime | None = None
    seen_by: str | None = None


def open_signals(session: Session, actor: Actor, traject_id: str | None = None) -> list[SignalLine]:
    """Return the unseen signals of this coach (or of one of their trajects), most urgent first."""
    query = _signals(actor).where(Signal.seen_at.is_(None)).order_by(Signal.raised_at)
    if traject_id is not None:
        query = query.where(Signal.traject_id == traject_id)
    lines = [_signal_line(session, *row) for row in session.execute(query)]
    return sorted(lines, key=lambda line: LEVELS.index(line.level))


def signals_taken_up(session: Session, actor: Actor, traject_id: str) -> list[SignalLine]:
    """Return the signals of one traject that somebody took up, the newest first."""
    query = (
        _signals(actor)
        .where(Signal.seen_at.is_not(None), Signal.traject_id == traject_id)
        .order_by(Signal.seen_at.desc())
    )
    return [_signal_line(session, *row) for row in session.execute(query)]


def taken_up_since(session: Session, actor: Actor, since: datetime) -> list[SignalLine]:
    """Return the signals of this coach's trajects that the coach took up from a moment on."""
    query = _signals(actor).where(*taken_up_by(actor, since)).order_by(Signal.seen_at.desc())
    return [_signal_line(session, *row) for row in session.execute(query)]


def taken_up_by(actor: Actor, since: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return what makes a signal one that this person took up from a moment on."""
    return Signal.seen_by == actor.person_id, Signal.seen_at >= since


_THEN = aliased(Correction)
_ANY = aliased(Correction)
_LAST_THEN = (_THEN.response_id == Response.id) & (
    _THEN.number
    == select(func.max(_ANY.number))
    .where(_ANY.response_id == Response.id, _ANY.corrected_at <= Signal.raised_at)
    .scalar_subquery()
)
"""What joins a response to the correction that counted when a signal was raised."""


def _signals(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Signal,
            Traject,
            TrajectInformant,
            Invitation,
            Occasion.kind,
            Response,
            Correction,
            _THEN,
        )
        .join(Traject, Traject.id == Signal.traject_id)
        .join(Invitation, Invitation.id == Signal.invitation_id)
        .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
        .join(Occasion, Occasion.id == Invitation.occasion_id)
        .outerjoin(Response, Response.invitation_id == Invitation.id)
        .outerjoin(Correction, IS_LAST)
        .outerjoin(_THEN, _LAST_THEN)
        .where(*of_own_caseload(actor))
    )


def _signal_line(
    session: Session,
    signal: Signal,
    traject: Traject,
    informant: TrajectInformant,
    invitation: Invitation,
    occasion_kind: str,
    response: Response | None,
    last: Correction | None,
    then: Correction | None,
) -> SignalLine:
    answers = what_counts(response, then).answers if response else {}
    definition = questionnaire_of(session, invitation.fingerprint)
    cause, items = cause_of(definition, answers, signal.item)
    is_changed = last is not None and any(
        last.answers.get(item) != answers.get(item) for item in items
    )
    return SignalLine(
        id=signal.id,
        traject_id=traject.id,
        child_name=traject.child_name,
        informant_id=informant.id,
        fingerprint=invitation.fingerprint,
        role=informant.role,
        label=informant.label,
        item=signal.item,
        items=items,
        cause=cause,
        level=signal.level,
        raised_at=signal.raised_at,
        seen_at=signal.seen_at,
        occasion_kind=occasion_kind,
        changed_at=last.corrected_at if last and is_changed else None,
        seen_by=signal.seen_by,
    )
