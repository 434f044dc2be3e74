"""The rows that may be taken out.

Decided by the one policy, under names that cannot be traced back.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, may
from survey_app.answering.models import Response
from survey_app.clock import local_date
from survey_app.definitions import Questionnaire
from survey_app.errors import ForbiddenError
from survey_app.invitations.publishing import questionnaire_of
from survey_app.measurements.models import Measurement, Score
from survey_app.trajects.models import Occasion, Traject, TrajectInformant
from survey_app.trajects.queries import holds_real_trajects
from survey_app.trajects.services import owned


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One stored score."""

    scale: str
    value: float | None
    reason: str | None
    scoring_version: str
    answered: int


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """One submitted response without anything that says who it is."""

    response_id: str
    role: str
    questionnaire: Questionnaire
    submitted_on: date
    traject: str
    informant: str
    occasion: str
    mode: str
    language: str
    evidence_stage: int
    answers: dict[str, str]
    missing: dict[str, str]
    scores: tuple[ScoreRow, ...]


def rows_for(session: Session, actor: Actor | None, secret: bytes) -> Iterator[ResponseRow]:
    """Yield the responses this person may take out, in the order of sending.

    Without a person everything is given, and only from a database that holds nothing but simulated
    data.
    """
    if actor is None and holds_real_trajects(session):
        raise ForbiddenError(
            "This database holds real data: name the person who exports with --as EMAIL."
        )
    hide = pseudonyms(secret)
    scores = _scores(session)
    rows = session.execute(
        select(Response, Measurement, TrajectInformant, Occasion, Traject)
        .join(Measurement, Measurement.response_id == Response.id)
        .join(TrajectInformant, TrajectInformant.id == Measurement.informant_id)
        .join(Occasion, Occasion.id == Measurement.occasion_id)
        .join(Traject, Traject.id == Measurement.traject_id)
        .order_by(Response.submitted_at, Response.id)
    )
    for response, measurement, informant, occasion, traject in rows:
        if actor is not None and not may(actor, Act.EXPORT_RESPONSES, owned(traject)):
            continue
        yield ResponseRow(
            response_id=hide(response.id),
            role=informant.role,
            questionnaire=questionnaire_of(session, response.fingerprint),
            submitted_on=local_date(response.submitted_at),
            traject=hide(traject.id),
            informant=hide(informant.id),
            occasion=f"{occasion.kind} {occasion.number}",
            mode=response.mode,
            language=response.language,
            evidence_stage=measurement.evidence_stage,
            answers=response.answers,
            missing=response.missing,
            scores=tuple(scores.get(measurement.id, ())),
        )


def _scores(session: Session) -> dict[str, list[ScoreRow]]:
    found: dict[str, list[ScoreRow]] = {}
    for score in session.scalars(select(Score).order_by(Score.scale)):
        found.setdefault(score.measurement_id, []).append(
            ScoreRow(score.scale, score.value, score.reason, score.scoring_version, score.answered)
        )
    return found


def pseudonyms(secret: bytes) -> Callable[[str], str]:
    """Return a function from an id to a name that only the holder of the secret can make again."""
    return lambda row_id: hmac.new(secret, row_id.encode(), hashlib.sha256).hexdigest()[:16]
