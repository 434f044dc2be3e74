"""The rows that may be taken out.

Decided by the one policy, under names that cannot be traced back.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, could, may
from survey_app.answering.correcting import what_counts
from survey_app.answering.models import Correction, Response
from survey_app.answering.participant_sheet import RETEST
from survey_app.clock import local_date
from survey_app.definitions import Questionnaire
from survey_app.errors import ForbiddenError
from survey_app.invitations.models import Invitation
from survey_app.invitations.publishing import questionnaire_of
from survey_app.measurements.models import Measurement, Score
from survey_app.scoring import QualityFlag, quality_flags
from survey_app.trajects import agreements
from survey_app.trajects.models import Occasion, ReferenceParticipant, Traject, TrajectInformant
from survey_app.trajects.participants import owned as owner_of
from survey_app.trajects.queries import holds_real_children
from survey_app.trajects.restriction import NOT_RESTRICTED
from survey_app.trajects.services import owned

TRAJECT: Final = "traject"
LEAST_SHEETS_FOR_USUAL: Final = 30
"""From so many sheets on the usual time of a form is known (`lists.md` 9)."""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One stored score, with what was known of it and what it was held against that day."""

    scale: str
    value: float | None
    reason: str | None
    scoring_version: str
    answered: int
    evidence_stage: int
    norm: str | None
    bands: str | None


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """One submitted response without anything that says who it is.

    `sample` is traject or retest: a reference participant answers a list twice, outside every
    figure of effect, and has no traject, no stage and no score.
    `answered_on` is the day the answers are of: on paper an earlier one than that of sending. In a
    `class_round` a teacher went by_pupil or by_question.
    `seconds` go from the first question to sending, pauses included, and are not known of paper;
    `quality` names what asks for care in reading the answers. The answers and scores are those that
    count; `corrections` tells how often their sender corrected them.
    """

    response_id: str
    sample: str
    role: str
    questionnaire: Questionnaire
    submitted_on: date
    answered_on: date
    traject: str | None
    informant: str
    occasion: str
    mode: str
    class_round: str | None
    language: str
    evidence_stage: int | None
    seconds: int | None
    quality: tuple[str, ...]
    corrections: int
    answers: dict[str, str]
    missing: dict[str, str]
    scores: tuple[ScoreRow, ...]


def rows_for(session: Session, actor: Actor | None, secret: bytes) -> Iterator[ResponseRow]:
    """Yield the responses this person may take out, in the order of sending.

    Without a person everything is given, and only from a database that holds nothing but simulated
    data. Who takes from the whole organisation takes what the network may learn from, and nothing
    of a retest, about which nobody is asked that.
    """
    if actor is None and holds_real_children(session):
        raise ForbiddenError(
            "This database holds real data: name the person who exports with --as EMAIL."
        )
    hide = pseudonyms(secret)
    shared = _shared(session, actor)
    taken = [
        *(
            row
            for row in session.execute(_RESPONSES)
            if actor is None
            or may(actor, Act.EXPORT_RESPONSES, owned(row.Traject))
            or (row.Traject.id in shared and may(actor, Act.EXPORT_NETWORK, owned(row.Traject)))
        ),
        *(
            row
            for row in session.execute(_OF_PARTICIPANTS)
            if actor is None or may(actor, Act.EXPORT_RESPONSES, owner_of(row.ReferenceParticipant))
        ),
    ]
    taken.sort(key=lambda row: (row.Response.submitted_at, row.Response.id))
    usual = _usual_seconds(row.Response for row in taken)
    scores = _scores(session)
    for row in taken:
        questionnaire = questionnaire_of(session, row.Response.fingerprint)
        yield _row(row, questionnaire, scores, usual, hide)


def _shared(session: Session, actor: Actor | None) -> set[str]:
    """Return the trajects from which the network may learn, for who takes from all of them."""
    if actor is None or not could(actor, Act.EXPORT_NETWORK):
        return set()
    found = agreements.cases(session, Traject.organisation_id == actor.organisation_id)
    return {traject_id for traject_id, case in found.items() if case.may_share()}


