"""What became of each participant's two links, and whose answer asks that somebody gets in touch.

Nothing here reads what a participant chose, but for the one answer that a signal points at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from survey_app.accounts.models import School
from survey_app.accounts.policy import Act, Actor, demand
from survey_app.answering.models import Draft, Response
from survey_app.invitations.models import Invitation
from survey_app.invitations.participants import FIRST
from survey_app.invitations.publishing import questionnaire_of
from survey_app.invitations.states import Facts, InvitationState, state_on
from survey_app.measurements.models import Signal, SignalStep
from survey_app.measurements.raising import WRONG_PERSON
from survey_app.measurements.signals import (
    ASKING,
    ASKS,
    IS_LAST_STEP,
    LAST_STEP,
    LEVELS,
    STEP_BY,
    StepMade,
    step_made,
    taken_up_by,
)
from survey_app.measurements.substitutes import coaches_away
from survey_app.storage import not_looked_up
from survey_app.trajects.models import ClassGroup, ReferenceParticipant
from survey_app.trajects.participants import enrolled_by, participants_of


@dataclass(frozen=True, slots=True)
class Turn:
    """The first or second time somebody answers."""

    invitation_id: str
    is_first: bool
    questionnaire_key: str
    fingerprint: str
    opens_on: date
    closes_on: date
    declined_at: datetime | None
    decline_reason: str | None
    revoked_at: datetime | None
    started_at: datetime | None
    submitted_at: datetime | None

    def state_on(self, day: date) -> InvitationState:
        """Return where it stands on a day; the coach gives these links by hand."""
        return state_on(
            day,
            Facts(
                opens_on=self.opens_on,
                closes_on=self.closes_on,
                is_brought=True,
                started_at=self.started_at,
                answered_at=self.submitted_at,
                revoked_at=self.revoked_at,
                declined_at=self.declined_at,
            ),
        )


@dataclass(frozen=True, slots=True)
class AskedTwice:
    """A participant with both turns; `group` is the name of the child's group."""

    participant: ReferenceParticipant
    group: str
    turns: tuple[Turn, ...]

    @property
    def is_pair(self) -> bool:
        """Whether both turns were answered, by somebody who did not withdraw."""
        answered = [turn for turn in self.turns if turn.submitted_at is not None]
        return self.participant.withdrawn_at is None and len(answered) > 1


@dataclass(frozen=True, slots=True)
class ParticipantSignal:
    """An answer of a participant that asks for somebody, in the words of the list.

    `question` and `answer` are empty where no answer raised it: the link reached somebody else.
    `step` is what was done about it last.
    """

    id: str
    participant_id: str
    coach_id: str
    school_id: str
    school: str
    code: str
    role: str
    item: str
    level: str
    raised_at: datetime
    question: str
    answer: str
    step: StepMade | None = None

    @property
    def asks(self) -> bool:
        """Whether it asks for attention still: nobody took it up."""
        return self.step is None or self.step.kind in ASKING


def asked_twice(session: Session, actor: Actor) -> list[AskedTwice]:
    """Return the participants this coach enrolled, the newest first, each with both turns."""
    participants = participants_of(session, actor)
    groups = dict[str, str](
        session.execute(
            select(ClassGroup.id, ClassGroup.name).where(
                ClassGroup.id.in_({each.class_group_id for each in participants})
            )
        ).all()
    )
    turns: dict[str, list[Turn]] = {each.id: [] for each in participants}
    for invitation, started_at, submitted_at in session.execute(
        select(Invitation, Draft.started_at, Response.submitted_at)
        .join(ReferenceParticipant, ReferenceParticipant.id == Invitation.participant_id)
        .outerjoin(Draft, Draft.invitation_id == Invitation.id)
        .outerjoin(Response, Response.invitation_id == Invitation.id)
        .where(*enrolled_by(actor))
        .order_by(Invitation.round)
    ):
        turns[str(invitation.participant_id)].append(
            Turn(
                invitation_id=invitation.id,
                is_first=invitation.round == FIRST,
                questionnaire_key=invitation.questionnaire_key,
                fingerprint=invitation.fingerprint,
                opens_on=invitation.opens_on,
                closes_on=invitation.closes_on,
                declined_at=invitation.declined_at,
                decline_reason=invitation.decline_reason,
                revoked_at=invitation.revoked_at,
                started_at=started_at,
                submitted_at=submitted_at,
            )
        )
    return [
        AskedTwice(each, groups[each.class_group_id], tuple(turns[each.id]))
        for each in participants
    ]


