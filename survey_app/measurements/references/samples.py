"""Whose answers count for a reference: children at the start of a traject, and the retest sample.

`lists.md` 8: alpha, omega and the spread come from the first measurement of trajects; the error of
a score from people who answered twice, 10 to 18 days apart, about a child without a traject.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.answering.correcting import what_counts
from survey_app.answering.models import Correction, Response
from survey_app.definitions import Questionnaire
from survey_app.invitations.models import Invitation
from survey_app.invitations.participants import FEWEST_DAYS, MOST_DAYS
from survey_app.invitations.publishing import questionnaire_of
from survey_app.measurements.models import Measurement, Signal
from survey_app.measurements.raising import WRONG_PERSON
from survey_app.trajects.agreements import cases
from survey_app.trajects.models import Occasion, ReferenceParticipant, TrajectInformant

ONCE: Final = "did not answer twice"
OTHER_PERSON: Final = "said that the link was not for them"
OTHER_VERSION: Final = "answered another version of the text"
OTHER_LANGUAGE: Final = "answered in two languages"
OTHER_MODE: Final = "answered in two ways (alone, on paper, in a talk)"
OTHER_DAYS: Final = f"not {FEWEST_DAYS} to {MOST_DAYS} days apart"


@dataclass(frozen=True, slots=True)
class Answered:
    """What one person answered, in which language, how and on which day."""

    answers: Mapping[str, str]
    language: str
    mode: str
    on: date


@dataclass(frozen=True, slots=True)
class Twice:
    """What one person answered two times about the same child."""

    first: Answered
    second: Answered
    school_id: str
    asks_attention: bool


@dataclass(slots=True)
class Sample:
    """The answers of one kind of informant.

    `starts` holds one sheet per child; `left_out` counts by reason the participants of the retest
    who give no pair.
    """

    starts: list[Answered] = field(default_factory=list)
    pairs: list[Twice] = field(default_factory=list)
    enrolled: int = 0
    left_out: Counter[str] = field(default_factory=Counter)


SameText = Callable[[str], bool]
"""From the fingerprint of what was answered to whether its text is that of this version."""


def read_samples(
    session: Session, questionnaire: Questionnaire, as_of: datetime
) -> dict[str, Sample]:
    """Return the samples of a list by informant, of what was sent up to a moment.

    Only answers to this version of the text count: a study is about the words it was done with. Of
    who withdrew nothing counts.
    """
    samples = {informant.value: Sample() for informant in questionnaire.informants}

    def same_text(fingerprint: str) -> bool:
        return questionnaire_of(session, fingerprint).version == questionnaire.version

    for role, response, correction in _starts(session, questionnaire.key, as_of):
        if role in samples and same_text(response.fingerprint):
            samples[role].starts.append(_answered(response, correction))
    disowned = _disowned(session)
    for participant, responses in _participants(session, questionnaire.key, as_of):
        if participant.role not in samples:
            continue
        sample = samples[participant.role]
        sample.enrolled += 1
        why = OTHER_PERSON if participant.id in disowned else _why_no_pair(responses, same_text)
        if why is not None:
            sample.left_out[why] += 1
            continue
        first, second = map(_answered, responses)
        sample.pairs.append(Twice(first, second, participant.school_id, participant.asks_attention))
    return samples


def _starts(
    session: Session, key: str, as_of: datetime
) -> Iterator[tuple[str, Response, Correction | None]]:
    """Give what was answered at the intake, one sheet for each child and kind of informant.

    Two parents of one child are not two children: who answered first counts. Of a sheet that was
    corrected the answers count that counted at that moment.
    """
    usable = {traject_id for traject_id, case in cases(session).items() if case.may_use()}
    seen = set()
    for role, traject_id, response, correction in session.execute(
        select(TrajectInformant.role, Measurement.traject_id, Response, Correction)
        .join(Measurement, Measurement.informant_id == TrajectInformant.id)
        .join(Response, Response.id == Measurement.response_id)
        .outerjoin(Correction, Correction.id == Measurement.correction_id)
        .join(Occasion, Occasion.id == Measurement.occasion_id)
        .where(
            Measurement.questionnaire_key == key,
            Occasion.kind == "intake",
            Response.submitted_at <= as_of,
            Correction.id.is_(None) | (Correction.corrected_at <= as_of),
            Measurement.replaced_at.is_(None) | (Measurement.replaced_at > as_of),
        )
        .order_by(Response.submitted_at, Response.id)
    ):
        if traject_id in usable and (traject_id, role) not in seen:
            seen.add((traject_id, role))
            yield role, response, correction


def _participants(
    session: Session, key: str, as_of: datetime
) -> Iterator[tuple[ReferenceParticipant, Sequence[Response]]]:
    """Give who was asked this list and did not withdraw, with what they sent, first to second."""
    rows = session.execute(
        select(ReferenceParticipant, Response)
        .join(Invitation, Invitation.participant_id == ReferenceParticipant.id)
        .outerjoin(
            Response, (Response.invitation_id == Invitation.id) & (Response.submitted_at <= as_of)
        )
        .where(
            Invitation.questionnaire_key == key,
            ReferenceParticipant.withdrawn_at.is_(None),
            ReferenceParticipant.enrolled_at <= as_of,
        )
        .order_by(ReferenceParticipant.enrolled_at, ReferenceParticipant.id, Invitation.round)
    )
    for participant, given in groupby(rows, key=lambda row: row[0]):
        yield participant, [response for _, response in given if response is not None]


def _disowned(session: Session) -> set[str | None]:
    """Return the participants of whom somebody said that the link was not for them."""
    return set(
        session.scalars(
            select(Signal.participant_id).where(
                Signal.participant_id.is_not(None), Signal.item == WRONG_PERSON
            )
        )
    )


def _why_no_pair(responses: Sequence[Response], same_text: SameText) -> str | None:
    """Return why what a participant sent is no pair of the same rater in the same way, or None."""
    if len(responses) != 2:
        return ONCE
    first, second = responses
    if not same_text(first.fingerprint) or not same_text(second.fingerprint):
        return OTHER_VERSION
    if first.language != second.language:
        return OTHER_LANGUAGE
    if first.mode != second.mode:
        return OTHER_MODE
    days = (second.day - first.day).days
    return None if FEWEST_DAYS <= days <= MOST_DAYS else OTHER_DAYS


def _answered(response: Response, correction: Correction | None = None) -> Answered:
    counting = what_counts(response, correction)
    return Answered(counting.answers, counting.language, response.mode, response.day)
