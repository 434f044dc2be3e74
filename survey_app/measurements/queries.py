"""Reading measurements of one traject, and what was asked in the whole caseload."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from survey_app.accounts.models import Person
from survey_app.accounts.policy import Actor
from survey_app.answering.correcting import what_counts
from survey_app.answering.models import Correction, Draft, Response, day_of
from survey_app.clock import local_date
from survey_app.delivery.models import OutboxMessage
from survey_app.invitations.models import Invitation, InvitationMessage
from survey_app.invitations.states import Facts, InvitationState, state_on
from survey_app.measurements.baseline import is_late
from survey_app.measurements.held_against import Born, ages_on
from survey_app.measurements.models import Measurement, Score
from survey_app.trajects.calendar import SchoolCalendar
from survey_app.trajects.closures import calendar_of
from survey_app.trajects.models import Occasion, Traject, TrajectInformant
from survey_app.trajects.queries import IN_ORDER, of_own_caseload

BY_HAND: Final = ("person", "paper")
WENT: Final = ("sent", "uncertain")


@dataclass(frozen=True, slots=True)
class Scored:
    """One score: a value or the reason there is none, and the version whose rules gave it.

    `evidence_stage` is that of the scale, and `norm` the one that held for the child, on the day it
    was scored.
    """

    value: float | None
    reason: str | None
    fingerprint: str
    evidence_stage: int = 0
    norm: str | None = None


@dataclass(frozen=True, slots=True)
class Replaced:
    """Answers with their scores that a correction replaced at a moment: they no longer count.

    `by` is the coach who entered that correction, because who answered asked for it.
    """

    until: datetime
    answers: dict[str, str]
    texts: dict[str, str]
    missing: dict[str, str]
    scores: dict[str, Scored]
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """One response in a traject with its score per scale, by the newest rules it was scored by.

    Its answers are those that count; what its sender corrected is in `replaced`, the first first.
    `joined_on` is the day the informant was added; `late` tells that an intake came when the help
    had been under way for some time; `ages` are the lowest and highest age the child could have;
    `entered_by` is the coach who wrote the answers down, `day_explained` why a day on paper is from
    before there was a link.
    """

    informant_id: str
    role: str
    number: int
    label: str
    joined_on: date
    occasion_id: str
    occasion_kind: str
    answered_on: date
    fingerprint: str
    language: str
    quality: tuple[str, ...]
    answers: dict[str, str]
    texts: dict[str, str]
    missing: dict[str, str]
    scores: dict[str, Scored]
    mode: str = "self"
    late: bool = False
    succeeds_id: str | None = None
    ages: tuple[int, int] | None = None
    replaced: tuple[Replaced, ...] = ()
    entered_by: str | None = None
    day_explained: str | None = None


def placed_responses(session: Session, traject_id: str) -> list[Placed]:
    """Return all responses of a traject with their scores, in the order of the days they are of."""
    started_on, born, talks, calendar = _course(session, traject_id)
    corrector = aliased(Person)
    rows = session.execute(
        select(
            *(Measurement, Response, Correction, TrajectInformant, Occasion, Person.name),
            corrector.name,
        )
        .join(Response, Response.id == Measurement.response_id)
        .outerjoin(Correction, Correction.id == Measurement.correction_id)
        .join(TrajectInformant, TrajectInformant.id == Measurement.informant_id)
        .join(Occasion, Occasion.id == Measurement.occasion_id)
        .outerjoin(Person, Person.id == Response.entered_by)
        .outerjoin(corrector, corrector.id == Correction.entered_by)
        .where(Measurement.traject_id == traject_id)
        .order_by(Response.submitted_at)
    ).all()
    in_time = sorted(rows, key=lambda row: row.Response.day)
    scores: dict[str, dict[str, Scored]] = {}
    for score in session.scalars(
        select(Score)
        .join(Measurement, Measurement.id == Score.measurement_id)
        .where(Measurement.traject_id == traject_id)
        .order_by(Score.scored_at)
    ):
        newest = Scored(
            score.value, score.reason, score.fingerprint, score.evidence_stage, score.norm
        )
        scores.setdefault(score.measurement_id, {})[score.scale] = newest
    entered = {
        (correction.response_id, correction.corrected_at): name
        for _, _, correction, _, _, _, name in rows
        if correction is not None
    }
    replaced: dict[str, list[Replaced]] = {}
    for measurement, response, correction, *_ in rows:
        if measurement.replaced_at is not None:
            before = what_counts(response, correction)
            replaced.setdefault(response.id, []).append(
                Replaced(
                    until=measurement.replaced_at,
                    answers=before.answers,
                    texts=json.loads(before.texts),
                    missing=before.missing,
                    scores=scores.get(measurement.id, {}),
                    by=entered.get((response.id, measurement.replaced_at)),
                )
            )
    return [
        Placed(
            informant_id=informant.id,
            role=informant.role,
            number=informant.number,
            label=informant.label,
            joined_on=local_date(informant.added_at),
            occasion_id=occasion.id,
            occasion_kind=occasion.kind,
            answered_on=response.day,
            fingerprint=response.fingerprint,
            language=what_counts(response, correction).language,
            quality=tuple(measurement.quality),
            answers=what_counts(response, correction).answers,
            texts=json.loads(what_counts(response, correction).texts),
            missing=what_counts(response, correction).missing,
            scores=scores.get(measurement.id, {}),
            mode=response.mode,
            late=occasion.kind == "intake" and is_late(started_on, talks, response.day, calendar),
            succeeds_id=informant.succeeds_id,
            ages=ages_on(born, response.day),
            replaced=tuple(sorted(replaced.get(response.id, ()), key=lambda each: each.until)),
            entered_by=entered_by,
            day_explained=response.day_explained,
        )
        for measurement, response, correction, informant, occasion, entered_by, _ in in_time
        if measurement.replaced_at is None
    ]


def who_answered(session: Session, traject_id: str, kind: str) -> set[str]:
    """Return the informants who answered anything at one kind of moment."""
    return set(
        session.scalars(
            select(Measurement.informant_id)
            .join(Occasion, Occasion.id == Measurement.occasion_id)
            .where(Measurement.traject_id == traject_id, Occasion.kind == kind)
        )
    )


def _course(session: Session, traject_id: str) -> tuple[date, Born, list[date], SchoolCalendar]:
    """Return when a traject started, the month of birth, the talks, the calendar of the school."""
    rows = session.execute(
        select(Traject, Occasion.planned_on)
        .outerjoin(Occasion, (Occasion.traject_id == Traject.id) & (Occasion.kind == "session"))
        .where(Traject.id == traject_id)
    ).all()
    traject = rows[0][0]
    born = (traject.birth_year, traject.birth_month)
    talks = [talk for _, talk in rows if talk is not None]
    return traject.started_on, born, talks, calendar_of(session, traject.school_id)


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One invitation that counts, with what became of it."""

    invitation_id: str
    traject_id: str
    child_name: str
    informant_id: str
    role: str
    number: int
    label: str
    occasion_id: str
    occasion_kind: str
    fingerprint: str
    questionnaire_key: str
    opens_on: date
    closes_on: date
    declined_at: datetime | None
    decline_reason: str | None
    revoked_at: datetime | None
    started_at: datetime | None
    submitted_at: datetime | None
    message: "Message | None" = None
    channel: str = "person"
    next_message_on: date | None = None
    is_brought: bool = True
    answered_on: date | None = None
    mode: str | None = None
    entered_by: str | None = None

    def state_on(self, day: date) -> InvitationState:
        """Return where the invitation stands on a day."""
        return state_on(
            day,
            Facts(
                opens_on=self.opens_on,
                closes_on=self.closes_on,
                is_brought=self.is_brought,
                started_at=self.started_at,
                answered_at=self.submitted_at,
                revoked_at=self.revoked_at,
                declined_at=self.declined_at,
            ),
        )