def participant_signals(session: Session, actor: Actor) -> Sequence[ParticipantSignal]:
    """Return what asks of this coach about participants, the most urgent first."""
    demand(actor, Act.SEE_CASELOAD)
    found = _signals(session, *enrolled_by(actor), ASKS)
    return sorted(found, key=lambda each: LEVELS.index(each.level))


def followed_up(session: Session, actor: Actor, since: datetime) -> list[ParticipantSignal]:
    """Return what this coach took up about participants, and closed from a moment on."""
    demand(actor, Act.SEE_CASELOAD)
    return _signals(session, *enrolled_by(actor), taken_up_by(actor, since))


def of_colleagues_away(session: Session, actor: Actor, today: date) -> list[ParticipantSignal]:
    """Return what asks of the coaches for whom this one stands in today."""
    demand(actor, Act.SEE_CASELOAD)
    return _signals(
        session,
        ReferenceParticipant.coach_id.in_(coaches_away(actor, today)),
        not_looked_up(ReferenceParticipant.organisation_id) == actor.organisation_id,
        Signal.item != WRONG_PERSON,
        ASKS | ((LAST_STEP.kind == "taken_up") & (LAST_STEP.by_id == actor.person_id)),
    )


def line_of(session: Session, signal: Signal) -> ParticipantSignal:
    """Return the line of a signal in a retest that the policy let somebody see."""
    (line,) = _signals(session, Signal.id == signal.id)
    return line


def _signals(session: Session, *which: ColumnElement[bool]) -> list[ParticipantSignal]:
    rows = session.execute(
        select(
            Signal,
            ReferenceParticipant,
            School.name,
            Invitation,
            Response.answers,
            LAST_STEP,
            STEP_BY.name,
        )
        .join(ReferenceParticipant, ReferenceParticipant.id == Signal.participant_id)
        .join(School, School.id == ReferenceParticipant.school_id)
        .join(Invitation, Invitation.id == Signal.invitation_id)
        .outerjoin(Response, Response.invitation_id == Invitation.id)
        .outerjoin(LAST_STEP, IS_LAST_STEP)
        .outerjoin(STEP_BY, STEP_BY.id == LAST_STEP.by_id)
        .where(*which)
        .order_by(Signal.raised_at)
    )
    return [_signal(session, *row) for row in rows]


def _signal(
    session: Session,
    signal: Signal,
    participant: ReferenceParticipant,
    school: str,
    invitation: Invitation,
    answers: dict[str, str] | None,
    step: SignalStep | None,
    step_by: str | None,
) -> ParticipantSignal:
    questionnaire = questionnaire_of(session, invitation.fingerprint)
    chosen = (answers or {}).get(signal.item)
    question = answer = ""
    if chosen is not None:
        item = questionnaire.item(signal.item)
        question = item.text.in_language(invitation.language)
        answer = item.option(chosen).text.in_language(invitation.language)
    return ParticipantSignal(
        id=signal.id,
        participant_id=participant.id,
        coach_id=participant.coach_id,
        school_id=participant.school_id,
        school=school,
        code=participant.code,
        role=participant.role,
        item=signal.item,
        level=signal.level,
        raised_at=signal.raised_at,
        question=question,
        answer=answer,
        step=step_made(step, step_by),
    )