def _row(
    row: Row[*tuple[Any, ...]],
    questionnaire: Questionnaire,
    scores: Mapping[str, Sequence[ScoreRow]],
    usual: Mapping[str, float],
    hide: Callable[[str], str],
) -> ResponseRow:
    response, of_traject = row.Response, "Traject" in row._fields
    correction = row.Correction if of_traject else None
    counting = what_counts(response, correction)
    asked = row.TrajectInformant if of_traject else row.ReferenceParticipant
    return ResponseRow(
        response_id=hide(response.id),
        sample=TRAJECT if of_traject else RETEST,
        role=asked.role,
        questionnaire=questionnaire,
        submitted_on=local_date(response.submitted_at),
        answered_on=response.day,
        traject=hide(row.Traject.id) if of_traject else None,
        informant=hide(asked.id),
        occasion=f"{row.Occasion.kind} {row.Occasion.number}"
        if of_traject
        else f"{RETEST} {row.round}",
        mode=response.mode,
        class_round=row.way if of_traject else None,
        language=counting.language,
        evidence_stage=row.Measurement.evidence_stage if of_traject else None,
        seconds=None if (seconds := _seconds(response)) is None else int(seconds),
        quality=_quality(
            questionnaire,
            response,
            counting.answers,
            row.Measurement.quality if of_traject else (),
            asked.role,
            usual,
        ),
        corrections=correction.number if correction else 0,
        answers=counting.answers,
        missing=counting.missing,
        scores=tuple(scores.get(row.Measurement.id, ())) if of_traject else (),
    )


_RESPONSES = (
    select(Response, Correction, Measurement, TrajectInformant, Occasion, Traject, Invitation.way)
    .join(Measurement, Measurement.response_id == Response.id)
    .join(Invitation, Invitation.id == Response.invitation_id)
    .outerjoin(Correction, Correction.id == Measurement.correction_id)
    .join(TrajectInformant, TrajectInformant.id == Measurement.informant_id)
    .join(Occasion, Occasion.id == Measurement.occasion_id)
    .join(Traject, Traject.id == Measurement.traject_id)
    .where(Measurement.replaced_at.is_(None), NOT_RESTRICTED)
)
_OF_PARTICIPANTS = (
    select(Response, ReferenceParticipant, Invitation.round)
    .join(Invitation, Invitation.id == Response.invitation_id)
    .join(ReferenceParticipant, ReferenceParticipant.id == Invitation.participant_id)
    .where(ReferenceParticipant.withdrawn_at.is_(None))
)
"""Nothing of who withdrew goes out."""


def _scores(session: Session) -> dict[str, list[ScoreRow]]:
    found: dict[str, list[ScoreRow]] = {}
    for score in session.scalars(select(Score).order_by(Score.scale)):
        found.setdefault(score.measurement_id, []).append(
            ScoreRow(
                scale=score.scale,
                value=score.value,
                reason=score.reason,
                scoring_version=score.scoring_version,
                answered=score.answered,
                evidence_stage=score.evidence_stage,
                norm=score.norm,
                bands=score.bands,
            )
        )
    return found


def _seconds(response: Response) -> float | None:
    """Return how long answering took; of what was typed from paper nobody knows."""
    if response.mode == "paper":
        return None
    return (response.submitted_at - response.started_at).total_seconds()


def _usual_seconds(responses: Iterable[Response]) -> dict[str, float]:
    """Return the median time of each form of which there are sheets enough to know it."""
    times: dict[str, list[float]] = {}
    for response in responses:
        seconds = _seconds(response)
        if seconds is not None:
            times.setdefault(response.fingerprint, []).append(seconds)
    return {
        fingerprint: median(each)
        for fingerprint, each in times.items()
        if len(each) >= LEAST_SHEETS_FOR_USUAL
    }


def _quality(
    questionnaire: Questionnaire,
    response: Response,
    answers: Mapping[str, str],
    found_then: Sequence[str],
    role: str,
    usual: Mapping[str, float],
) -> tuple[str, ...]:
    """Return what was found on the day itself, and what only many sheets can tell."""
    now = quality_flags(
        questionnaire,
        answers,
        informant=role,
        seconds=_seconds(response),
        typical_seconds=usual.get(response.fingerprint),
    )
    return tuple(flag for flag in QualityFlag if flag in now or flag in found_then)


def pseudonyms(secret: bytes) -> Callable[[str], str]:
    """Return a function from an id to a name that only the holder of the secret can make again."""
    return lambda row_id: hmac.new(secret, row_id.encode(), hashlib.sha256).hexdigest()[:16]