@dataclass(frozen=True, slots=True)
class Message:
    """The last message about an invitation: 0 brought it, 1 and 2 reminded of it."""

    id: str
    number: int
    channel: str
    state: str
    reason: str | None
    due_at: datetime
    sent_at: datetime | None
    reported_at: datetime | None = None

    @property
    def arrived_at(self) -> datetime | None:
        """When it arrived, if the other side said so; what came back was not sent."""
        return None if self.sent_at is None else self.reported_at


def asked(session: Session, actor: Actor, traject_id: str | None = None) -> list[AskedLine]:
    """Return the invitations of this coach's trajects with their state, in one query.

    A revoked link that was replaced is left out, and one of somebody from whom another took over; a
    revoked one without a successor is shown.
    """
    taker = aliased(TrajectInformant)
    query = (
        select(
            Invitation,
            Traject.child_name,
            TrajectInformant,
            Occasion.kind,
            Draft.started_at,
            Response.submitted_at,
            Response.answered_on,
            Response.mode,
            Person.name,
            InvitationMessage.number,
            OutboxMessage,
        )
        .join(Traject, Traject.id == Invitation.traject_id)
        .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
        .join(Occasion, Occasion.id == Invitation.occasion_id)
        .outerjoin(Draft, Draft.invitation_id == Invitation.id)
        .outerjoin(Response, Response.invitation_id == Invitation.id)
        .outerjoin(Person, Person.id == Response.entered_by)
        .outerjoin(taker, taker.succeeds_id == TrajectInformant.id)
        .outerjoin(InvitationMessage, InvitationMessage.invitation_id == Invitation.id)
        .outerjoin(OutboxMessage, OutboxMessage.id == InvitationMessage.message_id)
        .where(
            *of_own_caseload(actor),
            taker.id.is_(None) | Invitation.revoked_at.is_(None) | Response.id.is_not(None),
        )
        .order_by(
            Invitation.opens_on,
            IN_ORDER,
            TrajectInformant.number,
            Invitation.place,
            Invitation.made_at,
            InvitationMessage.number,
        )
    )
    if traject_id is not None:
        query = query.where(Invitation.traject_id == traject_id)
    last: dict[tuple[str | None, str | None, str], AskedLine] = {}
    for row in session.execute(query):
        invitation, child_name, informant, kind, started_at, *sent, number, message = row
        submitted_at, answered_on, mode, entered_by = sent
        key = (invitation.occasion_id, invitation.informant_id, invitation.questionnaire_key)
        known = last.get(key)
        if invitation.revoked_at is not None and known and known.invitation_id != invitation.id:
            continue
        went = message is not None and message.state in WENT
        last[key] = AskedLine(
            invitation_id=invitation.id,
            traject_id=str(invitation.traject_id),
            child_name=child_name,
            informant_id=informant.id,
            role=informant.role,
            number=informant.number,
            label=informant.label,
            occasion_id=str(invitation.occasion_id),
            occasion_kind=kind,
            fingerprint=invitation.fingerprint,
            questionnaire_key=invitation.questionnaire_key,
            opens_on=invitation.opens_on,
            closes_on=invitation.closes_on,
            declined_at=invitation.declined_at,
            decline_reason=invitation.decline_reason,
            revoked_at=invitation.revoked_at,
            started_at=started_at,
            submitted_at=submitted_at,
            answered_on=day_of(answered_on, submitted_at) if submitted_at else None,
            mode=mode,
            entered_by=entered_by,
            message=None if message is None else message_of(message, number),
            channel=informant.channel,
            next_message_on=invitation.next_message_on,
            is_brought=informant.channel in BY_HAND
            or went
            or (known is not None and known.invitation_id == invitation.id and known.is_brought),
        )
    return list(last.values())


def message_of(message: OutboxMessage, number: int) -> Message:
    """Return the last message about an invitation as pages tell of it."""
    return Message(
        id=message.id,
        number=number,
        channel=message.channel,
        state=message.state,
        reason=message.reason,
        due_at=message.due_at,
        sent_at=message.sent_at,
        reported_at=message.reported_at,
    )
